"""What keeps a request from going out although its criteria are met: days, stale answers, pregnancy, codes."""

from __future__ import annotations

import pytest

from tests.request.blocked import assessed, blocking


def test_without_a_change_nothing_blocks() -> None:
    assert blocking() == ()


@pytest.mark.parametrize(
    ("start", "told"),
    [("2026-11-20", ()), ("2026-11-19", ("a first day of service that is not past (the ask says 2026-11-19)",))],
)
def test_service_does_not_begin_in_the_past(start: str, told: tuple[str]) -> None:
    assert tuple(one for one in blocking(ask={"start": start}) if "first day of service" in one) == told


@pytest.mark.parametrize(("on", "blocks"), [("2025-11-20", False), ("2025-11-19", True)])
def test_an_answer_is_asked_for_again_after_a_year(on: str, blocks: bool) -> None:
    found = blocking({"safety": {"pregnancy": {"answer": "no", "on": on}}})
    assert ("answers not older than a year about pregnancy" in found) is blocks


def test_ketamine_beside_it_is_for_the_prescriber_to_end() -> None:
    found = blocking({"safety": {"concurrent_ketamine": {"answer": "yes", "on": "2026-11-12"}}})
    assert found == ("the end of ketamine that is given at the same time",)


def test_facts_that_exclude_each_other_block() -> None:
    found = blocking({"episode": {"severity": "mild"}})
    assert "which is right: F33.2 (severe), or an episode that is mild" in found


PREGNANT = "the prescriber's judgement about treatment in pregnancy"


def test_pregnancy_is_for_the_prescriber_to_judge() -> None:
    found = assessed({"safety": {"pregnancy": {"answer": "yes", "on": "2026-11-12"}}})
    assert (found.blocking, found.ready) == ((PREGNANT,), False)
    assert "pregnancy" in {one.code for one in found.determination.warnings}


def test_a_code_of_pregnancy_asks_the_question_that_nobody_has_asked() -> None:
    pregnant = {"diagnoses": {"z": {"code": "Z33.1"}}}
    assert blocking(pregnant) == ("which is right: Z33.1 among the diagnoses, or no pregnancy",)
    unasked = {**pregnant, "safety": {"pregnancy": None}}
    assert blocking(unasked) == ("the answer about pregnancy, which Z33.1 says",)


@pytest.mark.parametrize(("as_of", "blocks"), [(None, True), ("2026-11-18", False)])
def test_who_is_still_in_hospital_is_so_on_a_day(as_of: str | None, blocks: bool) -> None:
    stay = {"admitted": "2026-11-15", "discharged": "still_admitted", "as_of": as_of}
    said = "as of which day the patient, admitted on November 15, 2026, is still in hospital"
    assert blocking({"inpatient": [stay]}) == ((said,) if blocks else ())


def coded(code: str, ask: dict[str, str] | None = None, **more: str) -> tuple[str, ...]:
    """What blocks because of the main diagnosis, where it has this code and no description."""
    found = blocking({"diagnoses": [{"code": code, "primary": "yes", **more}], "episode": {"form": None}}, ask)
    return tuple(one for one in found if "code" in one)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("F33.4", "a code that can be billed in place of F33.4: F33.40, F33.41 or F33.42"),
        ("F32.8", "a code that can be billed in place of F32.8: F32.81 or F32.89"),
        ("F33.2X", "a code that can be billed in place of F33.2X: F33.2"),
        ("F32.A", "a code of major depressive disorder: F32.A is not one"),
        ("F33.41", "the code of the current episode: F33.41 says in partial remission"),
        ("F33.1", None),
    ],
)
def test_a_code_that_cannot_stand_for_the_depression_to_be_treated(code: str, said: str | None) -> None:
    assert coded(code) == ((said,) if said else ())


def test_a_remission_is_what_a_continuation_may_tell_of() -> None:
    assert coded("F33.41", {"phase": "continuation"}) == ()
    assert coded("F32.A", {"phase": "continuation"}) != ()


def test_a_code_that_is_resolved_or_not_the_main_one_is_not_asked_about() -> None:
    beside = {"diagnoses": {"old": {"code": "F33.41"}}}
    assert blocking(beside) == ()
    assert coded("F33.4", resolved="2026-01-01") == ("the diagnosis with its code",)


@pytest.mark.parametrize(("resolved", "stands"), [("2026-11-20", False), ("2026-11-21", True), ("2026", False)])
def test_a_diagnosis_stands_until_the_day_on_which_it_is_resolved(resolved: str, stands: bool) -> None:
    assert (coded("F33.2", resolved=resolved) == ()) is stands


JANUARY = "2026-01-05"


@pytest.mark.parametrize(("on", "blocks"), [("2026-11-12", False), ("2026-11-11", True)])
def test_a_record_is_not_older_than_what_it_shows(on: str, blocks: bool) -> None:
    """The progress note shows what was found on 12 November."""
    found = [one for one in blocking({"exhibits": {"progress-note": {"on": on}}}) if one.startswith("a record that")]
    assert bool(found) is blocks
    assert all("safety.pregnancy (2026-11-12)" in one for one in found)
    assert all(one.endswith("the exhibit progress-note is from before that (2026-11-11)") for one in found)


@pytest.mark.parametrize(("end", "blocks"), [("2026-01-05", False), ("2026-01-06", True), ("2026-01", False)])
def test_an_end_is_shown_by_a_record_from_then_or_later(end: str, blocks: bool) -> None:
    """One of 5 January; by a month alone it may have ended before that."""
    found = blocking(
        {
            "exhibits": {"therapy": {"kind": "therapy_note", "file": "t.pdf", "title": "T", "on": JANUARY}},
            "psychotherapies": [{"kind": "CBT", "start": "2025-10", "end": end, "shown_in": [{"exhibit": "therapy"}]}],
        }
    )
    asked = "a record that shows psychotherapy-cbt-2025 until 2026-01-06: what it is shown in is from before that"
    assert any(one == f"{asked} (2026-01-05)" for one in found) is blocks


FINDING = {"on": "2026-11-12", "result": "of_concern", "finding": "Alprazolam from two prescribers."}
WEIGHED = {"states": "monitoring_finding_weighed", "answer": "yes", "by": "Imogen T. Ashgrove, MD"}


@pytest.mark.parametrize(
    ("said", "blocks"),
    [
        ([], True),
        ([{**WEIGHED, "on": "2026-11-12"}], False),
        ([{**WEIGHED, "on": "2026-11-11"}], True),  # from before the finding
        ([{**WEIGHED, "on": "2026-11-12", "answer": "no"}], True),
    ],
)
def test_a_finding_of_the_monitoring_program_is_for_the_prescriber_to_weigh(
    said: list[dict[str, str]], blocks: bool
) -> None:
    found = assessed({"pdmp": [FINDING], "attestations": {f"weighed-{n}": one for n, one in enumerate(said)}})
    asked = "the prescriber's judgement about what the prescription monitoring program showed on 2026-11-12"
    assert any(one.startswith(asked) for one in found.blocking) is blocks
    assert "monitoring_of_concern" in {one.code for one in found.determination.warnings}


def test_of_two_looks_on_one_day_that_which_is_of_concern_speaks() -> None:
    nothing = {"id": "z", "on": "2026-11-12", "result": "nothing_of_concern"}
    assert any("monitoring" in one for one in blocking({"pdmp": [FINDING, nothing]}))
    assert not any("monitoring" in one for one in blocking({"pdmp": [FINDING, {**nothing, "on": "2026-11-13"}]}))
