"""A second source laid beside a chart: what it adds, what both say, what they say otherwise.

Nothing that stands in the chart is changed. A fact that it lacks is added; one that differs is told with both values,
and the chart keeps its own until a person decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from priorauth.chart.episode import Diagnosis
from priorauth.chart.item import Item
from priorauth.chart.safety import Safety
from priorauth.chart.trials import Course
from priorauth.errors import BadInput
from priorauth.intake.chart_file import holding
from priorauth.intake.merging.alike import Partner, SameFile, may_overlap, partners, same_medicine
from priorauth.intake.merging.facts import Differing, Side, Two, facts
from priorauth.yamledit.edits import Append, Edit, Put, Swap
from priorauth.yamledit.written import in_a_line

if TYPE_CHECKING:
    from priorauth.chart.chart import Chart
    from priorauth.chart.people import Patient
    from priorauth.yamltree import Document, KeyPath

_REFERENCES = {"score_before", "score_after", "alongside", "combined_with", "about", "coverage", "exhibit"}
"""Keys whose values are ids of other items."""
_LISTED_AS = {"antidepressant_trials": "trials", "spravato_sessions": "sessions"}
_OTHER_COURSES = {"trials": "augmentations", "augmentations": "trials"}


@dataclass(slots=True)
class Merge:
    """What comes of the two."""

    edits: list[Edit] = field(default_factory=list)
    added: Counter[str] = field(default_factory=Counter)
    """Items by the chart's list, and ``facts`` of items that were there."""
    same: int = 0
    """Items of the second source that the chart had."""
    undecided: list[Differing] = field(default_factory=list)
    decided: list[tuple[Differing, Side]] = field(default_factory=list)
    to_look_at: list[str] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)
    """For the chart's own file alone."""
    files: dict[str, str] = field(default_factory=dict)
    """The exhibits to be copied: their files beside the second source, and what each is called beside the chart."""


def merge(first: Document, second: Document, same_file: SameFile, decisions: Mapping[str, Side]) -> Merge:
    """Lay ``second`` beside ``first``; ``decisions`` are by the key of the fact that differs.

    Raises:
        BadInput: the two are not of one patient, or one is no chart.
    """
    one, other = holding(first), holding(second)
    if not same_person(one, other):
        raise BadInput(
            "The second source is of another patient: name or birth date is not the chart's.",
            where=str(first.path),
            fix="Compare them; correct whichever is wrong, or name the right chart.",
        )
    return _Merging(first, one, other, same_file, decisions).whole(second.tree)


def same_person(one: Chart, other: Chart) -> bool:
    """By name and birth date, never by one alone."""
    return who(one.patient) == who(other.patient)


def who(patient: Patient) -> tuple[str, ...]:
    """By what two charts are known to be of one patient: first and last name in any case, and the birth date."""
    name = patient.name
    return (*(" ".join(part.casefold().split()) for part in (name.first, name.last)), str(patient.birth_date))


class _Merging:
    def __init__(
        self, document: Document, first: Chart, second: Chart, same_file: SameFile, decisions: Mapping[str, Side]
    ) -> None:
        self._tree: Any = document.tree
        self._first, self._second = first, second
        self._same_file, self._decisions = same_file, decisions
        self._ids = set(first.by_id)
        self._called: dict[str, str] = {}
        """The second's ids, and those that the chart has in their place."""
        self._new: dict[str, list[Any]] = {}
        self.found = Merge()

    def whole(self, given: Any) -> Merge:
        lists = [name for name in type(self._second).model_fields if isinstance(getattr(self._second, name), tuple)]
        paired: dict[str, list[Partner]] = {}
        for name in sorted(lists, key=lambda one: one not in ("exhibits", "coverages")):
            paired[name] = self._paired(name)
        given = self._renamed(given)
        for name in lists:
            for place, partner in enumerate(paired[name]):
                self._item(name, place, partner, given[name][place])
        for name in ("patient", "care_team", "episode", "rems"):
            self._group(name, given)
        self._safety(given.get("safety") or {})
        self.found.edits += [
            Append((name,), items) if name in self._tree else Put((), name, items) for name, items in self._new.items()
        ]
        return self.found

    def _paired(self, name: str) -> list[Partner]:
        firsts, seconds = getattr(self._first, name, ()), getattr(self._second, name)
        if name == "asks":
            seconds = tuple(one.model_copy(update={"coverage": self._called[one.coverage]}) for one in seconds)
        found = partners(firsts, seconds, self._same_file)
        for item, partner in zip(seconds, found, strict=True):
            if partner.of is not None:
                self._called[item.id] = firsts[partner.of].id
            else:
                self._called[item.id] = own = next(one for one in _names(item.id) if one not in self._ids)
                self._ids.add(own)
        return found

    def _renamed(self, given: Any, key: str = "") -> Any:
        """What the second source says, with the chart's ids in the places of its own."""
        match given:
            case dict():
                return {name: self._renamed(value, name) for name, value in given.items()}
            case list():
                return [self._renamed(value, key) for value in given]
            case str() if key in _REFERENCES:
                return self._called.get(given, given)
        return given

    def _item(self, name: str, place: int, partner: Partner, raw: dict[str, Any]) -> None:
        at: KeyPath = (name, place)
        item: Item = type(getattr(self._second, name)[place]).model_validate(raw)
        if partner.of is not None:
            self.found.same += 1
            known = getattr(self._first, name)[partner.of]
            there = (name, partner.of)
            self._facts(Two(f"{name}.{known.id}", known, item, there, at, self._tree[name][partner.of], raw))
            if known.note and item.note and known.note != item.note:
                self.found.asides.append(f"{name}.{known.id}: the second source notes: {item.note}")
            return
        own = self._called[getattr(self._second, name)[place].id]
        raw = {**raw, "id": own} if own != item.own_id(raw) else raw
        if name == "exhibits":
            raw["file"] = self._filed(raw["file"])
        unsure = partner.unsure or (isinstance(item, Course) and self._also_as(name, item))
        if unsure:
            words = " ".join(in_a_line({key: raw[key] for key in raw if key != "note"}).split())
            why = "it may be a course that the chart has, and which is not sure; it is left out"
            if isinstance(item, Diagnosis):
                why = "the chart has this diagnosis with another end, and it may be the same; it is left out"
            self._differ(Differing(f"{name}.{own}", "", words, (name,), at, Append((name,), [raw]), why))
            return
        self._add(name, item, raw)

    def _add(self, name: str, item: Item, raw: dict[str, Any]) -> None:
        self.found.added[name] += 1
        self._new.setdefault(name, []).append(raw)
        if isinstance(item, Course) and any(
            same_medicine(one.medicine, item.medicine) for one in getattr(self._first, name)
        ):
            told = f"{name}.{item.id} is a further course of a medicine that the chart has: their days do not overlap"
            self.found.asides.append(told)
        listed = next((one for one in self._first.complete if _LISTED_AS.get(one.name, one.name) == name), None)
        if listed and (item.known_since is None or item.known_since <= listed.up_to):
            self.found.to_look_at.append(
                f"{name}.{item.id} was added, and the chart says that this list is complete up to {listed.up_to} "
                f"({listed.id}): correct that statement, or take the item out"
            )

    def _also_as(self, name: str, item: Course) -> bool:
        """Whether the chart may have the same course as the other use of the medicine."""
        return any(
            same_medicine(one.medicine, item.medicine) and may_overlap(one, item)
            for one in getattr(self._first, _OTHER_COURSES[name])
        )

    def _filed(self, file: str) -> str:
        taken = {one.file for one in self._first.exhibits} | set(self.found.files.values())
        stem, dot, ending = file.rpartition(".")
        own = next(f"{one}{dot}{ending}" for one in _names(stem) if f"{one}{dot}{ending}" not in taken)
        self.found.files[file] = own
        return own

    def _group(self, name: str, given: Any) -> None:
        was = getattr(self._first, name)
        if name not in given:
            return
        now = type(getattr(self._second, name)).model_validate(given[name])
        if was is None or name not in self._tree:
            self.found.edits.append(Put((), name, given[name]))
            self.found.added[name] += 1
            return
        self._facts(Two(name, was, now, (name,), (name,), self._tree[name], given[name]))

    def _safety(self, answers: dict[str, Any]) -> None:
        if answers and not self._tree.get("safety"):
            self.found.edits.append(Put((), "safety", answers))
            self.found.added["safety"] += len(answers)
            return
        for question, raw in answers.items():
            was, now = self._first.safety.asked(question), Safety.model_validate({question: raw}).asked(question)
            there, at = self._tree["safety"].get(question), ("safety", question)
            if now is None:
                continue
            if was is None:
                self.found.edits.append(Put(("safety",), question, raw))
                self.found.added["safety"] += 1
            elif isinstance(there, dict):
                long = raw if isinstance(raw, dict) else {"answer": raw}
                self._facts(Two(f"safety.{question}", was, now, at, at, there, long))
            elif was.answer != now.answer:
                edit = Swap(("safety",), question, question, raw)
                words = " ".join(in_a_line(raw).split())
                self._differ(Differing(f"safety.{question}", str(there), words, at, at, edit))
            elif isinstance(raw, dict) and len(raw) > 1:
                self.found.edits.append(Swap(("safety",), question, question, raw))
                self.found.added["facts"] += 1

    def _facts(self, two: Two) -> None:
        for one in facts(two):
            if isinstance(one, Differing):
                self._differ(one)
            else:
                self.found.edits.append(one)
                self.found.added["facts"] += 1

    def _differ(self, one: Differing) -> None:
        side = self._decisions.get(one.key)
        if side is None:
            self.found.undecided.append(one)
            return
        self.found.decided.append((one, side))
        if side == "second":
            if isinstance(one.swap, Append):
                self._new.setdefault(str(one.swap.at[0]), []).extend(one.swap.items)
            else:
                self.found.edits.append(one.swap)


def _names(wanted: str) -> Iterator[str]:
    yield wanted
    for number in count(2):
        yield f"{wanted[:55]}-{number}"
