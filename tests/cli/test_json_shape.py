"""``check --format json``: every key and type, as the design has it. Scripts read this, so none ever changes."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from tests.command import DAY, asking_names, chart, priorauth

Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Verdict = Literal["met", "not_met", "not_documented"]
Node = Literal[
    "criterion",
    "all_of",
    "any_of",
    "none_of",
    "at_least",
    "unless",
    "when",
    "unclear",
    "disputed",
    "pathway",
    "if_available",
    "defined_as",
]
Owner = Literal[
    "prescriber", "former_prescriber", "therapist", "hospital", "pharmacy", "patient", "billing", "payer", "rems"
]


class Shape(BaseModel):
    """These keys, all of them, and no other; a number is no text, and a truth value no number."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Policy(Shape):
    number: str
    effective_from: Day | Literal["unknown"]
    status: Literal["verified", "unverified"]
    completeness: Literal["complete", "partial", "assumed"]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Evidence(Shape):
    item: str
    text: str
    exhibit: str | None
    page: int | None


class Criterion(Shape):
    id: str
    node: Node
    says: str
    verdict: Verdict | Literal["not_applicable"]
    because: str
    on_winning_path: bool
    proof: Literal["exhibit", "fills", "attestation", "entered_only"] | None
    evidence: list[Evidence]
    source: str
    children: list[Criterion]


class Gap(Shape):
    criterion: str
    item: str | None
    needed: str
    decisive: bool
    owner: Owner


class Eligible(Shape):
    start: Day = Field(alias="from")
    until: Day | None
    provided: list[str]


class Warned(Shape):
    code: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    text: str


class Submitted(Shape):
    on: Day
    by: Literal["portal", "fax", "phone", "mail", "electronic"]
    confirmation: str | None


class Checked(Shape):
    """One ask by one policy."""

    chart: str
    ask: str
    payer: str
    policy: Policy
    indication: Literal["trd", "mdsi"]
    phase: Literal["initial", "continuation"]
    as_of: Day
    outcome: Literal["judged", "no_pa_needed", "not_covered", "no_criteria"]
    verdict: Verdict | None
    criteria: list[Criterion]
    gaps: list[Gap]
    eligible: Eligible | None
    ready: bool
    submitted: Submitted | None
    blocking: list[str]
    submission: list[str]
    reviewed_by: Literal["plan", "pbm", "delegate"] | None
    exception_route: str | None
    warnings: list[Warned]


@pytest.mark.parametrize("name", asking_names())
def test_every_example_by_every_payer(name: str) -> None:
    out = priorauth("check", chart(name), "--all-payers", "--as-of", DAY, "--format", "json").out

    told = TypeAdapter(list[Checked]).validate_json(out)

    assert {one.payer for one in told} >= {"carefirst", "cigna", "highmark", "qualchoice"}


@pytest.mark.parametrize(
    "wrong",
    [{"page": "3"}, {"page": True}, {"text": None}, {"sheet": 1}],
    ids=["a number as text", "a truth value as number", "nothing as text", "a key more"],
)
def test_another_shape_would_be_noticed(wrong: dict[str, Any]) -> None:
    piece = {"item": "patient", "text": "Age 45", "exhibit": None, "page": 3}

    assert Evidence.model_validate(piece).page == 3
    with pytest.raises(ValidationError):
        Evidence.model_validate(piece | wrong)


@pytest.mark.parametrize("key", ["item", "text", "exhibit", "page"])
def test_a_key_less_would_be_noticed(key: str) -> None:
    piece = {"item": "patient", "text": "Age 45", "exhibit": None, "page": 3}

    with pytest.raises(ValidationError):
        Evidence.model_validate({name: value for name, value in piece.items() if name != key})


def test_one_ask_and_one_policy_are_one_object() -> None:
    told = json.loads(priorauth("check", chart("case-02"), "--as-of", DAY, "--format", "json").out)

    assert {key: told[key] for key in ("chart", "payer", "as_of", "verdict", "ready")} == {
        "chart": "case-02",
        "payer": "cigna",
        "as_of": DAY,
        "verdict": "not_met",
        "ready": False,
    }
    assert told["eligible"] == {
        "from": "2026-12-06",
        "until": None,
        "provided": [
            "duloxetine is still taken at or above 60 mg on 2026-12-06",
            "improvement on duloxetine is at most 25% on that day",
        ],
    }


def test_two_asks_are_a_list() -> None:
    told = json.loads(priorauth("check", chart("case-18"), "--as-of", DAY, "--format", "json").out)

    assert [one["chart"] for one in told] == ["case-18", "case-18"]
    assert len({one["ask"] for one in told}) == 2


def test_criteria_that_nobody_has_seen_have_no_verdict() -> None:
    asked = ["--payer", "anthem", "--indication", "mdsi", "--phase", "continuation"]
    out = priorauth("check", chart("case-01"), *asked, "--as-of", DAY, "--format", "json").out

    told = Checked.model_validate_json(out)

    assert (told.outcome, told.verdict, told.criteria, told.gaps) == ("no_criteria", None, [], [])
    assert told.eligible is None


def test_text_and_json_say_the_same() -> None:
    told = json.loads(priorauth("check", chart("case-14"), "--as-of", DAY, "--format", "json").out)
    text = " ".join(priorauth("check", chart("case-14"), "--as-of", DAY).out.split())

    assert all(gap["needed"] in text for gap in told["gaps"])
    assert all(one["text"] in text for one in told["warnings"])
    assert all(one in text for one in told["blocking"])
    assert all(f"{one['verdict'].replace('_', ' ')} {one['id']}" in text for one in told["criteria"])
