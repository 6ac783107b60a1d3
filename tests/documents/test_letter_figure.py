from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from priorauth.documents.letter.figure import draw, drawn, ticks
from priorauth.documents.timeline import Bar, DoseSegment, Mark, Timeline
from priorauth.resources import shipped
from tests.documents.sample_letter import TIMELINE

FIGURE = shipped("templates") / "letters" / "figure.typ"


def ten_days(*segments: DoseSegment, **more: object) -> Timeline:
    """An axis of ten days with one bar."""
    return Timeline(date(2026, 1, 1), date(2026, 1, 10), (Bar("Sertraline", segments, **more),))


@pytest.mark.parametrize(
    ("first", "last", "places"),
    [
        (1, 10, (0.0, 1.0)),  # both days included: the whole axis
        (1, 1, (0.0, 0.1)),  # one day is a tenth of it
        (6, 10, (0.5, 1.0)),
    ],
)
def test_a_dose_covers_its_last_day(first, last, places):
    part = DoseSegment(date(2026, 1, first), date(2026, 1, last), "50 mg", adequate=True)
    (bar,) = drawn(ten_days(part))["bars"]
    assert (bar["segments"][0]["from"], bar["segments"][0]["to"]) == pytest.approx(places)


def test_what_lies_outside_the_axis_is_drawn_at_its_ends():
    part = DoseSegment(date(2025, 12, 1), date(2026, 2, 1), "50 mg", adequate=True)
    (bar,) = drawn(ten_days(part))["bars"]
    assert (bar["segments"][0]["from"], bar["segments"][0]["to"]) == (0.0, 1.0)


def test_a_milestone_stands_at_the_start_of_its_day():
    part = DoseSegment(date(2026, 1, 1), date(2026, 1, 10), "50 mg", adequate=True)
    (bar,) = drawn(ten_days(part, milestones=(Mark(date(2026, 1, 4), "Jan 4, 2026"),)))["bars"]
    assert bar["milestones"] == [{"at": pytest.approx(0.3), "label": "Jan 4, 2026"}]


@pytest.mark.parametrize(
    ("start", "end", "labels"),
    [
        ((2026, 1, 1), (2026, 3, 31), ["Jan 2026", "Feb", "Mar"]),
        ((2025, 10, 15), (2026, 2, 1), ["Nov 2025", "Dec", "Jan 2026", "Feb"]),
        ((2025, 1, 1), (2026, 11, 20), ["Jan 2025", "Apr", "Jul", "Oct", "Jan 2026", "Apr", "Jul", "Oct"]),
        ((2015, 12, 1), (2026, 11, 20), ["2016", "2018", "2020", "2022", "2024", "2026"]),
        ((2026, 1, 2), (2026, 1, 20), []),
    ],
)
def test_the_axis_is_labelled_by_months_or_years(start, end, labels):
    assert [label for _, label in ticks(date(*start), date(*end))] == labels


@given(st.dates(date(1950, 1, 1), date(2026, 12, 31)), st.integers(1, 365 * 80))
def test_an_axis_never_has_more_labels_than_it_has_room_for(start, days):
    assert len(ticks(start, start + timedelta(days))) <= 9


def test_the_picture_is_as_wide_as_a_letters_text_and_always_the_same():
    pictures = {draw(TIMELINE, FIGURE) for _ in range(2)}
    assert len(pictures) == 1
    assert Image.open(io.BytesIO(pictures.pop())).width == 975  # 6.5 inches at 150 pixels an inch


@pytest.mark.parametrize(
    "timeline",
    [
        ten_days(DoseSegment(date(2026, 1, 5), date(2026, 1, 5), "#set page()", adequate=False), open_start=True),
        Timeline(date(2026, 1, 1), date(2026, 1, 1), ()),
        Timeline(
            date(2015, 1, 1),
            date(2026, 1, 1),
            tuple(
                Bar(f"Medicine {n}", (DoseSegment(date(2015 + n, 1, 1), date(2015 + n, 2, 1), "", adequate=True),))
                for n in range(11)
            ),
        ),
    ],
    ids=["one day", "no trial", "eleven trials"],
)
def test_unusual_timelines_are_drawn(timeline):
    assert draw(timeline, FIGURE).startswith(b"\x89PNG")
