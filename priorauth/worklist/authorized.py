"""Sessions held against what was authorized: which line each belongs to, what is left, and what no line covers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from priorauth.request.codebook import codebook
from priorauth.request.units import mg_to_units
from priorauth.worklist.case import SPOKEN
from priorauth.worklist.deadline import Concern, together
from priorauth.worklist.events import Approved, Submitted
from priorauth.worklist.lasting import lasting, of_the_drug
from priorauth.worklist.remarks import Remark, two_insurers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from priorauth.chart.treatment import Session
    from priorauth.worklist.case import Case
    from priorauth.worklist.events import Line
    from priorauth.worklist.lasting import Lasting

Fit = Literal["same", "stronger", "weaker"]
"""How a line's strength is to a session's dose: the same, more than was given, or less."""
_GIVEN_FREE = ("sample", "manufacturer")


@dataclass(slots=True)
class Use:
    """One authorized line, and the sessions that belong to it."""

    holds: Lasting
    sessions: list[Session] = field(default_factory=list)

    @property
    def case(self) -> str:
        """Of which case it is."""
        return self.holds.case.id

    @property
    def line(self) -> Line:
        """As it was granted."""
        return self.holds.line

    def covers(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.holds.start <= day <= self.holds.until

    def ended(self, day: date) -> bool:
        """Whether it holds no more by that day."""
        return self.holds.until < day

    def is_to_come(self, day: date) -> bool:
        """Whether it holds from a later day on."""
        return day < self.holds.start <= self.holds.until

    @property
    def granted(self) -> int | None:
        """What was authorized, as the line counts it: units, or else sessions; ``None`` where days alone were."""
        return self.line.units if self._in_units else self.line.sessions

    @property
    def used(self) -> int:
        """What the sessions have taken of it."""
        return sum(self.takes(one.dose_mg) for one in self.sessions)

    @property
    def left(self) -> int | None:
        """What is left of it, never less than nothing."""
        return None if self.granted is None else max(0, self.granted - self.used)

    @property
    def over(self) -> int:
        """How much more was used than authorized."""
        return 0 if self.granted is None else max(0, self.used - self.granted)

    @property
    def counted_in(self) -> str:
        """What ``granted`` counts, in words: "units of J0013 at 84 mg"."""
        counted = f"units of {self.line.code}" if self.line.code else "kits"
        strength = f" at {self.line.strength_mg} mg" if self.line.strength_mg else ""
        return f"{counted if self._in_units else 'sessions'}{strength}"

    def has_room(self, dose_mg: int) -> bool:
        """Whether another session of that dose fits."""
        return self.left is None or self.left >= self.takes(dose_mg)

    def takes(self, dose_mg: int) -> int:
        """What a session of that dose takes of the line."""
        return (_units(self.line, dose_mg) or 0) if self._in_units else 1

    def fit(self, dose_mg: int) -> Fit:
        """How the line's strength is to a session of that dose."""
        own = self.line.strength_mg
        if own is not None:
            return "same" if own == dose_mg else ("stronger" if own > dose_mg else "weaker")
        for one in codebook().visit_with_drug_codes:
            if one.code == self.line.code and not one.holds_for(dose_mg):
                return "weaker" if one.up_to_mg else "stronger"
        return "same"

    @property
    def _in_units(self) -> bool:
        """Whether its units are such as sessions can be counted in: of a code that is not known they are not."""
        return self.line.units is not None and _units(self.line, dose_mg=28) is not None


def _units(line: Line, dose_mg: int) -> int | None:
    """The line's units of one session; ``None`` where it is not known how its code counts."""
    if line.code is None:
        return 1  # a kit
    for drug in codebook().drug_codes:
        if drug.code == line.code:
            return mg_to_units(dose_mg, drug.mg_per_unit)
    return 1 if any(one.code == line.code for one in codebook().visit_with_drug_codes) else None


def uses(cases: Iterable[Case], sessions: Iterable[Session], as_of: date) -> tuple[list[Use], list[Concern]]:
    """Every authorized line with its sessions, and what does not go together.

    Args:
        cases: those of one patient that take one place among the coverages (primary, secondary), of former insurers
            too; a renewal's lines go on with those before it.
        sessions: the patient's. What cost the payer nothing (samples, the manufacturer's own) takes nothing.
        as_of: the day on which one asks whether another session fits.
    """
    of_coverage = list(cases)
    lines = [Use(holds) for one in of_coverage for holds in lasting(one, of_coverage)]
    lines.sort(key=lambda one: (one.holds.start, one.holds.until, one.case))
    paid = sorted((one for one in sessions if one.supply not in _GIVEN_FREE), key=lambda one: one.on)
    known_since = _known_since(of_coverage)
    remarks: dict[Remark, list[Session]] = defaultdict(list)
    for session in paid:
        if known_since and session.on >= known_since:
            for remark in _linked(session, lines, of_coverage):
                remarks[remark].append(session)
    concerns = [one.about(those) for one, those in remarks.items()]
    concerns += [found for one in lines for found in _too_many(one)]
    if paid and any(one.state != "closed" for one in of_coverage):
        concerns += _used_up(lines, paid[-1].dose_mg, as_of)
    return [one for one in lines if one.holds.start <= one.holds.until], [*concerns, *two_insurers(lines, paid, as_of)]


def _known_since(cases: Iterable[Case]) -> date | None:
    """The first day for which anything was asked or granted here: who authorized what came before, nobody noted.

    A request that was closed without a grant says nothing: its patient may never have needed one.
    """
    told = [one for one in cases if one.state != "closed" or one.last(Approved)]
    decided = [line for one in told for event in one.each(Approved) for line in event.lines]
    asked = [line for one in told for event in one.each(Submitted) for line in event.asked]
    return min((line.start for line in (*decided, *asked) if of_the_drug(line)), default=None)


def _linked(session: Session, lines: Sequence[Use], cases: Sequence[Case]) -> Iterator[Remark]:
    """Give the session to its line, and tell where that is not quite its own."""
    on_that_day = [one for one in lines if one.covers(session.on)]
    if not on_that_day:
        yield _outside(session, lines, cases)
        return
    if len({one.holds.case.opened.payer for one in on_that_day}) > 1:
        return  # told of both insurers together
    chosen = min(on_that_day, key=lambda one: _preference(one, session))
    match chosen.fit(session.dose_mg):
        case "weaker" if other := _beyond(session, lines):
            yield Remark(
                other.case,
                "session_outside",
                f"No authorization covers {{sessions}}: the line for {session.dose_mg} mg {_when(other, session)}, and "
                f"what is authorized then is {_strength(chosen)}.",
            )
            return
        case "weaker":
            text = f"{{Sessions}} {{are}} above what is authorized ({_strength(chosen)}): ask for a change of dose."
            yield Remark(chosen.case, "dose_above", text)
            return
        case "stronger":
            text = f"{{Sessions}} {{are}} below what is authorized ({_strength(chosen)}): ask whether that covers it."
            yield Remark(chosen.case, "dose_below", text)
    chosen.sessions.append(session)


def _outside(session: Session, lines: Sequence[Use], cases: Sequence[Case]) -> Remark:
    """That no line holds on the session's day, by the line that is nearest."""
    ended = max((one for one in lines if one.ended(session.on)), key=lambda one: one.holds.until, default=None)
    nearest = ended or next((one for one in lines if one.is_to_come(session.on)), None)
    if nearest is None:
        latest = max((one for one in cases if one.last(Submitted)), key=lambda one: (one.since, one.id))
        text = f"nothing was granted; {latest.id} is {SPOKEN[latest.state]}."
        return Remark(latest.id, "session_outside", f"No authorization covers {{sessions}}: {text}")
    which = "the last before {it}" if ended else "the first in this worklist"
    return Remark(
        nearest.case, "session_outside", f"No authorization covers {{sessions}}: {which} {_when(nearest, session)}."
    )


def _beyond(session: Session, lines: Iterable[Use]) -> Use | None:
    """A line that would do for the session's dose on another day: rather the last that ended than one to come."""
    fitting = [one for one in lines if one.fit(session.dose_mg) == "same"]
    ended = max((one for one in fitting if one.ended(session.on)), key=lambda one: one.holds.until, default=None)
    return ended or next((one for one in fitting if one.is_to_come(session.on)), None)


def _when(use: Use, session: Session) -> str:
    if not use.ended(session.on):
        return f"begins on {use.holds.start}"
    return f"ended on {use.holds.until}{f' ({use.holds.why})' if use.holds.why else ''}"


def _preference(use: Use, session: Session) -> tuple[int, bool, date]:
    """The line of its own strength first, of those one that has something left, of those the one that ends first."""
    order: dict[Fit, int] = {"same": 0, "stronger": 1, "weaker": 2}
    return order[use.fit(session.dose_mg)], not use.has_room(session.dose_mg), use.holds.until


def _too_many(use: Use) -> Iterator[Concern]:
    if use.over:
        text = f"{use.used} {use.counted_in} are used and {use.granted} are authorized: {use.over} too many."
        yield Concern(use.case, "units_over", text)


def _used_up(lines: Iterable[Use], dose_mg: int, as_of: date) -> Iterator[Concern]:
    """Where no line that has not ended has room for another session like the last; what is over already is told."""
    open_ones = [one for one in lines if one.holds.until >= as_of and one.fit(dose_mg) != "weaker"]
    if open_ones and not any(one.over or one.has_room(dose_mg) for one in open_ones):
        most = max(open_ones, key=lambda one: (one.left or 0, one.holds.until))
        text = f"{told(most)} That is too few for another session of {dose_mg} mg (until {most.holds.until})."
        yield Concern(most.case, "units_used_up", text)


def told(use: Use) -> str:
    """What is left of a line, as a sentence."""
    if use.granted is None:
        return f"The line until {use.holds.until} names no number that sessions can be counted in."
    return f"{use.left} of {use.granted} {use.counted_in} are left."


def outdated_codes(case: Case) -> Iterator[Concern]:
    """Lines on a code that ends before they do."""
    granted = case.granted
    if granted is None or case.state == "closed":
        return
    ending = {one.code: one for one in codebook().drug_codes if one.until}
    for line in granted.lines:
        code = ending.get(line.code or "")
        if code and code.until and line.until > code.until:
            source, verify = together(codebook().sources[tag] for tag in code.sources)
            text = (
                f"It is authorized on {code.code} until {line.until}, and {code.code} holds for service until "
                f"{code.until} only. {code.when_it_changes}"
            )
            yield Concern(case.id, "outdated_code", text, source, verify)


def _strength(use: Use) -> str:
    return f"{use.line.strength_mg} mg" if use.line.strength_mg else f"{use.line.code}"
