"""The files of a source and the resources in them, one after the other, each with the place where it stands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from priorauth.errors import BadInput
from priorauth.files import is_file, is_folder, read_bytes
from priorauth.intake.fhir.values import Json, text
from priorauth.intake.fhir.versions import other_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LINES = (".ndjson", ".jsonl")
_ONE = ".json"
_LOOKED_AT = 65536
"""Bytes within which a resource says its type."""
_AGAIN = "Export it again, or leave it out."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a resource stands: bytes of a file, and the way through the bundles that begin there."""

    file: int
    offset: int
    length: int
    within: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A resource that is no bundle, with the address under which its bundle has it."""

    place: Place
    url: str
    resource: Json


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write resources down: FHIR's own, or one whose entries are read as resources."""

    name: str
    files: Callable[[Path], list[Path]]
    """The files of a source, always in the same order."""
    loaded: Callable[[bytes, str], Json]
    """What the bytes of a file hold, given the name by which to speak of it: a resource, which may be a bundle."""
    largest: int | None = None
    """Bytes above which a file is not looked into."""


def files_of(source: Path) -> list[Path]:
    """The files of ``source``: itself, or every .json and .ndjson below the folder, always in the same order.

    Raises:
        BadInput: there is nothing there, or no such file in it.
    """
    if is_folder(source):
        found = sorted(one for one in source.rglob("*") if one.suffix.lower() in (*LINES, _ONE) and is_file(one))
        if not found:
            raise BadInput(
                "There is no FHIR in this folder.",
                where=str(source),
                fix="FHIR is read from files .json (a resource or a bundle) and .ndjson (a resource on each line).",
            )
        return found
    if not is_file(source):
        raise BadInput("There is no such folder or file.", where=str(source), fix="Check the spelling of the path.")
    return [source]


def is_fhir(source: Path) -> bool:
    """Whether ``source`` looks like FHIR and not like charts: its first file of JSON says what resource it holds."""
    if is_folder(source) and any(source.rglob("chart.yaml")):
        return False
    try:
        with files_of(source)[0].open("rb") as file:
            return b'"resourceType"' in file.read(_LOOKED_AT)
    except (BadInput, OSError):
        return False


def pieces(number: int, path: Path, faults: list[BadInput], form: Format) -> Iterator[Piece]:
    """The resources of one file. A line that cannot be read goes to ``faults``, and the next one is read.

    Raises:
        BadInput: the whole file cannot be read, or is of another version of FHIR.
    """
    if path.suffix.lower() not in LINES:
        if form.largest and path.stat().st_size > form.largest:
            most = f"{form.largest // 2**20} MB"
            raise BadInput(f"This file is larger than {form.name} is read here ({most}).", where=str(path), fix=_AGAIN)
        data = read_bytes(path)
        yield from list(_checked(form.loaded(data, str(path)), Place(number, 0, len(data)), str(path)))
        return
    try:
        file = path.open("rb")
    except OSError:
        read_bytes(path)  # tells why
        raise
    with file:
        offset = 0
        for line, data in enumerate(file, start=1):
            place, where = Place(number, offset, len(data)), f"{path}, line {line}"
            offset += len(data)
            if data.strip():
                try:
                    found = list(_checked(form.loaded(data, where), place, where))
                except OtherVersion:
                    raise
                except BadInput as fault:
                    faults.append(fault)
                else:
                    yield from found


def at(whole: Json, within: tuple[int, ...]) -> Json:
    """The resource to which the way leads that :func:`pieces` told."""
    for entry in within:
        whole = whole["entry"][entry]["resource"]
    return whole


class OtherVersion(BadInput):
    """FHIR, but not R4: what follows in the file is of that version too."""


def _checked(whole: Json, place: Place, where: str) -> Iterator[Piece]:
    try:
        for piece in _unfolded(whole, "", place):
            if not text(piece.resource.get("resourceType")):
                raise BadInput("This is JSON, but not FHIR: it has no resourceType.", where=where, fix=_AGAIN)
            if version := other_version(piece.resource):
                raise OtherVersion(
                    f"This is FHIR {version}, and only R4 is read.",
                    where=where,
                    fix="Have it exported as R4 (4.0.1).",
                )
            yield piece
    except RecursionError:
        raise _too_deep(where) from None


def _unfolded(resource: Json, url: str, place: Place) -> Iterator[Piece]:
    """The resource itself, or those of the bundle that it is, and of the bundles in that."""
    if resource.get("resourceType") != "Bundle":
        yield Piece(place, url, resource)
        return
    entries = resource.get("entry")
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        inner = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(inner, dict):
            below = Place(place.file, place.offset, place.length, (*place.within, number))
            yield from _unfolded(inner, text(entry.get("fullUrl")), below)


def loaded(data: bytes, where: str) -> Json:
    """What ``data`` holds: one resource, which may be a bundle.

    Raises:
        BadInput: it is no text, no JSON, or JSON that can be no resource.
    """
    try:
        found: Any = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadInput("This is not text in UTF-8, as FHIR is written.", where=where, fix=_AGAIN) from None
    except ValueError:
        raise BadInput("This is no JSON, or JSON that was cut in half.", where=where, fix=_AGAIN) from None
    except RecursionError:
        raise _too_deep(where) from None
    if not isinstance(found, dict):
        raise BadInput("This is JSON, but not FHIR: it has no resourceType.", where=where, fix=_AGAIN)
    return found


def _too_deep(where: str) -> BadInput:
    return BadInput("This JSON is nested too deep to be FHIR.", where=where, fix=_AGAIN)


FHIR = Format("FHIR R4", files_of, loaded)
