"""From an assessment to a letter's content, and the sheet it stands on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from priorauth.chart.dates import spoken, with_spoken_days
from priorauth.documents.content import Content, plain_text, to_confirm
from priorauth.documents.exhibits import exhibit_numbers, named_and_absent
from priorauth.documents.letter.course import oral_antidepressant_goes_on, responded
from priorauth.documents.letter.criteria import criteria
from priorauth.documents.letter.facts import address_lines, facts
from priorauth.documents.letter.history import (
    courses_of,
    row,
    timeline,
    tried_antidepressants,
    tried_augmentations,
)
from priorauth.documents.letter.kinds import kind_for
from priorauth.documents.letter.kinds.base import latest_denial
from priorauth.documents.letter.literature import cited
from priorauth.documents.letter.scale import scale_to_draw
from priorauth.documents.letter.sheet import About, Letterhead, Sheet
from priorauth.documents.traced import Traced
from priorauth.medicines.spravato import spravato

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from priorauth.chart.chart import Case, Chart
    from priorauth.chart.coverage import Coverage
    from priorauth.chart.practice import Practice
    from priorauth.documents.letter.kinds.base import Kind
    from priorauth.documents.wording import Wording
    from priorauth.logic.days import Stretch
    from priorauth.request.assessment import Assessment
    from priorauth.request.model import Line, PhasePart, Request, Visits
    from priorauth.request.wanted import Wanted


DRUG = "Spravato (esketamine nasal spray)"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter before it is rendered."""

    content: Content
    sheet: Sheet
    absent: tuple[Wanted, ...] = ()
    """Exhibits that it names and that are not enclosed."""

    @property
    def open_points(self) -> tuple[str, ...]:
        """What is still to be confirmed in it, as it stands there."""
        return tuple(span.text for span in to_confirm(self.content))


def compose(
    assessment: Assessment,
    practice: Practice | None,
    wording: Wording,
    kind: Kind[Assessment] | None = None,
    *,
    copy: str = "",
    logo: bytes | None = None,
) -> Letter:
    """A letter of ``kind`` (by the request's phase, if none is named); ``copy``: to whom, where it goes to several."""
    kind = kind or kind_for(assessment.ask.phase)
    known = facts(assessment)
    courses = courses_of(assessment)
    known |= {"criteria": criteria(assessment, known), "copy": copy}
    asks_for = kind.asks_for.format(drug=DRUG)
    hurried = assessment.ask.urgency == "expedited" and "expedited" not in asks_for.lower()
    urgent = assessment.case.attested("urgent")
    said = (assessment.ask.id, *((urgent.id, "prescriber") if urgent else ()))
    about: dict[str, Any] = {
        "date": spoken(assessment.determination.dates.as_of),
        "title": kind.title,
        "to": kind.to(assessment),
        "asks_for": asks_for,
        "indication": assessment.ask.indication,
        "begins": assessment.ask.phase == "initial",
        "attributes": assessment.loaded.attributable,
        "by_label": assessment.loaded.by_label,
        "expedited": Traced("expedited review" if hurried and assessment.expedited else "", said),
        "urgency_unstated": Traced("expedited" if hurried and not assessment.expedited else "", said),
    }
    rationale = Traced(assessment.ask.rationale or "", assessment.ask.id)
    context: dict[str, Any] = {
        **known,
        "main_diagnoses": known["diagnoses"][:1],
        "letter": {**about, "rationale": rationale, "without_rationale": {**about, "rationale": ""}},
        "request": _request(assessment),
        "trials": [row(one) for one in tried_antidepressants(courses)],
        "augmentations": [row(one, assessment.case) for one in tried_augmentations(courses)],
        "works": _works(assessment, kind),
        "exhibits": exhibit_rows(assessment.case),
        "timeline": timeline(courses, assessment.case, assessment.determination.dates.as_of, scale_to_draw(assessment))
        or "",
        **kind.more(assessment, known),
    }
    content = wording.content(kind.wording(assessment), context)
    absent = tuple(named_and_absent(plain_text(content), assessment.case))
    draft = not kind.internal and bool(to_confirm(content) or absent or kind.wanted(assessment))
    as_of = assessment.determination.dates.as_of
    sheet = sheet_for(assessment.case, assessment.coverage, as_of, practice, logo, about_of(known, about), draft=draft)
    return Letter(content, sheet, absent)


def about_of(known: Mapping[str, Any], letter: Mapping[str, Any]) -> About:
    """What a page's head may say of the letter, in the words of the letter itself."""
    patient, coverage, prescriber = known["patient"], known["coverage"], known["prescriber"]
    return About(
        title=str(letter["title"]),
        date=str(letter["date"]),
        patient=str(patient["name"]),
        birth_date=str(patient["birth_date"]),
        payer=str(coverage["payer"]),
        member_id=str(coverage["member_id"]),
        prescriber=str(prescriber["name"]),
        npi=str(prescriber["npi"]),
        phone=str(prescriber["phone"]),
    )


def sheet_for(
    case: Case,
    coverage: Coverage | None,
    dated: date,
    practice: Practice | None,
    logo: bytes | None,
    about: About,
    *,
    draft: bool,
) -> Sheet:
    """The practice's paper for a letter about this patient."""
    fictional = "Fictional patient, for demonstration. " if case.fictional else ""
    member = coverage.member_id if coverage else None
    return Sheet(
        letterhead=letterhead(practice, logo),
        title=f"{about.title}, case {case.case}",
        dated=dated,
        subject=f"{case.patient.name.full}" + (f" · member ID {member}" if member else ""),
        footer=f"{fictional}Confidential health information",
        draft=draft,
        about=about,
    )


def letterhead(practice: Practice | None, logo: bytes | None) -> Letterhead:
    """The practice's letterhead; without a profile, a name that says what is missing."""
    if practice is None:
        return Letterhead("[Practice profile missing: run priorauth init]")
    return Letterhead(
        practice.name,
        address_lines(practice.address),
        practice.phone,
        practice.fax or "",
        practice.npi or "",
        practice.tin or "",
        logo,
    )


def _request(assessment: Assessment) -> dict[str, Any]:
    request, ask = assessment.request, assessment.ask.id
    totals, basis = request.totals, (ask, assessment.coverage.id)
    return {
        "giving_only": request.giving_only,
        "service": request.service is not None,
        "period": Traced(request.period or "", ask),
        "by_practice": request.period_from == "practice",
        "first_day": Traced(spoken(request.service.first) if request.service else "", ask),
        "last_day": Traced(spoken(request.service.last) if request.service else "", ask),
        "sessions": Traced(totals.sessions if totals else "", ask),
        "total_mg": Traced(f"{totals.mg:,}" if totals else "", ask),
        "devices": Traced(totals.devices if totals else "", ask),
        "doses": _doses(request, ask),
        "limit": Traced(request.quantity or "", basis),
        "benefit": Traced(request.benefit or "", ask),
        "device": f"{spravato().device.mg} mg",
        "lines": [line_facts(one, basis) for one in request.asked],
        "visits": [visit_facts(one, basis) for one in request.visits],
        "phases": [_phase(part, request, ask) for part in request.phases],
        "needs": [
            {"needed": Traced(with_spoken_days(need.needed), need.item or ask), "owner": need.owner.replace("_", " ")}
            for need in request.needs
        ],
    }


def line_facts(line: Line, basis: tuple[str, ...]) -> dict[str, Any]:
    """A line of the drug; ``basis``: what its sessions rest on."""
    return {
        "code": Traced(line.code or "NDC", basis),
        "label": Traced(line.label, basis),
        "units": Traced(f"{line.units:,}", basis),
        "unit": Traced(line.unit if line.unit == "mg" or line.units == 1 else f"{line.unit}s", basis),
        "ndc": Traced(line.ndc11, basis),
        "dates": Traced(_dates(line.service), basis),
        "place": Traced(line.place_of_service or "", (*basis, "site")),
    }


def visit_facts(visit: Visits, basis: tuple[str, ...]) -> dict[str, Any]:
    """A line of office visits."""
    return {
        "codes": Traced(visit.code, basis),
        "label": Traced(visit.label, basis),
        "count": Traced(visit.count, basis),
        "dates": Traced(_dates(visit.service), basis),
        "place": Traced(visit.place_of_service or "", (*basis, "site")),
    }


def _doses(request: Request, ask: str) -> list[dict[str, Any]]:
    """How many sessions there are at each dose, and how many devices each takes."""
    counts = Counter((one.mg, one.devices) for one in request.sessions)
    return [
        {"dose": Traced(f"{mg} mg", ask), "sessions": Traced(times, ask), "devices": Traced(devices, ask)}
        for (mg, devices), times in sorted(counts.items())
    ]


def _phase(part: PhasePart, request: Request, ask: str) -> dict[str, Any]:
    """The doses of a phase as they are planned: "56 mg in the first session, then 84 mg"."""
    own = [session.mg for session in request.sessions if session.phase == part.phase]
    doses = (
        f"{own[0]} mg" if len(set(own)) == 1 else f"{own[0]} mg in the first session and {own[-1]} mg in the others,"
    )
    weeks = (
        f"week {part.first_week}"
        if part.first_week == part.last_week
        else f"weeks {part.first_week} to {part.last_week}"
    )
    return {
        "doses": Traced(doses, ask),
        "frequency": Traced(part.frequency, ask),
        "weeks": Traced(weeks, ask),
        "sessions": Traced(part.sessions, ask),
    }


def _works(assessment: Assessment, kind: Kind[Assessment]) -> list[dict[str, Any]]:
    """What is cited rests on the medicines taken now, on the course so far, and on the reason that is answered."""
    case = assessment.case
    complete = case.complete_up_to("current_medicines")
    denial = latest_denial(assessment) if kind.answers_denial else None
    basis = [
        *(one.id for one in case.current_medicines if one.purpose == "depression"),
        *([complete.id] if complete else []),
        *(one.id for one in case.sessions),
        *(one.id for one in case.scores if case.sessions or assessment.ask.phase == "continuation"),
        *([denial.id] if denial else []),
    ]
    works = cited(
        kind.name,
        assessment.ask.indication,
        oral=oral_antidepressant_goes_on(assessment),
        responded=responded(assessment, while_treated=kind.looks_back),
        reasons=denial.kinds if denial else (),
    )
    return [{"says": Traced(work.says, basis), "citation": Traced(work.citation, basis)} for work in works]


def exhibit_rows(chart: Chart) -> list[dict[str, Any]]:
    """The exhibits with their numbers."""
    numbers = exhibit_numbers(chart)
    return [
        {
            "number": numbers[one.id],
            "title": Traced(one.title, one.id),
            "on": Traced(spoken(one.on) if one.on else "", one.id),
        }
        for one in chart.exhibits
    ]


def _dates(service: Stretch) -> str:
    return (
        f"{service.first.month}/{service.first.day}/{service.first.year} to "
        f"{service.last.month}/{service.last.day}/{service.last.year}"
    )
