"""What templates print and call: values, passages that rest on facts, points to confirm, figures, signatures."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from jinja2 import TemplateRuntimeError, Undefined, nodes, pass_eval_context
from markupsafe import Markup

from priorauth.documents.traced import (
    CONFIRM,
    FACT,
    FACT_END,
    FIGURE,
    LINE_OF_TAGS,
    SIGNATURE,
    VALUE,
    Traced,
    cleaned,
    evidence_in,
    packed,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_TAGS = ("%}", "#}")
_LINE_OF_NOTHING_ELSE = re.compile(rf"^[ \t{LINE_OF_TAGS}]*{LINE_OF_TAGS}[ \t]*(?:\n|\Z)", re.MULTILINE)
# A fact's marks go inside what makes a line a heading, an item or a table's row, or it would no longer be one.
_BLOCK_BEGINS = re.compile(rf"(?:[ \t{LINE_OF_TAGS}]*\n)*[ \t]*(?:#{{1,6}}[ \t]+|[-*+][ \t]+|\d+[.)][ \t]+|\|[ \t]*)?")
_BLOCK_ENDS = re.compile(rf"(?:[ \t]*(?<!\\)\|)?[\s{LINE_OF_TAGS}]*\Z")


def with_lines_of_tags(source: str) -> str:
    """A template's source with a mark at the end of each line that holds tags and does not end inside one."""
    return "\n".join(line + LINE_OF_TAGS if _holds_tags(line) else line for line in source.split("\n"))


def without_lines_of_tags(text: str) -> str:
    """The filled text without the lines on which nothing but tags stood, and without the marks."""
    return _LINE_OF_NOTHING_ELSE.sub("", text).replace(LINE_OF_TAGS, "")


def _holds_tags(line: str) -> bool:
    opened = max(line.rfind(brace) for brace in ("{%", "{#", "{{"))
    closed = max(line.rfind(brace) for brace in ("%}", "#}", "}}"))
    return any(tag in line for tag in _TAGS) and closed > opened


@pass_eval_context  # so that Jinja2 does not print a template's own constants while compiling, as if they were markup
def printed(_: nodes.EvalContext, value: object) -> Markup:
    """What ``{{ value }}`` puts into the Markdown: a passage as it is, a value packed.

    Raises:
        TemplateRuntimeError: it is not a text or a whole or decimal number. ``None`` in a letter is a mistake.
    """
    match value:
        case Undefined():
            str(value)  # raises, and names what is not there
        case Markup():
            return Markup(without_lines_of_tags(value).strip())  # noqa: S704  (a passage of this template)
        case Traced():
            return packed(VALUE, value, value.evidence)
        case str():
            return packed(VALUE, cleaned(value))
        case bool():
            pass
        case int() | Decimal():
            return packed(VALUE, str(value))
    raise TemplateRuntimeError(f"a {type(value).__name__} cannot be printed, only a text or a number")


def fact(*items: object, caller: Callable[[], str]) -> Markup:
    """The passage inside, resting on the evidence of ``items`` too."""
    body = caller()
    ids = evidence_in(items)
    begins = _BLOCK_BEGINS.match(body)
    ends = _BLOCK_ENDS.search(body)
    start, end = begins.end() if begins else 0, ends.start() if ends else len(body)
    if not ids or start >= end:
        return Markup(body)  # noqa: S704  (a passage of this template)
    inside = packed(FACT, "", ids) + Markup(body[start:end]) + packed(FACT_END, "")  # noqa: S704
    return Markup(body[:start]) + inside + Markup(body[end:])  # noqa: S704


def confirm(what: str, whom: str = "") -> Markup:
    """A visible point that someone has to confirm before the document can be final."""
    by = f", by {cleaned(whom)}" if whom else ""
    return packed(
        CONFIRM,
        f"[TO CONFIRM: {cleaned(what)}{by}]",
        evidence_in([one for one in (what, whom) if isinstance(one, Traced)]),
    )


def figure(name: str) -> Markup:
    """The place of the figure that the context has under ``name``."""
    return packed(FIGURE, name)


def lines(caller: Callable[[], str]) -> Markup:
    """The lines inside, each a line of its own in one paragraph; empty ones are left out."""
    kept = [line.strip() for line in without_lines_of_tags(caller()).split("\n")]
    return Markup("\\\n".join(line for line in kept if line) + "\n")  # noqa: S704  (a passage of this template)


def signature(date: str = "Date", *, caller: Callable[[], str]) -> Markup:
    """A line to sign on, with the lines inside under it, and beside it a line with ``date`` under it."""
    return (
        Markup("\n\n")
        + packed(SIGNATURE, cleaned(date), evidence_in([date] if isinstance(date, Traced) else []))
        + lines(caller)
        + Markup("\n\n")
    )


HELPERS: dict[str, Callable[..., Markup]] = {
    "confirm": confirm,
    "fact": fact,
    "figure": figure,
    "lines": lines,
    "signature": signature,
}
"""The names by which templates call them."""
