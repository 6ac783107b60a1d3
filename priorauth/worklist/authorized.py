"""Sessions held against what was authorized: which line each belongs to, what is left, and what no line covers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from priorauth.request.codebook import codebook
from priorauth.request.units import mg_to_units
from priorauth.worklist.deadline import Concern, together
from priorauth.worklist.events import Approved, Closed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from priorauth.chart.treatment import Session
    from priorauth.worklist.case import Case
    from priorauth.worklist.events import Line

Fit = Literal["same", "stronger", "weaker"]
"""How a line's strength is to a session's dose: the same, more than was given, or less."""
_GIVEN_FREE = ("sample", "manufacturer")


@dataclass(slots=True)
class Use:
    """One authorized line, and the sessions that belong to it."""

    case: str
    line: Line
    sessions: list[Session] = field(default_factory=list)

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


def of_the_drug(line: Line) -> bool:
    """Whether a line is about the drug, and not about an office visit beside it."""
    return line.code not in codebook().visits.every


def in_force(case: Case) -> Approved | None:
    """What the case's payer has granted and not taken back."""
    return case.last(Approved) if case.state in ("approved", "closed") else None


def uses(cases: Iterable[Case], sessions: Iterable[Session], as_of: date) -> tuple[list[Use], list[Concern]]:
    """Every authorized line with its sessions, and what does not go together.

    Args:
        cases: those of one patient that take one place among the coverages (primary, secondary), of former insurers
            too; a renewal's lines go on with those before it.
        sessions: the patient's. What cost the payer nothing (samples, the manufacturer's own) takes nothing.
        as_of: the day on which one asks whether another session fits.
    """
    of_coverage = list(cases)
    lines = [Use(one.id, line) for one in of_coverage for line in _lasting(one, of_coverage) if of_the_drug(line)]
    lines.sort(key=lambda one: (one.line.start, one.line.until, one.case))
    paid = sorted((one for one in sessions if one.supply not in _GIVEN_FREE), key=lambda one: one.on)
    concerns: list[Concern] = []
    for session in paid:
        if lines and session.on >= lines[0].line.start:
            concerns += _linked(session, lines)
    concerns += [found for one in lines for found in _too_many(one)]
    return lines, [*concerns, *(_used_up(lines, paid[-1].dose_mg, as_of) if paid else ())]


def _lasting(case: Case, others: Iterable[Case]) -> Iterator[Line]:
    """What the case was granted; of a former insurer, as long as it was the patient's.

    An insurer is a former one where its case is closed and another was asked in its place: it pays nothing more, and
    its lines would take sessions that the other never authorized.
    """
    granted, ended = in_force(case), case.last(Closed)
    followed = any(one.opened.payer != case.opened.payer and one.state != "closed" for one in others)
    for line in granted.lines if granted else ():
        if not (ended and followed):
            yield line
        elif line.start <= ended.on:
            yield line.model_copy(update={"until": min(line.until, ended.on)})


def _linked(session: Session, lines: Sequence[Use]) -> Iterator[Concern]:
    """Give the session to its line, and tell where that is not quite its own."""
    told = f"the session of {session.on} ({session.dose_mg} mg)"
    on_that_day = [one for one in lines if one.line.start <= session.on <= one.line.until]
    if not on_that_day:
        before = max(
            (one for one in lines if one.line.until < session.on), key=lambda one: one.line.until, default=None
        )
        nearest = before or lines[0]
        text = f"No authorization covers {told}: the last before it ended on {nearest.line.until}."
        yield Concern(nearest.case, "session_outside", text)
        return
    chosen = min(on_that_day, key=lambda one: _preference(one, session))
    match chosen.fit(session.dose_mg):
        case "weaker":
            text = f"{_capital(told)} is above what is authorized ({_strength(chosen)}): ask for a change of dose."
            yield Concern(chosen.case, "dose_above", text)
            return
        case "stronger":
            text = f"{_capital(told)} is below what is authorized ({_strength(chosen)}): ask whether that covers it."
            yield Concern(chosen.case, "dose_below", text)
    chosen.sessions.append(session)


def _preference(use: Use, session: Session) -> tuple[int, bool, date]:
    """The line of its own strength first, of those one that has something left, of those the one that ends first."""
    order: dict[Fit, int] = {"same": 0, "stronger": 1, "weaker": 2}
    return order[use.fit(session.dose_mg)], not use.has_room(session.dose_mg), use.line.until


def _too_many(use: Use) -> Iterator[Concern]:
    if use.over:
        text = f"{use.used} {use.counted_in} are used and {use.granted} are authorized: {use.over} too many."
        yield Concern(use.case, "units_over", text)


def _used_up(lines: Iterable[Use], dose_mg: int, as_of: date) -> Iterator[Concern]:
    """Where no line that has not ended has room for another session like the last; what is over already is told."""
    lasting = [one for one in lines if one.line.until >= as_of and one.fit(dose_mg) != "weaker"]
    if lasting and not any(one.over or one.has_room(dose_mg) for one in lasting):
        most = max(lasting, key=lambda one: (one.left or 0, one.line.until))
        text = f"{told(most)} That is too few for another session of {dose_mg} mg (until {most.line.until})."
        yield Concern(most.case, "units_used_up", text)


def told(use: Use) -> str:
    """What is left of a line, as a sentence."""
    if use.granted is None:
        return f"The line until {use.line.until} names no number that sessions can be counted in."
    return f"{use.left} of {use.granted} {use.counted_in} are left."


def outdated_codes(case: Case) -> Iterator[Concern]:
    """Lines on a code that ends before they do."""
    granted = in_force(case)
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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
