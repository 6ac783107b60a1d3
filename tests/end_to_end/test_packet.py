"""The packet's index and crosswalk tell the truth: each number is looked up in the packet itself."""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pikepdf
import pytest
from pypdf import PdfReader

from priorauth.chart.treatment import ExhibitKind
from priorauth.documents.letter.criteria import told
from priorauth.documents.letter.kinds import kind_for
from priorauth.errors import ExitCode
from priorauth.policy.criteria import kinds
from tests.command import CHARTS, DAY, asking_names, priorauth
from tests.documents.reading_back import docx_body, letters
from tests.end_to_end.judging import judged
from tests.end_to_end.reading import texts_of
from tests.end_to_end.test_files import NOT_MET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from priorauth.chart.chart import Case
    from priorauth.chart.treatment import Exhibit
    from priorauth.logic.finding import Finding
    from tests.end_to_end.conftest import Made

    Generated = Callable[[str], Made]

SENT = [name for name in asking_names() if name not in NOT_MET]
DASH = "–"


@dataclass(frozen=True, slots=True)
class Opened:
    """A packet, as somebody reads it who knows nothing of how it was made."""

    folder: Path
    pages: list[str]
    """The letters of each page, without white space and without the stamp."""
    feet: list[str]
    """What each page ends with: the stamp."""

    @property
    def index(self) -> str:
        """The index's letters, all its pages."""
        start = next(number for number, page in enumerate(self.pages) if "Contents" in page)
        end = next(number for number, page in enumerate(self.pages) if "MedicationPriorAuthorizationRequest" in page)
        return "".join(self.pages[start:end])

    def numbers(self, pages: list[str]) -> list[int]:
        """Where these pages stand one after the other, counted from 1."""
        wanted = [letters(page) for page in pages]
        starts = range(len(self.pages) - len(wanted) + 1)
        (found,) = [start for start in starts if self.pages[start : start + len(wanted)] == wanted]
        return list(range(found + 1, found + 1 + len(wanted)))


@cache
def opened(folder: Path) -> Opened:
    pages = [letters(page) for page in texts_of((folder / "packet.pdf").read_bytes())]
    stamp = re.compile(r"(?:MemberID|Case)[A-Za-z0-9-]+·11/20/2026·page\d+of\d+$")
    return Opened(folder, [stamp.sub("", page) for page in pages], [page[-60:] for page in pages])


@cache
def texts(path: Path) -> tuple[str, ...]:
    """Each page's text of an exhibit; a picture's only page says nothing."""
    return tuple(texts_of(path.read_bytes())) if path.suffix == ".pdf" else ("",)


def ranges(numbers: list[int]) -> str:
    """The numbers as an index writes them: 10–12, 14."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ",".join(str(run[0]) if len(run) == 1 else f"{run[0]}{DASH}{run[-1]}" for run in runs)


def packets(made: Made) -> Iterator[Opened]:
    return (opened(folder) for folder in made.folders)


def by_kind(case: Case) -> tuple[Exhibit, ...]:
    """The exhibits as a packet has them and numbers them: none of the examples' payers names an order of its own."""
    kinds = get_args(ExhibitKind)
    return tuple(sorted(case.exhibits, key=lambda one: kinds.index(one.kind)))


def enclosed(case: Case, packet: Opened) -> dict[str, list[int]]:
    """Where each exhibit stands, found by what its pages say: pictures say nothing, and fill the places left over."""
    found: dict[str, list[int]] = {}
    following = max(packet.numbers(texts_of((packet.folder / "letter.pdf").read_bytes()))) + 1
    for exhibit in by_kind(case):
        whole = texts(CHARTS / case.case / exhibit.file)
        pages = [whole[page - 1] for page in exhibit.pages or range(1, len(whole) + 1)]
        assert packet.pages[following - 1 : following - 1 + len(pages)] == [letters(page) for page in pages]
        found[exhibit.id] = list(range(following, following + len(pages)))
        following += len(pages)
    assert following == len(packet.pages) + 1
    return found


@pytest.mark.parametrize("name", SENT)
def test_each_page_is_stamped(name: str, generated: Generated) -> None:
    made = generated(name)
    for packet in packets(made):
        members = [one.member_id for one in made.case.coverages if one.member_id]
        whose = {letters(f"Member ID {member}") for member in members} or {letters(f"Case {name}")}
        total = len(packet.feet)

        assert [
            number
            for number, foot in enumerate(packet.feet, start=1)
            if not any(foot.endswith(f"{one}·11/20/2026·page{number}of{total}") for one in whose)
        ] == []


@pytest.mark.parametrize("name", SENT)
def test_the_index_names_the_pages_on_which_each_document_stands(name: str, generated: Generated) -> None:
    made = generated(name)
    for packet in packets(made):
        letter = packet.numbers(texts_of((packet.folder / "letter.pdf").read_bytes()))
        places = enclosed(made.case, packet)

        title = letters(kind_for(made.case.asks[0].phase).title)
        assert f"{title}{ranges(letter)}" in packet.index
        for number, exhibit in enumerate(by_kind(made.case), start=1):
            assert letters(f"Exhibit {number}: {exhibit.title}") + ranges(places[exhibit.id]) in packet.index


@pytest.mark.parametrize("name", SENT)
def test_the_form_stands_where_the_index_says(name: str, generated: Generated) -> None:
    for packet in packets(generated(name)):
        said = re.search(rf"Priorauthorizationform(\d+){DASH}(\d+)", packet.index)

        assert said is not None
        first, last = int(said[1]), int(said[2])
        assert packet.pages[first - 1].startswith("MedicationPriorAuthorizationRequest")
        assert last - first + 1 == len(PdfReader(packet.folder / "form.pdf").pages)


@pytest.mark.parametrize("name", SENT)
def test_what_does_not_fit_on_the_form_is_in_the_packet(name: str, generated: Generated) -> None:
    for packet in packets(generated(name)):
        addendum = packet.folder / "form-addendum.pdf"
        if addendum.exists():
            pages = packet.numbers(texts_of(addendum.read_bytes()))
            assert f"Addendumtotheform{ranges(pages)}" in packet.index
        else:
            assert "Addendum" not in packet.index


@pytest.mark.parametrize("name", SENT)
def test_the_cover_counts_the_pages(name: str, generated: Generated) -> None:
    for packet in packets(generated(name)):
        assert f"Pages{len(packet.pages)}withthisone" in packet.pages[0]


@pytest.mark.parametrize("name", SENT)
def test_the_crosswalk_names_the_pages_that_show_each_criterion(name: str, generated: Generated) -> None:
    made = generated(name)
    for packet, criteria in zip(packets(made), criteria_of(made.case), strict=True):
        places = enclosed(made.case, packet)
        kept = {one.id: one.pages for one in by_kind(made.case)}
        letter = packet.numbers(texts_of((packet.folder / "letter.pdf").read_bytes()))

        for row, criterion in zip(crosswalk(packet.index), criteria, strict=True):
            shown = [
                number
                for piece in criterion.evidence
                if piece.exhibit
                for number in standing(places[piece.exhibit], kept[piece.exhibit], piece.page)
            ]
            assert row.startswith(letters(kinds()[criterion.kind].heading()))
            assert row.endswith(ranges(shown or letter))


@pytest.mark.parametrize("name", SENT)
def test_an_exhibit_that_the_letter_names_is_enclosed(name: str, generated: Generated) -> None:
    made = generated(name)
    for packet in packets(made):
        text = " ".join(docx_body((packet.folder / "letter.docx").read_bytes()).split())
        named = re.findall(r"Exhibit (\d+)(?:, pages? ([\d, and]+\d))?", text)
        places = enclosed(made.case, packet)

        for number, pages in named:
            exhibit = by_kind(made.case)[int(number) - 1]
            kept = exhibit.pages or tuple(range(1, len(places[exhibit.id]) + 1))
            assert {int(page) for page in re.findall(r"\d+", pages)} <= set(kept)


@pytest.mark.parametrize("name", ["case-01", "case-05", "case-18"])
def test_a_bookmark_leads_to_each_document(name: str, generated: Generated) -> None:
    made = generated(name)
    for packet in packets(made):
        places = enclosed(made.case, packet)
        letter = packet.numbers(texts_of((packet.folder / "letter.pdf").read_bytes()))
        marks = bookmarks((packet.folder / "packet.pdf").read_bytes())

        assert [title for title, _ in marks][:2] == ["Fax cover", "Contents"]
        assert ("Letter of medical necessity", letter[0]) in marks
        assert [mark for mark in marks if mark[0].startswith("Exhibit ")] == [
            (f"Exhibit {number}: {exhibit.title}", places[exhibit.id][0])
            for number, exhibit in enumerate(by_kind(made.case), start=1)
        ]


def test_the_crosswalk_has_a_row_for_each_criterion_of_the_letter(generated: Generated) -> None:
    assert [row.partition("documented")[0] for row in crosswalk(opened(generated("case-01").folder).index)] == [
        "Age",
        "Antidepressanttrials",
        "Psychosis",
        "Prescriptiondrugmonitoringprogram",
        "Prescriber",
    ]


def crosswalk(index: str) -> list[str]:
    """The rows of the crosswalk, each from what it is about to its pages."""
    table = index.partition("HowitisshownPages")[2]
    begins = "|".join(sorted({letters(one.heading()) for one in kinds().values()}, key=len, reverse=True))
    starts = [found.start() for found in re.finditer(rf"(?:{begins})(?=documented|tobeconfirmed|notmet)", table)]
    return [table[start:end] for start, end in zip(starts, [*starts[1:], len(table)], strict=True)]


def criteria_of(case: Case) -> Iterator[list[Finding]]:
    """The criteria that carry each ask, in the order of the asks' folders."""
    for ask in sorted(case.asks, key=lambda one: one.id):
        root = judged(case, ask).determination.root
        assert root is not None
        yield told(root)


def standing(numbers: list[int], kept: tuple[int, ...], page: int | None) -> list[int]:
    """Where a page of an exhibit stands in the packet; all its pages if none is named."""
    if page is None:
        return numbers
    originals = kept or tuple(range(1, len(numbers) + 1))
    return [number for number, original in zip(numbers, originals, strict=True) if original == page]


def bookmarks(pdf: bytes) -> list[tuple[str, int]]:
    """Titles and pages, counted from 1, of all bookmarks in reading order."""
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_outline() as outline:
        pages = {page.obj.objgen: number for number, page in enumerate(document.pages, start=1)}

        def below(items: list[pikepdf.OutlineItem]) -> Iterator[tuple[str, int]]:
            for item in items:
                assert isinstance(item.destination, pikepdf.Array)
                yield item.title, pages[item.destination[0].objgen]
                yield from below(item.children)

        return list(below(outline.root))


def test_a_fact_shown_on_a_page_that_is_not_there_is_no_pointer_but_a_mistake(tmp_path: Path) -> None:
    """The insurance card is a picture of one page."""
    shutil.copy(CHARTS.parent / "practice.yaml", tmp_path)
    folder = Path(shutil.copytree(CHARTS / "case-05", tmp_path / "case-05"))
    text = (folder / "chart.yaml").read_text(encoding="utf-8")
    wrong = text.replace("{exhibit: insurance-card, page: 1}", "{exhibit: insurance-card, page: 9}")
    (folder / "chart.yaml").write_text(wrong, encoding="utf-8")
    ran = priorauth("generate", folder, "-o", tmp_path / "out", "--as-of", DAY)
    assert ran.code == ExitCode.BAD_INPUT
    assert "The chart names a page of this exhibit that is not enclosed (9)." in ran.err
    assert not (tmp_path / "out").exists()


def test_where_a_pharmacy_supplies_the_drug_the_medical_request_is_for_giving_it(generated: Generated) -> None:
    medical, pharmacy = sorted(
        (
            " ".join("".join(texts_of((one / "letter.pdf").read_bytes())).split())
            for one in generated("case-18").folders
        ),
        key=lambda text: "which a pharmacy" not in text,
    )
    assert "of the administration of Spravato (esketamine nasal spray), which a pharmacy" in medical
    assert "728 mg" not in medical
    assert "728 mg" in pharmacy


def test_a_packet_to_be_kept_is_written_where_it_is_asked_for_and_goes_with_it(tmp_path: Path) -> None:
    arguments = ("generate", CHARTS / "case-01", "-o", tmp_path, "--as-of", DAY)
    asked = priorauth(*arguments, "--archive")
    (kept,) = tmp_path.rglob("packet-archive.pdf")
    with pikepdf.open(kept) as document, document.open_metadata() as told_of:
        assert (told_of["pdfaid:part"], told_of["pdfaid:conformance"]) == ("2", "B")
    lines = " ".join(asked.out.split())
    assert (
        "In the packet to be kept, pictures of their pages: Prior authorization form, exhibit progress-note," in lines
    )
    assert "Testwell" not in asked.out

    priorauth(*arguments)
    assert not kept.exists()
