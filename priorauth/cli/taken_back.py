"""A letter that was edited in Word: which one a file is, and what is told of it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, NamedTuple

import click

from priorauth.errors import BadInput, UsageError
from priorauth.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from priorauth.chart.ask import Ask
    from priorauth.chart.chart import Case
    from priorauth.chart.ketamine import KetaminePlan
    from priorauth.documents.edited.desk import Edits
    from priorauth.documents.edited.mark import Mark, WordDocument


class Back(NamedTuple):
    """A file that somebody brought, and which letter it is."""

    file: WordDocument
    mark: Mark

    def of(self, chart: Case) -> tuple[tuple[Ask, ...], tuple[KetaminePlan, ...]]:
        """The request or the plan that it is of.

        Raises:
            BadInput: the chart has neither.
        """
        asks = tuple(one for one in chart.asks if one.id == self.mark.request)
        plans = tuple(one for one in chart.ketamine_plans if one.id == self.mark.request)
        if chart.case != self.mark.case or not (asks or plans):
            raise BadInput(
                "This Word document is no letter of this chart.",
                where=self.file.where,
                fix=f"It is of the request {self.mark.request} in case {self.mark.case}: name that chart.",
            )
        return asks, plans


def taken_back(path: Path, charts: Sequence[Path], kind: str | None) -> Back:
    """The edited letter at ``path``.

    Raises:
        UsageError: several charts are named, or another kind of letter.
        BadInput: it is no letter of this program.
    """
    from priorauth.documents.edited.mark import WordDocument, must_have_mark  # noqa: PLC0415

    if len(charts) > 1:
        raise UsageError("--from-word takes back one letter, of one chart.", fix="Name the chart that it is of.")
    file = WordDocument(read_bytes(path), str(path))
    mark = must_have_mark(file.data, file.where)
    if kind not in (None, mark.kind):
        raise UsageError(f"The Word document is of the kind {mark.kind}.", where=str(path), fix="Leave out --kind.")
    return Back(file, mark)


def tell_edits(edits: tuple[Edits, ...], kept: tuple[str, ...]) -> None:
    """What was edited in Word and where that changes a fact; not the words, which may name the patient."""
    from priorauth.documents.kept import own  # noqa: PLC0415

    for one in edits:
        pdf = one.name.replace(".docx", ".pdf")
        if one.letter is None:
            _tell_wrapped(
                f"{one.name} was edited and could not be taken back: {one.why_not} {pdf} is the program's own."
            )
            continue
        number = len(one.letter.changes)
        what = f"{number} change{'' if number == 1 else 's'}" if number else "no change of its words"
        _tell_wrapped(f"{one.name} was edited in Word ({what}): {pdf} and whatever it goes into say what it says.")
        if not one.nothing_new:
            _tell_wrapped(
                f"The chart has changed since: where nobody edited, {pdf} says what the chart says now, and {one.name} "
                f"does not. The program's own letter of now is {own(one.name, kept)}."
            )
        if one.accepted and one.letter.flags:
            _tell_wrapped("Where that changes a fact, the prescriber's sign-off accepts it.")
        for flag in () if one.accepted else one.letter.flags:
            _tell_wrapped(f"{'Look at this' if flag.mild else 'LOOK AT THIS'}: {flag.says}")
        for told in one.letter.told:
            _tell_wrapped(told)
        if one.letter.flags:
            _tell_wrapped(f"What was there and what is there now: {one.name.replace('.docx', '.edits.json')}")


def tell_kept(kept: tuple[str, ...], files: tuple[str, ...], edits: tuple[Edits, ...]) -> None:
    """What somebody edited beside the letters that were taken back, where the new one is, and which goes out."""
    from priorauth.documents.kept import original, own  # noqa: PLC0415
    from priorauth.documents.packet.of_a_case import is_packet  # noqa: PLC0415

    taken = {one.name for one in edits if one.letter}
    for name in sorted({original(one) for one in kept} - taken):
        theirs = [one for one in kept if original(one) == name]
        told = f"Edited by hand, and kept: {' and '.join(theirs)}"
        told += f"; the new one is {own(name, kept)}." if name in files else "; it is not made any more."
        if name in files and "packet.pdf" in files and not is_packet(name):
            told += f" The packet ({own('packet.pdf', kept)}) has the new one."
        _tell_wrapped(told)


def _tell_wrapped(text: str) -> None:
    for line in textwrap.wrap(text, 98, subsequent_indent="  ", break_on_hyphens=False):
        click.echo(f"  {line}")
