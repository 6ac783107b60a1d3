"""Documents put into their folder, without ever replacing one that a person has edited since the program wrote it.

The manifest says what the program wrote; a file of which it does not is somebody's own. What the program is about to
write it says before (``manifest.begun.json``), so that a run that is killed between two files leaves nothing behind
that looks like somebody's edit.
"""

from __future__ import annotations

import json
import re
from itertools import count
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from priorauth.documents.packet.manifest import in_json
from priorauth.files import is_folder, renew, safe_name, sha256, swept, write_private

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

MANIFEST, BEGUN = "manifest.json", "manifest.begun.json"
SIGNATURE = "signature.json"
"""What was signed in a folder, and by whom."""
_BESIDE = re.compile(r"(?P<stem>.+)\.new(-[0-9]+)?(?P<ending>\.[^.]+)")


def request_folder(out: Path, case: str, ask: str) -> Path:
    """Where the documents of a request are put."""
    return out / safe_name(case) / safe_name(ask)


def edited(folder: Path, more: Iterable[str] = (), manifest: str = MANIFEST) -> frozenset[str]:
    """The files in ``folder`` that are not as the program wrote them, nor as it was about to.

    Args:
        folder: where they lie.
        more: names of documents beside those that the manifest tells of.
        manifest: what it is called there.
    """
    runs = [_hashes(_read(folder / manifest)), *_begun(folder, manifest)]
    known = {name: {one.get(name) for one in runs} for name in {*more, *(name for one in runs for name in one)}}
    known.pop(manifest, None)
    return frozenset(
        one
        for one in _there(folder)
        if original(one) in known and sha256((folder / one).read_bytes()) not in known[original(one)]
    )


def whole(folder: Path) -> bool:
    """Whether everything that the manifest lists is there, and no later run was broken off."""
    wrote = _entries(_read(folder / MANIFEST), "files")
    return bool(wrote) and not (folder / BEGUN).exists() and all((folder / name).is_file() for name in wrote)


def put(
    folder: Path,
    files: Mapping[str, bytes],
    gone: Iterable[str] = (),
    manifest: str = MANIFEST,
    *,
    by_hand: Mapping[str, bytes] | None = None,
    nothing_new: Collection[str] = (),
) -> tuple[str, ...]:
    """Put ``files``, a manifest among them, into ``folder``, and take ``gone`` out of it.

    A file that was edited stays as it is; the program's own goes beside it, as ``letter.new.docx``, and beside that
    as ``letter.new-2.docx``, if it was edited too. Of what an earlier run made and this one leaves where it is, the
    manifest goes on to tell (``earlier``).

    Args:
        folder: where.
        files: what the program made, by its name.
        gone: what an earlier run made and this one does not.
        manifest: what it is called there.
        by_hand: files that somebody edited elsewhere, to lie there in place of the program's own.
        nothing_new: edited files of which the program's own says what it said before the edit: none goes beside them.

    Returns:
        The files that were edited and stayed.

    Raises:
        BadInput: a file cannot be written or removed; the others are then as they were before.
    """
    swept(folder)
    concerned = {*files, *gone}
    by_hand = dict(by_hand or {})
    stay = edited(folder, concerned, manifest) | by_hand.keys()
    news = {name: data for name, data in files.items() if name not in stay or name not in nothing_new}
    there = _there(folder)
    old = {one for one in there if original(one) in concerned} - {own(name, stay) for name in news} - stay
    others = {original(one) for one in there if one not in old} - files.keys()
    told = _with_earlier(json.loads(files[manifest]), _read(folder / manifest), others)
    placed = {own(name, stay): data for name, data in news.items()} | by_hand | {manifest: told}
    runs = [*_begun(folder, manifest), _hashes(json.loads(told))]
    write_private(folder / _begun_for(manifest), json.dumps(runs).encode())
    try:
        renew(folder, placed, gone=sorted(old))
    finally:
        (folder / _begun_for(manifest)).unlink(missing_ok=True)
    return tuple(sorted(stay))


def put_alone(folder: Path, files: Mapping[str, bytes], manifest: str) -> tuple[str, ...]:
    """The same for files that have no manifest: ``manifest`` is one that tells their hashes and nothing else."""
    told = in_json({"files": {name: {"sha256": sha256(data)} for name, data in files.items()}})
    return put(folder, {**files, manifest: told}, manifest=manifest)


def own(name: str, stay: Collection[str]) -> str:
    """What the program's own is called where files that were edited keep their names: ``letter.new.docx``."""
    return next(one for one in _places(name) if one not in stay)


def original(place: str) -> str:
    """Of which document a file is: ``letter.new-2.docx`` is one of ``letter.docx``."""
    found = _BESIDE.fullmatch(place)
    return f"{found['stem']}{found['ending']}" if found else place


def _places(name: str) -> Iterator[str]:
    path = PurePath(name)
    yield name
    yield f"{path.stem}.new{path.suffix}"
    yield from (f"{path.stem}.new-{number}{path.suffix}" for number in count(2))


def _there(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if one.is_file()) if is_folder(folder) else []


def _with_earlier(told: dict[str, Any], before: Any, others: Collection[str]) -> bytes:
    """The manifest, with what the one before tells of ``others``, documents that are still there."""
    known = _entries(before, "earlier") | _entries(before, "files")
    left = {name: one for name, one in known.items() if name in others}
    return in_json({**told, "earlier": left} if left else told)


def _begun_for(manifest: str) -> str:
    return f"{PurePath(manifest).stem}.begun.json"


def _begun(folder: Path, manifest: str) -> list[dict[str, str]]:
    """What each run that was broken off was about to write: the last of them may have written a part of it."""
    runs = _read(folder / _begun_for(manifest))
    return [one for one in runs if isinstance(one, dict)] if isinstance(runs, list) else []


def _hashes(manifest: Any) -> dict[str, str]:
    """What a manifest says of each file, whenever it was made."""
    known = _entries(manifest, "earlier") | _entries(manifest, "files")
    return {name: one["sha256"] for name, one in known.items()}


def _entries(manifest: Any, key: str) -> dict[str, dict[str, str]]:
    """What a manifest says of files, one by one; nothing, if it is none of ours."""
    found = manifest.get(key) if isinstance(manifest, dict) else None
    if isinstance(found, dict) and all(isinstance(one, dict) and "sha256" in one for one in found.values()):
        return found
    return {}


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
