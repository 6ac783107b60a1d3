"""What the form is filled with: the same request as the letter's, and of each medicine no day that is another's."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from priorauth.documents.forms.complete import complete
from priorauth.documents.forms.context import form_context
from priorauth.documents.letter.compose import compose
from priorauth.documents.wording import Wording
from priorauth.request.assessment import Assessment, assess
from priorauth.workspace import Workspace, open_case, policy_for
from tests.command import CHARTS, asking_names
from tests.request.blocked import assessed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.chart.chart import Case
    from priorauth.documents.forms.mapping import FormMap

DAY = date(2026, 11, 20)


def asked(name: str, **changes: Any) -> Iterator[Assessment]:
    """Each request of an example chart, with other facts laid over it."""
    workspace = Workspace.around(CHARTS)
    case: Case = open_case(CHARTS / name / "chart.yaml", workspace).model_copy(update=changes)
    for ask in case.asks:
        yield assess(case, ask, policy_for(case, ask, workspace, DAY), DAY)


@pytest.mark.parametrize("name", asking_names())
def test_letter_and_form_ask_for_the_same_lines(name: str, universal: FormMap) -> None:
    workspace = Workspace.around(CHARTS)
    wording = Wording(workspace.templates("letters"))
    for one in asked(name):
        form = form_context(one, workspace.practice)
        letter = compose(one, workspace.practice, wording).content
        cells = [
            tuple("".join(span.text for span in cell) for cell in row)
            for block in letter.blocks
            for row in getattr(block, "rows", ())
        ]
        rows = [row for row in cells if len(row) == 6 and row[0].startswith(("J", "G", "S", "NDC", "99"))]
        assert [row[:2] for row in rows] == [(line["code"], line["description"]) for line in form["request"]["lines"]]
        assert [row[2].split()[0].replace(",", "") for row in rows] == [
            line["units"].split()[0] for line in form["request"]["lines"]
        ]
        assert complete(universal, form, dated=DAY).refused == ()


@pytest.mark.parametrize(("place", "name", "quantity"), [
    (0, "Spravato (esketamine) nasal spray", "26 devices (728 mg) in 9 sessions"),
    (1, "Administration only: Spravato (esketamine)", "9 sessions"),
])  # fmt: skip
def test_where_a_pharmacy_supplies_the_drug_the_medical_benefit_is_asked_to_pay_for_giving_it(
    place: int, name: str, quantity: str
) -> None:
    """Case 18 asks its pharmacy benefit for the drug and its medical benefit for the administration."""
    form = form_context(list(asked("case-18"))[place], None)
    assert (form["medication"]["name"], form["medication"]["quantity"]) == (name, quantity)
    dispensed = [line for line in form["request"]["lines"] if line["code"] == "NDC"]
    assert bool(dispensed) is (place == 0)
    assert ("specialty_drug" in form["request"]["reasons"]) is (place == 0)


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ({"since": "2026-01-12", "unchanged_since": "2026-02-02"}, "20 mg since 2026-02-02 (taken since 2026-01-12)"),
        ({"since": "2026-01-12", "unchanged_since": "2026-01-12"}, "20 mg since 2026-01-12"),
        ({"since": "2026-01-12"}, "20 mg (taken since 2026-01-12)"),  # since when at this dose is not known
        ({"unchanged_since": "2026-02"}, "20 mg since 2026-02"),
        ({}, "20 mg"),
    ],
)
def test_the_day_beside_a_dose_is_the_day_on_which_it_began(days: dict[str, str], told: str) -> None:
    (taken,) = open_case(CHARTS / "case-01" / "chart.yaml", Workspace.around(CHARTS)).current_medicines
    given = {"id": "current", "medicine": "vortioxetine", "dose": "20 mg", "as_of": "2026-11-12", **days}
    (one,) = asked("case-01", current_medicines=(type(taken).model_validate(given),))
    assert form_context(one, None)["current_medicines"] == [f"vortioxetine {told}"]


def with_facts(**facts: Any) -> dict[str, Any]:
    """What the form of the ready example holds with these facts laid over it."""
    return form_context(assessed(facts), None)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"answer": "yes", "detail": "Six days in 2014."}, "Six days in 2014."),
        ({"answer": "yes"}, "yes (Imogen T. Ashgrove, MD, 2026-11-12)"),
        ("yes", "yes"),
    ],
)
def test_each_safety_question_answered_yes_is_explained(answer: Any, told: str) -> None:
    safety = with_facts(safety={"history_of_mania": answer})["safety"]
    assert (safety["history_of_mania"], safety["details"]) == (True, [f"history of mania or hypomania: {told}"])


@pytest.mark.parametrize(
    ("look", "told"),
    [
        ({"result": "nothing_of_concern"}, "checked on 2026-11-12; nothing of concern"),
        ({"result": "discussed"}, "checked on 2026-11-12; findings discussed with the patient"),
        (
            {"result": "of_concern", "finding": "Alprazolam."},
            "checked on 2026-11-12; a finding of concern; Alprazolam.",
        ),
        ({}, "checked on 2026-11-12"),
        ({"unavailable_in_state": "yes"}, "no program in the state that can be asked (2026-11-12)"),
    ],
)
def test_the_check_of_the_monitoring_program_has_its_result(look: dict[str, Any], told: str) -> None:
    found = with_facts(pdmp=[{"on": "2026-11-12", **look}])
    assert found["checks"]["prescription_monitoring"] == told


CBT = "cognitive behavioral therapy, from 2025-10-27"


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ({"end": "2026-03-30"}, f"{CBT} to 2026-03-30"),
        ({"end": {"ongoing_as_of": "2026-11-12"}}, f"{CBT}, ongoing on 2026-11-12"),
        ({}, f"{CBT}, end not documented"),
    ],
)
def test_psychotherapy_has_its_end_or_that_nobody_says(end: dict[str, Any], told: str) -> None:
    assert with_facts(psychotherapies=[{"kind": "CBT", "start": "2025-10-27", **end}])["psychotherapy"] == [told]


def test_what_was_taken_poorly_stands_beside_the_days() -> None:
    trial = {"medicine": "sertraline", "start": "2025-02-03", "end": "2025-03-04", "constant_dose": "100 mg"}
    (row,) = with_facts(augmentations=[], trials=[{**trial, "adherence": {"percent": "30"}}])["trials"]
    assert row["days"].endswith("; 30 percent taken (stated)")
