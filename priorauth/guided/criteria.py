"""What each kind of criterion asks, while it is not documented; courses and esketamine have modules of their own.

Each gives its questions in their order, of what is not said yet; what was said or passed over is taken out elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from priorauth.chart.safety import AFFIRMED, LABEL_QUESTIONS
from priorauth.chart.statements import SPOKEN as STATED
from priorauth.guided import courses, treatment
from priorauth.guided.draft import at
from priorauth.guided.parts import antidepressant
from priorauth.guided.words import OR_NONE
from priorauth.intake.readings import one_of
from priorauth.medicines.doses import against_depression
from priorauth.policy.criteria.prescriber import SPOKEN as SPECIALISTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from priorauth.guided.question import Question
    from priorauth.guided.situation import Situation
    from priorauth.policy.criteria.base import Criterion

    Questions = Iterator[Question]


def asked_by(criterion: Criterion, s: Situation) -> Questions:
    """The questions of one criterion, as its kind has them."""
    yield from OF_A_KIND[criterion.kind](criterion, s)


def _nothing(_: Any, __: Situation) -> Questions:
    """The chart and the request say it, or nobody but the payer can."""
    yield from ()


def safety(s: Situation, question: str) -> Question:
    """A safety question in the words that documents have for it."""
    return s.of("safety", question, words=f"Is there {AFFIRMED[question]}?")


def _attested(one: Any, s: Situation) -> Questions:
    for statement in one.attested:
        given = s.view.chart.attested(statement)
        old = given is not None and one.within_days is not None and (s.view.as_of - given.on).days > one.within_days
        words = f"Does the prescriber state {'anew ' if old else ''}{STATED[statement]}?"
        yield from s.statement(statement, f"The last is too old. {words}" if old else words, anew=old)


def _available(one: Any, s: Situation) -> Questions:
    if one.available == "pdmp":
        yield from _look(s)
    else:
        yield from s.statement("psychotherapy_unavailable", f"Is it stated {STATED['psychotherapy_unavailable']}?")


def _look(s: Situation) -> Questions:
    yield from s.unfinished("pdmp")
    if not s.places("pdmp"):
        without = ("pdmp", 0, "unavailable_in_state")
        yield s.of("pdmp", 0, "on", none=((without, "yes"),))


def _pdmp(_: Any, s: Situation) -> Questions:
    yield from _look(s)


def _concurrent(one: Any, s: Situation) -> Questions:
    wanted = one.concurrent_treatment.none_of
    for given, question in (("ketamine", "concurrent_ketamine"), ("mind_altering_substances",) * 2):
        if given in wanted:
            yield safety(s, question)
    procedures = tuple(kind for kind in wanted if kind in ("ECT", "TMS", "VNS", "DBS"))
    if procedures:
        for place in s.places("neuromodulations"):
            if at(s.facts, ("neuromodulations", place, "kind")) in procedures:
                yield from s.form("neuromodulations", place, "concurrent")
        yield from _procedure(s, procedures)


def _procedure(s: Situation, kinds: tuple[str, ...]) -> Questions:
    yield from s.listed(
        "neuromodulations",
        "kind",
        "neuromodulations",
        choices=kinds,
        read=one_of(kinds),
        hint=f"One of them; {OR_NONE}",
    )


def _neuromodulation(one: Any, s: Situation) -> Questions:
    rule = one.neuromodulation
    for place in s.places("neuromodulations"):
        if at(s.facts, ("neuromodulations", place, "kind")) in rule.kinds:
            yield from s.form("neuromodulations", place, "start", "end", "outcome")
    yield from _procedure(s, rule.kinds)


def _contraindications(one: Any, s: Situation) -> Questions:
    absent = one.contraindications.absent
    for question in LABEL_QUESTIONS if absent == "per_label" else absent:
        yield safety(s, question)


def _pregnancy(one: Any, s: Situation) -> Questions:
    if one.pregnancy.pregnant == "excluded":
        yield safety(s, "pregnancy")
    if one.pregnancy.breastfeeding == "excluded":
        yield safety(s, "lactation")


def _psychosis(one: Any, s: Situation) -> Questions:
    if one.psychosis.history == "not_asked":
        yield s.of("episode", "psychotic_features")
        return
    yield safety(s, "history_of_psychosis")
    if one.psychosis.history == "allowed_if_benefit_outweighs" and s.facts.get("safety", {}).get(
        "history_of_psychosis"
    ):
        words = "Does the prescriber judge that the benefit outweighs the risk of psychosis?"
        yield s.of("safety", "psychosis_benefit_outweighs_risk", words=words)


def _diagnosis(one: Any, s: Situation) -> Questions:
    rule = one.diagnosis
    yield from diagnosis(s)
    accepted = rule.accepted_on(s.view.service_start)
    for place in s.places("diagnoses"):
        code = str(at(s.facts, ("diagnoses", place, "code")) or "")
        if code.startswith(accepted):
            fields = {
                "criteria": bool(rule.manuals),
                "by_mental_health_professional": rule.by_mental_health_professional,
                "method": rule.method == "structured_interview",
            }
            yield from s.form("diagnoses", place, *(field for field, wanted in fields.items() if wanted))
        else:
            yield from s.form("diagnoses", place, "primary")
    if s.places("diagnoses") and not any(one.code.startswith(accepted) for one in s.view.chart.diagnoses):
        yield s.new("diagnoses", "code")


def diagnosis(s: Situation) -> Questions:
    """The diagnosis, where there is none."""
    yield from s.unfinished("diagnoses")
    if not s.places("diagnoses"):
        yield s.new("diagnoses", "code")


def _dose_limit(one: Any, s: Situation) -> Questions:
    yield s.ask("regimen", "dose_mg")
    if at(s.facts, ("asks", s.asked, "regimen", "dose_mg")):
        if one.dose_limit.first_dose_mg:
            yield s.ask("regimen", "first_dose_mg")
        yield s.ask("regimen", "maintenance_every_weeks")


def _episode_form(one: Any, s: Situation) -> Questions:
    forms = one.episode_form.any_of
    yield s.of("episode", "form")
    if any(form.at_least_months for form in forms):
        yield s.of("episode", "onset")
    if any(form.psychotic_features for form in forms):
        yield s.of("episode", "psychotic_features")


def _inpatient(one: Any, s: Situation) -> Questions:
    rule = one.inpatient
    if rule.measured == "baseline":
        yield from treatment.first_session(s)
    for place in s.places("inpatient"):
        yield from s.form("inpatient", place, "discharged")
        if at(s.facts, ("inpatient", place, "discharged")) == "still_admitted":
            yield from s.form("inpatient", place, "as_of")
        fields = {
            "for_suicidality": rule.for_suicidality,
            "level": bool(rule.levels),
            "esketamine_started": rule.esketamine_started,
        }
        yield from s.form("inpatient", place, *(field for field, wanted in fields.items() if wanted))
    yield s.new("inpatient", "admitted", none=s.nothing)


def _oral_antidepressant(one: Any, s: Situation) -> Questions:
    rule = one.oral_antidepressant
    fields = {
        "dose": True,
        "unchanged_since": rule.stable_weeks is not None,
        "change": rule.started_or_optimized,
        "continues": rule.continued,
    }
    for place in s.places("current_medicines"):
        yield from s.form("current_medicines", place, "as_of", *(field for field, wanted in fields.items() if wanted))
    for taken in s.view.chart.current_medicines:
        if against_depression(taken) is None:
            yield s.of("current_medicines", s.place("current_medicines", taken.id), "purpose")
    hint = f"Generic or brand name, without the dose; {OR_NONE}"
    yield from s.listed("current_medicines", "medicine", "current_medicines", read=antidepressant, hint=hint)


def _prescriber(one: Any, s: Situation) -> Questions:
    yield prescriber(s)
    if isinstance(at(s.facts, ("care_team", "prescriber")), dict):
        yield s.of("care_team", "prescriber", "role")
    who = s.view.chart.prescriber
    if who and who.role and one.prescriber.consultation == "accepted":
        roles = one.prescriber.roles
        yield from s.listed(
            "consultations",
            "role",
            "consultations",
            choices=roles,
            labels=tuple(SPECIALISTS[role] for role in roles),
            read=one_of(roles),
            hint=f"Which of these; {OR_NONE}",
        )


def prescriber(s: Situation) -> Question:
    """Who prescribes: one of the practice's, or a name."""
    return party(s, "prescriber")


def party(s: Situation, what: str) -> Question:
    """Prescriber, site or pharmacy: a key of the practice's profile."""
    known = getattr(s.practice, f"{what}s" if what != "pharmacy" else "pharmacies") if s.practice else {}
    names = tuple(getattr(one, "signature_name", one.name) for one in known.values())
    return s.of("care_team", what, choices=tuple(known), labels=names)


def _psychotherapy(one: Any, s: Situation) -> Questions:
    rule = one.psychotherapy
    fields = ("start", "end", "episode") if rule.in_current_episode else ("start", "end")
    for place in s.places("psychotherapies"):
        kind = at(s.facts, ("psychotherapies", place, "kind"))
        if not rule.kinds or kind in rule.kinds:
            if rule.in_current_episode:
                yield s.of("episode", "onset")
            yield from s.form("psychotherapies", place, *fields, "outcome", "sessions")
    asked = f"Asked for: {', '.join(rule.kinds)}. " if rule.kinds else ""
    yield from s.listed("psychotherapies", "kind", "psychotherapies", hint=f"{asked}One of them; {OR_NONE}")


def _rems(one: Any, s: Situation) -> Questions:
    rule = one.rems
    if rule.provider:
        yield prescriber(s)
    if rule.site:
        yield party(s, "site")
    if rule.pharmacy:
        yield s.ask("acquisition")
        yield party(s, "pharmacy")
    if rule.patient != "not_asked":
        yield s.of("rems", "enrolled_on", none=s.nothing)
        if rule.patient == "planned":
            yield s.of("rems", "planned_on", none=s.nothing)


def _substance_use(one: Any, s: Situation) -> Questions:
    rule = one.substance_use
    yield safety(s, "substance_use_disorder")
    fields = {
        "severity": True,
        "treatment": bool(rule.unless) or not (rule.unless_abstinent_months or rule.unless_confined_months),
        "last_use": rule.unless_abstinent_months is not None,
        "controlled_environment_since": rule.unless_confined_months is not None,
    }
    for place in s.places("substance_use"):
        if at(s.facts, ("substance_use", place, "disorder")) == "yes":
            yield from s.form("substance_use", place, *(field for field, wanted in fields.items() if wanted))
    place = len(s.places("substance_use"))
    disorder = ("substance_use", place, "disorder")
    besides = ((disorder, "yes"),)
    yield from s.listed("substance_use", "substance", "substance_use", besides=besides, hint=f"Its name; {OR_NONE}")


def _suicidality(one: Any, s: Situation) -> Questions:
    rule = one.suicidality
    if rule.measured == "baseline":
        yield from treatment.first_session(s)
    yield from assessment(s, *dict.fromkeys(found for together in rule.any_of for found in together))


def assessment(s: Situation, *findings: str) -> Questions:
    """What the latest assessment found; then a newer one, while that does not settle it."""
    latest = max(s.view.chart.suicide_assessments, key=lambda one: (one.on, one.id), default=None)
    if latest:
        yield from s.form("suicide_assessments", s.place("suicide_assessments", latest.id), *findings)
    yield s.new("suicide_assessments", "on")


OF_A_KIND: dict[str, Callable[[Any, Situation], Questions]] = {
    "age": _nothing,
    "attested": _attested,
    "augmentation": courses.augmentation,
    "available": _available,
    "concurrent_treatment": _concurrent,
    "contraindications": _contraindications,
    "diagnosis": _diagnosis,
    "dose_limit": _dose_limit,
    "episode_form": _episode_form,
    "failed_antidepressants": courses.failed_antidepressants,
    "gap_in_treatment": treatment.gap_in_treatment,
    "grandfathered": treatment.grandfathered,
    "improvement": treatment.improvement,
    "indication": _nothing,
    "inpatient": _inpatient,
    "monotherapy": _nothing,
    "neuromodulation": _neuromodulation,
    "not_seen": _nothing,
    "oral_antidepressant": _oral_antidepressant,
    "pdmp": _pdmp,
    "pregnancy": _pregnancy,
    "prescriber": _prescriber,
    "prior_approval": treatment.prior_approval,
    "prior_exposure": treatment.prior_exposure,
    "psychosis": _psychosis,
    "psychotherapy": _psychotherapy,
    "rems": _rems,
    "scale_on_file": treatment.scale_on_file,
    "score": treatment.score_gate,
    "severity": treatment.severity,
    "substance_use": _substance_use,
    "suicidality": _suicidality,
    "trial_group": courses.trial_group,
}
"""Every kind of the vocabulary; those that ask nothing are answered by birth date and request, or by the payer."""
