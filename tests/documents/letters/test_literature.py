"""What a letter cites: what fits the indication, the plan, the course so far and the reason argued; four at most."""

from __future__ import annotations

import re
from typing import Any

import pytest

from priorauth.documents.letter.literature import cited, library


def names(kind: str, *, oral: bool | None = True, responded: bool | None = None, **more: Any) -> list[str]:
    by_work = {id(work): name for name, work in library().works.items()}
    works = cited(kind, more.pop("indication", "trd"), oral=oral, responded=responded, **more)
    return [by_work[id(work)] for work in works]


BESIDE = ["TRANSFORM-2", "ESCAPE-TRD", "SUSTAIN-1"]


@pytest.mark.parametrize(
    ("oral", "expected"),
    [
        (True, BESIDE),
        (False, ["TRD4005", "SUSTAIN-1"]),
        (None, BESIDE),  # nothing is said of a plan for esketamine alone
    ],
)
def test_the_trial_of_esketamine_alone_is_for_those_who_take_nothing_beside_it(
    oral: bool | None, expected: list[str]
) -> None:
    assert names("initial", oral=oral) == expected


@pytest.mark.parametrize(("oral", "first"), [(True, "TRD4005"), (False, "TRD4005"), (None, "TRANSFORM-2")])
def test_where_an_oral_antidepressant_is_missed_the_trial_without_one_answers(oral: bool | None, first: str) -> None:
    assert names("appeal", oral=oral, reasons=["oral_antidepressant"])[0] == first


@pytest.mark.parametrize(
    ("reason", "first"),
    [("step_therapy", "ESCAPE-TRD"), ("number_of_trials", "ESCAPE-TRD"), ("investigational", "TRANSFORM-2")],
)
def test_what_bears_on_the_reason_goes_first(reason: str, first: str) -> None:
    assert names("appeal", reasons=[reason])[0] == first


@pytest.mark.parametrize("kind", ["continuation", "transition"])
def test_relapse_on_stopping_is_argued_only_of_those_who_responded(kind: str) -> None:
    assert names(kind, responded=True) == ["SUSTAIN-1-both", "SUSTAIN-3"]
    assert names(kind, responded=False) == []


@pytest.mark.parametrize("kind", ["appeal", "individual-consideration", "restart", "change"])
def test_no_relapse_trial_stands_against_the_patients_own_result(kind: str) -> None:
    assert not {"SUSTAIN-1", "SUSTAIN-1-both", "SUSTAIN-3"} & set(names(kind, responded=False))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("restart", ["TRANSFORM-2", "ESCAPE-TRD", "SUSTAIN-1-both"]),
        ("change", ["TRANSFORM-2", "SUSTAIN-1-both", "SUSTAIN-3"]),
    ],
)
def test_a_new_course_and_a_change_cite_too(kind: str, expected: list[str]) -> None:
    assert names(kind, responded=True) == expected


def test_an_appeal_after_a_response_cites_a_work_once_and_four_at_most() -> None:
    works = names("appeal", responded=True, reasons=["no_response", "quantity"])
    assert works == ["SUSTAIN-1-both", "SUSTAIN-3", "TRANSFORM-2", "ESCAPE-TRD"]


def test_acute_suicidality_has_its_own_trials() -> None:
    for kind in ("initial", "appeal", "exception"):
        assert names(kind, indication="mdsi") == ["ASPIRE-I", "ASPIRE-II"]


@pytest.mark.parametrize("name", library().works)
def test_every_citation_names_authors_journal_and_year(name: str) -> None:
    assert re.match(r"\S+ [A-Z](-?[A-Z])*(,|\.) .+[.?] .+\. (19|20)[0-9]{2}", library().works[name].citation)
