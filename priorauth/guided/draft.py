"""A chart in the making, as plain groups and lists; and which part of it a chart's file can hold yet.

A score without its day is no score, and a chart without a birth date none: such parts wait beside the chart until they
are whole, so that what stands in the chart's file can always be read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from priorauth.chart.chart import Case
from priorauth.chart.item import Item

if TYPE_CHECKING:
    from pydantic import BaseModel

    from priorauth.yamltree import KeyPath

Group = dict[str, Any]
ESSENTIAL: tuple[KeyPath, ...] = (
    ("coverages", 0, "payer"),
    ("asks", 0, "indication"),
    ("case",),
    ("patient", "name", "first"),
    ("patient", "name", "last"),
    ("patient", "birth_date"),
)
"""Without which there is no chart, in the order in which it is asked."""


@dataclass(frozen=True, slots=True)
class Draft:
    """All that was answered so far."""

    facts: Group = field(default_factory=dict)
    """As a chart's file holds them, with the parts that are not whole yet."""
    passed: frozenset[str] = frozenset()
    """Questions, by their keys, to which nobody knew the answer."""
    taken_up: frozenset[str] = frozenset()
    """What somebody chose to tell although the policy does not need it, by the same keys."""


def at(facts: Any, path: KeyPath) -> Any:
    """What stands at ``path``; ``None`` where nothing does."""
    for part in path:
        match facts, part:
            case dict(), str():
                facts = facts.get(part)
            case list(), int() if part < len(facts):
                facts = facts[part]
            case _:
                return None
    return facts


def placed(facts: Group, path: KeyPath, value: Any) -> Group:
    """``facts`` with ``value`` at ``path``; groups and items on the way are made where they are missing."""
    made: Group = _placed(facts, path, value)
    return made


def _placed(facts: Any, path: KeyPath, value: Any) -> Any:
    if not path:
        return value
    key, rest = path[0], path[1:]
    if isinstance(key, int):
        items = list(facts or ())
        new = _placed(items[key] if key < len(items) else None, rest, value)
        return [*items[:key], new, *items[key + 1 :]]
    group = facts if isinstance(facts, dict) else {}
    return {**group, key: _placed(group.get(key), rest, value)}


@cache
def lists() -> dict[str, type[Item]]:
    """The chart's lists with what each holds."""
    found = {name: get_args(info.annotation) for name, info in Case.model_fields.items()}
    return {name: kinds[0] for name, kinds in found.items() if len(kinds) == 2 and kinds[1] is Ellipsis}


@cache
def needed(name: str) -> tuple[str, ...]:
    """The keys without which an item of that list is none."""
    fields = lists()[name].model_fields.items()
    return tuple(info.alias or key for key, info in fields if info.is_required() and key != "id")


_NAMED_BY = ("medicine", "instrument", "states", "list", "code", "kind", "substance")
"""The keys by which an item is told from others of its list, where it has one: none of them says who the patient is."""


def called(facts: Group, name: str, place: int) -> str:
    """An item by what it is and not by its place: ``trials.sertraline``, and ``trials.sertraline-2`` for another."""
    names = [_name(item) for item in facts.get(name) or ()]
    own = names[place] if place < len(names) else "new"
    number = names[:place].count(own) + 1
    return f"{name}.{own}" + (f"-{number}" if number > 1 else "")


def _name(item: Any) -> str:
    given = next((str(item[key]) for key in _NAMED_BY if item.get(key)), "") if isinstance(item, dict) else ""
    return re.sub(r"[^a-z0-9]+", "-", given.lower()).strip("-") or "one"


def whole(name: str, item: Any) -> bool:
    """Whether an item of that list can stand in a chart."""
    return not isinstance(item, dict) or all(item.get(key) is not None for key in needed(name))


def ordered(facts: Group) -> Group:
    """The facts in the order in which charts are written."""
    made = _in_order(Case, facts)
    for name, kind in lists().items():
        if isinstance(made.get(name), list):
            made[name] = [_in_order(kind, item) if isinstance(item, dict) else item for item in made[name]]
    return made


def _in_order(kind: type[BaseModel], group: Group) -> Group:
    known = [info.alias or name for name, info in kind.model_fields.items()]
    return dict(sorted(group.items(), key=lambda one: known.index(one[0]) if one[0] in known else len(known)))


def parted(facts: Group) -> tuple[Group, Group]:
    """What a chart's file can hold, and what has to wait beside it; all of it waits while there is no chart."""
    if any(at(facts, path) is None for path in ESSENTIAL):
        return {}, facts
    ready: Group = {}
    waiting: Group = {}
    for name, value in facts.items():
        if name not in lists() or not isinstance(value, list):
            ready[name] = value
            continue
        here = [item for item in value if whole(name, item)]
        if len(here) < len(value):
            waiting[name] = [item for item in value if not whole(name, item)]
        if here or not value:
            ready[name] = here
    return ready, waiting


def joined(ready: Group, waiting: Group) -> Group:
    """Both as one again; what waits stands behind the rest of its list."""
    made = dict(ready)
    for name, value in waiting.items():
        here = made.get(name)
        if here is None:
            made[name] = value
        elif isinstance(here, list) and isinstance(value, list):
            made[name] = [*here, *value]
    return made
