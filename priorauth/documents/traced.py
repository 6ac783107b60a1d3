"""Chart values on their way through a template: each carries the ids of its evidence, and none can become markup.

A value is printed not as its characters but packed into private-use characters, which Markdown passes through as if
they were letters of a word. After the Markdown is read they are unpacked into spans. So ``**x**``, ``| a |`` or ``1. ``
in a chart is text and stays text, and no escaping rule has to be right for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, SupportsIndex

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Control characters, invisible formatting (zero width, writing direction, soft hyphen), surrogates, private use and
# non-characters: XML forbids some, the others would let a text read otherwise than it is written.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]"
)
_BREAKS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_AROUND_BREAK = re.compile(r"[ \t]*\n[ \t\n]*")
_SPACES = re.compile(r"[ \t]+")

# Private-use characters: 256 for the bytes of what is packed, and one for each kind of packet.
_FIRST_BYTE = 0xE000
_TO_PRIVATE = {byte: _FIRST_BYTE + byte for byte in range(256)}
_FROM_PRIVATE = {private: byte for byte, private in _TO_PRIVATE.items()}
VALUE, CONFIRM, FIGURE, SIGNATURE = map(chr, range(0xE100, 0xE104))
# A fact begins or ends beside words that may be emphasized; Markdown finds the end of emphasis only if what comes next
# is a letter or punctuation as it should be, and punctuation fits on either side.
FACT, FACT_END = "⸨\ue104", "⸨\ue105"
_END, _END_OF_FACT = "\ue1ff", "\ue1fd⸩"
LINE_OF_TAGS: Final = "\ue1fe"
"""Put at the end of a template's line that holds tags: if nothing else is on the line, the line is not there."""
_PACKET = re.compile("([\ue100-\ue103]|⸨[\ue104\ue105])([\ue000-\ue0ff]*)(?:\ue1ff|\ue1fd⸩)")
_SEPARATOR = "\x1f"


def printable(text: str) -> str:
    """``text`` without characters that no page can show; every kind of line break as ``\n``."""
    return text if text.isprintable() and text.isascii() else _UNPRINTABLE.sub("", _BREAKS.sub("\n", text))


def cleaned(text: str) -> str:
    """:func:`printable`, and without runs of spaces, empty lines and outer space."""
    return _SPACES.sub(" ", _AROUND_BREAK.sub("\n", printable(text))).strip(" \n")


class Traced(str):
    """A text and the ids of the facts it comes from. It compares as its text, so templates can ask ``== "failed"``."""

    __slots__ = ("evidence",)
    evidence: tuple[str, ...]

    def __new__(cls, text: object, evidence: str | Iterable[str] = ()) -> Traced:
        """``evidence``: one id or several."""
        traced = super().__new__(cls, cleaned(str(text)))
        traced.evidence = (evidence,) if isinstance(evidence, str) else tuple(evidence)
        return traced

    def __getitem__(self, key: SupportsIndex | slice) -> Traced:
        """A part of the text rests on what the text rests on."""
        part = super().__new__(type(self), super().__getitem__(key))
        part.evidence = self.evidence
        return part


@dataclass(frozen=True, slots=True)
class Packet:
    """What was found packed in a text: its kind, its parts, and whether it was a packet at all."""

    kind: str
    """One of the kinds above; empty for plain text of the template."""
    text: str
    evidence: tuple[str, ...] = ()


def packed(kind: str, text: str, evidence: Iterable[str] = ()) -> Markup:
    """``text`` and ``evidence`` as private-use characters, safe in any place of a Markdown text."""
    data = _SEPARATOR.join((text, *evidence)).encode().decode("latin-1").translate(_TO_PRIVATE)
    return Markup(kind + data + (_END_OF_FACT if kind in (FACT, FACT_END) else _END))  # noqa: S704  (holds nothing but private-use characters)


def unpacked(text: str) -> Iterator[Packet]:
    """``text`` in its order: the template's own words, and what was packed between them."""
    done = 0
    for match in _PACKET.finditer(text):
        if match.start() > done:
            yield Packet("", text[done : match.start()])
        first, *rest = match[2].translate(_FROM_PRIVATE).encode("latin-1").decode().split(_SEPARATOR)
        yield Packet(match[1], first, tuple(rest))
        done = match.end()
    if done < len(text):
        yield Packet("", text[done:])


def count_packed(text: str) -> int:
    """How many packets ``text`` holds."""
    return len(_PACKET.findall(text))


def private_character(text: str) -> re.Match[str] | None:
    """The first private-use character of ``text``: a template may hold none, for they mean something here."""
    return re.search("[\ue000-\uf8ff]", text)


def evidence_in(items: Iterable[object]) -> tuple[str, ...]:
    """The ids that ``items`` rest on, each once.

    An item is a traced value, a finding (the chart's items it names), an item of the chart (its own id), or a list of
    these.

    Raises:
        TypeError: an item carries no evidence.
    """
    return tuple(dict.fromkeys(one for item in items for one in _evidence(item)))


def _evidence(item: object) -> Iterable[str]:
    if hasattr(item, "evidence"):
        return tuple(one if isinstance(one, str) else str(one.item) for one in item.evidence)
    if isinstance(item, (list, tuple)):
        return evidence_in(item)
    if hasattr(item, "id"):
        return (str(item.id),)
    raise TypeError(f"a {type(item).__name__} carries no evidence")
