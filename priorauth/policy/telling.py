"""A policy as a person reads it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from priorauth.policy.envelope import Stance, Verified
from priorauth.policy.nodes import AtLeast, Logical, parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.policy.load import Loaded
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
    "not_medically_necessary": "Not covered: not medically necessary.",
    "investigational": "Not covered: investigational.",
    "not_covered": "Not covered.",
    "criteria_not_seen": "Authorization is asked for; the criteria were not seen.",
    "silent": "No written policy is known.",
}
"""What a payer holds of the product as a whole."""


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
    if isinstance(policy.status, Verified):
        yield f"Verified by {policy.status.verified_by} on {policy.status.on} · {policy.completeness}"
    else:
        yield f"Unverified: nobody has read the live policy · {policy.completeness}"
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


def _rules(loaded: Loaded) -> Iterator[str]:
    if loaded.policy.stance != "covered_with_pa":
        yield ""
        yield from _wrapped(f"{STANCES[loaded.policy.stance]} {loaded.policy.stance_note or ''}".rstrip(), 0)
    for indication, indicated in loaded.policy.indications.items():
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
            yield f"{indication.upper()}, {phase} request{granted}{limit}. All of these:"
            for number, node in enumerate(rules.all_of, 1):
                yield from _node(node, 1, f"{number}. ")


def _node(node: Node, depth: int, mark: str) -> Iterator[str]:
    if isinstance(node, Logical):
        head = f"at least {node.at_least.k} of these" if isinstance(node, AtLeast) else _HEADS[node.kind]
        says = f"{node.says} ({head}):" if node.says else f"{head.capitalize()}:"
        yield from _wrapped(f"{mark}{says}", depth)
        for part in parts(node):
            yield from _node(part, depth + 1, "- ")
    else:
        assumed = " [assumed]" if getattr(node, "completeness", "") == "assumed" else ""
        yield from _wrapped(f"{mark}{node.says} ({node.id}; source: {node.source}){assumed}", depth)
    if node.note:
        yield from _wrapped(f"Note: {node.note}", depth + 1)


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
