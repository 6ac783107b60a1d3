"""What a criterion is called, and what it is to the request: required, one of several, what lifts another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from priorauth.policy.nodes import AllOf, AtLeast, IfAvailable, Logical

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from priorauth.policy.counterparts import Placed
    from priorauth.policy.nodes import Node

REQUIRED = "required"
_SAID: dict[str, str] = {"monotherapy": "allowed", "not_seen": "known to exist, not seen"}
"""What a criterion of these kinds does, where others require."""
_MOST_NAMED = 3
"""So many parts name what joins them, where it has no name of its own."""
_JOINED = {
    "all_of": "all of these",
    "any_of": "one of these",
    "none_of": "none of these",
    "unless": "asked, unless something else lifts it",
    "when": "asked under a condition",
    "if_available": "asked where it is available",
    "defined_as": "asked as the policy defines it",
    "remeets": "the criteria of the initial request, asked again",
    "unclear": "unclear: it can be read in several ways",
    "disputed": "disputed: the sources say different things",
    "pathway": "another way, in place of other criteria",
}
_SHORT = re.compile(r"\b(?:mdd|trd|mdsi|rems|pdmp|dsm|icd|fda|phq 9|qids|madrs|ham d17|bdi)\b")
_WRITTEN = {"phq 9": "PHQ-9", "ham d17": "HAM-D17"}


def titled(name: str) -> str:
    """An id in words: "two antidepressants", "PHQ-9"."""
    return _SHORT.sub(lambda found: _WRITTEN.get(found[0], found[0].upper()), name.replace("-", " "))


def title(name: str, tree: Mapping[str, Placed]) -> str:
    """An id in words; of what has none, what it joins."""
    node = tree[name].node if name in tree else None
    if node is None or node.id:
        return titled(name)
    titles = [title(below, tree) for below in tree[name].below]
    more = [f"{len(titles) - _MOST_NAMED} more"] if len(titles) > _MOST_NAMED else []
    return ", ".join([*titles[:_MOST_NAMED], *more]) or kind(node)


def kind(node: Node) -> str:
    """What kind of criterion it is, or how it joins others."""
    if isinstance(node, AtLeast):
        return f"at least {node.at_least.k} of these"
    if isinstance(node, Logical):
        return _JOINED[node.kind]
    words = {"attested": "a statement of the prescriber", "rems": "REMS", "pdmp": "PDMP"}
    return _SAID.get(node.kind) or words.get(node.kind, node.kind.replace("_", " "))


def asks(name: str, tree: Mapping[str, Placed], called: Callable[[str], str]) -> str:
    """What a whole criterion is that came or went."""
    node, stands = tree[name].node, standing(name, tree, called)
    if isinstance(node, Logical):
        return kind(node) if stands == REQUIRED else stands
    return _SAID.get(node.kind, stands)


def standing(name: str, tree: Mapping[str, Placed], called: Callable[[str], str]) -> str:
    """Whether it is required in any case, or is one part of something; ``called`` words an id."""
    above = tree[name].above
    if not above:
        return REQUIRED
    node, first = tree[above].node, tree[above].below[0] == name
    rest = standing(above, tree, called)
    if isinstance(node, AllOf):
        return rest if rest == REQUIRED or rest.startswith("together, ") else f"together, {rest}"
    match node.kind:
        case "unless":
            other = called(tree[above].below[1 if first else 0])
            return f"asked unless: {other}" if first else f"lifts: {other}"
        case "when":
            other = called(tree[above].below[1 if first else 0])
            return f"the condition of: {other}" if first else f"asked if: {other}"
        case "if_available" if isinstance(node, IfAvailable):
            return f"the condition of: {called(tree[above].below[1])}" if first else kind(node)
        case "defined_as":
            return rest
        case "unclear":
            return f"one reading of: {called(above)}"
        case "disputed":
            return f"what one source says of: {called(above)}"
        case "pathway":
            return f"another way: {called(above)}"
        case _:
            return kind(node)
