"""An assessment as plain data for the maps of forms. What is not documented is ``None``, and its field stays blank."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from priorauth.chart.dates import PartialDate
from priorauth.chart.safety import SAFETY_QUESTIONS
from priorauth.chart.scales import instruments
from priorauth.chart.suicidality import suicide_risk
from priorauth.chart.trials import Ongoing, Trial
from priorauth.determination.label import closed_by_label
from priorauth.determination.on_label import shown_to_be_on_label
from priorauth.documents.forms import parties
from priorauth.documents.letter.history import courses_of, row, tried_antidepressants, tried_augmentations
from priorauth.documents.letter.therapies import THERAPIES
from priorauth.medicines.reference import reference
from priorauth.policy.criteria.suicidality import SPOKEN as FOUND

if TYPE_CHECKING:
    from datetime import date

    from priorauth.chart.chart import Chart
    from priorauth.chart.practice import Practice
    from priorauth.chart.safety import Answer
    from priorauth.chart.therapies import Neuromodulation, Psychotherapy
    from priorauth.chart.trials import CurrentMedicine
    from priorauth.policy.trials.tried import Tried
    from priorauth.request.assessment import Assessment
    from priorauth.request.model import Line, PhasePart, Visits

_BY_NDC = "NDC"
"""What stands in the place of a code where a pharmacy dispenses."""
_YES = {"yes": True, "no": False}


def form_context(assessment: Assessment, practice: Practice | None) -> dict[str, Any]:
    """Everything that a form may ask for."""
    chart, courses = assessment.case, courses_of(assessment)
    diagnoses = _diagnoses(assessment)
    return {
        "request": _request(assessment),
        "destination": {
            "name": assessment.loaded.payer_name,
            "fax": assessment.coverage.fax,
            "phone": assessment.loaded.policy.submission.phone,
        },
        "patient": parties.patient(chart),
        "coverage": {key: getattr(assessment.coverage, key) for key in ("member_id", "group", "bin", "pcn", "order")},
        "prescriber": parties.prescriber(chart),
        "practice": parties.practice(practice),
        "contact": {"name": practice.contact if practice else None, "phone": practice.phone if practice else None},
        "site": parties.site(chart),
        "pharmacy": parties.pharmacy(chart),
        "medication": _medication(assessment),
        "off_label": {"used": _off_label(assessment), "reason": None},
        "diagnoses": diagnoses,
        "diagnosis": diagnoses[0] if diagnoses else dict.fromkeys(("text", "code", "since")),
        "scores": _scores(chart),
        "trials": [_trial(one) for one in tried_antidepressants(courses)],
        "augmentations": [_trial(one) | {"alongside": _alongside(one, chart)} for one in tried_augmentations(courses)],
        "episode": _episode(chart),
        "psychotherapy": [_therapy(one, THERAPIES[one.kind]) for one in chart.psychotherapies],
        "neuromodulation": [_therapy(one, one.kind) for one in chart.neuromodulations],
        "current_medicines": [_taken(one) for one in chart.current_medicines],
        "clinical_notes": assessment.ask.rationale,
        "safety": _safety(chart),
        "checks": _checks(chart),
        "rems": _rems(chart, assessment.determination.dates.as_of),
    }


def _diagnoses(assessment: Assessment) -> list[dict[str, Any]]:
    """The primary one first."""
    as_of = assessment.determination.dates.as_of
    return [
        {"text": one.description, "code": one.code, "since": None}
        for one in sorted(assessment.case.diagnoses, key=lambda one: (not one.primary, one.code))
        if one.stands(as_of)
    ]


def _request(assessment: Assessment) -> dict[str, Any]:
    ask = assessment.ask
    urgent = assessment.case.attested("urgent")
    attested = assessment.expedited
    supply = {
        "buy_and_bill": "The practice buys and bills",
        "specialty_pharmacy": assessment.case.pharmacy.name if assessment.case.pharmacy else None,
    }
    return {
        "phase": ask.phase,
        "urgency": ask.urgency if attested or ask.urgency != "expedited" else None,
        "reasons": ["prior_authorization", *([] if assessment.request.giving_only else ["specialty_drug"])],
        "reason_other": None,
        "expedited_attested": attested,
        "expedited_because": urgent.text if urgent and attested else None,
        "date": assessment.determination.dates.as_of.isoformat(),
        "benefit": ask.benefit,
        "supply": supply.get(ask.acquisition or ""),
        "lines": [
            *(
                _line(line, line.code or _BY_NDC, line.ndc11, _units(line.units, line.unit))
                for line in assessment.request.asked
            ),
            *(_line(visit, visit.code, None, _units(visit.count, "visit")) for visit in assessment.request.visits),
        ],
    }


def _line(one: Line | Visits, code: str, ndc: str | None, units: str) -> dict[str, Any]:
    return {
        "code": code,
        "coded": f"NDC {ndc}" if code == _BY_NDC else code,
        "description": one.label,
        "ndc": ndc,
        "units": units,
        "place_of_service": one.place_of_service,
        "first_day": one.service.first.isoformat(),
        "last_day": one.service.last.isoformat(),
    }


def _units(number: int, unit: str) -> str:
    return f"{number} {unit if unit == 'mg' or number == 1 else unit + 's'}"


def _medication(assessment: Assessment) -> dict[str, Any]:
    request = assessment.request
    totals = request.totals
    phases = [f"{part.frequency} in {_weeks(part)} ({_counted(part.sessions)})" for part in request.phases]
    regimen = assessment.ask.regimen
    first = regimen.first_dose_mg if regimen and regimen.starts_in_week == 1 else None
    dose = (
        f"{first} mg first, then {regimen.dose_mg} mg"
        if regimen and first and first != regimen.dose_mg
        else f"{regimen.dose_mg} mg"
        if regimen
        else None
    )
    name, quantity = "Spravato (esketamine) nasal spray", None
    if totals:
        quantity = f"{totals.devices} devices ({totals.mg} mg) in {_counted(totals.sessions)}"
    if request.giving_only:
        name = "Administration only: Spravato (esketamine)"
        quantity = _counted(totals.sessions) if totals else None
    return {
        "name": name,
        "strength": "28 mg per device",
        "quantity": quantity,
        "schedule": f"{dose}: {'; '.join(phases)}" if dose and phases else dose,
        "length": str(request.period) if request.period else None,
        "started": assessment.ask.start.isoformat() if assessment.ask.start else None,
        "current": True
        if assessment.case.sessions
        else False
        if assessment.case.complete_up_to("spravato_sessions")
        else None,
        "dispense_as_written": None,
    }


def _scores(chart: Chart) -> list[dict[str, Any]]:
    table = instruments().instruments
    latest = sorted(chart.scores, key=lambda one: (one.on, one.id), reverse=True)
    return [
        {
            "instrument": one.instrument,
            "date": one.on.isoformat(),
            "total": str(one.total),
            "meaning": ", ".join(
                filter(
                    None,
                    (
                        table[one.instrument].spoken_severity(one.total),
                        one.rater or "",
                    ),
                )
            ),
        }
        for one in latest
    ]


def _weeks(part: PhasePart) -> str:
    one = part.first_week == part.last_week
    return f"week {part.first_week}" if one else f"weeks {part.first_week} to {part.last_week}"


def _counted(sessions: int) -> str:
    return "1 session" if sessions == 1 else f"{sessions} sessions"


def _trial(one: Tried) -> dict[str, Any]:
    course, told = one.course, row(one)
    last: str | None
    match course.end:
        case PartialDate() as end:
            last = str(end)
        case Ongoing():
            last = "ongoing"
        case _:
            last = None
    return {
        "medicine": " with ".join((one.named.name, *one.together)),
        "class": one.named.medicine.pharmacologic_class,
        "dose": f"{course.highest_dose:f} mg" if course.highest_dose else None,
        "days": "; ".join(filter(None, (_days(one), told["poorly_taken"]))),
        "start": str(course.start) if course.start else None,
        "end": last,
        "outcome": told["effect"] or None,
        "ended": ", ".join(filter(None, (told["ended"], told["side_effects"]))) or None,
    }


def _days(one: Tried) -> str:
    """The days by which the trial is judged, and all of them where they are more."""
    at = f" at ≥ {one.lowest:f} mg" if one.lowest is not None else ""
    if one.of_which:
        return f"{one.days} {one.of_which}{at}, of {one.in_all} in all"
    return f"{one.days}{at or ' in all'}"


def _alongside(one: Tried, chart: Chart) -> str | None:
    """To what it was added, as the chart says, whether or not the policy asks."""
    partner = chart.by_id.get(getattr(one.course, "alongside", None) or "")
    return reference().find(partner.medicine).name if isinstance(partner, Trial) else None


def _off_label(assessment: Assessment) -> bool | None:
    """A "no" only where the chart shows all that the label asks for, and nothing in it speaks against that."""
    chart, dates = assessment.case, assessment.determination.dates
    mania = chart.safety.asked("history_of_mania")
    doubtful = (mania is not None and mania.answer == "yes") or list(
        closed_by_label(chart, assessment.ask, dates.as_of)
    )
    return None if doubtful or not shown_to_be_on_label(chart, assessment.ask, dates) else False


def _taken(one: CurrentMedicine) -> str:
    """The day beside a dose is the one on which that dose began; since when the medicine is taken stands apart."""
    dosed = one.unchanged_since if one.dose else None
    dose = " ".join(filter(None, (f"{one.dose:f} mg" if one.dose else "", f"since {dosed}" if dosed else "")))
    begun = f"(taken since {one.since})" if one.since and one.since != dosed else ""
    return " ".join(filter(None, (one.medicine, dose, begun)))


def _episode(chart: Chart) -> dict[str, Any]:
    one = chart.episode
    if one is None:
        return {"text": None, "onset": None}
    features = {"yes": "with psychotic features", "no": "without psychotic features"}.get(one.psychotic_features or "")
    words = [one.form, (one.severity or "").replace("_", " ") or None, features]
    return {"text": ", ".join(filter(None, words)) or None, "onset": str(one.onset) if one.onset else None}


def _therapy(one: Psychotherapy | Neuromodulation, kind: str) -> str:
    outcome = {"none": "no"}.get(one.outcome or "", one.outcome)
    told = (
        kind,
        one.span,
        _counted(one.sessions) if one.sessions else "",
        f"{outcome} response" if outcome and outcome != "unknown" else "",
    )
    return ", ".join(filter(None, told))


def _safety(chart: Chart) -> dict[str, Any]:
    answers = {question: chart.safety.asked(question) for question in SAFETY_QUESTIONS}
    details = [
        f"{SAFETY_QUESTIONS[question]}: {answer.detail or _given(answer)}"
        for question, answer in answers.items()
        if answer and answer.answer == "yes"
    ]
    return {question: _YES.get(answer.answer) if answer else None for question, answer in answers.items()} | {
        "details": details
    }


def _given(answer: Answer) -> str:
    """That the answer is "yes", by whom and when, where the chart explains it no further."""
    given = ", ".join(filter(None, (answer.by, str(answer.on) if answer.on else "")))
    return f"yes ({given})" if given else "yes"


def _checks(chart: Chart) -> dict[str, Any]:
    pressure = max(chart.blood_pressures, key=lambda one: one.on, default=None)
    risk = suicide_risk(chart)
    assessed = risk.assessment if risk.settled else None
    found = (
        [f"{words}: {answer}" for question, words in FOUND.items() if (answer := getattr(assessed, question))]
        if assessed
        else []
    )
    return {
        "blood_pressure": f"{pressure.systolic}/{pressure.diastolic} mmHg on {pressure.on}" if pressure else None,
        "suicide_risk": f"{assessed.on}{f', {assessed.instrument}' if assessed.instrument else ''}: {', '.join(found)}"
        if found and assessed
        else None,
        "prescription_monitoring": _monitored(chart),
    }


_SHOWED = {
    "nothing_of_concern": "nothing of concern",
    "discussed": "findings discussed with the patient",
    "of_concern": "a finding of concern",
}


def _monitored(chart: Chart) -> str | None:
    """The look into the prescription drug monitoring program, with what it showed."""
    look = chart.monitoring
    if look is None:
        return None
    if look.unavailable_in_state:
        return f"no program in the state that can be asked ({look.on})"
    return "; ".join(filter(None, (f"checked on {look.on}", _SHOWED.get(look.result or ""), look.finding)))


def _rems(chart: Chart, as_of: date) -> dict[str, Any]:
    site = chart.site.rems if chart.site else None
    pharmacy = chart.pharmacy.rems if chart.pharmacy else None
    patient = chart.rems
    to_come = patient.planned_on if patient and patient.planned_on and patient.planned_on >= as_of else None
    detail = (
        f"enrolled on {patient.enrolled_on}"
        if patient and patient.enrolled_on
        else f"planned for {to_come}"
        if to_come
        else None
    )
    return {
        "site_certified": _YES.get(site.certified) if site else None,
        "site_identifier": site.identifier if site else None,
        "pharmacy_certified": _YES.get(pharmacy.certified) if pharmacy else None,
        "pharmacy_identifier": pharmacy.identifier if pharmacy else None,
        "patient_enrolled": True if patient and patient.enrolled_on else False if to_come else None,
        "patient_detail": detail,
        **_monitoring(chart),
    }


def _monitoring(chart: Chart) -> dict[str, Any]:
    """Supervised and watched, as the form asks in one question: "yes" needs both statements, and one denies both."""
    said = [chart.attested("direct_supervision"), chart.attested("observation_two_hours")]
    answers = [one.answer if one else None for one in said]
    stated = dict.fromkeys(f"{one.by}, {one.on}" for one in said if one)
    both = answers == ["yes", "yes"]
    return {
        "monitored": True if both else False if "no" in answers else None,
        "monitored_detail": f"at least two hours at each session ({'; '.join(stated)})" if both else None,
    }
