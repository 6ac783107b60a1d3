"""The result as a page for people, and as a table for the terminal."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from typing import TYPE_CHECKING

from benchmarks.cold import HEAVY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from benchmarks.results import Result, Row
    from benchmarks.timing import Times

NOT_HERE = "not measured here"
_LIBRARIES = ("pydantic", "docxtpl", "typst", "pypdf", "pikepdf")

_MODELS = (
    "The classes of our models, 170 of them, are made anew by each process, and so is the check of what the "
    "reference of medicines, the chart and the policy hold."
)

REASONS = {
    "`priorauth --help`": "click and Python itself; nothing else is imported.",
    "`priorauth check` of one case": _MODELS,
    "of it, the files alone": "YAML, and models that check every key.",
    "one determination, of a chart never judged before": (
        "Python, spread over many small steps of which none stands out (see above). A chart that was judged before "
        "keeps what was worked out of its trials, so that further policies cost a fraction."
    ),
    "the same again": "About 30 policies, each of them some ten criteria in Python.",
    "letter as Word, without its drawing": (
        "The parts of the template that no letter changes are compressed anew for each letter."
    ),
    "letter as Word, with its drawing": (
        "Typst lays the figure out and turns it into pixels for each letter; the row above is without it."
    ),
    "letter as tagged PDF, with its drawing": (
        "The goal is for two pages; most of these letters have three, with tables and a drawing. The tables take "
        "nearly half of it. Breakable cells, fixed widths, plainer strokes, no repeated header, no PDF/A and PDF/UA: "
        "nothing of that made it faster."
    ),
    "form": "Measuring the texts and writing the fields' entries: the payer's own file is copied as it is.",
    "packet: merged, stamped, bookmarked, saved": (
        "The goal is for 12 pages of four files. These are more pages of more files, which qpdf reads, copies and "
        "compresses, the drawings of the flat form among them."
    ),
    "packet of 12 pages from four files, its index typeset": (
        "17 to 19 ms for one patient again and again, more when patients take turns. Copying the pages and writing the "
        "file take a third each; most of what is copied are the drawings of the flat form."
    ),
    "the whole for one patient, files written": ("The sum of the rows above."),
}
"""Why a row is over its goal, shown where it is."""

_HEAD = """\
# Performance

What the main job takes, beside two other ways of making the same documents. This page is written by

    python -m benchmarks.run --libreoffice --write

(`--quick` does fewer rounds). No test asserts a time: a busy machine is no defect.
"""

_COLD = """\
A fresh process each time, its modules compiled, as after an installation. Beside it Python doing nothing, and Python
importing what a careless command line imports ({heavy}).
"""

_OTHERS = """\
*Usual* reads the Word template with docxtpl and the form with pypdf for each patient, appends the packet and stamps
each page with pypdf, and starts LibreOffice for each letter. *Competent* is the same libraries used with care: template
and form stay in memory, pikepdf merges, one LibreOffice process converts many letters; for the whole it is the sum of
its rows.

Both are given more than they would have: the letter's words as finished WordprocessingML, the form's values, a cover,
an index, exhibits on Letter pages, stamps that only have to be laid on. They do not draw the figure, do not check what
they filled, spoil letters that the form's own font does not have (ł), keep no tags in the packet, and make other bytes
from the same input. So the ratios are on the low side.

Each round does a thing for one of {patients} fictional patients in every way, in turn, on one core; a ratio is the
median of the rounds' own ratios. All was warm: templates read, compilers started. Rubbish was collected before each
call, not during it.
"""

_FLOOR = """\
## The floor

What prototypes reached on a machine of this class, on a letter of two pages, a form of 150 fields and a packet of 12
pages:

| part | reached | how |
|---|---|---|
| Word | 0.6 to 1.1 ms | only the parts that change are written, the others copied as they are, compressed |
| letter as PDF | 6 to 11 ms | Typst's compiler kept alive; an empty page costs 2 ms |
| form | 1.9 ms live, 1.2 ms flat | all that does not depend on the patient prepared once per form |
| packet | 3.1 ms merged, 4.2 to 4.9 ms stamped | pikepdf, from files that are ready |
| all of it | 21 ms | half of it Typst |

From cold the floor is Python with Pydantic and click: a third of a `check`. What stands above it is the classes of our
own models, then the reference of medicines, the chart and the policy, which are read and checked each time.
"""


def summary(result: Result) -> str:
    """The tables for a terminal."""
    rows = [("", "ours", "bare Python", "all imported", "goal"), *map(_cold_cells, result.cold), ("",) * 5]
    rows += [("", "ours", "usual", "competent", "goal"), *(_plain_cells(row, result) for row in result.warm)]
    widths = [max(len(cells[column]) for cells in rows) for column in range(5)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ).rstrip()
        for cells in rows
    )


def page(result: Result) -> str:
    """The page, ``docs/performance.md``."""
    over = [
        f"- **{row.what}**: {_ms(row.ours)} ms, the goal being {row.budget:g}. {REASONS[row.what]}"
        for row in _over(result)
    ]
    return (
        "\n".join(
            [
                _HEAD,
                _machine(result),
                "## From cold\n",
                _COLD.format(heavy=HEAVY),
                *_table(("what", "ours", "bare Python", "all imported", "goal"), map(_cold_cells, result.cold)),
                *_table(("where the time of `check` goes", "share"), _shares(result.shares_of_check)),
                "## Warm\n",
                *_table(
                    ("what", "ours", "usual", "× ours", "competent", "× ours", "goal"),
                    (_warm_cells(row, result) for row in result.warm),
                ),
                _OTHERS.format(patients=result.patients),
                "## Where the time goes\n",
                *_table(("the documents of one patient", "share"), _shares(result.shares_of_documents)),
                *_table(("one determination, by room, each without what it calls", "share"), _judged(result)),
                "## Over the goal, and why\n",
                *(over or ["Nothing is."]),
                "",
                _FLOOR,
            ]
        ).rstrip("\n")
        + "\n"
    )


def _machine(result: Result) -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    system = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    shortest, longest = result.pages
    office = result.libreoffice or "LibreOffice was not timed"
    return (
        f"Measured on {system}, with {libraries}; {office}. Times are medians\n"
        "in milliseconds, and of that machine: the ratios are what carries over. The form takes "
        f"{result.fields} values on 3 pages;\nthe packets have {shortest} to {longest} pages.\n"
    )


def _over(result: Result) -> list[Row]:
    return [row for row in (*result.cold, *result.warm) if row.over_budget]


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, *rows)]
    return [lines[0], "|---" + "|---:" * (len(head) - 1) + "|", *lines[1:], ""]


def _shares(shares: Mapping[str, float]) -> Iterable[tuple[str, str]]:
    return ((name, f"{share:.0%}") for name, share in shares.items() if share >= 0.005)


def _judged(result: Result) -> Iterable[tuple[str, str]]:
    shares = _shares(result.shares_of_judgement)
    return ((room if " " in room else f"`{room}`", share) for room, share in shares)


def _cold_cells(row: Row) -> tuple[str, ...]:
    return row.what, _ms(row.ours), _ms(row.usual), _ms(row.competent), _goal(row)


def _warm_cells(row: Row, result: Result) -> tuple[str, ...]:
    others = (
        cell
        for other in (row.usual, row.competent)
        for cell in (_other(row, other, result), f"{row.ours.times_faster_than(other):.1f}" if other else "")
    )
    return row.what, _ms(row.ours), *others, _goal(row)


def _plain_cells(row: Row, result: Result) -> tuple[str, ...]:
    others = (
        f"{_ms(other)} ({row.ours.times_faster_than(other):.1f}x)" if other else _other(row, other, result)
        for other in (row.usual, row.competent)
    )
    return row.what, _ms(row.ours), *others, _goal(row)


def _other(row: Row, other: Times | None, result: Result) -> str:
    needs_libreoffice = row.what.startswith(("letter as tagged PDF", "the whole"))
    return _ms(other) if other or result.libreoffice or not needs_libreoffice else NOT_HERE


def _goal(row: Row) -> str:
    return f"< {row.budget:g}" if row.budget else ""


def _ms(times: Times | None) -> str:
    if times is None:
        return ""
    median = times.median
    return f"{median:,.0f}" if median >= 100 else f"{median:.1f}" if median >= 1 else f"{median:.2f}"
