"""``priorauth templates check``, ``diff``."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from priorauth.errors import BadInput, ExitCode


@click.group(short_help="The wording of letters: check, diff.")
def templates() -> None:
    """Look after the wording and the looks of letters."""


@templates.command(short_help="Try every template with complete, sparse and hostile data.")
def check() -> int:
    """Fill every letter template (the workspace's own before the shipped ones) for fictional patients.

    Each is tried with a complete chart, with one of which little is known, and with one in which people typed markup.
    Digits that were typed into the words are told, for they would stand in every letter. In a Word template of your own
    (letter.docx), each wrong tag is told with its paragraph.

    \b
    Example:  priorauth templates check
    """
    from priorauth.documents.letter.trial_run import remarks  # noqa: PLC0415  (what only a command needs)
    from priorauth.workspace import Workspace  # noqa: PLC0415

    told = list(remarks(Workspace.around(Path.cwd())))
    for text in told:
        click.echo(text, err=True)
    click.echo(f"Every template tried, {len(told)} remark{'' if len(told) == 1 else 's'}.")
    return ExitCode.BAD_INPUT if told else ExitCode.OK


@templates.command(short_help="Tell how the words of two Word files differ.")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
def diff(old: Path, new: Path) -> None:
    """Tell how the words of two Word files differ, paragraph by paragraph: headers and footers, then the body.

    \b
    Example:  priorauth templates diff letter.docx letter-edited.docx
    """
    before, after = (_paragraphs(path) for path in (old, new))
    lines = list(difflib.unified_diff(before, after, str(old), str(new), lineterm="", n=1))
    click.echo("\n".join(lines) if lines else "The words are the same.")


def _paragraphs(path: Path) -> list[str]:
    from zipfile import BadZipFile  # noqa: PLC0415

    from lxml.etree import XMLSyntaxError  # noqa: PLC0415

    from priorauth.documents.letter import docx_paragraphs, package  # noqa: PLC0415
    from priorauth.files import read_bytes  # noqa: PLC0415

    try:
        found = list(docx_paragraphs.paragraphs(package.read(read_bytes(path))))
    except (BadZipFile, KeyError, XMLSyntaxError):
        raise BadInput("This is no Word file.", where=str(path), fix="Name a .docx file.") from None
    lines = []
    for one in found:
        words, story = " ".join(one.text.split()), one.place.partition(",")[0]
        if words and one.part != docx_paragraphs.PROPERTIES:
            lines.append(words if one.part == docx_paragraphs.DOCUMENT else f"[{story}] {words}")
    return lines
