"""A chart as a YAML file that people can read and change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEAD = "# Made by priorauth intake from {source}. Change it there and take it in again, or go on here by hand.\n"


class _Plain(yaml.SafeDumper):
    """Charts are read as strings: only what would be read as nothing needs quotes."""

    yaml_implicit_resolvers = {
        letter: [one for one in rules if one[0] == "tag:yaml.org,2002:null"]
        for letter, rules in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  (PyYAML's signature)
        """A value that stands twice is written twice."""
        return True


def as_yaml(chart: Mapping[str, Any], source: str) -> bytes:
    """The chart in UTF-8; ``source`` is the name of the file it comes from."""
    return (_HEAD.format(source=source.replace("\n", " ")) + "\n" + as_text(chart)).encode()


def as_text(facts: Mapping[str, Any]) -> str:
    """Facts as charts are written, without a head."""
    return yaml.dump(dict(facts), Dumper=_Plain, sort_keys=False, allow_unicode=True, width=110)
