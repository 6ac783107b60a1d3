"""Documents put into their folder, without ever replacing one that a person has edited since the program wrote it.

The manifest says what the program wrote. What it is about to write it says before (``manifest.begun.json``), so that a
run that is killed between two files leaves nothing behind that looks like somebody's edit.
"""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from priorauth.files import is_folder, renew, safe_name, sha256, swept, write_private

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from pathlib import Path

MANIFEST, BEGUN = "manifest.json", "manifest.begun.json"
SIGNATURE = "signature.json"
"""What was signed in a folder, and by whom."""


def request_folder(out: Path, case: str, ask: str) -> Path:
    """Where the documents of a request are put."""
    return out / safe_name(case) / safe_name(ask)


def edited(folder: Path) -> frozenset[str]:
    """The files in ``folder`` that are not as the program wrote them, nor as it was about to."""
    wrote, begun = _hashes(_read(folder / MANIFEST)), _begun(folder)
    names = dict.fromkeys(name for one in (wrote, *begun) for name in one)
    known = {name: {one.get(name) for one in (wrote, *begun)} for name in names}
    there = (name for name in names if (folder / name).is_file())
    return frozenset(name for name in there if sha256((folder / name).read_bytes()) not in known[name])


def whole(folder: Path) -> bool:
    """Whether everything that the manifest lists is there, and no later run was broken off."""
    wrote = _hashes(_read(folder / MANIFEST))
    return bool(wrote) and not (folder / BEGUN).exists() and all((folder / name).is_file() for name in wrote)


def put(
    folder: Path,
    files: Mapping[str, bytes],
    gone: Iterable[str] = (),
    *,
    by_hand: Mapping[str, bytes] | None = None,
    nothing_new: Container[str] = (),
) -> tuple[str, ...]:
    """Put ``files``, a manifest among them, into ``folder``, and take ``gone`` out of it.

    A file that was edited stays as it is; the program's own goes beside it, as ``letter.new.docx``.

    Args:
        folder: where.
        files: what the program made, by its name.
        gone: what an earlier run made and this one does not.
        by_hand: files that somebody edited elsewhere, to lie there in place of the program's own.
        nothing_new: edited files of which the program's own says what it said before the edit: none goes beside them.

    Returns:
        The files that were edited and stayed.

    Raises:
        BadInput: a file cannot be written or removed; the others are then as they were before.
    """
    swept(folder)
    by_hand = dict(by_hand or {})
    stay = (edited(folder) if is_folder(folder) else frozenset[str]()) | by_hand.keys()
    files = {**files, MANIFEST: _with_those_that_stay(files, folder, stay)}
    own = {name: data for name, data in files.items() if name not in stay or name not in nothing_new}
    placed = {beside(name) if name in stay else name: data for name, data in own.items()} | by_hand
    old = {beside(name) for name in files} - placed.keys()
    runs = [*_begun(folder), _hashes(json.loads(files[MANIFEST]))]
    write_private(folder / BEGUN, json.dumps(runs).encode())
    try:
        renew(folder, placed, gone=[*(name for name in gone if name not in stay), *sorted(old)])
    finally:
        (folder / BEGUN).unlink(missing_ok=True)
    return tuple(sorted(stay))


def _with_those_that_stay(files: Mapping[str, bytes], folder: Path, stay: Container[str]) -> bytes:
    """The manifest, and in it what the program wrote of edited files that it does not make any more.

    Without that, the next run but one would take them for nobody's, and remove or replace them.
    """
    wrote = _hashes(_read(folder / MANIFEST))
    left = {name: {"sha256": hashed} for name, hashed in wrote.items() if name in stay and name not in files}
    if not left:
        return files[MANIFEST]
    told = json.loads(files[MANIFEST]) | {"edited": left}
    return (json.dumps(told, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def beside(name: str) -> str:
    """What the program's own is called where an edited file keeps its name: ``letter.docx``, ``letter.new.docx``."""
    path = PurePath(name)
    return f"{path.stem}.new{path.suffix}"


def _begun(folder: Path) -> list[dict[str, str]]:
    """What each run that was broken off was about to write: the last of them may have written a part of it."""
    runs = _read(folder / BEGUN)
    return [one for one in runs if isinstance(one, dict)] if isinstance(runs, list) else []


def _hashes(manifest: Any) -> dict[str, str]:
    """What a manifest says of each file; nothing, if it is none of ours."""
    try:
        files = manifest["files"] | manifest.get("edited", {})
        return {name: one["sha256"] for name, one in files.items()}
    except (KeyError, TypeError, AttributeError):
        return {}


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
