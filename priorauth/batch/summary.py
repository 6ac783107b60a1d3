"""A batch as people look at it: a line for each request, who is to be called for what, and what failed."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from priorauth.batch.outcome import Outcome, Row

OWNERS = {
    "prescriber": "Prescriber",
    "former_prescriber": "Former prescriber",
    "therapist": "Therapist",
    "hospital": "Hospital",
    "pharmacy": "Pharmacy",
    "patient": "Patient",
    "billing": "Billing",
    "payer": "Payer",
    "rems": "REMS program",
}
"""Who has what is missing, as a call list heads it; the order of the list."""
HEADINGS = (
    "Case", "Request", "Payer", "Policy", "Verdict", "Ready", "Next", "Who has it", "Missing",
    "Eligible from", "Eligible until", "Documents", "Edited by hand", "Chart", "This run",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would take for a formula."""


@dataclass(frozen=True, slots=True)
class Line:
    """One request in the summary, or a chart that failed."""

    outcome: Outcome
    row: Row | None

    @property
    def cells(self) -> tuple[str, ...]:
        """As :data:`HEADINGS` names them."""
        one, row = self.outcome, self.row
        if row is None:
            told = f"{one.error} {one.fix}".strip()
            return (one.case, "", "", "", "failed", "", told, "", "", "", "", "", "", one.where, one.how)
        return (
            one.case,
            row.request,
            row.payer,
            row.policy,
            row.told,
            "yes" if row.to_send else "no",
            row.next,
            ", ".join(OWNERS.get(owner, owner) for owner in row.owners),
            "; ".join(row.missing),
            row.eligible or "",
            row.eligible_until or "",
            row.folder,
            ", ".join(row.kept),
            one.where,
            one.how,
        )


@dataclass(frozen=True, slots=True)
class Call:
    """What one owner is asked for, for one request."""

    case: str
    request: str
    payer: str
    needed: tuple[str, ...]


def lines(outcomes: Iterable[Outcome]) -> Iterator[Line]:
    """A line for each request, in the order of the source; for a chart that failed, one."""
    for one in outcomes:
        if one.how == "failed":
            yield Line(one, None)
        yield from (Line(one, row) for row in one.rows)


def calls(outcomes: Iterable[Outcome]) -> dict[str, list[Call]]:
    """Who is to be called for what: by owner, in the order of :data:`OWNERS`."""
    found: dict[str, list[Call]] = {owner: [] for owner in OWNERS}
    for one in outcomes:
        for row in one.rows:
            for owner in row.owners:
                needed = tuple(dict.fromkeys(want.needed for want in row.wants if want.owner == owner))
                found.setdefault(owner, []).append(Call(one.case, row.request, row.payer, needed))
    return {OWNERS.get(owner, owner): each for owner, each in found.items() if each}


def counts(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """How many charts and requests, and what became of them."""
    found = dict.fromkeys(("charts", "made", "unchanged", "failed", "requests", "ready", "edited"), 0)
    for one in outcomes:
        found["charts"] += 1
        found[one.how] += 1
        found["requests"] += len(one.rows)
        found["ready"] += sum(row.to_send for row in one.rows)
        found["edited"] += sum(bool(row.kept) for row in one.rows)
    return found


def as_csv(outcomes: Iterable[Outcome]) -> bytes:
    """The lines as a CSV that Excel opens as UTF-8; no cell of it can be taken for a formula."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(HEADINGS)
    table.writerows([plain(cell) for cell in line.cells] for line in lines(outcomes))
    return out.getvalue().encode("utf-8-sig")


def plain(text: str) -> str:
    """``text`` so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
