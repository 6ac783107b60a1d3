"""Everything that is due over all cases, the overdue first; and what does not go together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from priorauth.worklist import coverages
from priorauth.worklist.authorized import outdated_codes, uses
from priorauth.worklist.case import Case
from priorauth.worklist.deadline import KINDS
from priorauth.worklist.deadlines import deadlines
from priorauth.worklist.events import Opened
from priorauth.worklist.rems import monitoring_forms
from priorauth.worklist.renewals import renewals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from priorauth.chart.chart import Chart
    from priorauth.worklist.authorized import Use
    from priorauth.worklist.deadline import Concern, Deadline


@dataclass(frozen=True, slots=True)
class Due:
    """What is due by a day, as of another."""

    as_of: date
    until: date
    deadlines: tuple[Deadline, ...]
    """The overdue ones first, then by day; last those whose day only the payer can tell."""
    concerns: tuple[Concern, ...]

    @property
    def overdue(self) -> tuple[Deadline, ...]:
        """Those whose last day is over."""
        return tuple(one for one in self.deadlines if one.day and one.day < self.as_of)


def due(cases: Iterable[Case], charts: Mapping[str, Chart], as_of: date, within: timedelta) -> Due:
    """What is due from ``as_of`` on within so many days, what is overdue, and what has no known day.

    Args:
        cases: all of the worklist, closed ones too: they tell how long a payer takes.
        charts: by the practice's number for the patient; those that could not be read are left out.
        as_of: the day on which one asks. What was noted for a later day is not known yet.
        within: how far to look ahead.
    """
    known = [_as_of(one, as_of) for one in cases]
    seen = {number: one.as_of(as_of) for number, one in charts.items()}
    until = as_of + within
    found = [one for one in _every_deadline(known, seen, as_of) if one.day is None or one.day <= until]
    found.sort(key=lambda one: (one.day is None, one.day or until, one.rank, one.case, one.key))
    concerns = sorted(every_concern(known, seen, as_of), key=lambda one: (one.case, one.code, one.what))
    return Due(as_of, until, tuple(found), tuple(dict.fromkeys(concerns)))


def _as_of(case: Case, day: date) -> Case:
    return Case(tuple(one for one in case.events if one.on <= day or isinstance(one, Opened)))


def _every_deadline(cases: list[Case], charts: Mapping[str, Chart], as_of: date) -> Iterator[Deadline]:
    for one in cases:
        yield from deadlines(one)
    yield from renewals(cases, charts, as_of)
    for number, of_patient in _by_patient(cases).items():
        if number in charts:
            yield from monitoring_forms(charts[number])
            yield from coverages.checks(charts[number], of_patient)


def every_concern(cases: Sequence[Case], charts: Mapping[str, Chart], as_of: date) -> Iterator[Concern]:
    """What does not go together, of these cases and of their patients' charts."""
    for one in cases:
        yield from outdated_codes(one)
    for number, of_patient in _by_patient(cases).items():
        chart = charts.get(number)
        yield from coverages.concerns(chart, of_patient)
        if chart:
            yield from held_against(of_patient, chart, as_of)[1]


def held_against(cases: Sequence[Case], chart: Chart, as_of: date) -> tuple[list[Use], list[Concern]]:
    """A patient's sessions held against what each place among the coverages authorizes."""
    lines: list[Use] = []
    found: list[Concern] = []
    for order in sorted({one.opened.coverage_order for one in cases}):
        own, told = uses((one for one in cases if one.opened.coverage_order == order), chart.sessions, as_of)
        lines += own
        found += told
    return lines, found


def _by_patient(cases: Iterable[Case]) -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = defaultdict(list)
    for one in cases:
        found[one.opened.case].append(one)
    return dict(sorted(found.items()))


def as_object(found: Due) -> dict[str, Any]:
    """As scripts read it. Its shape is an interface: keys are added, never changed."""
    return {
        "as_of": found.as_of.isoformat(),
        "until": found.until.isoformat(),
        "due": [
            {
                "case": one.case,
                "kind": one.kind,
                "day": one.day.isoformat() if one.day else None,
                "overdue": one.day is not None and one.day < found.as_of,
                "what": one.what,
                "source": one.source,
                "verify": one.verify,
            }
            for one in found.deadlines
        ],
        "warnings": [
            {"case": one.case, "code": one.code, "text": one.what, "source": one.source, "verify": one.verify}
            for one in found.concerns
        ],
    }


def as_text(found: Due) -> str:
    """As a biller reads it."""
    from textwrap import wrap  # noqa: PLC0415  (only the text is wrapped)

    parts: list[str] = [f"Due until {found.until}, as of {found.as_of}"]
    coming = [one for one in found.deadlines if one.day and one.day >= found.as_of]
    unknown = [one for one in found.deadlines if one.day is None]
    for title, entries in (("OVERDUE", found.overdue), ("DUE", coming), ("NO DAY IS KNOWN: ASK", unknown)):
        if entries:
            parts += ["", title]
        for one in entries:
            day = one.day.isoformat() if one.day else " " * 10
            parts.append(f"  {day}  {KINDS[one.kind]}: {one.case}{_how_far(one.day, found.as_of)}")
            parts += wrap(one.what, 96, initial_indent=" " * 14, subsequent_indent=" " * 14)
            parts += wrap(_sourced(one), 96, initial_indent=" " * 14, subsequent_indent=" " * 16)
    if not found.deadlines:
        parts += ["", "Nothing is due."]
    if found.concerns:
        parts += ["", "WARNINGS"]
    for concern in found.concerns:
        parts += wrap(f"{concern.case}: {concern.what}", 98, initial_indent="  ", subsequent_indent=" " * 4)
        parts += (
            wrap(_sourced(concern), 96, initial_indent=" " * 4, subsequent_indent=" " * 6) if concern.source else []
        )
    return "\n".join(parts)


def _sourced(one: Deadline | Concern) -> str:
    return f"Source: {one.source}{' (verify)' if one.verify else ''}"


def _how_far(day: date | None, as_of: date) -> str:
    if day is None:
        return ""
    days = (day - as_of).days
    if days == 0:
        return " (today)"
    count = "1 day" if abs(days) == 1 else f"{abs(days)} days"
    return f" (in {count})" if days > 0 else f" ({count} ago)"
