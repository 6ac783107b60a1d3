"""The chart's facts as a letter's templates see them: texts that carry the ids of what they rest on.

Nothing is judged here. What the chart does not say is an empty text, and the template then writes no sentence about it
or marks it to be confirmed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from priorauth.chart.dates import PartialDate, age_on, spoken, with_spoken_days
from priorauth.chart.safety import AFFIRMED, LABEL_QUESTIONS, SAFETY_QUESTIONS
from priorauth.chart.scales import instruments
from priorauth.chart.statements import SPOKEN
from priorauth.chart.suicidality import suicide_risk
from priorauth.determination.contradictions import contradictions
from priorauth.documents.exhibits import exhibit_numbers, pointers
from priorauth.documents.letter.therapies import neuromodulations, psychotherapies
from priorauth.documents.traced import Traced
from priorauth.logic.finding import Evidence, Proof
from priorauth.medicines.doses import against_depression
from priorauth.medicines.reference import reference
from priorauth.policy.criteria.prescriber import SPOKEN as ROLES
from priorauth.policy.criteria.suicidality import SPOKEN as FOUND

if TYPE_CHECKING:
    from datetime import date

    from priorauth.chart.chart import Chart
    from priorauth.chart.coverage import Coverage
    from priorauth.chart.episode import SubstanceUse
    from priorauth.chart.people import Address
    from priorauth.chart.scales import Score
    from priorauth.chart.statements import Attestation
    from priorauth.chart.trials import CurrentMedicine
    from priorauth.request.assessment import Assessment

MOST_SCORES = 6
"""How many scores a letter's table shows: the latest, enough to see the course."""

"""What each attestation states, as words after "states"."""


def facts(assessment: Assessment) -> dict[str, Any]:
    """Everything about the patient and the payer that the wording may name."""
    dates = assessment.determination.dates
    start = assessment.ask.start or dates.service_start
    return {
        **facts_of(assessment.case, dates.as_of, start, assessment.ask.id, aged_on=dates.service_start),
        "coverage": coverage_facts(assessment.coverage, assessment.loaded.payer_name),
    }


def facts_of(chart: Chart, as_of: date, start: date, wanted: str, *, aged_on: date | None = None) -> dict[str, Any]:
    """Everything about the patient that the wording may name.

    Args:
        chart: as it was known on ``as_of``.
        as_of: the day.
        start: the first day of the service.
        wanted: the id of what the service is wanted in: an ask, a plan.
        aged_on: the day for which the age is told: the one for which it was judged, or else ``start``.
    """
    aged_on = aged_on or start
    born = chart.patient.birth_date
    return {
        "patient": {
            "name": Traced(chart.patient.name.full, "patient"),
            "birth_date": Traced(spoken(born), "patient"),
            "sex": Traced(chart.patient.sex or "", "patient"),
            "age": Traced(age_on(born, aged_on), ("patient", wanted)),
            "aged_on": Traced(spoken(aged_on), wanted),
            "start": Traced(spoken(start), wanted),
        },
        "diagnoses": _diagnoses(chart, as_of),
        "episode": _episode(chart),
        "scores": _scores(chart)[:MOST_SCORES],
        "all_scores": _scores(chart),
        "every_score": _scores(chart, "anxiety", "PTSD", "depression"),
        "suicide_assessment": _suicide_assessment(chart),
        "stays": _stays(chart),
        "contradictions": [Traced(with_spoken_days(one.text), one.items) for one in contradictions(chart, as_of)],
        "safety": _safety(chart),
        "affirmed": _affirmed(chart),
        "label_questions": [
            {"text": Traced(SAFETY_QUESTIONS[one], f"safety.{one}"), **_answer(chart, one)} for one in LABEL_QUESTIONS
        ],
        "label_denied": [
            Traced(f"no {SAFETY_QUESTIONS[one]}", f"safety.{one}")
            for one in LABEL_QUESTIONS
            if (known := chart.safety.asked(one)) and known.answer == "no"
        ],
        "pressure": _pressure(chart),
        "rems": _rems(chart, as_of),
        "pdmp": _pdmp(chart),
        "prescriber": _prescriber(chart),
        "current_antidepressants": _current(chart),
        "psychotherapies": psychotherapies(chart),
        "neuromodulations": neuromodulations(chart),
        "statements": [_statement(one) for one in chart.attestations if one.answer == "yes"],
        "observation": [
            _statement(one)
            for one in [chart.attested("observation_two_hours")]  # the latest: it may take back what was stated before
            if one and one.answer == "yes"
        ],
        "substances": [_substance(one) for one in chart.substance_use if one.disorder == "yes"],
        "never_had_esketamine": _never(chart),
        "consultations": [
            {
                "who": Traced(one.consultant, one.id),
                "role": Traced(ROLES[one.role], one.id),
                "on": Traced(spoken(one.on), one.id),
                "item": one.id,
            }
            for one in chart.consultations
        ],
    }


def coverage_facts(coverage: Coverage, payer_name: str) -> dict[str, Any]:
    """Who is asked, and how the patient is known there."""
    return {
        "payer": payer_name,
        "plan": Traced(coverage.plan or "", coverage.id),
        "member_id": Traced(coverage.member_id or "", coverage.id),
        "group": Traced(coverage.group or "", coverage.id),
        "fax": Traced(coverage.fax or "", coverage.id),
    }


def _diagnoses(chart: Chart, as_of: date) -> list[dict[str, Any]]:
    standing = [one for one in chart.diagnoses if one.stands(as_of)]
    return [
        {
            "code": Traced(one.code, one.id),
            "description": Traced(one.description or "", one.id),
            "when": Traced(one.on.spoken_with_preposition if one.on else "", one.id),
            "by": Traced(one.by or "", one.id),
            "criteria": Traced(one.criteria or "", one.id),
            "by_mental_health_professional": one.by_mental_health_professional == "yes",
            "primary": one.primary,
            "item": one.id,
        }
        for one in sorted(standing, key=lambda one: (not one.primary, one.code))
    ]


def _episode(chart: Chart) -> dict[str, Any]:
    """Its severity is told as long as nothing was given against it: of what it is under treatment, scores tell."""
    episode, sessions = chart.episode, [one.id for one in chart.sessions]
    severity = (episode.severity or "").replace("_", " ") if episode and not sessions else ""
    identity = episode.id if episode else ()
    return {
        "since": Traced(episode.onset.spoken if episode and episode.onset else "", identity),
        "began": Traced(episode.onset.spoken_with_preposition if episode and episode.onset else "", identity),
        "severity": Traced(severity, (episode.id, *sessions) if episode else ()),
        "form": Traced(episode.form or "" if episode else "", identity),
        "psychotic_features": Traced(episode.psychotic_features or "" if episode else "", identity),
    }


def _scores(chart: Chart, *measured: str) -> list[dict[str, Any]]:
    """Scores of depression, or of what is named, the latest first."""
    table = instruments().instruments
    kept = sorted(
        (one for one in chart.scores if table[one.instrument].measures in (measured or ("depression",))),
        key=lambda one: (one.on, one.id),
        reverse=True,
    )
    return [_score(one) for one in kept]


def _score(one: Score) -> dict[str, Any]:
    table = instruments().instruments[one.instrument]
    return {
        "on": Traced(spoken(one.on), one.id),
        "instrument": Traced(one.instrument, one.id),
        "total": Traced(one.total, one.id),
        "highest": Traced(table.highest, one.id),
        "severity": Traced(table.spoken_severity(one.total), one.id),
        "rater": Traced(one.rater or table.rated_by, one.id),
        "item": one.id,
    }


def _suicide_assessment(chart: Chart) -> dict[str, Any]:
    risk = suicide_risk(chart)
    latest = risk.assessment
    identities = tuple(one.id for one in (latest, risk.scale) if one is not None)
    return {
        "on": Traced(spoken(latest.on) if latest else "", identities),
        "ideation": Traced(latest.ideation or "" if latest else "", identities),
        "intent": Traced(latest.intent or "" if latest else "", identities),
        "instrument": Traced(latest.instrument or "" if latest else "", identities),
        "by": Traced(latest.by or "" if latest else "", identities),
        "findings": [Traced(words, identities) for key, words in FOUND.items() if getattr(latest, key, None) == "yes"],
        "denied": [Traced(words, identities) for key, words in FOUND.items() if getattr(latest, key, None) == "no"],
        "contradicted": risk.contradicted,
        "unassessed": risk.unassessed,
    }


def _stays(chart: Chart) -> list[dict[str, Any]]:
    return [
        {
            "admitted": Traced(one.admitted.spoken_with_preposition, one.id),
            "there": one.discharged == "still_admitted",
            "seen": Traced(spoken(one.as_of) if one.as_of else "", one.id),
            "discharged": Traced(
                one.discharged.spoken_with_preposition if isinstance(one.discharged, PartialDate) else "", one.id
            ),
            "for_suicidality": Traced(one.for_suicidality or "", one.id),
            "started": Traced(one.esketamine_started or "", one.id),
        }
        for one in sorted(chart.inpatient, key=lambda one: (str(one.admitted), one.id))
    ]


def _safety(chart: Chart) -> dict[str, Any]:
    return {question: _answer(chart, question) for question in SAFETY_QUESTIONS}


def _answer(chart: Chart, question: str) -> dict[str, Any]:
    answer = chart.safety.asked(question)
    return {
        "answer": Traced(answer.answer if answer else "", f"safety.{question}"),
        "by": Traced(answer.by or "" if answer else "", f"safety.{question}"),
        "on": Traced(spoken(answer.on) if answer and answer.on else "", f"safety.{question}"),
        "detail": Traced((answer.detail or "").rstrip(".") if answer else "", f"safety.{question}"),
    }


def _affirmed(chart: Chart) -> list[dict[str, Any]]:
    """Each safety question that is answered "yes", with where that can be read.

    That benefit outweighs the risk of psychosis says nothing where there was none.
    """
    numbers = exhibit_numbers(chart)
    found = []
    for question, words in AFFIRMED.items():
        answer = chart.safety.asked(question)
        if answer is None or answer.answer != "yes":
            continue
        of_psychosis = chart.safety.history_of_psychosis
        if question == "psychosis_benefit_outweighs_risk" and not (of_psychosis and of_psychosis.answer == "yes"):
            continue
        item = f"safety.{question}"
        shown = [Evidence(item, words, Proof.EXHIBIT, one.exhibit, one.page) for one in answer.shown_in]
        found.append(
            {
                **_answer(chart, question),
                "text": Traced(
                    words, (item, "safety.history_of_psychosis") if "psychosis_benefit" in question else item
                ),
                "exhibits": [Traced(text, ids) for text, ids in pointers(shown, numbers)],
                "told_apart": question in (*LABEL_QUESTIONS, "pregnancy"),
            }
        )
    return found


def _pressure(chart: Chart) -> dict[str, Any]:
    latest = max(chart.blood_pressures, key=lambda one: one.on, default=None)
    identity = latest.id if latest else ()
    return {
        "value": Traced(f"{latest.systolic}/{latest.diastolic} mmHg" if latest else "", identity),
        "on": Traced(spoken(latest.on) if latest else "", identity),
    }


def _rems(chart: Chart, as_of: date) -> dict[str, Any]:
    site, pharmacy, patient = chart.site, chart.pharmacy, chart.rems
    to_come = patient.planned_on if patient and patient.planned_on and patient.planned_on >= as_of else None
    promised = chart.attested("patient_will_be_enrolled_in_rems")
    return {
        "site": Traced(site.name if site else "", "site"),
        "site_certified": Traced(site.rems.certified if site and site.rems else "", "site"),
        "site_identifier": Traced(site.rems.identifier or "" if site and site.rems else "", "site"),
        "pharmacy": Traced(pharmacy.name if pharmacy else "", "pharmacy"),
        "pharmacy_certified": Traced(pharmacy.rems.certified if pharmacy and pharmacy.rems else "", "pharmacy"),
        "enrolled": Traced(
            spoken(patient.enrolled_on) if patient and patient.enrolled_on else "", patient.id if patient else ()
        ),
        "planned": Traced(spoken(to_come) if to_come else "", patient.id if patient else ()),
        "promised": Traced(
            spoken(promised.on) if promised and promised.answer == "yes" else "", promised.id if promised else ()
        ),
    }


def _pdmp(chart: Chart) -> dict[str, Any]:
    latest = chart.monitoring
    return {
        "on": Traced(
            spoken(latest.on) if latest and not latest.unavailable_in_state else "", latest.id if latest else ()
        ),
        "nothing_of_concern": latest is not None and latest.result == "nothing_of_concern",
        "discussed": latest is not None and latest.result == "discussed",
        "of_concern": latest is not None and latest.result == "of_concern",
        "finding": Traced((latest.finding or "").rstrip(".") if latest else "", latest.id if latest else ()),
        "weighed": [_statement(said) for said in [chart.monitoring_weighed] if said],
    }


def _prescriber(chart: Chart) -> dict[str, Any]:
    who = chart.prescriber
    return {
        "name": Traced(who.signature_name if who else "", "prescriber"),
        "role": Traced(ROLES[who.role] if who and who.role else "", "prescriber"),
        "npi": Traced(who.npi or "" if who else "", "prescriber"),
        "phone": Traced(who.phone or "" if who else "", "prescriber"),
    }


def _current(chart: Chart) -> list[dict[str, Any]]:
    return [
        _medicine(one)
        for one in chart.current_medicines
        if against_depression(one) and (named := reference().known(one.medicine)) and "antidepressant" in named.uses
    ]


def _medicine(one: CurrentMedicine) -> dict[str, Any]:
    return {
        "name": Traced(reference().find(one.medicine).name, one.id),
        "dose": Traced(f"{one.dose:,f} mg" if one.dose else "", one.id),
        "unchanged": Traced(one.unchanged_since.spoken if one.unchanged_since else "", one.id),
        "continues": Traced(one.continues or "", one.id),
        "item": one.id,
    }


def _statement(one: Attestation) -> dict[str, Any]:
    return {
        "by": Traced(one.by, one.id),
        "on": Traced(spoken(one.on), one.id),
        "text": Traced(SPOKEN[one.states], one.id),
        "item": one.id,
    }


def _substance(one: SubstanceUse) -> dict[str, Any]:
    treatment = {"in_treatment": ", in treatment", "completed": ", treatment completed", "none": ", not treated"}.get(
        one.treatment or "", ""
    )
    severity = f"{one.severity} " if one.severity else ""
    return {"text": Traced(f"{severity}{one.substance} use disorder{treatment}", one.id), "item": one.id}


def _never(chart: Chart) -> dict[str, Any]:
    complete = chart.complete_up_to("spravato_sessions")
    return {
        "stated": Traced(
            spoken(complete.up_to) if complete and not chart.sessions else "", complete.id if complete else ()
        )
    }


def address_lines(address: Address) -> tuple[str, str]:
    """Street, and city with state and ZIP code."""
    return address.street, f"{address.city}, {address.state} {address.zip}"
