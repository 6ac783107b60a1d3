"""Exhibits that are no notes: each kind of paper, the facts that it can show, and how it shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import exhibit_words as words

from priorauth.chart.coverage import Coverage
from priorauth.chart.episode import Inpatient
from priorauth.chart.safety import PatientRems
from priorauth.chart.scales import Score, instruments
from priorauth.chart.therapies import Psychotherapy
from priorauth.chart.treatment import Fill
from priorauth.chart.trials import Augmentation, Course, Trial

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from priorauth.chart.chart import Case
    from priorauth.chart.item import Item

Block: TypeAlias = dict[str, Any]
"""A part of a page, as the layouts draw it: a heading with lines, courses or a table; a sheet; a card."""


def paper(case: Case, kind: str, items: Sequence[Item]) -> list[Block]:
    """The page of a paper that shows ``items``.

    Raises:
        ValueError: a fact cites it that this kind of paper does not show.
    """
    shows, draw = PAPERS[kind]
    if strange := [item.id for item in items if not isinstance(item, shows)]:
        raise ValueError(f"{case.case}: {', '.join(strange)} cannot stand on a {kind.replace('_', ' ')}")
    return draw(case, items)


def table(heading: str, head: list[str], rows: list[list[str]], *, printout: bool = False) -> Block:
    """A table as wide as the page: its last column takes what the others leave. Columns without a word are left out."""
    used = [place for place in range(len(head)) if any(row[place] for row in rows)]
    return {
        "heading": heading,
        "head": [head[place] for place in used],
        "rows": [[row[place] for place in used] for row in rows],
        "columns": ["rest" if place == used[-1] else "own" for place in used],
        "printout": printout,
    }


def rater(score: Score) -> str:
    """Who rated: the person the chart names, else the patient or a clinician, as the scale is made."""
    by_patient = instruments().instruments[score.instrument].rated_by == "patient"
    return score.rater or ("the patient" if by_patient else "a clinician")


def _sheets(_case: Case, scores: Sequence[Score]) -> list[Block]:
    return [
        {
            "sheet": score.instrument,
            "name": instruments().instruments[score.instrument].name,
            "on": words.brief(score.on),
            "total": score.total,
            "highest": instruments().instruments[score.instrument].highest,
            "items": list(score.items),
            "rater": rater(score),
        }
        for score in scores
    ]


def _enrollment(case: Case, enrollments: Sequence[PatientRems]) -> list[Block]:
    """The patient's enrollment beside what the practice's profile says of prescriber, site and pharmacy."""
    others = [["Prescriber", case.prescriber.signature_name]] if case.prescriber else []
    for label, party in (("Healthcare setting", case.site), ("Pharmacy", case.pharmacy)):
        if party and party.rems and party.rems.certified == "yes":
            others.append([label, f"{party.name}: certified{words.said(', identifier {}', party.rems.identifier)}"])
    return [{"heading": "Spravato REMS", "fields": [*words.rems_fields(one), *others]} for one in enrollments]


def _dispensed(case: Case, items: Sequence[Fill | Course]) -> list[Block]:
    """What was dispensed; a course may cite the page only if its medicine is among that."""
    fills = [item for item in items if isinstance(item, Fill)]
    for item in items:
        if isinstance(item, Course) and item.medicine not in {fill.medicine for fill in fills}:
            raise ValueError(f"{case.case}: {item.id} cites a pharmacy's page that shows no fill of it")
    rows = [
        [
            fill.on.isoformat(),
            fill.medicine + words.said(" {} mg", fill.strength_mg),
            words.said("{}", fill.quantity),
            str(fill.days_supply),
            words.said("{}", fill.pharmacy),
        ]
        for fill in fills
    ]
    return [table("Dispensed", ["Date", "Medicine", "Quantity", "Days’ supply", "Pharmacy"], rows, printout=True)]


def _card(case: Case, coverages: Sequence[Coverage]) -> list[Block]:
    return [
        {
            "card": one.plan or one.payer,
            "rows": [
                row
                for row in (
                    ["Member", case.patient.name.full],
                    ["Date of birth", words.brief(case.patient.birth_date)],
                    ["Member ID", words.said("{}", one.member_id)],
                    ["Group", words.said("{}", one.group)],
                    ["RxBIN", words.said("{}", one.bin)],
                    ["RxPCN", words.said("{}", one.pcn)],
                    ["Requests by fax", words.said("{}", one.fax)],
                )
                if row[1]
            ],
        }
        for one in coverages
    ]


def _treatment(_case: Case, therapies: Sequence[Psychotherapy]) -> list[Block]:
    return [{"heading": "Course of treatment", "fields": words.therapy_fields(one)} for one in therapies]


def _stay(_case: Case, stays: Sequence[Inpatient]) -> list[Block]:
    return [{"heading": "Stay", "fields": words.stay_fields(one)} for one in stays]


PAPERS: dict[str, tuple[tuple[type[Item], ...], Callable[[Case, Sequence[Any]], list[Block]]]] = {
    "insurance_card": ((Coverage,), _card),
    "scale_sheet": ((Score,), _sheets),
    "pharmacy_record": ((Fill, Trial, Augmentation), _dispensed),
    "rems_form": ((PatientRems,), _enrollment),
    "therapy_note": ((Psychotherapy,), _treatment),
    "hospital_record": ((Inpatient,), _stay),
}
"""By the kind of exhibit: the facts that it shows, and its page."""
