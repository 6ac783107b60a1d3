"""What people type, and how it is read: never by guessing.

Each table has what stands in the cell, what the chart gets, and whether that is told as a reading that is not literal.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.chart.dates import PartialDate
from priorauth.intake import readings
from priorauth.intake.readings import Habits

TODAY = date(2026, 11, 20)
UNSTATED = Habits(TODAY)
AMERICAN = Habits(TODAY, "en-US")
BRITISH = Habits(TODAY, "en-GB")


@pytest.mark.parametrize(
    ("typed", "value", "literal"),
    [
        ("2021-03-14", "2021-03-14", True),
        ("  2021-03-14 ", "2021-03-14", True),
        (datetime(2021, 3, 14), "2021-03-14", True),  # noqa: DTZ001  (as Excel keeps a day)
        ("2021-03-14T09:30:00Z", "2021-03-14", True),
        ("Mar 2021", "2021-03", True),
        ("March 14, 2021", "2021-03-14", True),
        ("14 Mar 2021", "2021-03-14", True),
        (2021, "2021", True),
        ("2021", "2021", True),
        ("3/2021", "2021-03", False),
        (44269, "2021-03-14", False),  # Excel's number of that day
        ("44269", "2021-03-14", False),
        (44269.0, "2021-03-14", False),
        ("3/14/21", "2021-03-14", False),  # there is no month 14
        ("14/3/2021", "2021-03-14", False),
        ("4/4/2021", "2021-04-04", True),  # both readings are one day
    ],
)
def test_dates_that_can_be_read_in_one_way(typed: object, value: str, literal: bool) -> None:
    found = readings.day(typed, UNSTATED)
    assert (found.value, found.told == "") == (value, literal)


@pytest.mark.parametrize(
    ("habits", "value"), [(AMERICAN, "2021-03-04"), (BRITISH, "2021-04-03"), (UNSTATED, None)], ids=["US", "GB", "none"]
)
def test_a_date_of_two_readings_is_read_by_the_stated_locale_or_not_at_all(habits: Habits, value: str | None) -> None:
    found = readings.day("3/4/21", habits)
    assert found.value == value
    assert bool(found.told) == bool(value)
    assert ("two ways" in found.wrong) == (value is None)


@pytest.mark.parametrize("typed", ["spring 2021", "13/13/21", "2021-02-30", "soon", "99999", 123456, True])
def test_what_is_no_date_is_not_read(typed: object) -> None:
    found = readings.day(typed, AMERICAN)
    assert found.value is None
    assert found.wrong


@pytest.mark.parametrize(
    ("typed", "value"), [("3/14/27", "2027-03-14"), ("3/14/28", "1928-03-14")], ids=["next year", "two years on"]
)
def test_a_year_of_two_digits_lies_no_more_than_a_year_ahead(typed: str, value: str) -> None:
    assert readings.day(typed, AMERICAN).value == value


@pytest.mark.parametrize(
    ("typed", "value"), [("3/14/27", "1927-03-14"), ("3/14/26", None), ("3/14/1926", "1926-03-14")]
)
def test_a_birth_in_two_digits_may_be_of_one_century_only(typed: str, value: str | None) -> None:
    assert readings.birth_date(typed, AMERICAN).value == value


def test_a_day_is_not_made_of_a_month() -> None:
    assert "not known to the day" in readings.exact_day("Mar 2021", AMERICAN).wrong


def test_a_month_of_excel_is_a_month_and_no_word() -> None:
    month = PartialDate.parse("2021-03")
    assert readings.day(month, UNSTATED).value == "2021-03"
    assert "is a date, where words" in readings.text(month, UNSTATED).wrong
    assert "not known to the day" in readings.exact_day(month, UNSTATED).wrong


def test_old_workbooks_of_a_mac_count_from_1904() -> None:
    assert readings.day(42807, Habits(TODAY, from_1904=True)).value == "2021-03-14"


@pytest.mark.parametrize(
    ("typed", "value", "literal"),
    [
        (150, "150 mg", True),
        ("150", "150 mg", True),
        ("150 mg ", "150 mg", True),
        ("37.5mg", "37.5 mg", True),
        ("1,200 mg", "1200 mg", True),
        ("25 mcg", "25 mcg", True),
        ("150mg qd", "150 mg", False),
        ("150 mg XL qAM", "150 mg", False),
        ("20 mg bid", "40 mg", False),
        ("20 mg TID", "60 mg", False),
        ("1 g", "1000 mg", False),
    ],
)
def test_doses_of_a_day(typed: object, value: str, literal: bool) -> None:
    found = readings.dose(typed, UNSTATED)
    assert (found.value, found.told == "") == (value, literal)


@pytest.mark.parametrize(
    "typed",
    ["20-40 mg", "20 to 40 mg", "20 mg qod", "90 mg weekly", "20 mg prn", "0", "one", "1/2 tab", "20 mg 2 tabs"],
)
def test_what_is_not_one_dose_of_a_day_is_not_read(typed: str) -> None:
    assert readings.dose(typed, UNSTATED).value is None


@pytest.mark.parametrize(
    ("typed", "value"), [("2 tabs", None), ("1 tab bid", None), ("1 cap", None), ("75 mg cap", "75 mg")]
)
def test_a_number_of_tablets_is_no_dose(typed: str, value: str | None) -> None:
    found = readings.dose(typed, UNSTATED)
    assert found.value == value
    assert ("counts tablets or capsules, and not milligrams" in found.wrong) == (value is None)


@pytest.mark.parametrize(
    ("typed", "value", "literal"),
    [
        ("sertraline", "sertraline", True),
        (" Sertraline ", "sertraline", True),
        ("Zoloft", "sertraline", False),
        ("Effexor XR", "venlafaxine XR", False),
        ("Zolof", "sertraline", False),
        ("Lexapr0", None, True),
        ("Zoloft 50 mg", None, True),
    ],
)
def test_medicines_that_count(typed: str, value: str | None, literal: bool) -> None:
    found = readings.medicine(typed, UNSTATED)
    assert (found.value, found.told == "") == (value, literal)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("SERTRALINE HCL 50 MG TABLET", ("sertraline", "50")),
        ("bupropion 150 mg XL tab", ("bupropion XL", "150")),
        ("Zoloft", ("sertraline", None)),
        ("LISINOPRIL 10 MG TABLET", ("LISINOPRIL 10 MG TABLET", None)),
        ("x" + "." * 5000, ("x" + "." * 5000, None)),
    ],
)
def test_what_a_pharmacy_calls_a_product(typed: str, value: tuple[str, str | None]) -> None:
    assert readings.product(typed, UNSTATED).value == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("ashgrove", "ashgrove"),
        ("Ada Example, MD", {"name": "Ada Example", "credentials": "MD"}),
        ("Dr. Ada B. Example PMHNP-BC", {"name": "Ada B. Example", "credentials": "PMHNP-BC"}),
        ("Ada Example, PhD, MD", {"name": "Ada Example", "credentials": "PhD, MD"}),
        ("Ada Example", {"name": "Ada Example"}),
        ("Example, Ada", None),  # which is the first name is not for us to say
        ("Ashgrove", None),
    ],
)
def test_a_prescriber_with_credentials_in_one_cell(typed: str, value: object) -> None:
    assert readings.person(typed, UNSTATED).value == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [("yes", "yes"), ("N", "no"), (True, "yes"), ("TRUE", "yes"), (0, "no"), ("x", None), ("✓", None), ("n/a", None)],
)
def test_answers(typed: object, value: str | None) -> None:
    assert readings.yes_no(typed, UNSTATED).value == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [(21, "00021"), ("00021", "00021"), (21201, "21201"), ("21201-1234", "21201-1234"), ("2120", None)],
)
def test_a_zip_code_gets_its_zeros_back_where_excel_took_them(typed: object, value: str | None) -> None:
    assert readings.zip_code(typed, UNSTATED).value == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        *((7001, "7001"), ("A/12", "a-12"), ("3-21", "3-21"), ("12/34/56", "12-34-56"), ("2026/0012", "2026-0012")),
        *((date(2026, 3, 21), None), (datetime(2026, 3, 21), None), (PartialDate.parse("2026-03"), None)),  # noqa: DTZ001
        *((time(1, 20), None), (timedelta(hours=25), None)),
        *(("3/21/2026", None), ("21/3/26", None), ("21-Mar", None), ("21-Mar-26", None), ("Mar-21", None)),
        *(("Mar", "mar"), ("21-Mart", "21-mart"), ("32-Mar", "32-mar")),
    ],
)
def test_a_case_number_is_nothing_that_excel_made_of_one(typed: object, value: str | None) -> None:
    assert readings.case_number(typed, UNSTATED).value == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("unknown", "unknown"),
        ("ongoing as of 2026-11-12", {"ongoing_as_of": "2026-11-12"}),
        ("ongoing", None),
        ("2021", "2021"),
    ],
)
def test_the_end_of_a_trial(typed: str, value: object) -> None:
    assert readings.end(typed, UNSTATED).value == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [(time(9, 5), "09:05"), ("9:05", "09:05"), ("2:30 PM", "14:30"), ("12:10 am", "00:10"), ("24:00", None)],
)
def test_times_of_day(typed: object, value: str | None) -> None:
    assert readings.clock(typed, UNSTATED).value == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        *((22, "22"), ("22 ", "22"), (22.0, "22"), ("-3", "-3"), ("1,200", "1200"), ("22/27", None), (22.5, None)),
        *(("2,2", None), ("2,20", None), ("22,", None), ("20%", None)),  # neither 22 nor a total of 20
    ],
)
def test_whole_numbers(typed: object, value: str | None) -> None:
    assert readings.whole(typed, UNSTATED).value == value


@pytest.mark.parametrize(
    ("typed", "value"), [("95%", "95"), ("95 %", "95"), (95, "95"), ("95", "95"), ("9,5%", None), ("95%%", None)]
)
def test_percent(typed: object, value: str | None) -> None:
    assert readings.percent(typed, UNSTATED).value == value


EVERY = [
    *(readings.day, readings.exact_day, readings.birth_date, readings.dose, readings.medicine, readings.product),
    *(
        readings.person,
        readings.yes_no,
        readings.zip_code,
        readings.end,
        readings.clock,
        readings.whole,
        readings.percent,
        readings.decimal,
    ),
    *(
        readings.strength,
        readings.numbers,
        readings.pressure,
        readings.shown,
        readings.key,
        readings.case_number,
        readings.state,
        readings.text,
    ),
]
CELLS = st.text(max_size=40) | st.integers() | st.floats(allow_nan=True) | st.booleans() | st.datetimes() | st.none()


@given(CELLS)
def test_whatever_stands_in_a_cell_is_read_or_refused_and_never_both(cell: object) -> None:
    for read in EVERY:
        found = read(cell, AMERICAN)
        assert not (found.wrong and (found.value is not None or found.told)), read


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_day_is_the_same_however_it_is_written(day: date) -> None:
    for written in (day, day.isoformat(), f"{day.month}/{day.day}/{day.year}", f"{day:%B} {day.day}, {day.year}"):
        assert readings.day(written, AMERICAN).value == day.isoformat()


@given(st.dates(date(1905, 10, 3), date(2099, 12, 31)))
def test_excels_number_of_a_day_is_that_day(day: date) -> None:
    assert readings.day((day - date(1899, 12, 30)).days, AMERICAN).value == day.isoformat()
