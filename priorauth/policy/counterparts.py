"""Which criterion of a new version goes on which old one: that of the same id, else one that is clearly like it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel

from priorauth.policy.nodes import Logical, parts
from priorauth.policy.thresholds import Threshold

if TYPE_CHECKING:
    from priorauth.policy.nodes import Node


@dataclass(frozen=True, slots=True)
class Placed:
    """A node and where it stands."""

    node: Node
    above: str
    """The name of the node that it is a part of; empty for what is asked by itself."""
    below: tuple[str, ...]


def placed(nodes: tuple[Node, ...]) -> dict[str, Placed]:
    """Each node of a tree by its id, or by a name made up of where it stands, which no id can be."""
    names: dict[str, Placed] = {}

    def add(node: Node, above: str) -> str:
        name = node.id or f"{above}/{node.kind}"
        while name in names:
            name += "/"
        names[name] = Placed(node, above, ())  # keeps the place, before its parts
        names[name] = Placed(node, above, tuple(add(part, name) for part in parts(node)))
        return name

    for node in nodes:
        add(node, "")
    return names


def counterparts(old: dict[str, Placed], new: dict[str, Placed]) -> dict[str, str]:
    """For each node of ``new`` the one of ``old`` that it goes on, where that leaves no doubt."""
    pairs = {name: name for name in new if name in old and new[name].node.id}
    while found := _clearest(old, new, pairs):
        pairs |= found
    return pairs


def _clearest(old: dict[str, Placed], new: dict[str, Placed], pairs: dict[str, str]) -> dict[str, str]:
    """The pairs that are more alike than either is to any other."""
    taken = set(pairs.values())
    like = {
        (now, was): likeness
        for now in new
        if now not in pairs
        for was in old
        if was not in taken and (likeness := _likeness(old[was], new[now], pairs))
    }
    return {
        now: was
        for (now, was), likeness in like.items()
        if all(
            other < likeness
            for pair, other in like.items()
            if pair != (now, was) and (pair[0] == now or pair[1] == was)
        )
    }


def _likeness(was: Placed, now: Placed, pairs: dict[str, str]) -> float:
    """What joins criteria is its parts; a criterion is what it asks, and alike if more than half of that is."""
    old, new = was.node, now.node
    if isinstance(old, Logical) and isinstance(new, Logical) and (was.below or now.below):
        gone_on = {pairs[name] for name in now.below if name in pairs} & set(was.below)
        return len(gone_on) / (len(was.below) + len(now.below) - len(gone_on))
    if old.kind != new.kind:
        return 0
    likeness = _alike(getattr(old, old.kind), getattr(new, new.kind))
    return likeness if likeness > _HALF else 0


_HALF = 0.5
_BUT_FOR_A_NUMBER = 0.75
"""Less than the very same, more than half."""


def _alike(one: object, other: object) -> float:
    """From 0 to 1. A threshold is alike whatever its number, two lists if they have something in common."""
    if one == other:
        return 1
    if isinstance(one, Threshold) and isinstance(other, Threshold):
        return _BUT_FOR_A_NUMBER if one.model_fields_set == other.model_fields_set else 0
    if isinstance(one, tuple) and isinstance(other, tuple):
        return _BUT_FOR_A_NUMBER if any(_alike(a, b) > _HALF for a in one for b in other) else 0
    if isinstance(one, BaseModel) and isinstance(other, BaseModel):
        stated = one.model_fields_set | other.model_fields_set
        shared = one.model_fields_set & other.model_fields_set
        return sum(_alike(getattr(one, key), getattr(other, key)) for key in shared) / len(stated) if stated else 1
    return 0
