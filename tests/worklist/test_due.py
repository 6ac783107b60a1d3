"""All that is due, sorted; as text, as data, and as a calendar in which nobody is named."""

from __future__ import annotations

from datetime import date, timedelta

import icalendar
import pytest

from priorauth.chart.chart import Chart
from priorauth.worklist.calendar import calendar
from priorauth.worklist.case import Case
from priorauth.worklist.due import Due, as_object, as_text, due
from tests.spec.builders import chart
from tests.worklist.small_cases import DAY, approved, case, denied, line, submitted, wanted

CASES = [
    case(submitted("11-04"), case="late"),  # 15 days: by 19 November
    case(submitted("11-05"), case="today"),
    case(submitted("11-14"), wanted("11-16", until="2026-11-20"), case="answer"),
    case(submitted("11-18"), case="coming"),
    case(submitted("11-14"), case="unknown", line_of_business="military"),
    case(submitted("11-10"), approved("11-12", line(code="S0013", until="2027-02-28")), case="old-code"),
]


def found(cases: list[Case] = CASES, charts: dict[str, Chart] | None = None, days: int = 30) -> Due:
    return due(cases, charts or {}, DAY, timedelta(days=days))


def test_the_overdue_come_first_and_what_has_no_day_comes_last() -> None:
    assert [(one.case, one.kind) for one in found().deadlines] == [
        ("late/first", "decision"),
        ("answer/first", "answer"),  # of one day, what is lost for good goes first
        ("today/first", "decision"),
        ("coming/first", "decision"),
        ("unknown/first", "decision"),
    ]
    assert [one.case for one in found().overdue] == ["late/first"]


@pytest.mark.parametrize(("days", "seen"), [(12, False), (13, True)])
def test_how_far_to_look_ahead(days: int, seen: bool) -> None:
    # From 20 November to 3 December: ten days of November and three
    assert ("coming/first" in [one.case for one in found(days=days).deadlines]) is seen


def test_what_was_noted_for_a_later_day_is_not_known_yet() -> None:
    later = case(submitted("11-18"), denied("11-21"))
    assert [one.kind for one in found([later]).deadlines] == ["decision"]


SESSIONS = chart("""
case: coming
patient: {name: {first: Quillon, last: Featherstonehaugh}, birth_date: 1980-05-17}
inpatient: [{admitted: 2026-11-01, discharged: 2026-11-05}]
sessions:
  - {on: 2026-11-03, dose_mg: 56}
  - {on: 2026-11-12, dose_mg: 56, monitoring_form_sent: 2026-11-13}
  - {on: 2026-11-13, dose_mg: 84}
  - {on: 2026-11-14, dose_mg: 84}
""")


def test_the_monitoring_form_is_due_seven_days_after_each_session_that_has_none() -> None:
    forms = [one for one in found(charts={"coming": SESSIONS}).deadlines if one.kind == "monitoring_form"]
    assert [(one.day, one.case) for one in forms] == [(date(2026, 11, 20), "coming"), (date(2026, 11, 21), "coming")]
    assert not any(one.verify for one in forms)


def test_one_patients_form_is_told_once_however_many_requests_there_are() -> None:
    cases = [case(submitted("11-18"), case="coming"), case(case="coming", ask="second", benefit="pharmacy")]
    forms = [one.day for one in found(cases, {"coming": SESSIONS}).deadlines if one.kind == "monitoring_form"]
    assert len(forms) == 2


def test_as_text() -> None:
    told = as_text(found())
    assert told.splitlines()[:4] == [
        "Due until 2026-12-20, as of 2026-11-20",
        "",
        "OVERDUE",
        "  2026-11-19  payer's decision: late/first (1 day ago)",
    ]
    for part in ("DUE\n  2026-11-20  answer the payer: answer/first (today)", "NO DAY IS KNOWN: ASK", "(in 13 days)"):
        assert part in told
    assert "WARNINGS\n  old-code/first: It is authorized on S0013" in told
    assert "(verify)" in told
    assert max(map(len, told.splitlines())) <= 100
    assert as_text(found([])).endswith("Nothing is due.")


def test_as_data() -> None:
    told = as_object(found())
    assert (told["as_of"], told["until"]) == ("2026-11-20", "2026-12-20")
    assert set(told["due"][0]) == {"case", "kind", "day", "overdue", "what", "source", "verify"}
    assert [one["overdue"] for one in told["due"]] == [True, False, False, False, False]
    assert told["due"][-1]["day"] is None
    assert [one["code"] for one in told["warnings"]] == ["outdated_code"]


class TestCalendar:
    def entries(self, of: Due) -> list[icalendar.Event]:
        return list(icalendar.Calendar.from_ical(calendar(of.deadlines, of.as_of)).walk("VEVENT"))

    def test_every_deadline_that_has_a_day_is_an_all_day_entry(self) -> None:
        entries = self.entries(found())
        assert [str(one["summary"]) for one in entries] == [
            "late: payer's decision (verify)",
            "answer: answer the payer",
            "today: payer's decision (verify)",
            "coming: payer's decision (verify)",
        ]
        assert (entries[0]["dtstart"].dt, entries[0]["dtend"].dt) == (date(2026, 11, 19), date(2026, 11, 20))

    def test_nobody_is_named(self) -> None:
        asked = case(submitted("11-18"), wanted("11-19", wanted="the birth date of Featherstonehaugh"), case="coming")
        found_ = found([asked], {"coming": SESSIONS})
        assert found_.deadlines
        for text in (calendar(found_.deadlines, DAY).decode().replace("\r\n ", ""), as_text(found_)):
            assert "Quillon" not in text
            assert "Featherstonehaugh" not in text
            assert "1980" not in text

    def test_what_somebody_calls_a_request_or_a_coverage_leaves_nothing_of_a_name(self) -> None:
        """Ids are typed, and whoever types them may have a person in mind."""
        known = chart("""
case: coming
coverages:
  - {id: featherstonehaugh-plan, payer: cigna, verification: {on: 2026-11-01, by: Somebody}}
  - {id: quillons-other, payer: aetna, order: secondary}
asks: [{coverage: featherstonehaugh-plan, indication: trd}]
""")
        cases = [
            case(submitted("11-01"), approved("11-02", line(until="2026-12-01")), case="coming", ask="quillon-1"),
            case(case="coming", ask="quillon.2"),
        ]
        found_ = found(cases, {"coming": known})
        assert {one.kind for one in found_.deadlines} == {"renewal", "eligibility"}
        assert "coming/quillon.2 is draft." in " ".join(as_text(found_).split())
        text = calendar(found_.deadlines, DAY).decode().replace("\r\n ", "")
        assert "coming is draft." in text
        assert "primary coverage" in text
        assert not [one for one in ("quillon", "featherstonehaugh") if one in text]

    def test_the_same_makes_the_same_bytes(self) -> None:
        assert calendar(found().deadlines, DAY) == calendar(found(list(reversed(CASES))).deadlines, DAY)

    def test_an_entry_keeps_its_name_where_its_day_moves(self) -> None:
        before, after = (
            [str(one["uid"]) for one in self.entries(found([case(submitted("11-14"), wanted("11-16", until=until))]))]
            for until in ("2026-11-25", "2026-11-27")
        )
        assert before == after

    def test_no_two_entries_have_one_name(self) -> None:
        names = [str(one["uid"]) for one in self.entries(found(charts={"coming": SESSIONS}))]
        assert len(names) == len(set(names)) > 4
