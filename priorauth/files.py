"""Files written whole or not at all, for their owner alone, under names that every system accepts."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from priorauth.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_WRITING = ".writing-"
"""How the name of a file begins that is not whole yet; it says nothing about the patient."""
_RESERVED_ON_WINDOWS = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


def is_folder(path: Path) -> bool:
    """Whether a folder is there. A name that the system refuses, such as one that is too long, is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_file(path: Path) -> bool:
    """The same for a file."""
    try:
        return path.is_file()
    except OSError:
        return False


def sha256(data: bytes) -> str:
    """The SHA-256 of ``data`` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def safe_name(text: str) -> str:
    """``text`` as a file name that Windows, macOS and Linux accept; never empty.

    Reserved device names of Windows (``con``, ``lpt1``) get a leading underscore.
    """
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip("-. ")[:80].rstrip("-. ") or "unnamed"
    return f"_{name}" if name.split(".")[0].lower() in _RESERVED_ON_WINDOWS else name


def private_folder(path: Path) -> Path:
    """Make ``path`` and its missing parents, readable by the owner alone (0700): all of them, or none.

    Raises:
        BadInput: the folder cannot be made.
    """
    made: list[Path] = []
    try:
        for folder in (*reversed(path.parents), path):
            _make(folder, made)
    except BadInput:
        for folder in reversed(made):
            folder.rmdir()
        raise
    return path


def _make(folder: Path, made: list[Path]) -> None:
    try:
        if not folder.exists():
            folder.mkdir(mode=0o700, exist_ok=True)
            made.append(folder)
        there = folder.is_dir()
    except OSError as error:
        raise BadInput(
            f"The folder cannot be made ({error.strerror or 'refused by the system'}).",
            where=str(folder),
            fix="Choose another folder with -o, or ask for the right to write there.",
        ) from None
    if not there:
        raise BadInput("This is a file, not a folder.", where=str(folder), fix="Choose another folder with -o.")


class Overtaken(BadInput):
    """Somebody else has written the file since it was read."""


def write_private(path: Path, data: bytes, *, instead_of: bytes | None = None) -> None:
    """Put ``data`` at ``path`` in one step: written beside it, flushed, then moved into place (0600).

    Args:
        path: the file.
        data: what it is to hold.
        instead_of: what it held when it was read, if that matters: it is looked at again right before the last step,
            for a command and the clinician's page may change the same file.

    Raises:
        Overtaken: the file does not hold ``instead_of`` any more; it stays as it is.
        BadInput: the place cannot be written, or (on Windows) the file is open in another program.
    """
    private_folder(path.parent)
    temporary: Path | None = None
    try:
        # mkstemp makes the file with 0600.
        handle, name = tempfile.mkstemp(prefix=_WRITING, dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if instead_of is not None and read_bytes(path) != instead_of:
            raise Overtaken(
                "The file was changed by somebody else meanwhile; it stays as it is.",
                where=str(path),
                fix="Look at it again, and do it once more.",
            )
        temporary.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from None
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def swept(folder: Path) -> None:
    """Take out what a run that was killed had half written: nobody else writes into ``folder`` now."""
    for path in folder.glob(f"{_WRITING}*") if is_folder(folder) else ():
        path.unlink(missing_ok=True)


def renew(folder: Path, files: Mapping[str, bytes], gone: Iterable[str] = ()) -> None:
    """Put ``files`` into ``folder`` and take ``gone`` out of it: all of it, or, where one refuses, nothing.

    Raises:
        BadInput: a file cannot be written or removed; the others are then as they were before.
    """
    private_folder(folder)
    gone = [name for name in gone if (folder / name).is_file()]
    before = {name: (folder / name).read_bytes() if (folder / name).is_file() else None for name in (*gone, *files)}
    done: list[str] = []
    try:
        for name in gone:
            _remove(folder / name)
            done.append(name)
        for name, data in files.items():
            write_private(folder / name, data)
            done.append(name)
    except BadInput:
        for name in done:
            old = before[name]
            if old is None:
                (folder / name).unlink(missing_ok=True)
            else:
                write_private(folder / name, old)
        raise


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        raise cannot_write(path, error) from None


def cannot_write(path: Path, error: OSError) -> BadInput:
    """What to say where the system refuses to write."""
    if isinstance(error, PermissionError):
        return BadInput(
            "This file cannot be written: it is open in another program, or writing here is not allowed.",
            where=str(path),
            fix="Close it in Word or the PDF viewer, or choose another folder with -o, and run the command again.",
        )
    return BadInput(
        f"This file cannot be written ({error.strerror or 'refused by the system'}).",
        where=str(path),
        fix="Make room or choose another folder with -o, and run the command again.",
    )


def read_bytes(path: Path) -> bytes:
    """The content of ``path``.

    Raises:
        BadInput: there is no such file, or it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise BadInput("There is no such file.", where=str(path), fix="Check the spelling of the path.") from None
    except IsADirectoryError:
        raise BadInput("This is a folder, not a file.", where=str(path), fix="Name a file in it.") from None
    except OSError as error:
        raise BadInput(
            f"The file cannot be read ({error.strerror or 'refused by the system'}).",
            where=str(path),
            fix="Close it in other programs, or ask for the right to read it.",
        ) from None
