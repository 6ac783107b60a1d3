"""An assessment as a tired biller reads it on a terminal."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from priorauth.logic.verdict import Verdict
from priorauth.policy.telling import STANCES, UNJUDGED, VERDICTS
from priorauth.request.verified import REVIEWERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from priorauth.determination.determine import Determination
    from priorauth.logic.finding import Finding
    from priorauth.offlabel.prepared import Prepared
    from priorauth.request.assessment import Assessment

WIDTH = 100
_COLORS = {Verdict.MET: "green", Verdict.NOT_MET: "red", Verdict.NOT_DOCUMENTED: "yellow", Verdict.NOT_APPLICABLE: None}
_COLUMN = 16


def as_text(assessment: Assessment) -> str:
    """Verdict, criteria, what is missing, when, what blocks, warnings."""
    judged = assessment.determination
    policy = assessment.loaded.policy
    ask = assessment.ask
    benefit = f", {ask.benefit} benefit" if ask.benefit else ""
    start = policy.effective.start
    since = "" if start == "unknown" else f"; in force from {start}"
    seen = policy.seen(ask.indication, ask.phase)
    status = f"{'verified' if policy.verified else 'unverified'}, {seen}{since}"
    lines = [
        *_wrapped(
            f"{assessment.case.case} · {assessment.loaded.payer_name} · "
            f"{ask.indication.upper()}, {ask.phase} request{benefit} "
            f"· as of {judged.dates.as_of}"
        ),
        *_wrapped(f"Policy {policy.policy.number}: {policy.policy.title} ({status})"),
        "",
    ]
    if judged.root is None or judged.verdict is None:
        billing_only = policy.stance == "billing_only" and not assessment.spared
        lines += _wrapped(STANCES[policy.stance] if billing_only else _outcome(assessment))
    else:
        lines += [_colored(judged.verdict, VERDICTS[judged.verdict].upper()), ""]
        for child in judged.root.children:
            lines += _criterion(child, 0)
    lines += _stance(assessment)
    lines += _missing(assessment)
    lines += _window(judged)
    if judged.outcome in ("no_pa_needed", "not_covered"):
        pass  # nothing is sent
    elif assessment.ready:
        lines += ["", "Ready to go out."]
    else:
        lines += ["", "Not ready. Still wanted:", *(line for text in assessment.blocking for line in item(text))]
    if assessment.submitted:
        lines += ["", *_wrapped(f"Submitted {assessment.submitted}.")]
    lines += _sending(assessment)
    warnings = [one.text for one in judged.warnings] + [one.text for one in assessment.request.warnings]
    if warnings:
        lines += ["", "Look at this first:", *(line for text in warnings for line in item(text))]
    return "\n".join(lines)


def in_short(assessment: Assessment) -> str:
    """The verdict, what is missing and what is still wanted; the arithmetic is the check's."""
    judged = assessment.determination
    verdict = VERDICTS[judged.verdict].upper() if judged.verdict else _outcome(assessment)
    lines = [_colored(judged.verdict, verdict) if judged.verdict else verdict, *_missing(assessment)]
    if assessment.blocking:
        lines += ["", "Not ready. Still wanted:", *(line for text in assessment.blocking for line in item(text))]
    return "\n".join(lines)


def finding_line(one: Finding) -> Iterable[str]:
    """A criterion with its verdict and the reason, and nothing below it."""
    head, *rest = textwrap.wrap(f"{one.id}: {one.because}", WIDTH - _COLUMN - 2)
    yield f"  {_colored(one.verdict, VERDICTS[one.verdict].ljust(_COLUMN))}{head}"
    yield from (" " * (_COLUMN + 2) + line for line in rest)


def plan_as_text(prepared: Prepared) -> str:
    """A plan for off-label ketamine: the payer's stance, what is missing, what to look at, the next step."""
    from priorauth.offlabel.report import stance, told  # noqa: PLC0415  (few charts plan it)

    plan = prepared.plan
    lines = [
        *_wrapped(f"{prepared.case.case} · {told(prepared)}, {plan.route} · as of {prepared.as_of}"),
        *_wrapped(f"Payer: {stance(prepared)}"),
        "",
        "No criteria are held against this: Spravato’s label and policies are about another medicine.",
    ]
    if prepared.needs:
        lines += ["", "Missing, and who has it:"]
        lines += [line for gap in prepared.needs for line in item(f"{gap.owner}: {gap.needed}")]
    if not prepared.signed:
        lines += ["", "Not ready. Still wanted:", *item("the prescriber's sign-off")]
    elif prepared.ready:
        lines += ["", "Ready to go out."]
    if prepared.cautions:
        lines += ["", "Look at this first:", *(line for text in prepared.cautions for line in item(text))]
    return "\n".join(lines)


def _window(judged: Determination) -> Iterable[str]:
    """When all would hold, and on what that rests; or until when it does."""
    window = judged.eligible
    if window is None or judged.verdict is None:
        return
    until = f" until {window.until}" if window.until else ""
    if window.start > judged.dates.as_of or window.provided:
        when = f"from {window.start}" if window.start > judged.dates.as_of else "today"
        yield from ("", f"Would be met {when}{until}" + (", provided that:" if window.provided else "."))
        for text in window.provided:
            yield from item(text)
    elif window.until:
        yield from ("", f"Met{until}, if nothing else changes.")


def _criterion(one: Finding, depth: int) -> Iterable[str]:
    pad = "  " * (depth + 1)
    inner = pad + " " * _COLUMN
    head, *rest = textwrap.wrap(f"{one.id}: {one.says}", WIDTH - len(inner))
    yield f"{pad}{_colored(one.verdict, VERDICTS[one.verdict].ljust(_COLUMN))}{head}"
    yield from (f"{inner}{line}" for line in rest)
    if one.node == "criterion":
        head, *rest = one.facts.lines if one.facts else (one.because,)
        yield from textwrap.wrap(head, WIDTH, initial_indent=inner, subsequent_indent=inner)
        for line in rest:
            yield from textwrap.wrap(line, WIDTH, initial_indent=f"{inner}- ", subsequent_indent=f"{inner}  ")
    for child in one.children:
        yield from _criterion(child, depth + 1)


def _missing(assessment: Assessment) -> Iterable[str]:
    gaps = assessment.determination.gaps
    if not gaps:
        return
    yield from ("", "Missing, and who has it:")
    for gap in gaps:
        idle = "" if gap.decisive else " (would not change the verdict)"
        yield from item(f"{gap.owner.replace('_', ' ')}: {gap.needed}{idle}")


def _sending(assessment: Assessment) -> Iterable[str]:
    """Where it goes, as the policy has it; and the way for those who miss a criterion."""
    if assessment.spared:
        return
    policy = assessment.loaded.own
    if decides := assessment.reviewer:
        yield from ("", *_wrapped(f"Reviewed by {REVIEWERS[decides]}."))
    if ways := policy.submission.lines:
        read = "" if policy.verified else " (nobody has confirmed it)"
        yield from ("", f"How to send it, by the policy{read}:")
        for way in ways:
            yield from item(way)
    if policy.exception_route and assessment.determination.verdict is not Verdict.MET:
        yield from ("", "Where a criterion is missed:", *item(policy.exception_route))


def _outcome(assessment: Assessment) -> str:
    judged = assessment.determination
    told = UNJUDGED[judged.outcome].capitalize()
    if known := assessment.spared:
        reference = f" (reference {known.reference})" if known.reference else ""
        return f"{told}, as the insurer said on {known.on}{reference}."
    return f"{told}."


def _stance(assessment: Assessment) -> Iterable[str]:
    """What is known of a payer that states no criteria: it is all that there is of its own."""
    policy = assessment.loaded.own
    if policy.stance != "covered_with_pa" and policy.stance_note:
        yield from ("", *_wrapped(f"What is known of {policy.name} {policy.policy.number}: {policy.stance_note}"))


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent="  ")


def item(text: str) -> list[str]:
    """A point of a list, wrapped."""
    return textwrap.wrap(text, WIDTH, initial_indent="  - ", subsequent_indent="    ")


def _colored(verdict: Verdict, text: str) -> str:
    color = _COLORS[verdict]
    return click.style(text, fg=color) if color else text
