"""Each patient's rows as a chart that holds together, or the reason why it is held back. None stops another."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from priorauth.chart.trials import Trial
from priorauth.errors import BadInput
from priorauth.intake.assembled import Assembled, assembled, with_ids
from priorauth.intake.chart_file import holding, parse_case
from priorauth.intake.dispensed import covered, not_trials, trials_of
from priorauth.intake.rows import Remark, Rows
from priorauth.yamltree import parse

if TYPE_CHECKING:
    from pathlib import Path

    from priorauth.chart.chart import Chart
    from priorauth.chart.practice import Practice
    from priorauth.intake.readings import Habits
    from priorauth.yamltree import KeyPath


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one patient's rows."""

    case: str
    chart: dict[str, Any]
    remarks: tuple[Remark, ...]
    files: tuple[str, ...] = ()
    """The exhibits that the chart names, beside the file that was read."""
    places: Mapping[KeyPath, str] = field(default_factory=dict)
    """Where each part of the chart stands among the rows."""

    @property
    def held(self) -> bool:
        """Whether there is no chart that may be used."""
        return any(one.holds_back for one in self.remarks)

    @property
    def unread(self) -> tuple[Remark, ...]:
        """The cells that could not be read."""
        return tuple(one for one in self.remarks if one.unread)


@dataclass(frozen=True, slots=True)
class How:
    """What is the same for all patients of a file."""

    path: Path
    """The file; exhibits are looked for beside it."""
    habits: Habits
    practice: Practice | None = None
    ndc: Mapping[str, str] = field(default_factory=dict)
    """What each NDC is, by its eleven digits."""
    trials_from_fills: bool = False
    new_trial_after_days: int | None = None
    known: Mapping[str, dict[str, Any]] | None = None
    """Where the charts are there already: who each patient is, by case number. Rows need not say it again then, nor
    what is asked of a payer."""


def taken(rows: Rows, how: How) -> Iterator[Taken]:
    """Each patient of ``rows``, in the order in which they come."""
    for case, entries in rows.of.items():
        made = assembled(case, entries, how.habits, how.ndc)
        remarks = [one for entry in entries for one in entry.remarks]
        who = how.known.get(case) if how.known is not None else None
        if who:
            made.chart.setdefault("patient", who)
        nobody = how.known is not None and who is None  # there is no chart for it: whoever asked for one tells that
        if "patient" not in made.chart and not nobody and not any(one.holds_back for one in remarks):
            remarks.append(_whole(f"case {case}", "has no row with the patient's name and birth date"))
        if not nobody and not any(one.holds_back for one in remarks):
            remarks += _checked(made, how, entries[0].row.where)
        files = tuple(one["file"] for one in made.chart.get("exhibits", ()))
        yield Taken(case, made.chart, tuple(remarks), files, made.places)


def _whole(where: str, why: str) -> Remark:
    return Remark(where, "", why, unread=True, holds_back=True)


def _checked(made: Assembled, how: How, where: str) -> list[Remark]:
    """Hold the facts against each other, as any chart's; then make trials of fills, where that is wanted."""
    try:
        case = _case(made, how)
        told = list(_with_trials(made, case, how)) if how.trials_from_fills else []
        if told:
            case = _case(made, how)
    except BadInput as error:
        return list(_told(error, made, where))
    if not how.trials_from_fills:
        told += [Remark(f"case {case.case}", "", one) for one in covered(case, how.habits.today)]
    return told


def _case(made: Assembled, how: How) -> Chart:
    data = json.dumps(made.chart).encode()
    return parse_case(data, how.path, how.practice) if how.known is None else holding(parse(data, how.path))


def _with_trials(made: Assembled, case: Chart, how: How) -> Iterator[Remark]:
    where = f"case {case.case}"
    trials = made.chart.setdefault("trials", [])
    for one in trials_of(case, how.habits.today, how.new_trial_after_days):
        trials.append(one.trial)
        yield from (Remark(where, "", told) for told in one.told)
    with_ids(trials, Trial)
    if not trials:
        del made.chart["trials"]
    for name in not_trials(case):
        yield Remark(where, "", f"{name} was dispensed; whether to strengthen an antidepressant, fills do not say")


_MISTAKE = re.compile(r"line 1: (?P<at>[a-z_][\w.\[\]]*)")
_PART = re.compile(r"([A-Za-z_]\w*)|\[(\d+)\]")


def _told(error: BadInput, made: Assembled, where: str) -> Iterator[Remark]:
    """Each mistake with the cell it is in: the chart has no lines yet that anybody could look at."""
    parts = re.split(r"(?=line 1: )", error.what)
    for part in parts if len(parts) > 1 else [f"line 1: {error.what}"]:
        found = _MISTAKE.match(part)
        if found is None:
            if part.strip():
                yield _whole(where, _sentence(part.removeprefix("line 1: ")))
            continue
        at = tuple(int(number) if number else word for word, number in _PART.findall(found["at"]))
        place = at
        while place and place not in made.places:
            place = place[:-1]
        yield _whole(made.places.get(place, where), _sentence(f"in the chart: {part.removeprefix('line 1: ')}"))


def _sentence(text: str) -> str:
    return text.strip().rstrip(".")
