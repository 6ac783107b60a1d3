"""What a letter says only where the chart bears it out: grounds, urgency, a way of appeal, a medicine that goes on."""

from __future__ import annotations

from typing import Any

import pytest

from priorauth.documents.content import plain_text
from priorauth.documents.forms.context import form_context
from priorauth.documents.letter import samples as gallery
from priorauth.documents.letter.kinds import kind
from priorauth.workspace import Workspace
from tests.command import CHARTS


def about(case: str, **more: Any) -> Any:
    return gallery.assessment_of({"case": case, **more}, Workspace.around(CHARTS))


def written(name: str, case: str, **more: Any) -> Any:
    (letter,) = gallery.letters(name, {"case": case, **more}, Workspace.around(CHARTS))
    return letter, " ".join(plain_text(letter.content).split())


def asking(required: str, *grounds: str) -> dict[str, Any]:
    return {"exception": {"required": required, "grounds": list(grounds), "because": "B."}}


FAILED = ("failed_before",)


@pytest.mark.parametrize(
    ("required", "grounds", "open_for"),
    [
        ("a trial of sertraline", FAILED, ()),
        ("sertraline and bupropion", FAILED, ()),
        ("sertraline and venlafaxine", FAILED, ("venlafaxine",)),
        ("sertraline, venlafaxine and lithium", FAILED, ("lithium", "venlafaxine")),
        ("sertraline, then venlafaxine", FAILED, ("venlafaxine",)),
        ("sertraline or venlafaxine", FAILED, ()),  # one is enough
        ("sertraline and either venlafaxine or lithium", FAILED, ("lithium", "venlafaxine")),  # nobody here decides
        ("sertraline and venlafaxine", ("failed_before", "expected_ineffective"), ()),  # the prescriber judges of all
    ],
)
def test_each_medicine_that_the_plan_names_needs_a_ground(
    required: str, grounds: tuple[str, ...], open_for: tuple[str, ...]
) -> None:
    letter, text = written("exception", "case-01", ask=asking(required, *grounds))
    asked = [point for point in letter.open_points if point.startswith("[TO CONFIRM: on which ground")]
    assert asked == [
        f"[TO CONFIRM: on which ground {name}, which the plan names too, is not needed, by prescriber]"
        for name in open_for
    ]
    assert "it failed (sertraline, 126 days at 50 mg or more" in text


@pytest.mark.parametrize(("dose", "borne_out"), [("49 mg", False), ("50 mg", True)])
def test_what_never_reached_an_adequate_dose_has_not_failed(dose: str, borne_out: bool) -> None:
    trial = {"medicine": "sertraline", "start": "2025-02-03", "end": "2025-06-08", "constant_dose": dose}
    with_one: dict[str, Any] = {
        "augmentations": [],
        "trials": [{**trial, "response": "none", "ended_because": ["lack_of_effect"]}],
    }
    _, text = written("exception", "case-01", ask=asking("sertraline", *FAILED), **{"with": with_one})
    assert ("it failed (sertraline" in text) is borne_out
    assert ("the failed trial of the required medicine, which the chart does not hold" in text) is not borne_out


def urgent(on: str, by: str = "Imogen T. Ashgrove, MD") -> dict[str, Any]:
    return {"attestations": [{"states": "urgent", "answer": "yes", "by": by, "on": on, "text": "She cannot eat."}]}


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        (urgent("2026-11-19"), ""),
        (urgent("2026-10-20"), ""),
        (
            urgent("2026-10-19"),
            "It needs the prescriber's statement that the request is still urgent (the last is of 2026-10-19).",
        ),
        (
            urgent("2026-11-19", by="Odette Ledgerly"),
            "It needs the prescriber's own statement that the request is urgent (it is by somebody else).",
        ),
    ],
)
def test_only_the_prescriber_says_that_it_is_urgent_and_not_long_ago(said: dict[str, Any], refused: str) -> None:
    assert kind("expedited").refusal(about("case-01", **{"with": said})) == refused


@pytest.mark.parametrize(("said", "may_be_said"), [(urgent("2026-11-19"), True), ({}, False)])
def test_a_request_is_called_expedited_only_where_that_is_stated(said: dict[str, Any], may_be_said: bool) -> None:
    more = {"with": said, "ask": {"urgency": "expedited"}}
    letter, text = written("initial", "case-01", **more)
    assert ("esketamine nasal spray), expedited review" in text) is may_be_said
    asked = "[TO CONFIRM: expedited review: the prescriber’s own statement that the request is urgent, by prescriber]"
    assert (asked in letter.open_points) is not may_be_said
    assert form_context(about("case-01", **more), None)["request"]["urgency"] == ("expedited" if may_be_said else None)


@pytest.mark.parametrize(
    ("line", "of", "benefit", "goes_on"),
    [
        ("medicare_advantage", "first_level_appeal", "medical", True),
        ("medicare_advantage", "first_level_appeal", "pharmacy", False),
        ("medicare_advantage", "request", "medical", False),
        ("commercial", "first_level_appeal", "medical", False),
    ],
)
def test_what_the_plan_itself_sends_on_nobody_appeals(line: str, of: str, benefit: str, goes_on: bool) -> None:
    denial = {"payer": "cigna", "product": "Spravato", "on": "2026-11-12", "of": of}
    judged = gallery.assessment_of(
        {"case": "case-01", "with": {"denials": [denial]}, "ask": {"benefit": benefit}},
        Workspace.around(CHARTS),
        changed=lambda tree: {**tree, "coverages": [{**tree["coverages"][0], "line_of_business": line}]},
    )
    told = kind("appeal").refusal(judged)
    assert told.startswith("After this refusal the plan itself sends the case on to the independent") is goes_on


def test_no_appeal_says_that_an_antidepressant_goes_on_which_does_not() -> None:
    denial = {
        "payer": "bcbsnd",
        "product": "Spravato",
        "on": "2026-11-10",
        "reason": "N.",
        "kinds": ["wrong_indication"],
    }
    _, text = written("appeal", "case-20", **{"with": {"denials": [denial]}})
    assert "with acute suicidal ideation or behavior." in text
    assert "together with an oral antidepressant" not in text.partition("## Diagnosis")[0].partition("Evidence")[0]


def test_a_year_is_never_written_as_a_day() -> None:
    trial = {"id": "t", "medicine": "sertraline", "start": "2021", "end": "2021", "max_dose": "200 mg"}
    one = {"trials": [{**trial, "episode": "current", "response": "none"}], "augmentations": []}
    letter, _ = written("cover-note", "case-01", **{"with": one})
    text = " ".join(plain_text(letter.content).split())
    assert (
        "sertraline ended in 2021 and is said to be of the current episode, or that episode began in January 2025"
        in text
    )
