"""What is told of sessions that do not go together with what was authorized: once for all of which it is true."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from priorauth.worklist.deadline import Concern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from priorauth.chart.treatment import Session
    from priorauth.worklist.authorized import Use
    from priorauth.worklist.case import Case


@dataclass(frozen=True, slots=True)
class Remark:
    """A concern that may be one of several sessions, which are yet to be named in it."""

    case: str
    code: str
    text: str
    """With the words {sessions}, {Sessions}, {are}, {it} in the places where they depend on how many there are."""

    def about(self, sessions: Sequence[Session]) -> Concern:
        """The concern, told of these sessions."""
        named = _named(sessions)
        one = len(sessions) == 1
        words = {"sessions": named, "Sessions": _capital(named)}
        words |= {"are": "is", "it": "it"} if one else {"are": "are", "it": "them"}
        return Concern(self.case, self.code, self.text.format(**words))


def two_insurers(lines: Iterable[Use], sessions: Sequence[Session], as_of: date) -> Iterator[Concern]:
    """Where two insurers authorize the same days in one place among the coverages: which of them pays, nobody noted.

    It is told while days to come are concerned, and as long as a session was given on one of them.
    """
    for (_, first), (_, second) in combinations(_by_case(lines), 2):
        shared = [
            (max(one.holds.start, other.holds.start), min(one.holds.until, other.holds.until))
            for one in first
            for other in second
            if one.holds.case.opened.payer != other.holds.case.opened.payer
        ]
        shared = [(start, until) for start, until in shared if start <= until]
        within = [one for one in sessions if any(start <= one.on <= until for start, until in shared)]
        if shared and (within or max(until for _, until in shared) >= as_of):
            yield _both(first[0].holds.case, second[0].holds.case, shared, within)


def _both(one: Case, other: Case, shared: Sequence[tuple[date, date]], within: Sequence[Session]) -> Concern:
    named = " and ".join(f"{each.id} ({each.opened.payer_name})" for each in (one, other))
    start, until = min(start for start, _ in shared), max(until for _, until in shared)
    counted = f"; {_named(within)} {'is' if len(within) == 1 else 'are'} counted for neither" if within else ""
    text = (
        f"{named} are both authorized from {start} to {until}, and which of the two pays is not noted{counted}. Close "
        "the case of the insurer that the patient has left, on the day of that (priorauth record closed)."
    )
    return Concern(one.id, "two_insurers", text)


def _by_case(lines: Iterable[Use]) -> list[tuple[str, list[Use]]]:
    found: dict[str, list[Use]] = defaultdict(list)
    for one in lines:
        found[one.case].append(one)
    return list(found.items())


def _named(sessions: Sequence[Session]) -> str:
    doses = " and ".join(f"{one} mg" for one in sorted({one.dose_mg for one in sessions}))
    days = sorted(one.on for one in sessions)
    if len(sessions) == 1:
        return f"the session of {days[0]} ({doses})"
    return f"{len(sessions)} sessions from {days[0]} to {days[-1]} ({doses})"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
