"""Partial dates: a chart says "2021", "March 2021" or "2021-03-14", and each keeps its earliest and its latest day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.chart.dates import PartialDate, add_months, add_years, age_on, spoken, weeks

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("written", "earliest", "latest"),
    [
        ("2021-03-14", date(2021, 3, 14), date(2021, 3, 14)),
        ("2021-3-4", date(2021, 3, 4), date(2021, 3, 4)),
        ("March 14, 2021", date(2021, 3, 14), date(2021, 3, 14)),
        ("Mar 14 2021", date(2021, 3, 14), date(2021, 3, 14)),
        ("Sept. 1, 2021", date(2021, 9, 1), date(2021, 9, 1)),
        ("2021-03", date(2021, 3, 1), date(2021, 3, 31)),
        ("March 2021", date(2021, 3, 1), date(2021, 3, 31)),
        ("mar. 2021", date(2021, 3, 1), date(2021, 3, 31)),
        ("MAY 2021", date(2021, 5, 1), date(2021, 5, 31)),
        ("2021-02", date(2021, 2, 1), date(2021, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        (" 2021 ", date(2021, 1, 1), date(2021, 12, 31)),
    ],
)
def test_what_is_written_has_an_earliest_and_a_latest_day(written: str, earliest: date, latest: date) -> None:
    assert PartialDate.parse(written) == PartialDate(earliest, latest)


@pytest.mark.parametrize(
    "written",
    [
        "3/4/21",  # 4 March or 3 April
        "03/04/2021",
        "3-4-2021",
        "14.03.2021",
        "21",
        "'21",
        "March",
        "14 March 2021",
        "2021-03-14T08:00",
        "2021-Q1",
        "unknown",
        "",
    ],
)
def test_what_can_be_read_in_two_ways_or_in_none_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="not a date that can be read in only one way"):
        PartialDate.parse(written)


@pytest.mark.parametrize(
    "written", ["2021-02-29", "2021-02-30", "2021-13", "2021-00", "2021-04-31", "spring 2021", "March 32, 2021", "0000"]
)
def test_what_looks_like_a_date_but_is_not_in_the_calendar_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="not a day in the calendar"):
        PartialDate.parse(written)


@pytest.mark.parametrize(
    ("written", "iso", "words", "in_a_sentence"),
    [
        ("March 14, 2021", "2021-03-14", "March 14, 2021", "on March 14, 2021"),
        ("Mar 2021", "2021-03", "March 2021", "in March 2021"),
        ("2021", "2021", "2021", "in 2021"),
        ("0987", "0987", "987", "in 987"),
    ],
)
def test_it_is_written_and_spoken_only_as_far_as_it_is_known(
    written: str, iso: str, words: str, in_a_sentence: str
) -> None:
    day = PartialDate.parse(written)
    assert (str(day), day.spoken, day.spoken_with_preposition) == (iso, words, in_a_sentence)


@given(DAYS)
def test_what_is_written_back_is_read_as_the_same_date(day: date) -> None:
    for text in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4], spoken(day)):
        partial = PartialDate.parse(text)
        assert partial.earliest <= day <= partial.latest
        assert PartialDate.parse(str(partial)) == partial
        assert PartialDate.parse(partial.spoken) == partial


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [
        (date(2021, 3, 14), 5, date(2026, 3, 14)),
        (date(2021, 3, 14), -5, date(2016, 3, 14)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), -5, date(2019, 2, 28)),
        (date(2023, 2, 28), 1, date(2024, 2, 28)),
    ],
)
def test_years_are_calendar_years(day: date, years: int, later: date) -> None:
    assert add_years(day, years) == later


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 5, 31), 12, date(2027, 5, 31)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@given(DAYS.filter(lambda day: (day.month, day.day) != (2, 29)), st.integers(-20, 20))
def test_twelve_months_are_a_year(day: date, years: int) -> None:
    assert add_months(day, 12 * years) == add_years(day, years)


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (date(2008, 11, 20), date(2026, 11, 19), 17),
        (date(2008, 11, 20), date(2026, 11, 20), 18),
        (date(2008, 11, 20), date(2027, 11, 19), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),  # 2026 is no leap year: older on 1 March
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 28), 19),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
    ],
)
def test_age_is_completed_years(born: date, day: date, years: int) -> None:
    assert age_on(born, day) == years


def test_a_week_is_seven_days() -> None:
    assert date(2025, 2, 3) + weeks(6) == date(2025, 3, 17)
