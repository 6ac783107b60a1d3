"""Treatment so far as a renewal tells it: the change of scores, the sessions, the curve.

The chart is case-21: sessions from 4 May to 10 November 2026.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from priorauth.chart.scales import instruments
from priorauth.documents.curve import Curve
from priorauth.documents.letter import samples as gallery
from priorauth.documents.letter.course import curve, responses, sessions, since_then
from priorauth.documents.letter.facts import facts
from priorauth.workspace import Workspace
from tests.command import CHARTS

SESSIONS = [
    {"id": "s1", "on": "2026-05-04", "dose_mg": "56", "adverse_events": ["nausea", "dissociation"]},
    {"id": "s2", "on": "2026-05-07", "dose_mg": "84", "adverse_events": ["nausea"]},
    {"id": "s3", "on": "2026-05-11", "dose_mg": "84"},
]
BEFORE = {"id": "before", "instrument": "MADRS", "on": "2026-04-30", "total": "36", "baseline": "yes"}


def assessed(scores: list[dict[str, Any]], given: list[dict[str, Any]] = SESSIONS) -> Any:
    one = {"case": "case-21", "with": {"scores": scores, "sessions": given}}
    return gallery.assessment_of(one, Workspace.around(CHARTS))


def score(on: str, total: int, instrument: str = "MADRS") -> dict[str, Any]:
    return {"id": f"{instrument}-{on}".lower(), "instrument": instrument, "on": on, "total": str(total)}


@pytest.mark.parametrize(
    ("now", "percent", "direction"),
    [
        (18, "50", "lower"),  # 18 of 36
        (19, "47.2", "lower"),  # 17 of 36 are 47.22
        (36, "0", "unchanged"),
        (45, "25", "higher"),  # 9 of 36: a worse score is told as one
    ],
)
def test_the_change_is_told_in_percent_of_the_score_before(now: int, percent: str, direction: str) -> None:
    (one,) = responses(assessed([BEFORE, score("2026-11-10", now)]))

    assert (one["before"], one["after"]) == ("36", str(now))
    assert (one["percent"], one["direction"]) == (percent, direction)


@pytest.mark.parametrize(
    "scores",
    [
        [BEFORE],  # nothing since
        [score("2026-11-10", 10)],  # nothing before
        [BEFORE, score("2026-11-10", 5, "PHQ-9")],  # another instrument
    ],
)
def test_without_two_scores_on_one_instrument_there_is_no_change_to_tell(scores: list[dict[str, Any]]) -> None:
    assert responses(assessed(scores)) == []


def test_each_instrument_that_was_used_twice_is_told_by_itself() -> None:
    scores = [BEFORE, score("2026-04-30", 20, "PHQ-9"), score("2026-11-10", 9), score("2026-11-10", 5, "PHQ-9")]

    told = {one["instrument"]: one["percent"] for one in responses(assessed(scores))}

    assert told == {"MADRS": "75", "PHQ-9": "75"}


def test_after_treatment_has_ended_the_score_of_today_is_not_its_result() -> None:
    """Session until 11 May; 20 on the last day, 33 half a year later."""
    judged = assessed([BEFORE, score("2026-05-11", 20), score("2026-11-10", 33)])

    (while_treated,) = responses(judged, while_treated=True)
    assert (while_treated["after"], while_treated["after_on"]) == ("20", "May 11, 2026")
    (since,) = since_then(judged)
    assert (since["total"], since["on"]) == ("33", "November 10, 2026")


def test_sessions_are_counted_by_dose_and_unwanted_effects_by_session() -> None:
    told = sessions(assessed([BEFORE]))

    assert told["count"] == "3"
    assert (told["first"], told["last"]) == ("May 4, 2026", "May 11, 2026")
    assert told["doses"] == "56 mg in 1 session and 84 mg in 2 sessions"
    assert told["events"] == ["nausea (2 sessions)", "dissociation (1 session)"]
    assert told["events"][0].evidence == ("s1", "s2")


def test_the_curve_joins_the_scores_of_one_instrument_and_marks_each_session() -> None:
    scores = [BEFORE, score("2026-05-11", 20), score("2026-11-10", 10), score("2026-11-10", 5, "PHQ-9")]

    drawn = curve(assessed(scores))

    assert drawn is not None
    assert isinstance(drawn.data, Curve)
    assert [(point.day.isoformat(), point.total) for point in drawn.data.points] == [
        ("2026-04-30", 36),
        ("2026-05-11", 20),
        ("2026-11-10", 10),
    ]
    assert drawn.data.sessions == (date(2026, 5, 4), date(2026, 5, 7), date(2026, 5, 11))
    assert (drawn.data.instrument, drawn.data.highest) == ("MADRS", 60)
    assert drawn.alt == (
        "MADRS along time: 36 on April 30, 2026, 20 on May 11, 2026, 10 on November 10, 2026. "
        "Sessions of esketamine: 3, from May 4, 2026 to May 11, 2026."
    )


def test_one_score_is_no_curve() -> None:
    assert curve(assessed([BEFORE])) is None


@pytest.mark.parametrize(
    ("scores", "drawn"),
    [
        # CareFirst names the BDI, the HAM-D and the MADRS for a renewal: one of them is drawn, however few its scores
        (
            [
                BEFORE,
                score("2026-11-10", 10),
                *(score(f"2026-{month:02}-10", 9, "PHQ-9") for month in range(5, 11)),
            ],
            "MADRS",
        ),
        ([score("2026-05-10", 20, "PHQ-9"), score("2026-11-10", 9, "PHQ-9"), BEFORE], "PHQ-9"),
    ],
)
def test_the_curve_is_of_the_payers_scale_where_it_was_used_twice(scores: list[dict[str, Any]], drawn: str) -> None:
    figure = curve(assessed(scores))
    assert figure is not None
    assert isinstance(figure.data, Curve)
    assert figure.data.instrument == drawn


@pytest.mark.parametrize(("given", "severity"), [(SESSIONS, ""), ([], "severe")])
def test_under_treatment_the_scores_tell_how_severe_the_episode_is(given: list[dict[str, Any]], severity: str) -> None:
    """The chart says "severe" without a day: beside a score of today it would read as if it were still so."""
    assert str(facts(assessed([BEFORE, score("2026-11-10", 10)], given))["episode"]["severity"]) == severity


@pytest.mark.parametrize(
    ("instrument", "total", "told"),
    [
        ("MADRS", 0, "normal"),
        ("MADRS", 6, "normal"),
        ("MADRS", 7, "mild"),
        ("PHQ-9", 4, "none or minimal"),
        ("PHQ-9", 5, "mild"),
        ("QIDS-SR16", 5, "below mild"),  # its source has no word for it
        ("PCL-5", 0, ""),
    ],
)
def test_a_total_below_the_bands_is_called_as_the_source_calls_it(instrument: Any, total: int, told: str) -> None:
    assert instruments().instruments[instrument].spoken_severity(total) == told
