"""The manifest tells what went in and what came out, and nothing else."""

from __future__ import annotations

import hashlib
import json
from datetime import date

from priorauth import __version__
from priorauth.documents.packet.manifest import manifest

PARTS = {
    "chart": b"chart",
    "policy": b"policy",
    "exhibits": {"exhibit-chart-note": b"note"},
    "practice": b"practice",
    "templates": {"forms/universal/map.yaml": b"map", "letters/initial.md.j2": b"wording"},
    "files": {"packet.pdf": b"packet"},
    "as_of": date(2026, 11, 20),
}


def hashed(data: bytes) -> dict[str, str | int]:
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def test_everything_is_told_by_its_hash() -> None:
    told = json.loads(manifest(**PARTS))
    assert told["chart"] == hashed(b"chart")
    assert told["policy"] == hashed(b"policy")
    assert told["exhibits"] == {"exhibit-chart-note": hashed(b"note")}
    assert told["practice"] == hashed(b"practice")
    assert told["templates"]["letters/initial.md.j2"] == hashed(b"wording")
    assert told["files"] == {"packet.pdf": hashed(b"packet")}
    assert told["as_of"] == "2026-11-20"
    assert told["made_by"]["priorauth"] == __version__


def test_the_order_in_which_things_are_named_does_not_matter() -> None:
    other = PARTS | {"templates": dict(reversed(list(PARTS["templates"].items())))}
    assert manifest(**other) == manifest(**PARTS)


def test_another_chart_is_another_manifest() -> None:
    assert manifest(**PARTS | {"chart": b"Chart"}) != manifest(**PARTS)


def test_without_a_profile_of_the_practice_it_says_so() -> None:
    assert json.loads(manifest(**PARTS | {"practice": None}))["practice"] is None
