"""A chart as a YAML file that people can read and change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from priorauth.yamledit.written import dumped

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEAD = "# Made by priorauth intake from {source}. Change it there and take it in again, or go on here by hand.\n"


def as_yaml(chart: Mapping[str, Any], source: str) -> bytes:
    """The chart in UTF-8; ``source`` is the name of the file it comes from."""
    return (_HEAD.format(source=source.replace("\n", " ")) + "\n" + dumped(dict(chart))).encode()
