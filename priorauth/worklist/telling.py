"""Events in words, as a biller reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.ask import WAYS
from priorauth.worklist.events import (
    Appealed,
    Approved,
    Closed,
    Denied,
    InformationRequested,
    Judged,
    Noted,
    Opened,
    PeerToPeer,
    Returned,
    Signed,
    Submitted,
    Withdrawn,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.worklist.events import AnyEvent, Line


def details(event: AnyEvent) -> str:
    """What is to be said of it beside what it is; empty if nothing."""
    return "; ".join(one for one in _details(event) if one)


def line_in_words(one: Line) -> str:
    """ "J0013, 56 mg, 62 units, 1 session, 2026-12-01 to 2027-05-31, place of service 11"."""
    parts = (
        one.code,
        f"NDC {one.ndc}" if one.ndc else None,
        f"{one.strength_mg} mg" if one.strength_mg else None,
        _counted(one.units, "unit"),
        _counted(one.sessions, "session"),
        f"{one.start} to {one.until}",
        f"place of service {one.place_of_service}" if one.place_of_service else None,
    )
    return ", ".join(part for part in parts if part)


def _details(event: AnyEvent) -> Iterator[str | None]:
    match event:
        case Opened(payer_name=payer, indication=indication, phase=phase):
            yield f"{payer}, {indication.upper()}, {phase} request"
            plan = (event.line_of_business, event.state, f"{event.benefit} benefit" if event.benefit else None)
            yield ", ".join(one.replace("_", " ") for one in plan if one)
        case Judged():
            yield event.verdict.replace("_", " ") if event.verdict else None
            yield _until(event.until)
            yield "ready to sign" if event.ready else _counted(len(event.wanted), "thing") + " wanted"
            yield _counted(len(event.made), "file") + " made" if event.made else None
        case Signed(by=by):
            yield f"by {by}"
        case Submitted():
            yield WAYS[event.by] + (", expedited" if event.expedited else "")
            yield _number("confirmation number", event.confirmation)
        case InformationRequested():
            yield event.wanted
            yield _until(event.until)
        case PeerToPeer():
            yield "held" if event.held else "offered"
            yield _until(event.until)
        case Approved():
            yield "counts as granted, because the payer did not answer in time" if event.by_default else None
            yield _number("authorization number", event.number)
        case Denied():
            yield f"{event.level} level of appeal" if event.level else None
            yield event.reason.replace("_", " ") if event.reason else None
            yield event.in_words
            yield f"notice received {event.notice_received}" if event.notice_received else None
            yield f"appeal until {event.appeal_until}" if event.appeal_until else None
        case Appealed():
            yield f"{event.level} level" + (", expedited" if event.expedited else "")
            yield _number("confirmation number", event.confirmation)
        case Closed(why=said) | Noted(text=said) | Returned(why=said):
            yield said
        case Withdrawn(entry=entry, why=why):
            yield f"entry {entry}: {why}"
        case _:
            return


def _counted(number: int | None, what: str) -> str:
    return "" if number is None else f"{number} {what}{'' if number == 1 else 's'}"


def _number(what: str, number: str | None) -> str | None:
    return f"{what} {number}" if number else None


def _until(day: object) -> str | None:
    return f"until {day}" if day else None
