"""``priorauth worklist``, ``worklist show``"""

from __future__ import annotations

import json
import textwrap
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from priorauth.cli.options import format_option, today
from priorauth.cli.worklist.found import the_worklist
from priorauth.cli.worklist.signed import signatures_of
from priorauth.readable import readable
from priorauth.worklist.case import SPOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from priorauth.worklist.events import Approved, Line, Submitted
    from priorauth.worklist.look import Looked
    from priorauth.worklist.store import Kept, Listed

SORTS = ("case", "payer", "state", "age")
_WIDTH = 100


class Age(click.ParamType[timedelta]):
    """A number of days, as 14d or 14."""

    name = "days"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Read it, or say how it is written."""
        if isinstance(value, timedelta):
            return value
        digits = str(value).removesuffix("d")
        if not (digits.isascii() and digits.isdecimal() and len(digits) < 6):
            self.fail("write days as 14d.", param, ctx)
        return timedelta(days=int(digits))


def list_of(
    states: tuple[str, ...],
    payers: tuple[str, ...],
    owners: tuple[str, ...],
    older_than: timedelta | None,
    sort: str,
    shape: str,
    *,
    closed_too: bool,
) -> None:
    """Print the cases that pass the filters."""
    _, worklist = the_worklist()
    known = worklist.listed()
    shown = [
        one
        for one in known
        if (one.state in states if states else closed_too or one.state != "closed")
        and (not payers or one.payer in payers)
        and (not owners or {*one.owners} & {*owners})
        and (older_than is None or today() - one.since > older_than)
    ]
    shown = _sorted(shown, sort)
    if shape == "json":
        click.echo(json.dumps([_data(one) for one in shown], indent=2))
        return
    for row in _rows(shown):
        click.echo(readable(row))
    hidden = len(known) - len(shown)
    click.echo(f"{len(shown)} of {len(known)} cases." if hidden else f"{_cases(len(shown))}.", err=True)


def _sorted(cases: list[Listed], sort: str) -> list[Listed]:
    order = list(SPOKEN)
    match sort:
        case "payer":
            return sorted(cases, key=lambda one: one.payer)
        case "state":
            return sorted(cases, key=lambda one: order.index(one.state))
        case "age":
            return sorted(cases, key=lambda one: one.since)
        case _:
            return cases


def _rows(cases: Sequence[Listed]) -> Iterator[str]:
    cells = [(one.id, one.payer, SPOKEN[one.state], f"{(today() - one.since).days} d", one.owners) for one in cases]
    widths = [max((len(row[column]) for row in cells), default=0) for column in range(4)]
    for case, payer, state, age, owners in cells:
        line = f"{case:{widths[0]}}  {payer:{widths[1]}}  {state:{widths[2]}}  {age:>{widths[3]}}"
        yield f"{line}  {_within(owners, _WIDTH - len(line) - 2)}".rstrip()


def _data(one: Listed) -> dict[str, object]:
    return {
        "case": one.id,
        "payer": one.payer,
        "payer_name": one.payer_name,
        "indication": one.indication,
        "phase": one.phase,
        "state": one.state,
        "since": one.since.isoformat(),
        "owners": list(one.owners),
        "version": one.version,
    }


@click.command(short_help="A case with its history: what was asked, granted and used.")
@click.argument("case")
@format_option
def show(case: str, shape: str) -> None:
    """Show CASE: where it stands, what was asked, granted and used, and every entry with who wrote it.

    CASE is the number of the patient and the request, as case-01/ask-cigna-trd-medical; the number alone is enough
    where only one thing is asked for.

    \b
    Example:  priorauth worklist show case-01
    """
    from priorauth.worklist.look import looked_at  # noqa: PLC0415

    workspace, worklist = the_worklist()
    kept = worklist.find(case)
    patient = kept.case.opened.case
    cases = [worklist.find(one.id).case for one in worklist.listed() if one.id.partition("/")[0] == patient]
    looked = looked_at(kept.case, cases, workspace, today())
    signed = list(signatures_of(kept.case, workspace))
    if shape == "json":
        click.echo(json.dumps(_whole(kept, looked, signed), indent=2))
    else:
        click.echo("\n".join(map(readable, _told(kept, looked, signed))))


def _told(kept: Kept, looked: Looked, signed: Sequence[str]) -> Iterator[str]:
    from priorauth.worklist.differences import of_case as granted_otherwise  # noqa: PLC0415
    from priorauth.worklist.events import Approved, Judged, Submitted  # noqa: PLC0415
    from priorauth.worklist.telling import details  # noqa: PLC0415

    case = kept.case
    opened, asked, granted, judged = case.opened, case.last(Submitted), case.last(Approved), case.last(Judged)
    benefit = f", {opened.benefit} benefit" if opened.benefit else ""
    yield from _wrapped(
        f"{case.id} · {opened.payer_name} · {opened.indication.upper()}, {opened.phase} request{benefit} · "
        f"{SPOKEN[case.state]} since {case.since}",
    )
    yield f"Chart: {opened.chart}"
    for text in signed:
        yield from _wrapped(text)
    if asked:
        yield from _decided("Asked for", asked, asked.asked)
    if granted:
        back = f", and taken back on {case.taken_back.on}" if case.taken_back else ""
        yield from _decided("Granted", granted, granted.lines, back)
        if otherwise := granted_otherwise(case):
            yield from ("", "An approval is not the request:")
            for text in otherwise:
                yield from _wrapped(f"- {text}", indent=2)
        yield from _used(looked)
    if looked.concerns:
        yield from ("", "Look at this:")
        for concern in looked.concerns:
            yield from _wrapped(f"- {concern.what}", indent=2)
    if judged and judged.wanted and case.state in ("draft", "needs_information"):
        yield from ("", f"Wanted, as judged on {judged.on}:")
        for text in judged.wanted:
            yield from _wrapped(f"- {text}", indent=2)
    yield from ("", f"History (version {kept.version}):")
    for number, (entry, event) in enumerate(zip(kept.entries, kept.history.events, strict=True), start=1):
        gone = " (withdrawn)" if number in kept.history.withdrawn else ""
        said = details(event).rstrip(".")
        yield from _wrapped(
            f"{number:>3}  {event.on}  {event.spoken}{gone}{f': {said}' if said else ''}. "
            f"({entry.who}, {entry.at.replace('T', ' ').replace('Z', ' UTC')})",
            indent=0,
            further=17,
        )


def _decided(title: str, event: Submitted | Approved, lines: tuple[Line, ...], after: str = "") -> Iterator[str]:
    from priorauth.worklist.telling import details, line_in_words  # noqa: PLC0415

    more = details(event)
    yield from ("", f"{title} ({event.on}{f'; {more}' if more else ''}){after}:")
    for one in lines:
        yield from _wrapped(f"- {line_in_words(one)}", indent=2)
    if event.npi:
        yield f"  - NPI {event.npi}"


def _used(looked: Looked) -> Iterator[str]:
    """What the sessions of the chart have taken of each line."""
    from priorauth.worklist.authorized import told  # noqa: PLC0415
    from priorauth.worklist.telling import line_in_words  # noqa: PLC0415

    if looked.unread:
        yield from ("", *_wrapped(f"What was used of it is not known. {looked.unread}"))
        return
    yield from ("", "Used, by the sessions in the chart:")
    for one in looked.lines:
        count = len(one.sessions)
        sessions = f"{count} session{'' if count == 1 else 's'}"
        left = told(one)
        if one.ended(looked.as_of):
            left = f"It ended on {one.holds.until}{f' ({one.holds.why})' if one.holds.why else ''}."
        yield from _wrapped(f"- {line_in_words(one.line)}: {sessions}. {left}", indent=2)
    if not looked.lines:
        yield "  - No line of it holds on any day."


def _whole(kept: Kept, looked: Looked, signed: Sequence[str]) -> dict[str, object]:
    from priorauth.worklist.differences import of_case as granted_otherwise  # noqa: PLC0415

    case = kept.case
    return {
        "case": case.id,
        "state": case.state,
        "since": case.since.isoformat(),
        "version": kept.version,
        "signatures": list(signed),
        "granted_otherwise": granted_otherwise(case),
        "used": None
        if looked.unread
        else [
            {
                "line": one.line.model_dump(mode="json", by_alias=True, exclude_none=True),
                "sessions": len(one.sessions),
                "granted": one.granted,
                "used": one.used,
                "left": one.left,
            }
            for one in looked.lines
        ],
        "warnings": [{"code": one.code, "text": one.what} for one in looked.concerns],
        "entries": [
            {
                "number": number,
                "sequence": entry.sequence,
                "at": entry.at,
                "who": entry.who,
                "withdrawn": number in kept.history.withdrawn,
                "event": json.loads(entry.event),
                "hash": entry.hash,
            }
            for number, entry in enumerate(kept.entries, start=1)
        ],
    }


def _within(owners: tuple[str, ...], room: int) -> str:
    """Those owners that there is room for, no name cut."""
    for count in range(len(owners), 0, -1):
        told = ", ".join(one.replace("_", " ") for one in owners[:count]) + (" …" if count < len(owners) else "")
        if len(told) <= room:
            return told
    return "…" if owners and room > 0 else ""


def _cases(number: int) -> str:
    return f"{number} case{'' if number == 1 else 's'}"


def _wrapped(text: str, indent: int = 0, further: int = 2) -> list[str]:
    pad = " " * indent
    return textwrap.wrap(
        text, _WIDTH, initial_indent=pad, subsequent_indent=pad + " " * further, break_on_hyphens=False
    )
