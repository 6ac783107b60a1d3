"""JSON told so that YAML, which is all but a superset of it, reads the same."""

from __future__ import annotations

import json
import re

_BEYOND = re.compile(
    r"\\u(?P<high>d[89ab][0-9a-f]{2})\\u(?P<low>d[c-f][0-9a-f]{2})|(?P<slash>\\/)|\\."
    "|(?P<raw>[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff])",
    re.IGNORECASE,
)
"""What a text in quotes may hold in JSON alone: a character in two halves, a stroke behind a backslash, and characters
that YAML refuses or takes for the end of a line. Other escapes are passed over whole, so that none begins in another.
"""
_PERHAPS = re.compile("\\\\ud|\\\\/|[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", re.IGNORECASE)


def is_json(text: str) -> bool:
    """Whether all of ``text`` is a group or a list in JSON."""
    return text.lstrip()[:1] in ("{", "[") and fault(text) is None


def fault(text: str) -> json.JSONDecodeError | None:
    """Where ``text`` stops to be JSON; ``None`` also of what nests too deep to tell."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return error
    except RecursionError:
        pass
    return None


def as_yaml(text: str) -> str:
    """``text`` for a reader of YAML, each line where it was; what is no JSON, or needs nothing, as it stands."""
    return _BEYOND.sub(_told, text) if _PERHAPS.search(text) and is_json(text) else text


def _told(one: re.Match[str]) -> str:
    if one["high"]:
        return f"\\U{0x10000 + (int(one['high'], 16) - 0xD800) * 0x400 + int(one['low'], 16) - 0xDC00:08x}"
    if one["raw"]:
        return f"\\u{ord(one['raw']):04x}"
    return "/" if one["slash"] else one[0]
