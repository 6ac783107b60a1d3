"""The worklist: cases read from a database of events, and events added to it, one at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Literal, cast

from pydantic import TypeAdapter
from sqlalchemy import delete, func, insert, select

from priorauth.documents.packet.manifest import Anchor
from priorauth.errors import UsageError
from priorauth.reading import meant
from priorauth.worklist.address import Address, address_of
from priorauth.worklist.connection import Database, make_file
from priorauth.worklist.events import AnyEvent, Judged, Opened
from priorauth.worklist.history import History
from priorauth.worklist.migrate import made_ready
from priorauth.worklist.page_events import PAGE, PageEvent
from priorauth.worklist.tables import CASES, EVENTS, PAGE_TALLY
from priorauth.worklist.trail import BEGINNING, Entry, Tally, Walked, canonical, seal, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from sqlalchemy import ColumnElement, Connection, Row

    from priorauth.worklist.anchors import Anchored
    from priorauth.worklist.case import Case, State
    from priorauth.worklist.trail import Writer
    from priorauth.workspace import Workspace

_EVENT: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)
Came = Literal["added", "corrected", "there already"]
_AT_ONCE = 1000
_ADD = "Add it: priorauth worklist add CHART."


@dataclass(frozen=True, slots=True)
class Listed:
    """A case as a list shows it."""

    id: str
    payer: str
    payer_name: str
    indication: str
    phase: str
    state: State
    since: date
    owners: tuple[str, ...]
    """Who has what is missing."""
    version: int


@dataclass(frozen=True)
class Kept:
    """A case with everything that was written down about it."""

    entries: tuple[Entry, ...]
    history: History

    @property
    def case(self) -> Case:
        """As it stands."""
        return self.history.case

    @property
    def version(self) -> int:
        """What whoever writes must have seen."""
        return self.history.version


class Worklist:
    """All cases of a practice."""

    def __init__(self, address: Address, *, backed_up: bool = False) -> None:
        """Open it, make it where there is none, bring it up to date where it is old.

        Raises:
            BadInput: it cannot be opened, or is of a newer program.
            ToolMissing: the library for PostgreSQL is not installed.
        """
        self.address = address
        self.database = Database(address)
        make_file(address)
        made_ready(self.database, backed_up=backed_up)

    @classmethod
    def of(cls, workspace: Workspace) -> Worklist | None:
        """The workspace's own, where it has one."""
        address = address_of(workspace)
        return cls(address) if address and address.is_there else None

    def append(self, case: str, event: AnyEvent, by: Writer, *, seen: int | None) -> Kept:
        """Write ``event`` down.

        Args:
            case: the case's id.
            event: what happened to it.
            by: who says so, and when.
            seen: the version of the case that the writer has seen; ``None`` where it does not matter.

        Raises:
            UsageError: there is no such case, somebody else has changed it meanwhile, or that cannot happen to it.
        """
        with self.database.writing() as connection:
            kept = _kept(connection, case)
            if kept is None:
                raise UsageError(f"The worklist has no case {case}.", fix=_ADD)
            if seen is not None and kept.version != seen:
                raise _changed(kept, seen)
            return _written(connection, case, kept, event, by)

    def opened(self, opened: Opened, by: Writer) -> tuple[Kept, Came]:
        """The case that ``opened`` begins, or corrects where it says otherwise than before; and which of these."""
        name = f"{opened.case}/{opened.ask}"
        with self.database.writing() as connection:
            kept = _kept(connection, name)
            if kept is None:
                return _written(connection, name, None, opened, by), "added"
            now = kept.case.corrected(opened)
            return (_written(connection, name, kept, now, by), "corrected") if now else (kept, "there already")

    def find(self, name: str) -> Kept:
        """The case of that id; of a patient's number alone, where only one thing is asked for.

        Raises:
            UsageError: there is none, or there are several.
        """
        with self.database.reading() as connection:
            known: list[str] = list(connection.execute(select(CASES.c.id).order_by(CASES.c.id)).scalars())
            found = [one for one in known if name in (one, one.partition("/")[0])]
            kept = _kept(connection, found[0]) if len(found) == 1 else None
        if kept:
            return kept
        if found:
            raise UsageError(f"{name} has several requests in the worklist.", fix=f"Name one: {', '.join(found)}.")
        near = meant(name, {*known, *(one.partition("/")[0] for one in known)})
        raise UsageError(f"The worklist has no case {name}.{near}", fix=_ADD)

    def listed(self) -> list[Listed]:
        """Every case in a line, by id."""
        with self.database.reading() as connection:
            rows = connection.execute(select(CASES).order_by(CASES.c.id)).all()
        return [_listed(row) for row in rows]

    def cases(self) -> Iterator[Kept]:
        """Every case with its history, by id, one after the other."""
        with self.database.reading() as connection:
            rows = _streamed(connection, EVENTS.c.case, EVENTS.c.sequence, only=EVENTS.c.case != PAGE)
            for _, entries in groupby(rows, key=lambda one: one.case):
                yield _of(tuple(entries))

    def note(self, event: PageEvent, by: Writer) -> Entry:
        """Write down what happened at the page, and is of no case."""
        with self.database.writing() as connection:
            entry = _added(connection, PAGE, canonical(event), by)
            before = connection.execute(select(PAGE_TALLY.c.entries).where(PAGE_TALLY.c.id == PAGE)).scalar() or 0
            connection.execute(delete(PAGE_TALLY).where(PAGE_TALLY.c.id == PAGE))
            connection.execute(insert(PAGE_TALLY).values(id=PAGE, entries=before + 1, last_hash=entry.hash))
            return entry

    def of_the_page(self, most: int, before: int | None = None) -> list[tuple[Entry, PageEvent]]:
        """The last entries that are of no case, or the last ``before`` an entry's number; the newest first."""
        wanted = select(EVENTS).where(EVENTS.c.case == PAGE).order_by(EVENTS.c.sequence.desc()).limit(most)
        if before is not None:
            wanted = wanted.where(EVENTS.c.sequence < before)
        with self.database.reading() as connection:
            entries = [Entry(*row) for row in connection.execute(wanted)]
        return [(one, PageEvent.model_validate_json(one.event)) for one in entries]

    def last_signed_in(self) -> dict[str, str]:
        """When each account was signed in with last."""
        # The event is canonical JSON, in which a text cannot hold this: its quotation marks would be escaped.
        signed_in = EVENTS.c.event.contains('"what":"signed_in"', autoescape=True)
        wanted = select(EVENTS.c.who, func.max(EVENTS.c.at)).where(EVENTS.c.case == PAGE, signed_in)
        with self.database.reading() as connection:
            return {who: at for who, at in connection.execute(wanted.group_by(EVENTS.c.who))}  # noqa: C416  (rows)

    def entries(self, case: str | None = None) -> Iterator[Entry]:
        """The trail, or the part of it about one case or of the page, in its order."""
        with self.database.reading() as connection:
            yield from _streamed(connection, EVENTS.c.sequence, only=EVENTS.c.case == case if case else None)

    def head(self) -> Anchor:
        """The last entry of the trail."""
        with self.database.reading() as connection:
            return _head(connection)

    def verified(self, anchors: Iterable[Anchored]) -> Walked:
        """The trail, walked from end to end and held against what manifests say of it."""
        with self.database.reading() as connection:
            rows = connection.execute(select(CASES.c.id, CASES.c.version, CASES.c.last_hash)).all()
            rows = [*rows, *connection.execute(select(PAGE_TALLY)).all()]
            told = {name: Tally(entries, last) for name, entries, last in rows}
            walked = walk(_streamed(connection, EVENTS.c.sequence), told, anchors)
        return walked if walked.broken else replace(walked, broken=self._misled())

    def _misled(self) -> str:
        """The first case whose line in lists is not what its entries make of it."""
        with self.database.reading() as connection:
            lines = {row.id: row._mapping for row in connection.execute(select(CASES))}  # noqa: SLF001  (as below)
        for kept in self.cases():
            line = lines[kept.case.id]
            wrong = [key for key, value in _line(kept.history, line["last_hash"]).items() if line[key] != value]
            if wrong:
                told = ", ".join(wrong)
                return f"The line of {kept.case.id} in lists was changed ({told}): its entries say otherwise."
        return ""


def _streamed(connection: Connection, *order: object, only: ColumnElement[bool] | None = None) -> Iterator[Entry]:
    wanted = select(EVENTS).order_by(*order)  # type: ignore[arg-type]
    if only is not None:
        wanted = wanted.where(only)
    with connection.execution_options(yield_per=_AT_ONCE).execute(wanted) as rows:  # a server keeps what is left open
        for row in rows:
            yield Entry(*row)


def _kept(connection: Connection, case: str) -> Kept | None:
    entries = tuple(
        Entry(*row)
        for row in connection.execute(select(EVENTS).where(EVENTS.c.case == case).order_by(EVENTS.c.sequence))
    )
    return _of(entries) if entries else None


def _of(entries: tuple[Entry, ...]) -> Kept:
    return Kept(entries, History(tuple(_EVENT.validate_json(one.event) for one in entries)))


def _head(connection: Connection) -> Anchor:
    last = select(func.max(EVENTS.c.sequence)).scalar_subquery()
    row = connection.execute(select(EVENTS.c.sequence, EVENTS.c.hash).where(EVENTS.c.sequence == last)).first()
    return Anchor(row.sequence, row.hash) if row else Anchor(0, BEGINNING)


def _written(connection: Connection, case: str, kept: Kept | None, event: AnyEvent, by: Writer) -> Kept:
    history = kept.history.checked(event) if kept else History((event,))
    entry = _added(connection, case, canonical(event), by)
    _list(connection, history, entry)
    return Kept((*(kept.entries if kept else ()), entry), history)


def _added(connection: Connection, case: str, event: str, by: Writer) -> Entry:
    head = _head(connection)
    sequence, at = head.sequence + 1, by.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    sealed = seal(sequence, at, by.who, case, event, head.hash)
    entry = Entry(sequence, at, by.who, case, event, head.hash, sealed)
    values = {column.name: getattr(entry, column.name) for column in EVENTS.columns}
    connection.execute(insert(EVENTS).values(values))
    return entry


def _list(connection: Connection, history: History, entry: Entry) -> None:
    """The case's line in lists, made anew."""
    connection.execute(delete(CASES).where(CASES.c.id == history.case.id))
    connection.execute(insert(CASES).values(**_line(history, entry.hash)))


def _line(history: History, last_hash: str) -> dict[str, object]:
    case = history.case
    opened, judged = case.opened, case.last(Judged)
    return {
        "id": case.id,
        "payer": opened.payer,
        "payer_name": opened.payer_name,
        "indication": opened.indication,
        "phase": opened.phase,
        "state": case.state,
        "since": case.since,
        "owners": ",".join(judged.owners) if judged and case.state in ("draft", "needs_information") else "",
        "version": history.version,
        "last_hash": last_hash,
    }


def _listed(row: Row[tuple[object, ...]]) -> Listed:
    told = row._mapping  # noqa: SLF001  (SQLAlchemy's public name for it)
    values = {key: value for key, value in told.items() if key != "last_hash"}
    return Listed(**values | {"owners": tuple(filter(None, cast("str", told["owners"]).split(",")))})


def _changed(kept: Kept, seen: int) -> UsageError:
    """Told to whoever writes second."""
    later = [
        f"{event.spoken} of {event.on}, by {entry.who} at {entry.at}"
        for entry, event in zip(kept.entries[seen:], kept.history.events[seen:], strict=True)
    ]
    if not later:
        return UsageError(
            f"{kept.case.id} has {kept.version} entries, and not {seen}.",
            fix="Look at it: priorauth worklist show.",
        )
    return UsageError(
        f"Somebody else changed {kept.case.id} meanwhile: {'; '.join(later)}.",
        fix="Nothing of yours was written. Look at it (priorauth worklist show), and record again what still holds.",
    )
