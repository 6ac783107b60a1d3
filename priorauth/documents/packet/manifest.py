"""What a packet was made of and what was made: hashes by which anybody can see whether something changed since."""

from __future__ import annotations

import json
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

from priorauth import __version__
from priorauth.files import sha256

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_LIBRARIES = ("docxtpl", "img2pdf", "pikepdf", "pypdf", "typst")
"""Those whose version can change the bytes of a document."""


class Anchor(NamedTuple):
    """The last entry of the worklist's audit trail when a packet was made: a trail cut off later lacks it."""

    sequence: int
    hash: str
    case: str | None = None
    """The case of the worklist to which the packet belongs."""


def manifest(
    *,
    chart: bytes,
    policy: bytes | None,
    exhibits: Mapping[str, bytes],
    practice: bytes | None,
    templates: Mapping[str, bytes],
    files: Mapping[str, bytes],
    as_of: date,
    trail: Anchor | None = None,
) -> bytes:
    """The manifest as JSON, its keys sorted; the same bytes for the same input and installation.

    Args:
        chart: the chart's file.
        policy: the policy's file, if one was looked at.
        exhibits: the files enclosed, by the ids of the exhibits.
        practice: the practice's profile, if there is one.
        templates: the templates that were used, by their path within the templates.
        files: what was made, by its name.
        as_of: the day up to which facts were looked at.
        trail: the worklist's audit trail, if there is a worklist.
    """
    told: dict[str, object] = {
        "as_of": as_of.isoformat(),
        "chart": _hashed(chart),
        "exhibits": {name: _hashed(data) for name, data in exhibits.items()},
        "files": {name: _hashed(data) for name, data in files.items()},
        "made_by": _makers(),
        "policy": _hashed(policy) if policy is not None else None,
        "practice": _hashed(practice) if practice is not None else None,
        "templates": {name: _hashed(data) for name, data in templates.items()},
    }
    if trail is not None:
        told["trail"] = {key: value for key, value in trail._asdict().items() if value is not None}
    return in_json(told)


def in_json(told: Mapping[str, object]) -> bytes:
    """A manifest as it is written."""
    return (json.dumps(told, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8")


@cache
def _makers() -> dict[str, str]:
    """This program and the libraries with their versions: those of an installation do not change while it runs."""
    return {"priorauth": __version__} | {name: version(name) for name in _LIBRARIES}


def _hashed(data: bytes) -> dict[str, str | int]:
    return {"sha256": sha256(data), "bytes": len(data)}
