"""What a letter says only where the chart bears it out: grounds, urgency, a way of appeal, a medicine that goes on.

What it does not bear out is asked, and the letter stays a draft.
"""

from __future__ import annotations

from typing import Any

import pytest

from priorauth.documents.content import plain_text
from priorauth.documents.forms.context import form_context
from priorauth.documents.letter import samples as gallery
from priorauth.documents.letter.kinds import kind
from tests.documents.letters.laid_over import (
    ASKED,
    LATE,
    LITHIUM,
    OF_LITHIUM,
    ONE_SESSION,
    SEARCHED,
    about,
    told,
    workspace,
    written,
)


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
        workspace(),
        changed=lambda tree: {**tree, "coverages": [{**tree["coverages"][0], "line_of_business": line}]},
    )
    refusal = kind("appeal").refusal(judged)
    assert refusal.startswith("After this refusal the plan itself sends the case on to the independent") is goes_on


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


NOT_SHOWN = "which the chart does not hold, by prescriber]"

TO_CONFIRM = [
    # A dose, a frequency and a first day that the sessions do not show.
    (
        "change",
        "case-21",
        {"ask": {"given_now": {"dose_mg": "56", "frequency": "every_2_weeks", "since": "2026-07-07"}}},
        "which dose is given now: 56 mg as the request says, or 84 mg in the sessions from July 7, 2026 to",
    ),
    (
        "change",
        "case-21",
        {"ask": {"given_now": {"dose_mg": "84", "frequency": "weekly"}}},
        "how often it is given now: once weekly as the request says, or 14 days apart in the sessions from October 27",
    ),
    (
        "change",
        "case-21",
        {"ask": {"given_now": {"dose_mg": "56", "frequency": "weekly", "since": "2026-11-11"}}},
        "what is given since November 11, 2026, for the last session is of November 10, 2026",
    ),
    # Grounds of an exception of which the chart holds nothing.
    ("exception", "case-01", {"ask": {"exception": {**OF_LITHIUM, "grounds": ["failed_before"]}}}, NOT_SHOWN),
    ("exception", "case-01", {"ask": {"exception": {**OF_LITHIUM, "grounds": ["same_class_failed"]}}}, NOT_SHOWN),
    (
        "exception",
        "case-01",
        {"ask": {"exception": {**OF_LITHIUM, "grounds": ["contraindicated"]}}},
        "why the required medicine is contraindicated, which the chart does not say",
    ),
    (
        "exception",
        "case-01",
        {"ask": {"exception": {**OF_LITHIUM, "grounds": ["stable_on_requested"]}}},
        "that the patient is stable, which sessions and scores do not show",
    ),
    (  # tried, and it helped: that is no failure
        "exception",
        "case-01",
        {
            "with": {"augmentations": [{**LITHIUM, "response": "response"}]},
            "ask": {"exception": {**OF_LITHIUM, "grounds": ["failed_before"]}},
        },
        NOT_SHOWN,
    ),
    # A site in the network of which nobody says how far it is, or why it will not do.
    (
        "network-gap",
        "case-05",
        {"ask": {"network_gap": {**SEARCHED, "nearest": "Foo, 2 miles"}}},
        "why treatment is not possible at that site",
    ),
    # Days that have passed.
    (
        "information",
        "case-01",
        {"with": {"information_requests": [{**ASKED, "due": "2026-11-19"}]}},
        "that an answer is still taken, for it was due by November 19, 2026",
    ),
    (
        "retroactive",
        "case-05",
        {
            "with": {"sessions": ONE_SESSION},
            "ask": {"start": "2026-11-12", "retroactive": {**LATE, "window_days": "7"}},
        },
        "that the plan takes the request although November 19, 2026 has passed",
    ),
    (
        "retroactive",
        "case-05",
        {
            "with": {"sessions": ONE_SESSION},
            "ask": {"start": "2026-11-12", "retroactive": {**LATE, "found_on": "2026-11-11"}},
        },
        "which is right: learned on November 11, 2026, or a first session on November 12, 2026",
    ),
]


@pytest.mark.parametrize(("name", "case", "more", "asked"), TO_CONFIRM)
def test_what_the_chart_does_not_bear_out_is_to_be_confirmed(
    name: str, case: str, more: dict[str, Any], asked: str
) -> None:
    letter, _ = written(name, case, **more)
    assert any(asked in point for point in letter.open_points)
    assert letter.sheet.draft


def test_facts_that_exclude_each_other_are_asked_about_each_in_a_paragraph_of_its_own() -> None:
    excluded = {
        "patient": {"allergies": "Ketamine"},
        "fills": [{"medicine": "sertraline", "on": "2025-07-01", "days_supply": 30}],
    }
    (letter,) = gallery.letters("initial", {"case": "case-01", "with": excluded}, workspace())
    asked = [part for part in told(letter.content).split("\n\n") if part.startswith("[TO CONFIRM: which is right")]
    no = "no hypersensitivity to esketamine, ketamine or an excipient"
    assert asked == [
        f"[TO CONFIRM: which is right: allergies that name ketamine or esketamine, or {no}, by prescriber]",
        "[TO CONFIRM: which is right: sertraline ended on June 8, 2025, or it was dispensed after that "
        "(July 1, 2025), by prescriber]",
    ]


@pytest.mark.parametrize(("seen", "asked"), [("2026-11-18", False), (None, True)])
def test_nobody_is_still_in_hospital_but_on_a_day(seen: str | None, asked: bool) -> None:
    stay = {"admitted": "2026-11-15", "discharged": "still_admitted", "as_of": seen, "for_suicidality": "yes"}
    (letter,) = gallery.letters("initial", {"case": "case-20", "with": {"inpatient": [stay]}}, workspace())
    words = told(letter.content)
    assert ("and was still there on November 18, 2026" in words) is not asked
    assert ("as of which day the patient is still in hospital" in words) is asked
    assert "is still there" not in words


def test_scores_of_two_instruments_are_not_compared() -> None:
    """MADRS before, PHQ-9 now: what is missing is marked, and no percent is told."""
    scores = [
        {"id": "m", "instrument": "MADRS", "on": "2026-04-30", "total": "36", "baseline": "yes"},
        {"id": "p", "instrument": "PHQ-9", "on": "2026-11-10", "total": "5"},
    ]
    one = {"case": "case-21", "kind": "continuation", "with": {"scores": scores}}
    (letter,) = gallery.letters("continuation", one, workspace())
    text = plain_text(letter.content)
    assert "% lower" not in text
    assert "TO CONFIRM: scores before and under treatment on one and the same instrument, by prescriber]" in text
