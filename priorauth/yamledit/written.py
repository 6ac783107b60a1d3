"""How a value is written into YAML: as charts are, which are read as strings."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

_ENDS_A_LINE = re.compile("[\n\r\x85\u2028\u2029]")
_WIDE = 1 << 30


class Plain(yaml.SafeDumper):
    """Charts are read as strings: only what would be read as nothing needs quotes, and nothing is said by an alias."""

    yaml_implicit_resolvers = {
        letter: [one for one in rules if one[0] == "tag:yaml.org,2002:null"]
        for letter, rules in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  (PyYAML's signature)
        """A value that stands twice is written twice."""
        return True


def _number(dumper: Plain, value: float) -> yaml.ScalarNode:
    return dumper.represent_str(str(value).lower())


for _type in (bool, int, float):
    Plain.add_representer(_type, _number)


class _OneLine(Plain):
    """Lines of a text are told by \\n, so that a value stays in its line."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"' if _ENDS_A_LINE.search(value) else None)


_OneLine.add_representer(str, _text)


def dumped(value: Any) -> str:
    """``value`` as charts are written: a key or an item on each line."""
    return yaml.dump(value, Dumper=Plain, sort_keys=False, allow_unicode=True, default_flow_style=False, width=110)


def in_a_line(value: Any) -> str:
    """``value`` in one line, with brackets, to stand anywhere."""
    text = yaml.dump(
        [value], Dumper=_OneLine, sort_keys=False, allow_unicode=True, default_flow_style=True, width=_WIDE
    )
    return text[1:-2]


def in_json(value: Any) -> str:
    """``value`` in one line of JSON."""
    return json.dumps(value, ensure_ascii=False)
