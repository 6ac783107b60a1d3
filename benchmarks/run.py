"""Times the main job beside two other ways of doing it.

    python -m benchmarks.run [--quick] [--libreoffice] [--write]

Everything is measured in one run, each way of doing a thing in turn with the others. ``--write`` puts the result into
``docs/performance.md``.
"""

from __future__ import annotations

import argparse
import functools
import gc
import io
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import pikepdf

from benchmarks import libreoffice, others
from benchmarks.cold import cold
from benchmarks.page import page, summary
from benchmarks.patients import AS_OF, Patient, patients, workspace
from benchmarks.profile import shares_of_documents, shares_of_judgement
from benchmarks.results import Result, Row
from benchmarks.timing import Times, side_by_side
from priorauth.determination.determine import Dates, determine
from priorauth.determination.tree import find
from priorauth.documents.forms.fill import fill
from priorauth.documents.forms.flatten import flatten
from priorauth.documents.generate import Studio
from priorauth.documents.letter.pdf import letter_pdf
from priorauth.documents.letter.word import letter_docx
from priorauth.documents.packet import assemble as assembling
from priorauth.documents.packet.exhibits import exhibit_part
from priorauth.documents.packet.front import page_count
from priorauth.documents.packet.layout import laid_out
from priorauth.documents.packet.parts import PartKind
from priorauth.policy.load import in_force, load_all, payers_folders
from priorauth.request.assessment import assess

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from priorauth.documents.packet.layout import Layout
    from priorauth.documents.packet.parts import Part

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"


@dataclass(frozen=True, slots=True)
class Rounds:
    """How often each thing is done."""

    patients: int = 16
    cold: int = 15
    judging: int = 200
    documents: int = 24
    libreoffice: int = 5
    letters_in_one_call: int = 50


QUICK = Rounds(cold=5, judging=40, documents=16, libreoffice=2, letters_in_one_call=10)


def main() -> None:
    """Measure, print, and write the page if asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__.split("\n\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer rounds: enough to see a large change")
    parser.add_argument("--libreoffice", action="store_true", help="time LibreOffice too, if it is installed")
    parser.add_argument("--write", action="store_true", help=f"write docs/{PAGE.name}")
    asked = parser.parse_args()
    program = libreoffice.found() if asked.libreoffice else None
    if asked.libreoffice and program is None:
        print("LibreOffice is not installed here: its rows are left out.", file=sys.stderr)
    result = measured(QUICK if asked.quick else Rounds(), program)
    print(summary(result))
    if asked.write:
        PAGE.write_text(page(result), encoding="utf-8", newline="\n")
        print(f"\nWritten to docs/{PAGE.name}.")


def measured(rounds: Rounds, program: str | None = None) -> Result:
    """Everything, once; ``program``: LibreOffice, if it is to be timed."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(rounds, Path(folder))
        result = Result(rounds.documents, libreoffice.version(program) if program else None)
        with cold() as fresh:
            beside = {"bare": fresh.bare, "eager": fresh.everything_imported}
            for what, budget, ours in (
                ("`priorauth --help`", 150, fresh.priorauth("--help")),
                ("`priorauth check` of one case", 400, fresh.check()),
                ("every policy read", None, fresh.policies),
            ):
                times = side_by_side({"ours": ours, **beside}, [None], rounds.cold, warm=False)
                result.cold.append(Row(what, budget, times["ours"], times["bare"], times["eager"]))
            result.cold.append(Row("of it, the files alone", 150, fresh.files_alone(rounds.cold)))
            result.shares_of_check = fresh.shares()
        result.warm += bench.judging()
        result.warm += bench.documents(program)
        result.pages, result.fields, result.patients = bench.sizes()
        result.shares_of_documents = shares_of_documents(bench.whole, bench.patients)
        result.shares_of_judgement = shares_of_judgement(bench.judge, bench.patients * 5)
    return result


def eleven_pages(parts: Sequence[Part]) -> list[Part]:
    """Four parts of those of a packet, of three pages, three, three and two; pages come again where one has too few."""
    form, letter, *exhibits = sorted(parts, key=lambda one: list(PartKind).index(one.kind))[:4]
    return [_of_pages(one, count) for one, count in zip((form, letter, *exhibits), (3, 3, 3, 2), strict=True)]


def _of_pages(part: Part, count: int) -> Part:
    has = page_count(part.pdf)
    with pikepdf.open(io.BytesIO(part.pdf)) as source, pikepdf.new() as made:
        for number in range(count):
            made.pages.append(source.pages[number % has])
        out = io.BytesIO()
        made.save(out, deterministic_id=True)
    return replace(part, pdf=out.getvalue(), pages=())


class Bench:
    """The patients, and each thing that is done for them."""

    def __init__(self, rounds: Rounds, folder: Path) -> None:
        self.rounds = rounds
        self.folder = folder
        self.studio = Studio(workspace())
        self.patients = patients(self.studio, rounds.patients)
        self.material = {id(patient): others.material(patient) for patient in self.patients}
        self.fronts = {id(patient): self.front(patient) for patient in self.patients}
        self.eleven = {id(one): eleven_pages(one.parts) for one in self.patients if len(one.parts) > 3}
        self.policies = in_force(load_all(payers_folders(None)), AS_OF)
        self.usual, self.competent = others.Usual(), others.Competent()
        gc.collect()
        gc.freeze()  # what is set up here is no rubbish, whoever collects

    def judging(self) -> list[Row]:
        """The judgement by itself."""
        return [
            self._alone("one determination, of a chart never judged before", self.judge, 0.3, self.rounds.judging),
            self._alone("of it, the criteria judged once", self.judge_once, None, self.rounds.judging),
            self._alone("one determination, of the same chart again", self.judge_again, None, self.rounds.judging),
            self._alone("one chart by every policy in force", self.judge_by_all, None, self.rounds.documents),
            self._alone("the same again", self.judge_by_all_again, 10, self.rounds.documents),
        ]

    def documents(self, program: str | None) -> list[Row]:
        """Each document, and all of them."""
        rows = [
            self._beside("letter as Word, without its drawing", self.word_without_drawing, "word", 3),
            self._alone("letter as Word, with its drawing", self.word, 3, self.rounds.documents),
            self._letter_pdf(program),
            self._beside("form", self.form, "form", 5),
            self._alone("form made flat for the packet", self.flat, None, self.rounds.documents),
            self._alone("exhibits put on Letter pages", self.exhibits, None, self.rounds.documents),
            self._alone("packet: cover and index typeset", self.front, None, self.rounds.documents),
            self._beside("packet: merged, stamped, bookmarked, saved", self.packet, "packet", 8),
            self._alone(
                "packet of 12 pages from four files, its index typeset", self.twelve, 20, self.rounds.documents
            ),
        ]
        return [*rows, self._whole(program, rows)]

    def sizes(self) -> tuple[tuple[int, int], int, int]:
        """Pages of the shortest and longest packet, values in a form, patients: for the page to say."""
        pages = [sum(page_count(pdf) for _, pdf in each.parts) for each in self.material.values()]
        return (min(pages), max(pages)), len(self.patients[0].fill.given[1]), len(self.patients)

    def judge(self, patient: Patient) -> object:
        one = patient.assessment
        return determine(one.case.changed(), one.ask, one.loaded.policy, Dates.of(one.ask, AS_OF))

    def judge_once(self, patient: Patient) -> object:
        return find(patient.tree, replace(patient.view, chart=patient.view.chart.changed()))

    def judge_again(self, patient: Patient) -> object:
        one = patient.assessment
        return determine(one.case, one.ask, one.loaded.policy, Dates.of(one.ask, AS_OF))

    def judge_by_all(self, patient: Patient) -> object:
        case, ask = patient.assessment.case.changed(), patient.assessment.ask
        return [determine(case, ask, one.policy, Dates.of(ask, AS_OF)) for one in self.policies]

    def judge_by_all_again(self, patient: Patient) -> object:
        case, ask = patient.assessment.case, patient.assessment.ask
        return [determine(case, ask, one.policy, Dates.of(ask, AS_OF)) for one in self.policies]

    def word(self, patient: Patient) -> bytes:
        return letter_docx(*patient.word.given, **patient.word.named)

    def word_without_drawing(self, patient: Patient) -> bytes:
        return letter_docx(patient.content_without_drawing, patient.sheet, **patient.word.named)

    def letter_pdf(self, patient: Patient) -> bytes:
        return letter_pdf(*patient.pdf.given, **patient.pdf.named)

    def form(self, patient: Patient) -> object:
        return fill(*patient.fill.given, **patient.fill.named)

    def flat(self, patient: Patient) -> bytes:
        return flatten(*patient.flatten.given)

    def exhibits(self, patient: Patient) -> object:
        return [exhibit_part(*one.given, **one.named) for one in patient.exhibits]

    def front(self, patient: Patient) -> Layout:
        named = patient.packet.named
        asked = {key: named[key] for key in ("crosswalk", "cover", "title", "dated", "order", "limits")}
        return laid_out(patient.parts, **asked)

    def packet(self, patient: Patient) -> object:
        """With cover and index ready, as the others have them."""
        with patch.object(assembling, "laid_out", lambda *_, **__: self.fronts[id(patient)]):
            return assembling.assemble(*patient.packet.given, **patient.packet.named)

    def twelve(self, patient: Patient) -> object:
        """Eleven pages of form, letter and two exhibits, and an index."""
        parts = self.eleven.get(id(patient)) or next(iter(self.eleven.values()))
        return assembling.assemble(parts, **patient.packet.named | {"cover": None})

    def whole(self, patient: Patient) -> object:
        """From a loaded chart to all files on the disk."""
        one = patient.assessment
        return self.studio.generate(
            assess(one.case, one.ask, one.loaded, AS_OF), patient.chart_file, self.folder / "ours"
        )

    def usual_whole(self, program: str, patient: Patient) -> None:
        """The same by the usual stack, from words and values that are ready."""
        given = self.material[id(patient)]
        (self.folder / "letter.docx").write_bytes(self.usual.word(given))
        libreoffice.converted(program, [self.folder / "letter.docx"], self.folder)
        (self.folder / "form.pdf").write_bytes(self.usual.form(given))
        (self.folder / "packet.pdf").write_bytes(self.usual.packet(given))

    def _alone(self, what: str, ours: Callable[[Patient], object], budget: float | None, rounds: int) -> Row:
        return Row(what, budget, side_by_side({"ours": ours}, self.patients, rounds)["ours"])

    def _beside(self, what: str, ours: Callable[[Patient], object], part: str, budget: float | None) -> Row:
        usual, competent = getattr(self.usual, part), getattr(self.competent, part)
        ways: dict[str, Callable[[Patient], object]] = {
            "ours": ours,
            "usual": lambda patient: usual(self.material[id(patient)]),
            "competent": lambda patient: competent(self.material[id(patient)]),
        }
        times = side_by_side(ways, self.patients, self.rounds.documents)
        return Row(what, budget, times["ours"], times["usual"], times["competent"])

    def _letter_pdf(self, program: str | None) -> Row:
        ours = self._alone("letter as tagged PDF, with its drawing", self.letter_pdf, 12, self.rounds.documents)
        if program is None:
            return ours
        letters = self._letters()
        ways: dict[str, Callable[[Patient], object]] = {
            "usual": lambda _: libreoffice.converted(program, letters[:1], self.folder),
            "competent": lambda _: libreoffice.converted(program, letters, self.folder),
        }
        times = side_by_side(ways, self.patients, self.rounds.libreoffice, warm=False)
        return replace(ours, usual=times["usual"], competent=times["competent"].shared_by(len(letters)))

    def _letters(self) -> list[Path]:
        """Word letters on the disk for LibreOffice, of one patient after the other."""
        paths = [self.folder / f"letter-{number}.docx" for number in range(self.rounds.letters_in_one_call)]
        for number, path in enumerate(paths):
            path.write_bytes(self.word_without_drawing(self.patients[number % len(self.patients)]))
        return paths

    def _whole(self, program: str | None, rows: Sequence[Row]) -> Row:
        ours = self._alone("the whole for one patient, files written", self.whole, 30, self.rounds.documents)
        if program is None:
            return ours
        usual = functools.partial(self.usual_whole, program)
        times = side_by_side({"usual": usual}, self.patients, self.rounds.libreoffice, warm=False)
        parts = [row.competent.median for row in rows if row.competent]
        return replace(ours, usual=times["usual"], competent=Times((sum(parts),)))


if __name__ == "__main__":
    main()
