"""Somebody who knows a chart and nothing else, and answers what they are asked from it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from priorauth.chart.scales import Score
from priorauth.chart.trials import Trial
from priorauth.guided.draft import Draft, at
from priorauth.guided.steps import Interview, Wanted
from priorauth.intake.readings import Habits
from priorauth.workspace import Workspace
from priorauth.yamltree import read
from tests.command import CHARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from priorauth.guided.question import Question
    from priorauth.request.assessment import Assessment

AS_OF = date(2026, 11, 20)
HABITS = Habits(AS_OF)
WORKSPACE = Workspace.around(CHARTS)


def interview(wanted: Wanted, chart: Path = CHARTS / "new" / "chart.yaml") -> Interview:
    """An interview in the examples' practice."""
    return Interview(chart, WORKSPACE, wanted, AS_OF)


def drafts(held: Interview, answer: Callable[[Question], str]) -> Iterator[tuple[Draft, Assessment | None, str]]:
    """Each draft of a session with its judgement, and the question that is put then; the last has none.

    What cannot be taken is passed over, as by somebody who does not know better.
    """
    draft = held.settled(held.begun(Draft()))
    for _ in range(300):
        judged = held.assessed(draft)
        one = held.next(draft, judged)
        yield draft, judged, one.key if one else ""
        if one is None:
            return
        typed = answer(one)
        found = one.reading(typed, HABITS) if typed else None
        new, wrong = held.after(draft, one, found.value) if found and not found.wrong else (draft, "not taken")
        draft = held.settled(one.passed_over(draft)) if wrong else new
    raise AssertionError(f"asked without end: {one.key if one else ''}")


@dataclass
class Knows:
    """The facts of one chart, and how each is typed."""

    chart: Path
    facts: dict[str, Any] = field(init=False)
    told: set[tuple[str, str]] = field(default_factory=set)
    """Each score, with what it was told to."""

    def __post_init__(self) -> None:
        tree = read(self.chart).tree
        assert isinstance(tree, dict)
        self.facts = tree

    def __call__(self, one: Question) -> str:
        """What is typed; empty where the chart does not say it."""
        if one.offer:
            return "yes"
        if one.key.startswith("score."):
            return self._score(one)
        match one.into:
            case (("trials" | "augmentations") as name, int(place), str(what)) if what in _OF_COURSES:
                return self._course(name, place, what, one)
            case ("attestations", _, what):
                states = one.key.split(".")[1].replace("-", "_")
                given = [said for said in self.facts.get("attestations", []) if said["states"] == states]
                return _typed(given[-1][what]) if given else ""
            case ("complete", _, what):
                return _typed(self._closed(one.key.split(".")[1])[what])
            case _:
                return _typed(at(self.facts, one.into)) or self._none(one)

    def _none(self, one: Question) -> str:
        """None, where somebody says that the list is complete."""
        (path, value), *_ = one.none or (((), ""),)
        return "none" if path[-1:] == ("list",) and self._closed(str(value)) else ""

    def _closed(self, name: str) -> dict[str, str]:
        own = [one for one in self.facts.get("complete", []) if one["list"] == name.replace("-", "_")]
        return max(own, key=lambda one: one["up_to"], default={})

    def _score(self, one: Question) -> str:
        """The latest that is asked for and was not told before."""
        began = min((session["on"] for session in self.facts.get("sessions", [])), default="9999")
        scores = sorted(self.facts.get("scores", []), key=lambda score: score["on"], reverse=True)
        for score in scores:
            told = (one.key.rpartition("-")[0], _told(score))
            late = "before the first session" in one.asks and score["on"] > began
            if told not in self.told and not late and not one.read(told[1], HABITS).wrong:
                self.told.add(told)
                return told[1]
        return ""

    def _course(self, name: str, place: int, what: str, one: Question) -> str:
        course = self.facts[name][place]
        match what:
            case "doses":
                steps = "; ".join(f"{step['dose']} from {step['from']}" for step in course.get("steps", []))
                return steps or str(course.get("max_dose") or course.get("constant_dose") or "")
            case "constant_dose":
                return "yes" if "constant_dose" in course else ""
            case "interruptions":
                return "; ".join(f"{gap['from']} to {gap['until']}" for gap in course.get("interruptions", []))
            case "alongside":
                ids = [trial.get("id") or Trial.own_id(trial) for trial in self.facts["trials"]]
                own = ids.index(course[what]) if course.get(what) in ids else len(one.choices)
                return one.choices[own] if own < len(one.choices) else ""
            case _:
                scores = self.facts.get("scores", [])
                found = [score for score in scores if (score.get("id") or Score.own_id(score)) == course.get(what)]
                return _told(found[0]) if found else ""


_OF_COURSES = {"doses", "constant_dose", "interruptions", "alongside", "score_before", "score_after"}


def _told(score: dict[str, str]) -> str:
    return f"{score['instrument']} {score['total']} on {score['on']}"


def _typed(value: Any) -> str:
    match value:
        case None:
            return ""
        case {"answer": answer}:
            return str(answer)
        case {"ongoing_as_of": day}:
            return f"ongoing as of {day}"
        case {"name": name, **more}:
            return ", ".join([name, *([more["credentials"]] if "credentials" in more else [])])
        case list():
            return "; ".join(value)
        case dict():
            return ""
        case _:
            return " ".join(str(value).split())


def nobody_knows(one: Question) -> str:
    """Only what there is no chart without."""
    return ESSENTIAL.get(one.key, "")


ESSENTIAL = {
    "case": "new",
    "patient.name.first": "Marigold",
    "patient.name.last": "Testwell",
    "patient.birth_date": "1981-04-17",
    "policy": "1",
}


@dataclass
class Willing:
    """Somebody who has an answer to everything, whatever it is: the ``choice``-th of those offered, or some day."""

    choice: int
    medicines: list[str] = field(default_factory=lambda: ["sertraline", "bupropion XL", "lithium", "quetiapine"])
    scores: int = 5

    def __call__(self, one: Question) -> str:
        """The first of these that can be read."""
        if one.key in ESSENTIAL:
            return ESSENTIAL[one.key]
        if re.search(r"[-.][4-9]$", one.key):
            return ""
        if one.takes_up:
            return self.medicines.pop(0) if self.medicines else "none"
        if one.key.startswith("score.") or one.into[-1:] in (("score_before",), ("score_after",)):
            self.scores -= 1
        if one.none and self.choice:
            return "none"
        if one.choices:
            return one.choices[self.choice % len(one.choices)]
        typed = [f"{name} 17 on 2026-{self.scores + 2:02}-03" for name in ("MADRS", "PHQ-9") if self.scores > 0]
        typed += ["2026-11-12", "F33.2", "50 mg from 2026-11-12", "50 mg", "7", "yes", "venlafaxine XR", "some words"]
        return next((text for text in typed if not one.reading(text, HABITS).wrong), "")
