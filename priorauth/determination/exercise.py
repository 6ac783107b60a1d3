"""How well the cases beside a policy try it: each verdict of each criterion, and both sides of each number.

Whether the sides of a number are tried is found by moving it: if no case notices that 6 weeks became 7, or 5, then none
of them stands at that boundary.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from priorauth.determination.cases import load_cases, the_chart_of
from priorauth.determination.determine import Dates
from priorauth.logic.verdict import Verdict
from priorauth.policy.criteria.base import Criterion
from priorauth.policy.nodes import walk
from priorauth.policy.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.policy.load import Loaded

WANTED = (Verdict.MET, Verdict.NOT_MET, Verdict.NOT_DOCUMENTED)


@dataclass(frozen=True, slots=True)
class _Tried:
    """A case's chart as a criterion sees it, and the verdict that is expected."""

    view: View
    expected: Verdict


def untried(loaded: Loaded) -> Iterator[str]:
    """Each remark in one sentence.

    Raises:
        BadInput: the file of cases or a chart in it is wrong.
    """
    tried = _tried(loaded)
    for criterion, asked in _criteria(loaded):
        own = [one for one in tried[criterion.id] if (one.view.ask.indication, one.view.ask.phase) in asked]
        seen = {one.expected for one in own}
        missing = [one.value.replace("_", " ") for one in WANTED if one not in seen | criterion.unreachable]
        if missing:
            yield f"has no case in which {criterion.id} is {' or '.join(missing)}"
        # Where no chart can fail, no chart can stand at a boundary.
        # A case that the rule itself surprises tells nothing of its boundary.
        agreeing = [one for one in own if criterion.judge(one.view).verdict is one.expected]
        for path, number, moved in () if Verdict.NOT_MET in criterion.unreachable else _moved(criterion):
            if not any(one.expected is not moved.judge(one.view).verdict for one in agreeing):
                changed = f"{criterion.id}, {'.'.join(path)}, were {_at(moved, path)} instead of {number}"
                yield f"has no case that would notice if {changed}"


def _criteria(loaded: Loaded) -> Iterator[tuple[Criterion, set[tuple[str, str]]]]:
    """Each criterion once, with the requests in which it is asked in these very words."""
    found: dict[str, tuple[Criterion, set[tuple[str, str]]]] = {}
    for indication, indicated in loaded.policy.indications.items():
        for phase, rules in (("initial", indicated.initial), ("continuation", indicated.continuation)):
            for node in (one for part in (rules.all_of if rules else ()) for one in walk(part)):
                if isinstance(node, Criterion) and node.source:
                    key = f"{node.id} {node.kind} {getattr(node, node.kind)}"
                    found.setdefault(key, (node, set()))[1].add((indication, phase))
    yield from found.values()


def _tried(loaded: Loaded) -> dict[str, list[_Tried]]:
    cases, document = load_cases(loaded.cases_path)
    found: dict[str, list[_Tried]] = defaultdict(list)
    for place, case in enumerate(cases.cases):
        chart = the_chart_of(place, case.name, document)
        ask = chart.asks[0]
        dates = Dates.of(ask, case.as_of or cases.as_of)
        failures = loaded.policy.failures(ask.indication, ask.phase)
        view = View(chart.as_of(dates.as_of), ask, dates.as_of, dates.service_start, failures=failures)
        for name, expected in case.expect.items():
            found[name].append(_Tried(view, expected))
    return found


def _moved(criterion: Criterion) -> Iterator[tuple[tuple[str, ...], int | Decimal, Criterion]]:
    """The criterion with each of its numbers a little less, and a little more, where such a rule can be."""
    for path, number in _numbers(criterion, ()):
        # Between percentages of small whole totals there are gaps of more than one.
        width = 2 if {"improvement", "percent"} & set(path) else 1
        for step in (-width, width):
            try:
                moved = _with(criterion, path, number + step)
            except ValidationError:
                continue
            if isinstance(moved, Criterion):
                yield path, number, moved


def _numbers(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], int | Decimal]]:
    if isinstance(value, BaseModel):
        for key in type(value).model_fields:
            if key in value.model_fields_set:  # what the policy leaves out, it does not ask
                yield from _numbers(getattr(value, key), (*path, key))
    elif isinstance(value, tuple):
        for place, one in enumerate(value):
            yield from _numbers(one, (*path, str(place)))
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        yield path, value


def _with(value: Any, path: tuple[str, ...], number: int | Decimal) -> Any:
    """A copy in which the number at ``path`` is another; validated anew, so that no rule comes out that cannot be."""
    if not path:
        return number
    key, rest = path[0], path[1:]
    if isinstance(value, tuple):
        return tuple(_with(one, rest, number) if str(place) == key else one for place, one in enumerate(value))
    given = {
        info.alias or name: _with(getattr(value, name), rest, number) if name == key else getattr(value, name)
        for name, info in type(value).model_fields.items()
        if name in value.model_fields_set
    }
    return type(value).model_validate(given)


def _at(value: Any, path: tuple[str, ...]) -> object:
    for key in path:
        value = value[int(key)] if isinstance(value, tuple) else getattr(value, key)
    return value
