"""An assessment as a tired biller reads it on a terminal."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from priorauth.logic.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from priorauth.logic.finding import Finding
    from priorauth.request.assessment import Assessment

WIDTH = 100
WORDS = {
    Verdict.MET: "met",
    Verdict.NOT_MET: "NOT MET",
    Verdict.NOT_DOCUMENTED: "not documented",
    Verdict.NOT_APPLICABLE: "does not apply",
}
_COLORS = {Verdict.MET: "green", Verdict.NOT_MET: "red", Verdict.NOT_DOCUMENTED: "yellow", Verdict.NOT_APPLICABLE: None}
_COLUMN = 16
OUTCOMES = {
    "no_pa_needed": "no authorization needed",
    "not_covered": "not covered by this payer",
    "no_criteria": "no criteria of this payer are known for this request",
}


def as_text(assessment: Assessment) -> str:
    """Verdict, criteria, what is missing, when, what blocks, warnings."""
    judged = assessment.determination
    policy = assessment.loaded.policy
    ask = assessment.ask
    lines = [
        (
            f"{assessment.case.case} · {policy.name} · {ask.indication.upper()}, {ask.phase} request "
            f"· as of {judged.dates.as_of}"
        ),
        (
            f"Policy {policy.policy.number}: {policy.policy.title} "
            f"({'verified' if policy.verified else 'unverified'}, {policy.completeness})"
        ),
        "",
    ]
    if judged.root is None or judged.verdict is None:
        lines.append(OUTCOMES[judged.outcome].capitalize() + ".")
    else:
        lines += [_colored(judged.verdict, WORDS[judged.verdict].upper()), ""]
        for child in judged.root.children:
            lines += _criterion(child, 0)
    lines += _missing(assessment)
    if judged.eligible and judged.eligible.start > judged.dates.as_of:
        until = f" until {judged.eligible.until}" if judged.eligible.until else ""
        lines += [
            "",
            f"Would be met from {judged.eligible.start}{until}"
            + (", provided that:" if judged.eligible.provided else "."),
        ]
        lines += [line for text in judged.eligible.provided for line in _item(text)]
    elif judged.eligible and judged.eligible.until:
        lines += ["", f"Met until {judged.eligible.until}, if nothing else changes."]
    if assessment.ready:
        lines += ["", "Ready to go out."]
    else:
        lines += ["", "Not ready. Still wanted:", *(line for text in assessment.blocking for line in _item(text))]
    warnings = [one.text for one in judged.warnings] + [one.text for one in assessment.request.warnings]
    if warnings:
        lines += ["", "Look at this first:", *(line for text in warnings for line in _item(text))]
    return "\n".join(lines)


def _criterion(one: Finding, depth: int) -> Iterable[str]:
    pad = "  " * (depth + 1)
    yield f"{pad}{_colored(one.verdict, WORDS[one.verdict].ljust(_COLUMN))}{one.id}"
    if one.node == "criterion":
        inner = pad + " " * _COLUMN
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
        alone = " (decides it)" if gap.decisive else ""
        yield from _item(f"{gap.owner.replace('_', ' ')}: {gap.needed}{alone}")


def _item(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="  - ", subsequent_indent="    ")


def _colored(verdict: Verdict, text: str) -> str:
    color = _COLORS[verdict]
    return click.style(text, fg=color) if color else text
