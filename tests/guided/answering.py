"""Somebody who knows an example's chart and nothing else, and answers what they are asked from it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from priorauth.chart.scales import Score
from priorauth.chart.trials import Trial
from priorauth.guided.draft import at
from priorauth.yamltree import read

if TYPE_CHECKING:
    from pathlib import Path

    from priorauth.guided.question import Question
    from priorauth.intake.readings import Habits


@dataclass
class Knows:
    """The facts of one chart, and how each is typed."""

    chart: Path
    habits: Habits
    facts: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        tree = read(self.chart).tree
        assert isinstance(tree, dict)
        self.facts = tree

    def answer(self, one: Question) -> str:
        """What is typed; empty where the chart does not say it."""
        if one.offer:
            return "yes"
        if one.key.startswith("score."):
            return self._score(one)
        match one.into:
            case (("trials" | "augmentations") as name, int(place), "doses"):
                return _doses(self.facts[name][place])
            case (("trials" | "augmentations") as name, int(place), "constant_dose"):
                return "yes" if "constant_dose" in self.facts[name][place] else ""
            case (("trials" | "augmentations") as name, int(place), "interruptions"):
                return "; ".join(
                    f"{gap['from']} to {gap['until']}" for gap in self.facts[name][place].get("interruptions", [])
                )
            case (("trials" | "augmentations") as name, int(place), ("score_before" | "score_after") as end):
                return self._named_score(self.facts[name][place].get(end))
            case ("augmentations", int(place), "alongside"):
                return self._alongside(one, place)
            case ("attestations", _, what):
                states = one.key.split(".")[1].replace("-", "_")
                given = [said for said in self.facts.get("attestations", []) if said["states"].startswith(states)]
                return _typed(given[-1][what]) if given else ""
            case ("complete", _, what):
                return _typed(self._closed(one.key.split(".")[1])[what])
            case _:
                found = _typed(at(self.facts, one.into))
                return found if found or not one.none else self._none(one)

    def _none(self, one: Question) -> str:
        """None, where somebody says that the list is complete."""
        path, value = one.none[0]
        return "none" if path[-1] == "list" and self._closed(str(value)) else ""

    def _closed(self, name: str) -> dict[str, str]:
        own = [one for one in self.facts.get("complete", []) if one["list"] == name.replace("-", "_")]
        return max(own, key=lambda one: one["up_to"], default={})

    def _score(self, one: Question) -> str:
        """The latest that is accepted and was not told before; of a question about earlier days the latest of those."""
        began = min((session["on"] for session in self.facts.get("sessions", [])), default="9999")
        scores = sorted(self.facts.get("scores", []), key=lambda score: score["on"], reverse=True)
        if "before" in one.key or "from before" in one.asks:
            scores = [score for score in scores if score["on"] <= began]
        number = int(one.key.rpartition("-")[2])
        fitting = [told for score in scores if not one.read(told := _told(score), self.habits).wrong]
        return fitting[0] if fitting and number <= 1 + len(fitting) and not self._given(one, fitting[0]) else ""

    def _given(self, one: Question, told: str) -> bool:
        """Whether it was told to the same criterion before."""
        about = one.key.rpartition("-")[0]
        seen = self.__dict__.setdefault("_seen", set())
        if (about, told) in seen:
            return True
        seen.add((about, told))
        return False

    def _named_score(self, own: str | None) -> str:
        found = [one for one in self.facts.get("scores", []) if (one.get("id") or Score.own_id(one)) == own]
        return _told(found[0]) if found else ""

    def _alongside(self, one: Question, place: int) -> str:
        own = self.facts["augmentations"][place].get("alongside")
        ids = [trial.get("id") or Trial.own_id(trial) for trial in self.facts["trials"]]
        return one.choices[ids.index(own)] if own in ids and ids.index(own) < len(one.choices) else ""


def _told(score: dict[str, str]) -> str:
    return f"{score['instrument']} {score['total']} on {score['on']}"


def _doses(course: dict[str, Any]) -> str:
    if steps := course.get("steps"):
        return "; ".join(f"{one['dose']} from {one['from']}" for one in steps)
    return str(course.get("max_dose") or course.get("constant_dose") or "")


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
            return re.sub(r"\s+", " ", str(value))
