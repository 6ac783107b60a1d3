"""What the insurer said when the benefit was verified: it must go with the request, or be told."""

from __future__ import annotations

from typing import Any

import pytest

from priorauth.cli.text import as_text
from priorauth.documents.generate import elsewhere
from priorauth.documents.letter.kinds import kind
from priorauth.errors import ExitCode, UsageError
from priorauth.request.report import report
from priorauth.request.verified import said_so
from tests.request.blocked import assessed, blocking


def chart(**answers: str | None) -> dict[str, Any]:
    known = {
        "on": "2026-11-09", "by": "Odette Ledgerly", "active": "yes", "authorization_needed": "yes",
        "benefit": "medical", "governing_policy": "Psychiatry - Spravato", "reviewing_entity": "plan",
    }  # fmt: skip
    verification = {key: value for key, value in {**known, **answers}.items() if value is not None}
    whole = {"payer": "cigna", "line_of_business": "commercial", "member_id": "TEST-1", "verification": verification}
    return {"coverages": [whole]}


def told(**answers: str | None) -> dict[str, str]:
    found = assessed(chart(**answers))
    return {
        one.code: one.text
        for one in found.determination.warnings
        if one.code in ("no_authorization_needed", "other_policy", "judged_by_another_payers_policy")
    }


def test_answers_that_go_with_the_request() -> None:
    assert blocking(chart()) == ()
    assert told() == {}


def test_another_benefit_than_is_asked_of_blocks() -> None:
    said = "which benefit pays: pharmacy as the insurer said on 2026-11-09, or medical as is asked"
    assert blocking(chart(benefit="pharmacy")) == (said,)
    assert blocking(chart(benefit=None)) == ()


def test_the_medical_benefit_may_be_asked_for_the_giving_of_a_pharmacys_drug() -> None:
    assert not any(
        "which benefit" in one for one in blocking(chart(benefit="pharmacy"), {"acquisition": "specialty_pharmacy"})
    )


SPARED = {"authorization_needed": "no", "reference": "R-1"}
"""The insurer says that nothing has to be authorized."""


def test_where_no_authorization_is_needed_that_is_the_outcome_and_no_letter_argues_for_one() -> None:
    """The insurer's own word, with its reference, ends the matter: nothing is judged, and nothing is sent."""
    one = assessed(chart(**SPARED))
    said = "The insurer said on 2026-11-09 that no authorization is needed (reference R-1)"
    asks = "Psychiatry - Spravato, as it is known here, asks for one"
    assert one.determination.outcome == "no_pa_needed"
    assert one.determination.warnings[0].text == f"{said}: {asks}: keep the answer with the claim."
    assert one.exit_code is ExitCode.OK
    for name in ("initial", "individual-consideration", "peer-to-peer", "cover-note"):
        assert kind(name).refusal(one) == f"{said}: no letter asks for one that nobody needs."


def test_the_word_of_a_call_needs_its_reference_number_and_an_active_coverage() -> None:
    """Without them there is nothing to show when the claim is refused."""
    bare = assessed(chart(authorization_needed="no", active=None))
    assert [gap.needed for gap in bare.determination.gaps] == [
        "the reference number of the insurer's answer of 2026-11-09 that no authorization is needed",
        "whether the coverage is active",
    ]
    assert bare.determination.outcome == "no_pa_needed"
    assert bare.exit_code is ExitCode.NOT_DOCUMENTED


@pytest.mark.parametrize(
    ("because", "answers", "ask"),
    [
        ("it is of another benefit", {"benefit": "pharmacy"}, {}),
        ("the coverage has ended", {"active": "no"}, {}),
        ("it is more than a month old", {"on": "2026-10-19"}, {}),
        ("it is of last year's plan", {"on": "2026-11-19"}, {"start": "2027-01-04"}),
    ],
)
def test_the_word_does_not_hold_where(because: str, answers: dict[str, str], ask: dict[str, Any]) -> None:
    one = assessed(chart(**SPARED, **answers), ask)
    assert one.determination.outcome == "judged", because
    assert "ask again before a request goes out." in one.determination.warnings[0].text


def test_the_word_holds_for_a_month() -> None:
    assert assessed(chart(**SPARED, on="2026-10-20")).determination.outcome == "no_pa_needed"


def test_an_insurer_that_has_denied_it_wants_authorization_whatever_it_says() -> None:
    denial = {"on": "2026-10-01", "payer": "cigna", "product": "Spravato", "reason": "No authorization."}
    assert assessed(chart(**SPARED) | {"denials": [denial]}).determination.outcome == "judged"
    of_another = denial | {"payer": "highmark"}
    assert assessed(chart(**SPARED) | {"denials": [of_another]}).determination.outcome == "no_pa_needed"


def test_a_word_without_a_reference_is_told_without_one() -> None:
    known = assessed(chart(authorization_needed="no")).spared
    assert known
    assert said_so(known) == "The insurer said on 2026-11-09 that no authorization is needed"


@pytest.mark.parametrize(
    ("named", "same"),
    [
        ("Psychiatry - Spravato", True),
        ("PSYCHIATRY SPRAVATO", True),
        ("Psychiatry - Spravato, effective 2026", True),
        ("Spravato (esketamine nasal spray)", True),  # its title
        ("Psychiatry", True),  # says less
        ("CP.PHAR.523", False),
    ],
)
def test_another_policy_than_is_judged_by_is_told_and_blocks(named: str, same: bool) -> None:
    """What is not known here cannot be judged by; who sends it all the same argues by the wrong criteria."""
    judged_by = "the request is judged by Psychiatry - Spravato."
    said = f"The insurer said on 2026-11-09 that its policy {named} governs; {judged_by}"
    wanted = "CP.PHAR.523 as the insurer said on 2026-11-09, or Psychiatry - Spravato, by which it is judged"
    assert told(governing_policy=named) == ({} if same else {"other_policy": said})
    assert blocking(chart(governing_policy=named)) == (() if same else (f"which policy governs: {wanted}",))


def test_a_manager_s_policy_that_is_known_is_judged_by() -> None:
    """eviCore decides for Cigna: its text governs, and the request still goes to Cigna and attributes nothing to it."""
    one = assessed(chart(governing_policy="eviCore CA8E737B", reviewing_entity="delegate"), {"reviewing_entity": None})
    assert (one.loaded.key, one.loaded.payer_name) == ("evicore/medical-drug-ca8e737b", "Cigna")
    assert not one.loaded.attributable
    assert not any("which policy governs" in text or "who reviews" in text for text in one.blocking)
    text = (
        "The insurer said on 2026-11-09 that eviCore CA8E737B governs: "
        "it is judged by eviCore healthcare CA8E737B, and not by Cigna Psychiatry - Spravato."
    )
    assert told(governing_policy="eviCore CA8E737B") == {"judged_by_another_payers_policy": text}


def test_of_several_policies_of_a_payer_the_one_that_the_insurer_named_is_taken() -> None:
    """Four versions of one policy stand side by side, and nothing in them says which holds."""
    verification = {"on": "2026-11-09", "by": "Odette Ledgerly", "active": "yes", "governing_policy": "FA01AB2D"}
    evicore = {"coverages": [{"payer": "evicore", "member_id": "TEST-1", "verification": verification}]}
    assert assessed(evicore, {"coverage": "coverage-evicore"}).loaded.path.stem == "medical-drug-fa01ab2d"
    named = {"coverage": "coverage-evicore", "policy": "CA8E737B"}
    said = "which policy governs: FA01AB2D as the insurer said on 2026-11-09, or CA8E737B, by which it is judged"
    assert said in assessed(evicore, named).blocking
    verification["governing_policy"] = "Medical drug policy"  # names all four
    with pytest.raises(UsageError, match="has several policies that may govern"):
        assessed(evicore, {"coverage": "coverage-evicore"})


@pytest.mark.parametrize(
    ("insurer", "ask", "policy", "wanted"),
    [
        ("plan", "plan", "psychiatry", ""),
        ("pbm", None, "psychiatry", ""),  # this policy does not say who decides by it
        ("delegate", None, "CA8E737B", ""),
        ("pbm", None, "CA8E737B", ""),  # a benefit manager is one to whom it is delegated
        (None, None, "CA8E737B", ""),
        ("pbm", "plan", "psychiatry",
         "the plan's pharmacy benefit manager as the insurer said on 2026-11-09, or the plan itself as is asked"),
        ("plan", None, "CA8E737B", "the plan itself as the insurer said on 2026-11-09, "
         "or a company to which the plan has delegated it as the policy has it"),
        (None, "plan", "CA8E737B",
         "the plan itself as is asked, or a company to which the plan has delegated it as the policy has it"),
    ],
)  # fmt: skip
def test_who_reviews_it_is_asked_where_two_are_named(insurer: str, ask: str, policy: str, wanted: str) -> None:
    one = assessed(chart(reviewing_entity=insurer, governing_policy=policy), {"reviewing_entity": ask})
    asked = tuple(text.removeprefix("who reviews it: ") for text in one.blocking if "who reviews" in text)
    assert asked == ((wanted,) if wanted else ())
    assert one.reviewer == (insurer or ask)


def test_whom_the_cover_brings_it_to() -> None:
    """The plan itself needs no word; another desk is named on the cover, in the check and in its data."""
    assert [elsewhere(assessed(chart(reviewing_entity=one))) for one in ("plan", None, "pbm")] == [
        "", "", "the plan's pharmacy benefit manager",
    ]  # fmt: skip
    by_manager = assessed(chart(reviewing_entity="pbm"))
    assert "Reviewed by the plan's pharmacy benefit manager." in as_text(by_manager)
    assert report(by_manager)["reviewed_by"] == "pbm"


def test_the_outcome_is_told_first() -> None:
    told_lines = as_text(assessed(chart(**SPARED))).splitlines()
    assert (
        told_lines[told_lines.index("") + 1]
        == "No authorization needed, as the insurer said on 2026-11-09 (reference R-1)."
    )
    assert "How to send it" not in "\n".join(told_lines)
