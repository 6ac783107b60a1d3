"""How American forms want days, telephone numbers and numbers written, whole or split over several fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jinja2 import TemplateRuntimeError

if TYPE_CHECKING:
    from collections.abc import Sequence

_ISO_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_PART_OF_A_DAY = re.compile(r"(YYYY|YY|MM|DD)")
_PHONE = re.compile(r"(?:\+?1[ .-]*)?\(?(\d{3})\)?[ .-]*(\d{3})[ .-]*(\d{4})(?: *x *(\d+))?")
_PARTS_OF_A_PHONE = ("area", "exchange", "line", "local", "extension")


def us_date(day: str | None, form: str = "MM/DD/YYYY") -> str:
    """A day, month or year written as ``2026-11-20``, ``2026-11`` or ``2026`` in the way of American forms.

    ``form`` says how, in ``MM``, ``DD``, ``YYYY`` and ``YY``; for boxes of their own ``us_date('MM')`` and so on. What
    is not known of the day is left out. What is written otherwise ("unknown", "ongoing") stays as it is where a whole
    day is asked for, and has no part that a box could hold.
    """
    pieces = _PART_OF_A_DAY.split(form)
    if len(pieces) == 1:
        raise TemplateRuntimeError("a day is written in MM, DD, YYYY or YY")
    match = _ISO_DAY.fullmatch(day or "")
    if not match:
        whole = {"MM", "DD"} <= set(pieces) and ("YYYY" in pieces or "YY" in pieces)
        return (day or "") if whole else ""
    year, month, date = match.groups()
    known = {"YYYY": year, "YY": year[2:], "MM": month, "DD": date}
    written = ""
    for before, part in zip(pieces[::2], pieces[1::2], strict=False):
        if known[part]:
            written += (before if written else "") + known[part]
    return written


def span(days: Sequence[str | None]) -> str:
    """From one day to another, each written by :func:`us_date`; where one is not known, the other says which it is.

    "02/03/2025 to 06/08/2025", "from 02/03/2025", "to 06/08/2025"; of what goes on: "02/03/2025, ongoing".
    """
    first, last = (us_date(day) for day in days)
    if first and last:
        return f"{first} to {last}" if last[0].isdigit() else f"{first}, {last}"
    if first:
        return f"from {first}"
    return f"to {last}" if last[:1].isdigit() else last


def phone(number: str | None, part: str = "") -> str:
    """A telephone number as ``(301) 555-0100``, or its ``area``, ``exchange``, ``line``, ``local`` or ``extension``.

    ``local`` is exchange and line, as 555-0100. A number that is not of ten digits stays as it is, and has no parts.
    """
    if part and part not in _PARTS_OF_A_PHONE:
        raise TemplateRuntimeError(f"the parts of a telephone number are {', '.join(_PARTS_OF_A_PHONE)}")
    match = _PHONE.fullmatch((number or "").strip())
    if not match:
        return "" if part else number or ""
    area, exchange, line, extension = match.groups("")
    parts = {"area": area, "exchange": exchange, "line": line, "extension": extension, "local": f"{exchange}-{line}"}
    return parts[part] if part else f"({area}) {exchange}-{line}" + (f" x {extension}" if extension else "")


def digits(text: str | None) -> str:
    """The digits alone, for boxes that hold one each: ``12-3456789`` is ``123456789``."""
    return "".join(letter for letter in text or "" if letter.isdigit())
