"""A chart as a YAML file that people can read and change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from priorauth.yamledit import Plain

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEAD = "# Made by priorauth intake from {source}. Change it there and take it in again, or go on here by hand.\n"


def dumped(value: Any, *, in_a_line: bool = False) -> str:
    """``value`` in YAML as charts are written; ``in_a_line``: with brackets, to stand anywhere."""
    if in_a_line:
        return yaml.dump(
            [value], Dumper=Plain, sort_keys=False, allow_unicode=True, default_flow_style=True, width=10**6
        )[1:-2]
    return yaml.dump(value, Dumper=Plain, sort_keys=False, allow_unicode=True, default_flow_style=False, width=110)


def as_yaml(chart: Mapping[str, Any], source: str) -> bytes:
    """The chart in UTF-8; ``source`` is the name of the file it comes from."""
    return (_HEAD.format(source=source.replace("\n", " ")) + "\n" + dumped(dict(chart))).encode()
