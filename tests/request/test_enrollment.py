"""The REMS: an enrollment before the first dose, and sessions as it asks for them."""

from __future__ import annotations

from typing import Any

import pytest

from priorauth.documents.forms.context import form_context
from priorauth.documents.letter.facts import facts
from tests.request.blocked import assessed, blocking

WHETHER = "whether the patient was enrolled in the REMS (it was planned for 2026-11-19), and when"
TOO_LATE = "the patient's REMS enrollment before the first dose (2026-12-01); it is planned for 2026-12-02"
NEITHER = "the patient's REMS enrollment, done or planned"


def promised(answer: str) -> dict[str, Any]:
    return {
        "states": "patient_will_be_enrolled_in_rems",
        "answer": answer,
        "by": "Imogen T. Ashgrove, MD",
        "on": "2026-11-12",
    }


@pytest.mark.parametrize(
    ("rems", "wanted"),
    [
        ({"planned_on": "2026-11-19", "enrolled_on": None}, (WHETHER,)),  # the day before
        ({"planned_on": "2026-11-20", "enrolled_on": None}, ()),
        ({"planned_on": "2026-12-01", "enrolled_on": None}, ()),  # the day of the first dose
        ({"planned_on": "2026-12-02", "enrolled_on": None}, (TOO_LATE,)),
        ({"planned_on": "2026-11-19", "enrolled_on": "2026-11-19", "shown_in": []}, ()),
        (None, (NEITHER,)),
    ],
)
def test_it_is_done_or_planned_for_a_day_to_come_up_to_the_first_dose(
    rems: dict[str, Any] | None, wanted: tuple[str, ...]
) -> None:
    assert blocking({"rems": rems}) == wanted


@pytest.mark.parametrize(("answer", "wanted"), [("yes", ()), ("no", (NEITHER,))])
def test_a_promise_counts_and_its_denial_does_not(answer: str, wanted: tuple[str, ...]) -> None:
    assert blocking({"rems": None, "attestations": [promised(answer)]}) == wanted


@pytest.mark.parametrize(("day", "told"), [("2026-11-19", ""), ("2026-11-20", "November 20, 2026")])
def test_no_document_calls_planned_what_is_past(day: str, told: str) -> None:
    found = assessed({"rems": {"planned_on": day, "enrolled_on": None, "identifier": None}})
    form = form_context(found, None)["rems"]
    assert facts(found)["rems"]["planned"] == told
    assert form["patient_detail"] == (f"planned for {day}" if told else None)
    assert form["patient_enrolled"] is (False if told else None)


SAID = {
    "direct_supervision": "that each session is directly supervised by a healthcare provider",
    "observation_two_hours": "that the patient is observed for at least two hours at each session",
    "blood_pressure_monitored": "that blood pressure is measured before and after each dose",
}


def stated(**answers: str) -> dict[str, Any]:
    by = {"by": "Imogen T. Ashgrove, MD", "on": "2026-11-12"}
    return {"attestations": [{"states": name, "answer": answer, **by} for name, answer in answers.items()]}


@pytest.mark.parametrize("statement", SAID)
def test_who_denies_what_the_rems_asks_of_a_session_stops_the_request(statement: str) -> None:
    assert blocking(stated(**{statement: "no"})) == (
        f"sessions as the REMS asks: it is denied {SAID[statement]} (2026-11-12)",
    )
    assert blocking(stated(**{statement: "yes"})) == ()


@pytest.mark.parametrize(
    ("answers", "monitored"),
    [
        ({"direct_supervision": "yes", "observation_two_hours": "yes"}, True),
        ({"observation_two_hours": "yes"}, None),
        ({"direct_supervision": "yes"}, None),
        ({"direct_supervision": "no", "observation_two_hours": "yes"}, False),
        ({}, None),
    ],
)
def test_the_form_says_supervised_and_watched_where_both_are_stated(
    answers: dict[str, str], monitored: bool | None
) -> None:
    form = form_context(assessed(stated(**answers)), None)["rems"]
    assert form["monitored"] is monitored
    assert (form["monitored_detail"] is not None) is (monitored is True)
