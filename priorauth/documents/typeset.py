"""PDF pages and drawings through Typst, in this process and without a look at the machine: no system fonts, no clock.

A template reads what it prints as data and never evaluates it, so a text is a text whatever it holds:

    #let data = json(bytes(sys.inputs.data))
    #let file(name) = bytes(json(bytes(sys.inputs.at("file:" + name))))

It may use the fonts inside Typst (Libertinus Serif, New Computer Modern, DejaVu Sans Mono) and import files beside it.
"""

from __future__ import annotations

import json
import re
import threading
from datetime import UTC, date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from priorauth.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import typst

ARCHIVAL = ("a-2a", "ua-1")
"""PDF/A-2a, to be kept for years, and PDF/UA-1, to be read aloud: Typst refuses a document that violates them."""

_NO_LETTER = re.compile(r'the text `"(?P<text>.+?)"` could not be displayed')


def typeset(
    template: Path,
    data: Mapping[str, Any],
    *,
    dated: date,
    files: Mapping[str, bytes] | None = None,
    standards: tuple[str, ...] = ARCHIVAL,
) -> bytes:
    """A PDF from a Typst template; the same bytes for the same input.

    Args:
        template: the ``.typ`` file.
        data: what it prints; anything that JSON can hold.
        dated: the day that the PDF names as the day it was made.
        files: pictures and the like, by the name that the template asks for.
        standards: names of PDF standards as Typst knows them.

    Raises:
        BadInput: the template is missing or mistaken, or a character is in none of the fonts.
    """
    made = datetime.combine(dated, time(), UTC)
    return cast("bytes", _compiled(template, data, files, format="pdf", pdf_standards=list(standards), timestamp=made))


def told(template: Path, data: Mapping[str, Any], label: str, *, files: Mapping[str, bytes] | None = None) -> list[Any]:
    """What a template says of its own pages under ``label``: the values of its metadata, in the order of the pages.

    Raises:
        BadInput: as for :func:`typeset`.
    """
    import typst  # noqa: PLC0415  (30 MB that only documents need)

    template = template.resolve()
    # A kept compiler cannot be asked about other data than its own.
    compiler = typst.Compiler(template, root=template.parent, font_paths=_fonts(), sys_inputs=_inputs(data, files))
    try:
        return cast("list[Any]", json.loads(compiler.query(f"<{label}>", field="value")))
    except typst.TypstError as error:
        raise _explained(error, template) from None


def draw_png(template: Path, data: Mapping[str, Any], *, ppi: float = 150) -> bytes:
    """A drawing of one page as PNG, ``ppi`` pixels to the inch.

    Raises:
        BadInput: as for :func:`typeset`.
    """
    return cast("bytes", _compiled(template, data, None, format="png", ppi=ppi))


class _Kept(threading.local):
    """One compiler for each template in each thread: threads must not share one, and a warm one is twice as fast."""

    def __init__(self) -> None:
        self.compilers: dict[Path, typst.Compiler] = {}


_kept = _Kept()


@cache
def _fonts() -> typst.Fonts:
    import typst  # noqa: PLC0415  (30 MB that only documents need)

    return typst.Fonts(include_system_fonts=False)


def _compiled(template: Path, data: Mapping[str, Any], files: Mapping[str, bytes] | None, **how: Any) -> object:
    import typst  # noqa: PLC0415  (30 MB that only documents need)

    template = template.resolve()
    if not template.is_file():
        raise BadInput("There is no such template.", where=str(template), fix="Check the spelling of the path.")
    if template not in _kept.compilers:
        _kept.compilers[template] = typst.Compiler(template, root=template.parent, font_paths=_fonts())
    try:
        return _kept.compilers[template].compile(sys_inputs=_inputs(data, files), **how)
    except typst.TypstError as error:
        raise _explained(error, template) from None


def _inputs(data: Mapping[str, Any], files: Mapping[str, bytes] | None) -> dict[str, str]:
    named = {f"file:{name}": json.dumps(list(content)) for name, content in (files or {}).items()}
    return {"data": json.dumps(data, ensure_ascii=False)} | named


def _explained(error: typst.TypstError, template: Path) -> BadInput:
    missing = _NO_LETTER.search(error.message)
    if missing:
        points = " ".join(f"U+{ord(character):04X}" for character in missing["text"])
        return BadInput(
            f"A text holds a character that the fonts for PDF do not have ({points}).",
            where=template.name,
            fix="Write it in Latin, Greek or Cyrillic letters in the chart.",
        )
    return BadInput(
        f"Typst cannot set this template: {error.diagnostic or error.message}",
        where=str(template),
        fix="Correct the template, or use the shipped one.",
    )
