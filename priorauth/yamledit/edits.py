"""What can be changed in a chart, and the chart's facts with such changes made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from priorauth.yamltree import KeyPath, Tree


@dataclass(frozen=True, slots=True)
class Put:
    """A key that a group lacks."""

    at: KeyPath
    """The group."""
    key: str
    value: Tree


@dataclass(frozen=True, slots=True)
class Append:
    """More items of a list that is there; there is one such change for each list."""

    at: KeyPath
    """The list."""
    items: list[Tree]


@dataclass(frozen=True, slots=True)
class Swap:
    """A key and its value in the place of another, or of itself."""

    at: KeyPath
    """The group."""
    old: str
    key: str
    value: Tree


Edit = Put | Append | Swap


def changed(tree: Tree, edits: Iterable[Edit]) -> Any:
    """``tree`` with the changes made; it is left as it was itself."""
    made: Any = tree
    for edit in edits:
        made = _with(made, edit.at, edit)
    return made


def _with(here: Any, at: KeyPath, edit: Edit) -> Any:
    """A key without a value is a group, or a list, of nothing."""
    if at:
        step: Any = at[0]
        inner = _with(here[step], at[1:], edit)
        return here | {step: inner} if isinstance(here, dict) else [*here[:step], inner, *here[step + 1 :]]
    match edit:
        case Put():
            return (here or {}) | {edit.key: edit.value}
        case Append():
            return [*(here or ()), *edit.items]
        case Swap():
            return {key: value for key, value in here.items() if key != edit.old} | {edit.key: edit.value}
