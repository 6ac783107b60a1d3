"""The first pass: what stands where, and whose it is. Nothing of a resource is kept but its place and its keys.

The table is SQLite's, in a file that the system takes away: a bulk export of any size needs no more memory than a page
of it. The second pass reads one patient's resources by their places.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from typing import TYPE_CHECKING

from priorauth.errors import BadInput
from priorauth.intake.fhir.references import names, subject
from priorauth.intake.fhir.source import FHIR, Format, Piece, Place, at, pieces
from priorauth.intake.fhir.values import Json, group, groups, text, texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OF_A_PATIENT = (
    "Coverage",
    "Condition",
    "MedicationRequest",
    "MedicationStatement",
    "MedicationDispense",
    "MedicationAdministration",
    "Observation",
    "QuestionnaireResponse",
    "Procedure",
    "Encounter",
    "AllergyIntolerance",
    "DocumentReference",
)
REFERRED = ("Practitioner", "PractitionerRole", "Organization", "Medication", "Binary")
"""What the others point at."""

_TABLES = """
CREATE TABLE resource (
    row INTEGER PRIMARY KEY, own TEXT UNIQUE, type TEXT, file INTEGER, offset INTEGER, length INTEGER, within TEXT,
    subject TEXT, digest TEXT, updated TEXT, identity TEXT, disputed INTEGER DEFAULT 0
);
CREATE INDEX by_subject ON resource (subject);
CREATE TABLE alias (name TEXT, file INTEGER, row INTEGER, PRIMARY KEY (name, file)) WITHOUT ROWID;
CREATE INDEX by_row ON alias (row);
"""
_PLACE = "resource.file, resource.offset, resource.length, resource.within"


class Index:
    """Where the resources of a source stand."""

    def __init__(self, source: Path, form: Format = FHIR) -> None:
        self._form = form
        self.files = form.files(source)
        self.faults: list[BadInput] = []
        """What could not be read, with what to do."""
        self.unread: Counter[str] = Counter()
        """Resources of types that say nothing a chart could hold."""
        self.again: Counter[tuple[str, str]] = Counter()
        """Resources that came before, by type, and what became of this one."""
        self._database = sqlite3.connect("")  # a file of its own in the system's temporary folder, gone when closed
        self._database.executescript(_TABLES)
        self._last: tuple[int, int, Json] | None = None
        for number, path in enumerate(self.files):
            try:
                for piece in pieces(number, path, self.faults, form):
                    self._add(piece)
            except BadInput as fault:
                self.faults.append(fault)

    def close(self) -> None:
        """Take the table away."""
        self._database.close()

    def patients(self) -> Iterator[tuple[int, bool, bool]]:
        """Each patient by row, in the order of the source; whether two people bear its id; whether it has a double."""
        rows = self._database.execute(
            "SELECT row, disputed, identity IN (SELECT identity FROM resource WHERE type = 'Patient'"
            " GROUP BY identity HAVING count(*) > 1) FROM resource WHERE type = 'Patient' ORDER BY row"
        )
        for row, disputed, double in rows.fetchall():  # numbers only
            yield row, bool(disputed), bool(double)

    def patient(self, row: int) -> Place:
        """Where the patient stands."""
        return _place(self._database.execute(f"SELECT {_PLACE} FROM resource WHERE row = ?", (row,)).fetchone())  # noqa: S608

    def about(self, row: int) -> Iterator[Place]:
        """Where the resources about this patient stand, those of one file beside each other."""
        found = self._database.execute(
            f"SELECT {_PLACE} FROM resource WHERE subject IN (SELECT name FROM alias WHERE row = ?)"  # noqa: S608
            " AND type != 'Patient' ORDER BY resource.file, resource.offset, resource.row",
            (row,),
        )
        yield from map(_place, found.fetchall())

    def find(self, name: str, file: int) -> Place | None:
        """What ``name`` refers to in that file: what the file itself calls so, or the one thing that others do."""
        found = self._database.execute(
            f"SELECT DISTINCT {_PLACE}, resource.digest, alias.file = ? AS here FROM alias"  # noqa: S608
            " JOIN resource ON resource.row = alias.row WHERE alias.name = ? ORDER BY here DESC",
            (file, name),
        ).fetchall()
        if not found or (not found[0][5] and len({one[4] for one in found}) > 1):
            return None
        return _place(found[0][:4])

    def load(self, place: Place) -> Json:
        """The resource that stands there."""
        if self._last is None or self._last[:2] != (place.file, place.offset):
            path = self.files[place.file]
            with path.open("rb") as file:
                file.seek(place.offset)
                self._last = (place.file, place.offset, self._form.loaded(file.read(place.length), str(path)))
        return at(self._last[2], place.within)

    def without_patient(self) -> Counter[str]:
        """Resources by type whose patient is not in the source."""
        found = self._database.execute(
            "SELECT type, count(*) FROM resource WHERE type NOT IN ('Patient', ?, ?, ?, ?, ?)"
            " AND NOT EXISTS (SELECT 1 FROM alias JOIN resource AS patient ON patient.row = alias.row"
            " WHERE alias.name = resource.subject AND patient.type = 'Patient') GROUP BY type",
            REFERRED,
        )
        return Counter(dict(found.fetchall()))

    def _add(self, piece: Piece) -> None:
        resource, place = piece.resource, piece.place
        kind = text(resource.get("resourceType"))
        if kind not in ("Patient", *OF_A_PATIENT, *REFERRED):
            self.unread[kind] += 1
            return
        about = subject(resource) if kind in OF_A_PATIENT else ""
        digest = _digest(resource)
        called = names(resource, piece.url)
        own = "|".join((called[0] if called else digest, about, digest if kind in REFERRED else ""))
        updated = text(group(resource.get("meta")).get("lastUpdated"))
        identity = _identity(resource) if kind == "Patient" else ""
        known = self._database.execute(
            "SELECT row, digest, updated, identity FROM resource WHERE own = ?", (own,)
        ).fetchone()
        values = (*_stored(place), digest, updated, identity)
        if known is None:
            row = self._database.execute(
                "INSERT INTO resource (file, offset, length, within, digest, updated, identity, own, type, subject)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*values, own, kind, about),
            ).lastrowid
        else:
            row = known[0]
            if known[3] != identity:
                self._database.execute("UPDATE resource SET disputed = 1 WHERE row = ?", (row,))
            if updated > known[2]:
                self._database.execute(
                    "UPDATE resource SET file = ?, offset = ?, length = ?, within = ?, digest = ?, updated = ?,"
                    " identity = ? WHERE row = ?",
                    (*values, row),
                )
            if known[1] == digest:
                self.again[kind, "stands twice, counted once"] += 1
            elif updated != known[2]:
                self.again[kind, "an older version"] += 1
            else:
                self.again[kind, "another text under the same id: compare them"] += 1
        for name in called:
            self._database.execute("INSERT OR IGNORE INTO alias VALUES (?, ?, ?)", (name, place.file, row))


def _stored(place: Place) -> tuple[int, int, int, str]:
    return place.file, place.offset, place.length, " ".join(map(str, place.within))


def _place(row: tuple[int, int, int, str]) -> Place:
    return Place(row[0], row[1], row[2], tuple(map(int, row[3].split())))


def _digest(resource: Json) -> str:
    """What tells two texts apart; when it was said is no part of what is said."""
    said = {key: value for key, value in resource.items() if key != "meta"}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _identity(patient: Json) -> str:
    """Who it is, as far as two people can be told apart by it."""
    families = sorted({text(one.get("family")).casefold() for one in groups(patient.get("name"))})
    given = sorted({one.casefold() for name in groups(patient.get("name")) for one in texts(name.get("given"))[:1]})
    return hashlib.sha256(repr((text(patient.get("birthDate")), families, given)).encode()).hexdigest()
