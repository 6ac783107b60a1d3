"""Makes the exhibits of the example charts: each page shows the facts that cite it, so that no page can claim another.

    python examples/build_exhibits.py            write what has changed
    python examples/build_exhibits.py --check    write nothing; exit code 1 if anything has changed

The same charts give the same bytes: no clock, no system font, no identifier that is drawn by lot.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import exhibit_pages
import exhibit_words
import typst

from priorauth.chart.chart import Case
from priorauth.files import write_private
from priorauth.intake.practice import load_practice, resolved
from priorauth.reading import validated
from priorauth.yamltree import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.chart.practice import Practice
    from priorauth.chart.treatment import Exhibit

HERE = Path(__file__).resolve().parent
SCAN_PPI = 90
"""Of the exhibits that are pictures; about the resolution of a coarse fax."""


def case_at(path: Path, practice: Practice) -> Case:
    """The case at ``path``; unlike ``load_case``, its exhibits need not be there yet."""
    document = read(path)
    case = validated(Case, document)
    return case.changed(care_team=resolved(case.care_team, practice, document))


def content(case: Case, exhibit: Exhibit, practice: Practice) -> dict[str, Any]:
    """All that the layout prints of one exhibit."""
    title, _, source = exhibit.title.partition(" from ")
    prescriber = case.prescriber
    house = case.site or practice
    own_note = exhibit.kind == "chart_note" and not source and prescriber and exhibit.on
    return {
        "kind": exhibit.kind,
        "title": title,
        "source": source,
        "on": exhibit_words.brief(exhibit.on) if exhibit.on else "",
        "letterhead": {
            "name": practice.name,
            "address": f"{house.address.street}, {house.address.city}, {house.address.state} {house.address.zip}",
            "phones": f"Telephone {house.phone} · Fax {house.fax}",
        },
        "patient": {
            "name": case.patient.name.full,
            "born": exhibit_words.brief(case.patient.birth_date),
            "sex": case.patient.sex or "not recorded",
            "chart": case.case,
        },
        "signed": f"Electronically signed by {prescriber.signature_name}, {exhibit_words.brief(exhibit.on)}"
        if own_note and prescriber
        else "",
        "pages": exhibit_pages.pages(case, exhibit),
    }


def made(layout: typst.Compiler, shown: dict[str, Any], suffix: str) -> bytes:
    """The file: a PDF, or a picture as from a scanner.

    Raises:
        ValueError: the exhibit does not fit its pages (a picture has one), or ``suffix`` is no kind of file made here.
    """
    inputs = {"exhibit": json.dumps(shown, ensure_ascii=False)}
    match suffix:
        case ".pdf":
            file = layout.compile(format="pdf", sys_inputs=inputs)
        case ".png":
            file = layout.compile(format="png", ppi=SCAN_PPI, sys_inputs=inputs)
        case _:
            raise ValueError(f"{suffix} is not a kind of file that is made here")
    if not isinstance(file, bytes):
        name = f"{shown['title']} of {shown['patient']['chart']}"
        raise ValueError(f"{name} has more than one page, so it cannot be a picture")  # noqa: TRY004  (no wrong type)
    return file


def exhibits() -> Iterator[tuple[Path, bytes]]:
    """Each exhibit of each example chart: where it belongs, and its bytes."""
    practice = load_practice(HERE / "practice.yaml")
    layout = typst.Compiler(input=HERE / "layouts" / "exhibit.typ", root=HERE / "layouts", ignore_system_fonts=True)
    for chart in sorted((HERE / "charts").glob("*/chart.yaml")):
        case = case_at(chart, practice)
        for exhibit in case.exhibits:
            target = chart.parent / exhibit.file
            yield target, made(layout, content(case, exhibit, practice), target.suffix)


def main() -> int:
    """Write the exhibits, or check them; the exit code."""
    parser = argparse.ArgumentParser(description="Make the exhibits of the example charts.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 if anything has changed")
    check = parser.parse_args().check
    changed, there = [], set()
    for target, file in exhibits():
        there.add(target)
        if not target.is_file() or target.read_bytes() != file:
            changed.append(target)
            if not check:
                write_private(target, file)
    left = [file for file in sorted((HERE / "charts").glob("*/exhibits/*")) if file not in there]
    for target in changed:
        sys.stdout.write(f"{'stale' if check else 'written'}: {target.relative_to(HERE)}\n")
    for target in left:
        sys.stdout.write(f"named by no chart: {target.relative_to(HERE)}\n")
    return 1 if left or (check and changed) else 0


if __name__ == "__main__":
    sys.exit(main())
