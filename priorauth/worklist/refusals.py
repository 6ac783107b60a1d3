"""Until when a refusal can be appealed, as the worklist tells it, by the days of :mod:`priorauth.request.appeals`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from priorauth.chart.coverage import Coverage
from priorauth.chart.treatment import Denial
from priorauth.request import appeals
from priorauth.worklist.deadline import NOTICE, Deadline, uncertain
from priorauth.worklist.events import Denied

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.worklist.case import Case
    from priorauth.worklist.events import AppealLevel, Opened

_REFUSED: dict[AppealLevel | None, Literal["request", "first_level_appeal", "second_level_appeal"]] = {
    None: "request",
    "first": "first_level_appeal",
    "second": "second_level_appeal",
}


def last_days(case: Case) -> Iterator[Deadline]:
    """Until when the last refusal can be appealed: by its notice, or else by the rule of the plan's kind."""
    denied = case.last(Denied)
    if denied is None:
        return
    opened, key = case.opened, f"{denied.on}"
    coverage = coverage_of(opened)
    if denied.level not in _REFUSED:
        text = f"A review by others was refused on {denied.on}. Whether more can be done, {no_rule(opened)}."
        yield _by_notice(case, denied, text)
        return
    denial = _denial(denied, opened)
    onward = appeals.passed_on(denial, coverage, opened.benefit)
    if onward and not denied.appeal_until:
        source = appeals.sources()[onward.source]
        text = f"The plan itself sends the case on to {onward.to}. Ask it whether it did."
        yield Deadline(case.id, "appeal", None, text, source.title, uncertain(source), key)
        return
    found = appeals.deadline(denial, coverage, opened.benefit, denied.notice_received)
    if found is None:
        yield _by_notice(case, denied, f"Until when the refusal of {denied.on} can be appealed, {no_rule(opened)}.")
        yield from _if_final(case, denied, denial, coverage)
        return
    way = f" ({found.track.name})" if found.track else ""
    source_told = NOTICE if found.by_notice or not found.track else appeals.sources()[found.track.source].title
    yield Deadline(case.id, "appeal", found.last, f"{found.arithmetic}{way}.", source_told, not found.certain, key)


def _if_final(case: Case, denied: Denied, denial: Denial, coverage: Coverage) -> Iterator[Deadline]:
    """What comes next if the notice calls the refusal final: the day is told, so that it is not lost meanwhile."""
    final = denial.model_copy(update={"final": "yes"})
    found = appeals.deadline(final, coverage, case.opened.benefit, denied.notice_received)
    if found and found.track:
        text = f"If the notice says that this is the plan's final decision: {found.arithmetic} ({found.track.name})."
        source = appeals.sources()[found.track.source].title
        yield Deadline(case.id, "appeal", found.last, text, source, True, f"{denial.on}, if final")


def _by_notice(case: Case, denied: Denied, text: str) -> Deadline:
    if denied.appeal_until:
        text = f"The notice of {denied.on} names {denied.appeal_until} as the last day."
    return Deadline(case.id, "appeal", denied.appeal_until, text, NOTICE, denied.appeal_until is None, f"{denied.on}")


def _denial(denied: Denied, opened: Opened) -> Denial:
    """The refusal as the rules on appeals read one."""
    return Denial.model_validate(
        {
            "payer": opened.payer,
            "product": "esketamine",
            "on": denied.on,
            "of": _REFUSED[denied.level],
            "appeal_by": denied.appeal_until,
        }
    )


def coverage_of(opened: Opened) -> Coverage:
    """The plan, as the rules on appeals read one."""
    return Coverage.model_validate(
        {"payer": opened.payer, "line_of_business": opened.line_of_business, "state": opened.state}
    )


def no_rule(opened: Opened) -> str:
    """Who says it where no rule does, as the end of a sentence."""
    if opened.line_of_business is None:
        why = "the chart does not tell the plan's kind (line_of_business), so no rule can be named"
    else:
        why = "no rule for this kind of plan is known here"
    return f"the payer's own notice says; {why}"
