"""What was granted, held against what was asked: an approval is not the request."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from priorauth.chart.codes import ndc11
from priorauth.request.codebook import codebook
from priorauth.worklist.events import Submitted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from priorauth.worklist.case import Case
    from priorauth.worklist.events import Approved, Line

_TEN = 10


def differences(asked: Submitted, granted: Approved) -> list[str]:
    """What the approval grants otherwise than was asked, in sentences; none where it is the same."""
    if not asked.asked:
        return ["What was asked is not in the worklist, so the approval could not be compared with it."]
    told: list[str] = []
    wanted, given = _brought_together(asked.asked, granted.lines), _brought_together(granted.lines, asked.asked)
    pairs, missing, added = _paired(wanted, given)
    for one, other in pairs:
        told += _of_a_pair(one, other)
    told += [f"Not granted: {one}." for one in missing]
    told += [f"Granted, and not asked: {one}." for one in added]
    told += _values("NPI of the place of treatment", asked.npi, granted.npi)
    return list(dict.fromkeys(told))


def of_case(case: Case) -> list[str]:
    """The same of what a case was granted and has still, held against what was asked last."""
    asked, granted = case.last(Submitted), case.granted
    return differences(asked, granted) if asked and granted else []


@dataclass(frozen=True, slots=True)
class _Item:
    """One line, or several of one code that the other side has as one."""

    code: str | None
    ndc: str | None
    strengths: tuple[int, ...]
    units: int | None
    sessions: int | None
    start: date
    until: date
    place: str | None

    @property
    def name(self) -> str:
        """What it is for: "J0013 (84 mg)"."""
        return f"{self._called} ({_mg(self.strengths)})" if self.strengths else self._called

    @property
    def counted(self) -> str:
        """What its units are called: "units of J0013 (84 mg)"."""
        return f"units of {self.name}" if self.code else f"units (kits) of {self.name}"

    @property
    def _called(self) -> str:
        return self.code or (f"NDC {self.ndc}" if self.ndc else "the drug, without a code")

    @property
    def of_the_drug(self) -> bool:
        """Whether it is about the drug, and not about an office visit beside it."""
        return self.code not in codebook().visits.every

    def _may_be(self, other: _Item) -> bool:
        """Whether its code holds for the other's strengths; most codes hold for any."""
        own = next((one for one in codebook().visit_with_drug_codes if one.code == self.code), None)
        return own is None or all(map(own.holds_for, other.strengths))

    def __str__(self) -> str:
        amount = f", {self.units} units" if self.units is not None else ""
        amount += f", {self.sessions} sessions" if self.units is None and self.sessions is not None else ""
        return f"{self.name}{amount}, {self.start} to {self.until}"

    def likeness(self, other: _Item) -> int:
        """How much speaks for the two being one line: that nothing differs, then code, package, strength and days.

        Nothing does where they cannot be: a visit is none for the drug, nor a code for a dose beyond its own.
        """
        if self.code != other.code and (
            self.of_the_drug != other.of_the_drug or not (self._may_be(other) and other._may_be(self))
        ):
            return 0
        same_code = self.code is not None and self.code == other.code
        same_package = _one_package(self.ndc, other.ndc)
        same_strength = bool(self.strengths) and self.strengths == other.strengths
        overlap = self.start <= other.until and other.start <= self.until
        neither = self.code is None and other.code is None
        return 16 * (self == other) + 8 * same_code + 4 * (same_package or neither) + 2 * same_strength + overlap


def _item(lines: Sequence[Line]) -> _Item:
    units = [one.units for one in lines]
    sessions = [one.sessions for one in lines]
    places = {one.place_of_service for one in lines}
    packages = {one.ndc for one in lines}
    return _Item(
        code=lines[0].code,
        ndc=packages.pop() if len(packages) == 1 else None,
        strengths=tuple(sorted({one.strength_mg for one in lines if one.strength_mg is not None})),
        units=None if None in units else sum(one or 0 for one in units),
        sessions=None if None in sessions else sum(one or 0 for one in sessions),
        start=min(one.start for one in lines),
        until=max(one.until for one in lines),
        place=places.pop() if len(places) == 1 else None,
    )


def _brought_together(lines: Sequence[Line], others: Sequence[Line]) -> list[_Item]:
    """Each line as an item; those of a code in one, where the other side has that code in one line for any strength."""
    whole = {
        code for code, of_code in _by_code(others) if len(of_code) == 1 and of_code[0].strength_mg is None
    }  # fmt: skip
    items: list[_Item] = []
    for code, of_code in _by_code(lines):
        items += [_item(of_code)] if code in whole else [_item([one]) for one in of_code]
    return items


def _by_code(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    ordered = sorted(lines, key=lambda one: (one.code or "", one.start, one.strength_mg or 0))
    return [(code, list(of_code)) for code, of_code in groupby(ordered, key=lambda one: one.code or "")]


def _paired(
    wanted: Sequence[_Item], given: Sequence[_Item]
) -> tuple[list[tuple[_Item, _Item]], list[_Item], list[_Item]]:
    """Which is the answer to which, the likest first; and what is left over on either side."""
    left, right = list(range(len(wanted))), list(range(len(given)))
    candidates = sorted(
        ((one, other) for one in left for other in right), key=lambda pair: -wanted[pair[0]].likeness(given[pair[1]])
    )
    pairs: list[tuple[int, int]] = []
    for one, other in candidates:
        if one in left and other in right and wanted[one].likeness(given[other]):
            pairs.append((one, other))
            left.remove(one)
            right.remove(other)
    told = [(wanted[one], given[other]) for one, other in sorted(pairs)]
    return told, [wanted[one] for one in left], [given[one] for one in right]


def _of_a_pair(asked: _Item, granted: _Item) -> Iterator[str]:
    if asked.code != granted.code:
        yield f"Another code: asked {asked}; granted {granted}."
    else:
        if asked.code is None and asked.ndc and granted.ndc and not _one_package(asked.ndc, granted.ndc):
            yield f"Another package: asked {asked}; granted {granted}."
        yield from _amounts(f"{_capital(asked.counted)}", asked.units, granted.units)
        if asked.units is None or granted.units is None:
            yield from _amounts(f"Sessions of {asked.name}", asked.sessions, granted.sessions)
    if asked.strengths != granted.strengths:
        yield from _values(f"Strength of {asked.name}", _mg(asked.strengths), _mg(granted.strengths))
    yield from _days(asked, granted)
    yield from _values(f"Place of service of {asked.name}", asked.place, granted.place)


def _amounts(what: str, asked: int | None, granted: int | None) -> Iterator[str]:
    if asked is not None and granted is not None and asked != granted:
        by = f"{asked - granted} fewer" if granted < asked else f"{granted - asked} more"
        yield f"{what}: {granted} granted, {asked} asked: {by}."
    else:
        yield from _values(what, asked, granted)


def _values(what: str, asked: object, granted: object) -> Iterator[str]:
    """A value that is another, that the approval does not say, or that was not asked."""
    if asked == granted or (not asked and not granted):
        return
    if not granted:
        yield f"{what}: the approval does not say it; {asked} was asked."
    elif not asked:
        yield f"{what}: {granted} in the approval; the request as noted does not say it."
    else:
        yield f"{what}: {granted} granted, {asked} asked."


def _days(asked: _Item, granted: _Item) -> Iterator[str]:
    for what, one, other, worse in (
        ("begins", asked.start, granted.start, granted.start > asked.start),
        ("ends", asked.until, granted.until, granted.until < asked.until),
    ):
        if one != other:
            apart = abs((other - one).days)
            days = "1 day" if apart == 1 else f"{apart} days"
            towards = "later" if other > one else "earlier"
            short = " Sessions planned outside it are not covered." if worse else ""
            yield f"{granted.name} {what} on {other}, {days} {towards} than asked ({one}).{short}"


def _mg(strengths: Iterable[int]) -> str:
    return " and ".join(f"{one} mg" for one in strengths)


def _one_package(one: str | None, other: str | None) -> bool:
    """Whether both may name one package: on its box it has ten digits, on a claim eleven."""
    return one is not None and other is not None and not _read(one).isdisjoint(_read(other))


def _read(ndc: str) -> frozenset[str]:
    """The eleven digits that an NDC stands for; ten without dashes could be any of three. Nothing else is one."""
    if len(ndc) == _TEN and ndc.isdigit():
        return frozenset(ndc[:at] + "0" + ndc[at:] for at in (0, 5, 9))
    try:
        return frozenset({ndc11(ndc)})
    except ValueError:
        return frozenset({ndc})


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
