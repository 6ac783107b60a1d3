"""Where a draft stands: its facts as a criterion sees them, and the questions that can be made from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from priorauth.guided.draft import Group, at, called, lists, needed, whole
from priorauth.guided.fields import place_of
from priorauth.guided.parts import name as anybody
from priorauth.guided.question import Question
from priorauth.guided.words import ASKS, HINTS, MORE
from priorauth.intake.readings import own_words
from priorauth.policy.trials.open_lists import still_open

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.chart.chart import Case
    from priorauth.chart.practice import Practice
    from priorauth.chart.statements import ListName
    from priorauth.guided.draft import Draft
    from priorauth.policy.trials.rules import CourseRule
    from priorauth.policy.view import View
    from priorauth.yamltree import KeyPath

COURSES = ("trials", "augmentations")


@dataclass(frozen=True, slots=True)
class Situation:
    """A draft that is a chart already, and the request that is asked for."""

    draft: Draft
    case: Case
    """The chart as its file has it."""
    view: View
    asked: int
    """The place of the request among the chart's."""
    covered: int
    """The place of its coverage."""
    practice: Practice | None

    @property
    def facts(self) -> Group:
        """What was answered so far."""
        return self.draft.facts

    @property
    def nothing(self) -> tuple[tuple[KeyPath, Any], ...]:
        """What "none" says where a chart has no place for it: nothing new."""
        return ((("case",), self.facts["case"]),)

    def places(self, name: str) -> range:
        """The items of a list."""
        return range(len(self.facts.get(name) or ()))

    def place(self, name: str, own: str) -> int:
        """Where an item of the chart stands among those that were answered."""
        whole_ones = [place for place in self.places(name) if whole(name, self.facts[name][place])]
        return whole_ones[[one.id for one in getattr(self.case, name)].index(own)]

    def of(self, *path: str | int, words: str = "", key: str = "", **more: Any) -> Question:
        """The question about one place of the chart; ``words`` and ``key`` where they are not those of the place."""
        return question(self.facts, path, words=words, key=key, **more)

    def ask(self, *path: str | int) -> Question:
        """About the request."""
        return self.of("asks", self.asked, *path)

    def form(self, name: str, place: int, *fields: str) -> Iterator[Question]:
        """About an item, field by field."""
        for field in fields:
            yield self.of(name, place, *field.split("."), **(self._people if field == "by" else {}))

    @property
    def _people(self) -> dict[str, Any]:
        """By whom a statement most often is, to be named by a number; anybody else may be typed."""
        who = self.view.chart.prescriber
        return {"choices": (who.signature_name,) if who else (), "read": anybody, "free": True}

    def unfinished(self, name: str) -> Iterator[Question]:
        """About what the items of a list are not whole without."""
        for place in self.places(name):
            if not whole(name, self.facts[name][place]):
                fields = (key for key in needed(name) if f"{name}.{key}" in ASKS)
                yield from self.form(name, place, *sorted(fields, key="up_to".__eq__))

    def new(self, name: str, field: str, key: str = "", **more: Any) -> Question:
        """About an item that is not there yet, by the field that begins it."""
        number = len(self.places(name))
        words = more.pop("words", "") or (MORE if number else "") + ASKS[f"{name}.{field}"]
        return self.of(name, number, field, words=words, key=key or f"{name}.another-{number + 1}", **more)

    def listed(
        self, name: str, field: str, closed: ListName, rule: CourseRule | None = None, **more: Any
    ) -> Iterator[Question]:
        """About another item of a list while the list is open, and who says that there is none."""
        yield from self.unfinished(name)
        yield from self.unfinished("complete")
        waiting = (one for one in self.facts.get("complete") or () if not whole("complete", one))
        if still_open(rule, closed, self.view) and not any(one.get("list") == closed for one in waiting):
            end = (("complete", len(self.places("complete")), "list"), closed)
            yield self.new(name, field, none=(end,), **more)

    def statement(self, states: str, words: str, about: str | None = None, *, anew: bool = False) -> Iterator[Question]:
        """About something that only a person can state; ``anew``: though it was stated before."""
        own = [
            place
            for place in self.places("attestations")
            if at(self.facts, ("attestations", place, "states")) == states
            and at(self.facts, ("attestations", place, "about")) == about
        ]
        if own and not (anew and whole("attestations", self.facts["attestations"][own[-1]])):
            yield self.of("attestations", own[-1], "answer", words=words)
            yield from self.form("attestations", own[-1], "by", "on")
            return
        place = len(self.places("attestations"))
        besides: list[tuple[KeyPath, Any]] = [(("attestations", place, "states"), states)]
        besides += [(("attestations", place, "about"), about)] if about else []
        key = ".".join(filter(None, ("attestations", states, about, str(len(own)) if own else "")))
        yield self.of("attestations", place, "answer", words=words, key=key, besides=tuple(besides))


def question(facts: Group, path: KeyPath, *, words: str = "", key: str = "", hint: str = "", **more: Any) -> Question:
    """The question about one place of the chart."""
    place = place_of(path)
    fields = ".".join(part for part in path if isinstance(part, str))
    told = f"courses.{fields.partition('.')[2]}" if path[0] in COURSES and fields not in ASKS else fields
    more.setdefault("choices", place.choices)
    more.setdefault("read", place.read)
    return Question(
        key=key or _key(facts, path),
        asks=(words or ASKS[told]).replace("{it}", item_named(facts, path)),
        into=path,
        hint=hint or HINTS.get(told) or place.hint,
        day=place.day,
        free=more.pop("free", more["read"] is own_words or path[:1] == ("patient",)),
        **more,
    )


def _key(facts: Group, path: KeyPath) -> str:
    named = called(facts, str(path[0]), path[1]) if path[0] in lists() and isinstance(path[1], int) else str(path[0])
    rest = path[2:] if path[0] in lists() else path[1:]
    return ".".join([named, *(str(part) for part in rest if part != 0)])


def item_named(facts: Group, path: KeyPath) -> str:
    """The item as a question names it: "sertraline"; of a second course of it, "sertraline (the 2nd)"."""
    item: Any = at(facts, path[:2]) if path[0] in lists() else None
    if not isinstance(item, dict):
        return ""
    name = next((item[key] for key in ("medicine", "kind", "code", "substance") if item.get(key)), "it")
    number = called(facts, str(path[0]), int(path[1])).rpartition("-")[2]
    return f"{name} (number {number})" if number.isdecimal() and not str(name).endswith(f"-{number}") else str(name)
