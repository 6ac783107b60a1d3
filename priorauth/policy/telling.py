"""A policy as a person reads it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from priorauth.chart.coverage import LINES
from priorauth.logic.verdict import Verdict
from priorauth.policy.envelope import LABEL, Outdated, Stance
from priorauth.policy.nodes import AtLeast, Logical, parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.policy.load import Loaded
    from priorauth.policy.model import Policy
    from priorauth.policy.nodes import Node

WIDTH = 100
_HEADS = {
    "all_of": "all of these",
    "any_of": "one of these",
    "none_of": "none of these",
    "unless": "the first, unless the second",
    "when": "where the first holds, the second",
    "if_available": "where the first is so, the second",
    "defined_as": "by this policy",
    "remeets": "the criteria of the initial request, asked again",
    "unclear": "unclear; it can be read as",
    "disputed": "disputed; the sources say",
    "pathway": "or, in place of what it replaces",
}


STANCES: dict[Stance, str] = {
    "covered_with_pa": "Covered with prior authorization, by the criteria below.",
    "covered_per_label": "Labelled uses need prior authorization; no criteria of the payer's own were seen.",
    "no_pa_needed": "No authorization is needed.",
    "billing_only": "No criteria for an authorization were seen, only how it is billed.",
    "not_medically_necessary": "Not covered: not medically necessary.",
    "investigational": "Not covered: investigational.",
    "not_covered": "Not covered.",
    "criteria_not_seen": "A policy exists; what it asks or rules was not seen.",
    "silent": "No written policy is known.",
}
"""What a payer holds of the product as a whole."""

VERDICTS: dict[Verdict, str] = {
    Verdict.MET: "met",
    Verdict.NOT_MET: "NOT MET",
    Verdict.NOT_DOCUMENTED: "not documented",
    Verdict.NOT_APPLICABLE: "does not apply",
}
"""A verdict where one looks for it: what is not met stands out."""

UNJUDGED: dict[str, str] = {
    "no_pa_needed": "no authorization needed",
    "not_covered": "not covered by this payer",
    "no_criteria": "no criteria of this payer are known for this request",
}
"""What there is in place of a verdict, in words."""


def verdict_told(verdict: Verdict | None, outcome: str) -> str:
    """A verdict in words, or what there is in its place."""
    return VERDICTS[verdict] if verdict else UNJUDGED[outcome]


def as_text(loaded: Loaded) -> str:
    """The envelope, then the criteria of each indication and phase."""
    return "\n".join((*_envelope(loaded), *_rules(loaded)))


def _envelope(loaded: Loaded) -> Iterator[str]:
    policy = loaded.policy
    yield f"{policy.name}: {policy.policy.number}"
    yield policy.policy.title
    yield (
        f"In force from {policy.effective.start}"
        + (f" until {policy.effective.until}" if policy.effective.until else "")
        + f" · benefit: {policy.policy.benefit}"
    )
    yield from _identity(policy)
    if policy.reading:
        yield f"Verified by {policy.reading.verified_by} on {policy.reading.on} · {policy.completeness}"
    else:
        yield f"Unverified: {unread(policy)} · {policy.completeness}"
    if policy.completeness_note:
        yield from textwrap.wrap(policy.completeness_note, WIDTH)
    yield f"File: {loaded.path}"
    yield ""
    yield "Sources"
    for name, source in policy.sources.items():
        yield from _wrapped(
            (
                f"{name}: {source.title} ({source.kind.replace('_', ' ')}, retrieved {source.retrieved}) "
                f"{source.url or ''}"
            ).rstrip(),
            1,
        )
        if source.note:
            yield from _wrapped(source.note, 2)


def unread(policy: Policy, live: str = "the live policy") -> str:
    """Why a policy is unverified, as it stands within a sentence; ``live`` is what somebody should read."""
    text = "the label's current text" if policy.payer == LABEL else live
    if isinstance(policy.status, Outdated):
        return f"{policy.status.verified_by} read {text} on {policy.status.on}, and the file has changed since"
    return f"nobody has yet read {text}"


def _identity(policy: Policy) -> Iterator[str]:
    """For whom it holds, who decides, and how a request is sent."""
    identity, sent = policy.policy, policy.submission.lines
    told = [
        f"lines of business: {', '.join(LINES[one] for one in identity.lines)}"
        if isinstance(identity.lines, tuple)
        else "",
        f"states: {', '.join(identity.states)}" if identity.states else "",
        f"the version is picked by the day of {policy.effective.chosen_by}"
        if policy.effective.chosen_by != "unknown"
        else "",
        f"decided by a {identity.reviewed_by}" if identity.reviewed_by == "delegate" else "",
        f"also for: {', '.join(identity.shared_with).replace('_', ' ')}" if identity.shared_with else "",
    ]
    if told := [one for one in told if one]:
        text = "; ".join(told)
        yield from _wrapped(f"{text[0].upper()}{text[1:]}", 0)
    if identity.defers_to:
        yield from _wrapped(f"Another policy governs: {identity.defers_to}", 0)
    if sent:
        yield from _wrapped(f"Sent by: {'; '.join(sent)}", 0)
    if policy.documentation and policy.documentation.items:
        items = ", ".join(policy.documentation.items).replace("_", " ")
        yield from _wrapped(f"To be enclosed: {items}", 0)
    if policy.exception_route:
        yield from _wrapped(f"Where a criterion is missed: {policy.exception_route}", 0)


def _rules(loaded: Loaded) -> Iterator[str]:
    if loaded.policy.stance != "covered_with_pa":
        yield ""
        yield from _wrapped(f"{STANCES[loaded.policy.stance]} {loaded.policy.stance_note or ''}".rstrip(), 0)
    renewals = {"none": "cannot be renewed", "new_episode_only": "only for a new episode"}
    for indication, indicated in loaded.policy.indications.items():
        if indicated.renewal in renewals:
            yield ""
            yield f"{indication.upper()}: renewal {renewals[indicated.renewal]}."
        for phase in ("initial", "continuation"):
            rules = getattr(indicated, phase)
            if rules is None:
                continue
            yield ""
            granted = (
                f"; authorization: {rules.authorization}"
                if rules.authorization
                else "; length of authorization not seen"
            )
            limit = f", up to {rules.quantity}" if rules.quantity else ""
            seen = {"complete": "", "partial": " (not seen whole)", "assumed": " (in part assumed)"}[
                loaded.policy.seen(indication, phase)
            ]
            yield f"{indication.upper()}, {phase} request{seen}{granted}{limit}. All of these:"
            for number, node in enumerate(rules.all_of, 1):
                yield from _node(node, 1, f"{number}. ")


def _node(node: Node, depth: int, mark: str) -> Iterator[str]:
    if isinstance(node, Logical):
        head = how_joined(node)
        says = f"{node.says} ({head}):" if node.says else f"{head.capitalize()}:"
        yield from _wrapped(f"{mark}{says}", depth)
        for part in parts(node):
            yield from _node(part, depth + 1, "- ")
    else:
        assumed = " [assumed]" if getattr(node, "completeness", "") == "assumed" else ""
        assumed += " [not seen]" if node.kind == "not_seen" else ""
        yield from _wrapped(f"{mark}{node.says} ({node.id}; source: {node.source}){assumed}", depth)
    if node.note:
        yield from _wrapped(f"Note: {node.note}", depth + 1)


def how_joined(node: Logical) -> str:
    """ "one of these", "at least 2 of these"."""
    return f"at least {node.at_least.k} of these" if isinstance(node, AtLeast) else _HEADS[node.kind]


def _wrapped(text: str, depth: int) -> list[str]:
    pad = "  " * depth
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=pad,
        subsequent_indent=pad + "  ",
        break_on_hyphens=False,
        break_long_words=False,
    )
