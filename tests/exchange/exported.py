"""Bundles as ``priorauth export`` writes them, and how a test finds its way in one."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tests.command import DAY, priorauth

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.command import Ran


@dataclass(frozen=True)
class Exported:
    """One run of the command."""

    ran: Ran
    out: Path

    @cached_property
    def files(self) -> list[Path]:
        """What was written, an ask each."""
        return sorted(path for path in self.out.rglob("*") if path.is_file())

    @cached_property
    def bundles(self) -> list[dict[str, Any]]:
        return [json.loads(path.read_bytes()) for path in self.files]

    @property
    def bundle(self) -> dict[str, Any]:
        """The bundle of the only ask."""
        (one,) = self.bundles
        return one

    def each(self, kind: str) -> list[dict[str, Any]]:
        """The resources of one type in the only bundle."""
        return list(resources(self.bundle, kind))

    def the(self, kind: str) -> dict[str, Any]:
        (one,) = self.each(kind)
        return one

    @property
    def findings(self) -> dict[str, Any]:
        """What the practice found, out of its document."""
        papers = (one["content"][0]["attachment"] for one in self.each("DocumentReference"))
        (data,) = (one["data"] for one in papers if one.get("contentType") == "application/json")
        return dict(json.loads(base64.b64decode(data)))


def export(chart: object, out: Path, *options: str) -> Exported:
    return Exported(priorauth("export", chart, "-o", out, "--as-of", DAY, *options), out)


def resources(bundle: dict[str, Any], kind: str) -> Iterator[dict[str, Any]]:
    return (one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == kind)


def every(value: object, key: str) -> Iterator[Any]:
    """Whatever stands under that key, anywhere in a tree."""
    if isinstance(value, dict):
        for name, one in value.items():
            if name == key:
                yield one
            yield from every(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from every(one, key)
