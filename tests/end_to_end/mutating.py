"""Changes one fact of a chart at a time, whatever the fact is: each leaf of the file, each item, and back again."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from priorauth.chart.chart import Case
from priorauth.determination.cases import laid_over
from priorauth.errors import BadInput
from priorauth.reading import validated
from priorauth.yamltree import Document, read
from tests.command import CHARTS, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.yamltree import KeyPath, Tree

ALONE = {"patient": "patient", "episode": "episode", "rems": "rems-patient"}
"""Facts that stand alone, with the id that evidence names."""
OTHER_WORDS = {
    "medicine": ("mirtazapine", "nortriptyline"),
    "code": ("F32.2", "F33.1"),
    "npi": ("2000000069", "1000000004"),
    "tin": ("00-0000055",),
    "dea": ("ZZ0000099",),
    "phone": ("(301) 555-0199",),
    "fax": ("(301) 555-0198",),
    "zip": ("00099",),
    "state": ("OH",),
    "bin": ("000099",),
}
"""Another value where only values of a certain form may stand, by key."""


UNTRIED = ("id", "file", "exhibit", "items", "service", "payer", "benefit", "indication", "phase", "treats")
"""Names and places, which are no facts; answers to a scale, which have to add up to its total; and who is asked for
what, for another payer's policy, or its criteria for another request, make another letter."""
ALIKE = ("fills", "complete", "sessions")
"""Long lists of facts of one sort."""


@dataclass(frozen=True, slots=True)
class Change:
    """One fact changed."""

    at: KeyPath
    item: str
    """The id that evidence of it names."""
    value: Tree
    """What stands there now; ``None`` where the fact was taken out."""

    @property
    def kind(self) -> str:
        """Which fact it is, whichever item of its list: ``trials[].steps[].dose``."""
        return re.sub(r"^\.", "", "".join("[]" if isinstance(part, int) else f".{part}" for part in self.at))

    def __str__(self) -> str:
        place = re.sub(r"^\.", "", "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.at))
        return f"{place} -> {'(taken out)' if self.value is None else self.value}"


class Chart:
    """A chart's file as a tree in which each item names its id and the people and places are written out."""

    def __init__(self, name: str, *, over: Tree = None, ask: Tree = None) -> None:
        """``over``: what is laid over the chart, as in the gallery of letters; ``ask``: over its first ask."""
        self.path = CHARTS / name / "chart.yaml"
        tree: Any = laid_over(read(self.path).tree, over or {})
        if ask:
            tree = {**tree, "asks": [laid_over(tree["asks"][0], ask), *tree["asks"][1:]]}
        profile: Any = read(ROOT / "examples" / "practice.yaml").tree
        self.tree: dict[str, Any] = copy.deepcopy(tree)
        for party, key in self.tree.get("care_team", {}).items():
            self.tree["care_team"][party] = profile[{"pharmacy": "pharmacies"}.get(party, f"{party}s")][key]
        for key, value in validated(Case, Document(self.path, copy.deepcopy(self.tree), {})):
            if isinstance(value, tuple):
                for place, item in enumerate(value):
                    self.tree[key][place]["id"] = item.id

    def case(self, change: Change | None = None) -> Case | None:
        """The case, with one change; ``None`` where a chart cannot say so."""
        tree = self.tree if change is None else _with(self.tree, change.at, change.value)
        try:
            return validated(Case, Document(self.path, tree, {}))
        except BadInput:
            return None

    def value(self, at: KeyPath) -> Any:
        """What the chart says there."""
        here: Any = self.tree
        for part in at:
            here = here[part]
        return here

    def is_unmistakable(self, at: KeyPath) -> bool:
        """Whether a leaf is more than a digit or a word of many uses, and nothing else in its item holds it."""
        value = self.value(at)
        whole = self.tree[at[0]] if at[0] in ALONE else self.value(at[:2])
        alike = [one for _, one in _nodes(whole) if isinstance(one, str) and value in one]
        return len(value) > 1 and value not in ("yes", "no") and not _words(at) and len(alike) == 1

    def changes(self, part: str, ways: int = 2) -> Iterator[Change]:
        """Each leaf of a part of the chart (``trials``) changed in so many ways, and each fact of it taken out."""
        for at, value in _nodes(self.tree[part], (part,)):
            item = self._item(at)
            if item is None or at[-1] in UNTRIED or at[1] in self._alike(part) or self._is_the_whole_list(at):
                continue
            if isinstance(value, str):
                for other in islice(_others(at, value), ways):
                    yield Change(at, item, other)
            yield Change(at, item, None)

    def _is_the_whole_list(self, at: KeyPath) -> bool:
        """Whether it is the only one of an item's list: what is done to it is done to the list."""
        return len(at) > 2 and isinstance(at[-1], int) and len(self.value(at[:-1])) == 1

    def _alike(self, part: str) -> range:
        """The places of a long list between its first two and its last two items."""
        return range(2, len(self.tree[part]) - 2) if part in ALIKE else range(0)

    def _item(self, at: KeyPath) -> str | None:
        """Whose fact it is; ``None`` for a whole list, which is nobody's."""
        if len(at) < 2:
            return None
        head, second = str(at[0]), at[1]
        if head in ALONE:
            return ALONE[head]
        if head == "care_team":
            return str(second)
        if head == "safety":
            return f"safety.{second}"
        return str(self.tree[head][second]["id"])


def _nodes(tree: Any, at: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in inner:
        yield (*at, key), value
        yield from _nodes(value, (*at, key))


def _with(tree: Any, at: KeyPath, value: Tree) -> Any:
    """The tree with another value there, or without what stands there."""
    key, *rest = at
    changed = copy.copy(tree)
    if rest:
        changed[key] = _with(tree[key], tuple(rest), value)
    elif value is None:
        del changed[key]
    else:
        changed[key] = value
    return changed


def _others(at: KeyPath, value: str) -> Iterator[str]:
    """Other values of the same sort."""
    key = at[-1] if isinstance(at[-1], str) else at[-2]
    if allowed := _words(at):
        others = sorted(allowed - {value})
        yield from dict.fromkeys((others[0], others[-1]))
    elif key in OTHER_WORDS:
        yield from (word for word in OTHER_WORDS[str(key)] if word != value)
    elif re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        day = date.fromisoformat(value)
        yield from (str(day + timedelta(days=days)) for days in (-400, 30))
    elif re.fullmatch(r"\d{4}(-\d\d)?", value):
        yield f"{int(value[:4]) - 1}{value[4:]}"
    elif value in ("yes", "no"):
        yield {"yes": "no", "no": "yes"}[value]
    elif number := re.fullmatch(r"(\d+)(\D*)", value):
        yield from (f"{other}{number[2]}" for other in (int(number[1]) // 2, int(number[1]) + 1))
    else:
        yield value[::-1]


def _words(at: KeyPath) -> set[str]:
    """The words that may stand there, if only certain ones may."""
    found: set[str] = set()
    here = [_schema()]
    for part in at:
        here = [inner for one in here for inner in _below(one, part)]
    for one in here:
        found.update(str(word) for word in one.get("enum", ()))
    return found


def _below(schema: dict[str, Any], part: str | int) -> Iterator[dict[str, Any]]:
    inner = schema.get("items") if isinstance(part, int) else schema.get("properties", {}).get(part)
    if inner is not None:
        yield from _alternatives(inner)


def _alternatives(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "$ref" in schema:
        schema = _schema()["$defs"][schema["$ref"].rpartition("/")[2]]
    yield schema
    for one in schema.get("anyOf", ()):
        yield from _alternatives(one)


@cache
def _schema() -> dict[str, Any]:
    return Case.model_json_schema()
