"""One thing that two sources tell of, fact by fact: what the first lacks, what both say, what they say otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ValidationError

from priorauth.chart.episode import Diagnosis
from priorauth.chart.trials import Course
from priorauth.intake.merging.alike import generic
from priorauth.intake.supplied import MADE_OF_FILLS
from priorauth.yamledit.edits import Append, Edit, Put, Swap, changed
from priorauth.yamledit.written import in_a_line

if TYPE_CHECKING:
    from priorauth.model import Frozen
    from priorauth.yamltree import KeyPath, Tree

Side = Literal["first", "second"]

_DOSES = ("constant_dose", "max_dose", "steps")
"""Ways to say a course's dose, of which a chart has one."""
_OF_THE_SUPPLY = {"start", "end", "steps", "interruptions"}
"""What a trial made of fills has from them alone: the fills stand beside the chart's trial, and are judged with it."""
_ELSEWHERE = {"id", "shown_in", "note"}
_PRIVATE = ("patient.", "care_team.", "rems.", "exhibits.", "coverages.")
"""Where a difference is told without its values, which would name somebody; the chart's own file has them."""


@dataclass(frozen=True, slots=True)
class Differing:
    """A fact that the second source tells otherwise; or an item of it that nobody can place."""

    key: str
    """As it is named on the command line: ``trials.trial-sertraline-2021.end``."""
    first: str
    """What the chart says; empty where it says nothing."""
    second: str
    first_at: KeyPath
    second_at: KeyPath
    swap: Edit
    """What puts the second's in its place."""
    why: str = ""

    @property
    def private(self) -> bool:
        """Whether only the chart's own file may show the values."""
        return self.key.startswith(_PRIVATE)

    def told(self, first: str, second: str, *, values: bool = True) -> str:
        """Both side by side; ``first`` and ``second`` say where each stands."""
        why = f" ({self.why})" if self.why else ""
        if not values:
            return f"{self.key}: {first} and {second} differ{why}"
        return f"{self.key}: {self.first or 'nothing'} ({first}); {self.second} ({second}){why}"


@dataclass(frozen=True, slots=True)
class Two:
    """One thing as both sources have it."""

    key: str
    first: Frozen
    second: Frozen
    first_at: KeyPath
    second_at: KeyPath
    raw_first: Mapping[str, Any]
    raw_second: Mapping[str, Any]


def facts(two: Two) -> Iterator[Edit | Differing]:
    """What of the second the chart takes, and what it does not without somebody's word; what is the same is left out.

    A fact is taken only if the item holds together with it: a dose step outside the trial's days is told instead. Of
    what happened on one day nothing is taken where anything differs: 60 tablets of one source and 50 mg of the other
    make a dose that neither tells.
    """
    found = list(_facts(two))
    if any(isinstance(one, Differing) for one in found) and hasattr(two.second, "on"):
        for one in found:
            yield one if isinstance(one, Differing) else _left(two, one)
    else:
        yield from found
    yield from _shown(two)


def _left(two: Two, edit: Edit) -> Differing:
    assert not isinstance(edit, Append)  # noqa: S101  (of single facts there is none)
    at, to = (*two.first_at, edit.key), (*two.second_at, edit.key)
    why = "not added, for the two differ otherwise"
    return Differing(f"{two.key}.{edit.key}", "", _words(edit.value), at, to, edit, why)


def _facts(two: Two) -> Iterator[Edit | Differing]:
    made: Any = dict(two.raw_first)
    left = _ELSEWHERE | (_OF_THE_SUPPLY if _of_fills(two.raw_second) and not _of_fills(two.raw_first) else set())
    for name in type(two.second).model_fields:
        if name not in two.second.model_fields_set - left:
            continue
        key = type(two.second).model_fields[name].alias or name
        was, now = getattr(two.first, name), getattr(two.second, name)
        said = next((one for one in _DOSES if getattr(two.first, one)), name) if name in _DOSES else name
        if said != name:
            was = getattr(two.first, said)
        if (_same(name, was, now) and said == name) or _lacking(two.second, name, now):
            continue
        old = type(two.first).model_fields[said].alias or said
        edit = _edit(two, old, key)
        if _lacking(two.first, said, was):
            try:
                type(two.first).model_validate(changed(made, [edit]))
            except ValidationError:
                why = "it does not go with what the chart says"
            else:
                made = changed(made, [edit])
                yield _moved(edit, two.first_at)
                continue
        else:
            why = "" if old in two.raw_first else "where the chart says nothing, that is meant"
        first = _words(two.raw_first[old]) if old in two.raw_first else str(was or "")
        yield Differing(
            f"{two.key}.{key if said == name else 'dose'}",
            f"{old} {first}" if said != name else first,
            f"{key} {_words(two.raw_second[key])}" if said != name else _words(two.raw_second[key]),
            (*two.first_at, old),
            (*two.second_at, key),
            _moved(edit, two.first_at),
            why,
        )


def _of_fills(raw: Mapping[str, Any]) -> bool:
    return str(raw.get("note") or "").startswith(MADE_OF_FILLS)


def _edit(two: Two, old: str, key: str) -> Edit:
    value: Tree = two.raw_second[key]
    return Swap((), old, key, value) if old in two.raw_first else Put((), key, value)


def _moved(edit: Edit, at: KeyPath) -> Edit:
    match edit:
        case Put():
            return Put((*at, *edit.at), edit.key, edit.value)
        case Swap():
            return Swap((*at, *edit.at), edit.old, edit.key, edit.value)
    return edit


def _shown(two: Two) -> Iterator[Edit]:
    """Exhibit pages on which it can be read too, and the second's note where the first has none."""
    pages = two.raw_second.get("shown_in") or []
    known = {(one.exhibit, one.page) for one in getattr(two.first, "shown_in", ())}
    new = [
        raw
        for raw, one in zip(pages, getattr(two.second, "shown_in", ()), strict=False)
        if (one.exhibit, one.page) not in known
    ]
    if new and "shown_in" in two.raw_first:
        yield Append((*two.first_at, "shown_in"), new)
    elif new:
        yield Put(two.first_at, "shown_in", new)
    if two.raw_second.get("note") and not _of_fills(two.raw_second) and "note" not in two.raw_first:
        yield Put(two.first_at, "note", two.raw_second["note"])


def _lacking(of: Frozen, name: str, value: object) -> bool:
    """Whether nothing is said.

    Of a course whose days are known, no interruption says that there was none; a diagnosis without an end stands.
    """
    if name == "interruptions" and isinstance(of, Course) and of.start is not None:
        return False
    if name == "resolved" and isinstance(of, Diagnosis):
        return False
    return value in (None, (), "unknown")


def _same(name: str, one: Any, other: Any) -> bool:
    if name == "medicine":
        return generic(one) == generic(other)
    if isinstance(one, tuple) and all(isinstance(each, str) for each in (*one, *other)):
        return sorted(one) == sorted(other)
    return bool(one == other)


def _words(value: Tree) -> str:
    return " ".join((value if isinstance(value, str) else in_a_line(value)).split())
