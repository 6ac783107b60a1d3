"""Two coverages of one patient: whose decision comes first, and when each is to be checked again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from priorauth.chart.chart import Chart
from priorauth.worklist.case import Case
from priorauth.worklist.coverages import checks, concerns
from priorauth.worklist.events import Event
from tests.spec.builders import chart
from tests.worklist.small_cases import approved, case, closed, denied, submitted


def patient(*coverages: str, more: str = "") -> Chart:
    known = f"coverages: [{', '.join(coverages)}]\nasks: [{{coverage: coverage-cigna, indication: trd}}]"
    return chart(f"case: '4711'\n{known}\n{more}")


def verified(on: str, **more: Any) -> str:
    told = "".join(f", {key}: {value}" for key, value in more.items())
    return f"verification: {{on: {on}, by: Somebody{told}}}"


PRIMARY = "{payer: cigna, " + verified("2026-11-20") + "}"
SECONDARY = "{payer: aetna, order: secondary, " + verified("2026-11-20") + "}"


def second(*events: Event, **more: Any) -> Case:
    return case(*events, ask="second", payer="aetna", payer_name="Aetna", coverage_order=2, **more)


@pytest.mark.parametrize(
    ("checked", "again"),
    [
        ("2026-11-20", "2026-12-20"),
        ("2026-11-30", "2026-12-30"),
        ("2026-12-01", "2027-01-01"),  # a month, and the new year, on one day
        ("2026-12-02", "2027-01-01"),
        ("2026-12-31", "2027-01-01"),
        ("2027-01-31", "2027-02-28"),
    ],
)
def test_eligibility_is_checked_after_a_month_and_on_the_first_of_january(checked: str, again: str) -> None:
    known = patient("{payer: cigna, " + verified(checked) + "}")
    assert [one.day for one in checks(known, [case()])] == [date.fromisoformat(again)]


def test_a_coverage_that_was_never_checked_is_to_be_checked_today() -> None:
    [found] = checks(patient("{payer: cigna}"), [case()])
    assert found.day is None
    assert "Ask the insurer today" in found.what


REFUSED = case(submitted("11-20"), denied("11-21"))
CLOSED = case(closed("11-21"))


@pytest.mark.parametrize(
    ("cases", "checked"),
    [
        # One of which nothing is asked is in use as long as the other is
        ([case()], ["coverage-cigna", "coverage-aetna-secondary"]),
        ([case(), second()], ["coverage-cigna", "coverage-aetna-secondary"]),
        # A refusal may be appealed, until the case is closed
        ([REFUSED], ["coverage-cigna", "coverage-aetna-secondary"]),
        ([REFUSED, second(closed("11-21"))], ["coverage-cigna"]),
        ([CLOSED, second()], ["coverage-aetna-secondary"]),
        ([CLOSED], []),
        ([], []),
    ],
)
def test_each_coverage_that_is_in_use_is_checked(cases: list[Case], checked: list[str]) -> None:
    assert [one.key for one in checks(patient(PRIMARY, SECONDARY), cases)] == checked


LETTER = "exhibits: [{id: decision, file: decision.pdf, kind: decision_letter, title: Decision of the primary}]"
DECIDED = case(submitted("11-20"), approved("11-25"))


@pytest.mark.parametrize(
    ("cases", "exhibits", "found"),
    [
        ([second()], "", "earlier_coverage_missing"),
        ([case(), second()], "", "earlier_coverage_undecided"),
        ([case(submitted("11-20")), second(submitted("11-20"))], "", "earlier_coverage_undecided"),
        ([DECIDED, second()], "", "earlier_decision_not_enclosed"),
        ([case(submitted("11-20"), denied("11-25")), second()], "", "earlier_decision_not_enclosed"),
        ([DECIDED, second()], LETTER, None),
        ([DECIDED, second(submitted("11-26"))], "", None),
        # The first request's decision is none for the renewal
        ([DECIDED, second(phase="continuation")], LETTER, "earlier_coverage_missing"),
        ([case()], "", None),
        # A decision stays one when its case is closed; a request that was never decided is none
        ([case(submitted("11-20"), denied("11-25"), closed("11-26")), second()], "", "earlier_decision_not_enclosed"),
        ([case(submitted("11-20"), denied("11-25"), closed("11-26")), second()], LETTER, None),
        ([case(submitted("11-20"), closed("11-26")), second()], LETTER, "earlier_coverage_missing"),
        # The coverage is asked again, or another took its place: that decision is the one that is wanted
        (
            [
                case(submitted("11-20"), denied("11-25"), closed("11-26")),
                case(submitted("11-27"), ask="anew"),
                second(),
            ],
            LETTER,
            "earlier_coverage_undecided",
        ),
    ],
)
def test_the_primarys_decision_is_an_exhibit_for_the_secondary(
    cases: list[Case], exhibits: str, found: str | None
) -> None:
    known = patient(PRIMARY, SECONDARY, more=exhibits)
    of_secondary = [one.code for one in concerns(known, cases) if one.case == "4711/second"]
    assert of_secondary == ([found] if found else [])


@pytest.mark.parametrize(
    ("needed", "found"),
    [("yes", "coverage_without_request"), (None, "coverage_need_unknown"), ("no", None)],
)
def test_whether_the_secondary_needs_an_authorization_of_its_own(needed: str | None, found: str | None) -> None:
    said = {"authorization_needed": needed} if needed else {}
    known = patient(PRIMARY, "{payer: aetna, order: secondary, " + verified("2026-11-20", **said) + "}")
    assert [one.code for one in concerns(known, [case()])] == ([found] if found else [])


CHANGED = "{payer: aetna, " + verified("2026-11-20") + "}"


@pytest.mark.parametrize(
    ("coverage", "cases", "found"),
    [
        (CHANGED, [DECIDED], ["coverage_changed"]),
        (CHANGED, [case()], ["coverage_changed"]),
        (CHANGED, [DECIDED, case(ask="new", payer="aetna")], []),
        (CHANGED, [case(submitted("11-20"), approved("11-25"), closed("11-26"))], []),  # nothing is in use
        (PRIMARY, [DECIDED], []),
    ],
)
def test_an_insurer_that_stands_in_the_chart_alone_is_told(coverage: str, cases: list[Case], found: list[str]) -> None:
    payer = "aetna" if coverage == CHANGED else "cigna"
    known = chart(f"case: '4711'\ncoverages: [{coverage}]\nasks: [{{coverage: coverage-{payer}, indication: trd}}]")
    told = list(concerns(known, cases))
    assert [one.code for one in told] == found
    for one in told:
        assert one.what.startswith(
            "The chart has coverage-aetna as primary coverage, and the worklist has a request to another insurer in "
            "its place: 4711/first (Cigna)."
        )


@pytest.mark.parametrize(
    ("needed", "others", "found"),
    [
        ("yes", [], ["coverage_without_request"]),
        (None, [], []),  # of a first coverage nobody asks whether it needs one beside another
        ("yes", [case(ask="second", payer="aetna", coverage_order=2)], ["coverage_without_request"]),
    ],
)
def test_a_first_coverage_without_a_request(needed: str | None, others: list[Case], found: list[str]) -> None:
    said = {"authorization_needed": needed} if needed else {}
    known = patient("{payer: cigna, " + verified("2026-11-20", **said) + "}")
    at_second = others or [case(ask="other", payer="aetna", coverage_order=2)]
    assert [one.code for one in concerns(known, at_second) if one.case == "4711"] == found


def test_of_a_patient_whose_cases_are_closed_no_coverage_is_asked() -> None:
    known = patient(PRIMARY, "{payer: aetna, order: secondary, " + verified("2026-11-20") + "}")
    assert list(concerns(known, [CLOSED])) == []


def test_the_decision_is_named_with_its_day() -> None:
    [found] = concerns(patient(PRIMARY, SECONDARY), [DECIDED, second()])
    assert "(4711/first, approved on 2026-11-25)" in found.what
