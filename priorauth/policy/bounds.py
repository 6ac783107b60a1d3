"""Bounds that nobody can be within: two that are asked together and exclude each other, or one beyond a scale's end.

Ages and totals are counted in whole numbers, so "more than 18" and "less than 19" leave nothing between them.
"""

from __future__ import annotations

from itertools import combinations
from math import ceil, floor, inf
from typing import TYPE_CHECKING, NamedTuple

from priorauth.chart.scales import instruments
from priorauth.policy.criteria.age import Age
from priorauth.policy.criteria.scores import ScoreGate
from priorauth.policy.nodes import AllOf, DefinedAs, parts, walk
from priorauth.policy.own_bounds import at_odds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.policy.nodes import Node
    from priorauth.policy.thresholds import Threshold


class _Asked(NamedTuple):
    """A number that is asked for, and of what."""

    of: tuple[str, ...]
    """Two bounds meet only where this is the same: an age, or one instrument's total at one time."""
    threshold: Threshold

    def __str__(self) -> str:
        return f"{self.of[0]} {self.threshold}"


def impossible(tree: AllOf) -> Iterator[str]:
    """Each remark on the bounds in one request's criteria."""
    for node in walk(tree):
        yield from at_odds(node)
        if isinstance(node, Age) and _empty(node.age):
            yield f"asks in {node.id} for age {node.age}: no whole number is both"
        if isinstance(node, ScoreGate):
            for gate in node.score.any_of:
                scale = instruments().instruments[gate.instrument]
                if _empty(gate.total):
                    yield f"asks in {node.id} for {gate}: no whole number is both"
                elif _beyond(gate.total, scale.lowest, scale.highest):
                    ends = f"{gate.instrument} goes from {scale.lowest} to {scale.highest}"
                    yield f"asks in {node.id} for {gate}, and {ends}"
    for group in _groups(tree):
        for one, other in combinations(group, 2):
            either, also = _asked(one), _asked(other)
            pairs = [(a, b) for a in either for b in also]
            if pairs and all(a.of == b.of and _exclude(a.threshold, b.threshold) for a, b in pairs):
                told, beside = (" or ".join(map(str, asked)) for asked in (either, also))
                yield f"asks for {told} ({one.id}) and for {beside} ({other.id}) together: nothing can be both"


def _groups(node: Node) -> Iterator[list[Node]]:
    """The criteria that one patient must meet together: those under one *all of*, and what stands in it as one."""
    group, apart = _together(node)
    yield group
    for one in apart:
        for part in parts(one):
            yield from _groups(part)


def _together(node: Node) -> tuple[list[Node], list[Node]]:
    """What holds whenever ``node`` does, and the nodes in it of which not every part need hold."""
    if not parts(node):
        return [node], []
    if not isinstance(node, AllOf | DefinedAs):
        return [], [node]
    below = [_together(part) for part in parts(node)]
    return [one for group, _ in below for one in group], [one for _, apart in below for one in apart]


def _asked(node: Node) -> tuple[_Asked, ...]:
    """The bounds of a criterion, of which one is enough."""
    match node:
        case Age(age=threshold):
            return (_Asked(("age",), threshold),)
        case ScoreGate(score=rule):
            return tuple(_Asked((gate.instrument, rule.measured), gate.total) for gate in rule.any_of)
        case _:
            return ()


def _exclude(one: Threshold, other: Threshold) -> bool:
    (low, high), (least, most) = _whole(one), _whole(other)
    return max(low, least) > min(high, most)


def _beyond(asked: Threshold, lowest: int, highest: int) -> bool:
    """A bound above the highest total that there is, or one that no total can pass."""
    given = (asked.at_least, asked.more_than, asked.at_most, asked.less_than)
    low, high = _whole(asked)
    return any(one is not None and one > highest for one in given) or low > highest or high < lowest


def _empty(asked: Threshold) -> bool:
    low, high = _whole(asked)
    return low > high


def _whole(asked: Threshold) -> tuple[float, float]:
    """The least and the greatest whole number that passes."""
    low = ceil(asked.at_least) if asked.at_least is not None else -inf
    low = floor(asked.more_than) + 1 if asked.more_than is not None else low
    high = floor(asked.at_most) if asked.at_most is not None else inf
    return low, ceil(asked.less_than) - 1 if asked.less_than is not None else high
