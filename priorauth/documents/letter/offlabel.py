"""A plan for off-label ketamine as wording sees it, and the papers made of it.

Nothing of Spravato is here: not its label, its indication, its trials, its REMS.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from priorauth.chart.dates import spoken
from priorauth.chart.ketamine import DISORDERS, EFFECTS, ROUTES
from priorauth.chart.scales import instruments
from priorauth.documents.content import to_confirm
from priorauth.documents.letter.charges import bill, charges
from priorauth.documents.letter.compose import Letter, about_of, exhibit_rows, sheet_for
from priorauth.documents.letter.facts import coverage_facts, facts_of
from priorauth.documents.letter.history import as_charted, row, tried_augmentations
from priorauth.documents.letter.literature import cited_for_ketamine
from priorauth.documents.letter.treated import response, treated
from priorauth.documents.traced import Traced
from priorauth.medicines.reference import reference
from priorauth.medicines.response import Change
from priorauth.offlabel.estimate import expected
from priorauth.offlabel.rules import rules
from priorauth.policy.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable

    from priorauth.chart.ketamine import Route
    from priorauth.chart.practice import Practice
    from priorauth.chart.scales import Score
    from priorauth.documents.letter.kinds.base import Facts, Kind
    from priorauth.documents.wording import Wording
    from priorauth.offlabel.prepared import Prepared

TAKEN_BY_THE_PATIENT: tuple[Route, ...] = ("oral", "sublingual")
"""Routes by which nobody gives the medicine to the patient, so that it may be excluded as self-administered."""
PER_WEEK = {1: "once a week", 2: "twice a week", 3: "three times a week"}
MEASURES = {"trd": "depression", "bipolar_depression": "depression", "ptsd": "PTSD", "anxiety": "anxiety"}
"""What a scale must measure to tell of each disorder."""
PURPOSES = ("depression", "anxiety", "other")
"""Of trials that tell of treatment so far; what was taken for sleep or pain does not."""


def compose_paper(
    prepared: Prepared, practice: Practice | None, wording: Wording, kind: Kind[Prepared], *, logo: bytes | None = None
) -> Letter:
    """A paper of ``kind`` about the plan."""
    known = plan_facts(prepared)
    about = {
        "date": spoken(prepared.as_of),
        "title": kind.title,
        "to": kind.to(prepared),
        "asks_for": kind.asks_for,
        "expedited": "",
        "urgency_unstated": "",
        "indication": "",
    }
    context = {
        **known,
        "letter": about,
        "practice": _practice(practice),
        **kind.more(prepared, known),
    }
    content = wording.content(kind.wording(prepared), context)
    draft = not kind.internal and (bool(to_confirm(content)) or not (prepared.ready or kind.outside))
    paper = about_of(known, about)
    sheet = sheet_for(prepared.case, prepared.coverage, prepared.as_of, practice, logo, paper, draft=draft)
    return Letter(content, sheet)


def plan_facts(prepared: Prepared) -> Facts:
    """Everything that the wording of these papers may name."""
    chart, plan, as_of = prepared.case, prepared.plan, prepared.as_of
    view = View(chart, plan.standing_ask, as_of, plan.start or as_of)
    held = as_charted(view)
    about = facts_of(chart, as_of, plan.start or as_of, plan.id)
    coverage = prepared.coverage
    diagnosis = prepared.diagnosis.id if prepared.diagnosis else ""
    scores = [one for one in chart.scores if _tells(one, prepared)]
    return {
        **about,
        "coverage": coverage_facts(coverage, prepared.payer_name) if coverage else dict.fromkeys(_OF_A_COVERAGE, ""),
        "main_diagnoses": [one for one in about["diagnoses"] if one["item"] == diagnosis],
        "scores": [one for one in about["every_score"] if one["item"] in {score.id for score in scores}],
        "plan": _plan(prepared),
        "stabilizer": _stabilizer(prepared),
        "screen": _screen(prepared),
        "trials": [row(one) for one in _by_time(held) if getattr(one.course, "purpose", "") in PURPOSES],
        "augmentations": [row(one, chart) for one in tried_augmentations(held)],
        "timeline": "",
        "given": treated(prepared.sessions),
        "responses": _responses(prepared, scores),
        "charges": charges(expected(plan, prepared.prices), plan.id),
        "bill": bill(prepared),
        "works": [
            {"says": Traced(work.says, plan.id), "citation": Traced(work.citation, plan.id)}
            for work in cited_for_ketamine(plan.treats)
        ],
        "exhibits": exhibit_rows(chart),
        "ruling": _ruling(prepared),
        "law": _law(),
    }


_OF_A_COVERAGE = ("payer", "plan", "member_id", "group", "fax")


def _by_time(held: Iterable[Any]) -> list[Any]:
    return sorted(held, key=lambda one: (str(one.course.start or "9999"), one.course.id))


def _tells(one: Score, prepared: Prepared) -> bool:
    measured = instruments().instruments[one.instrument].measures
    return one.instrument == prepared.plan.outcome_scale or measured == MEASURES[prepared.plan.treats]


def _plan(prepared: Prepared) -> dict[str, Any]:
    plan = prepared.plan
    one = plan.id
    lowest, highest = plan.dose_mg_per_kg, plan.dose_up_to_mg_per_kg or plan.dose_mg_per_kg
    fewest, most = Decimal(plan.sessions), Decimal(plan.sessions_up_to or plan.sessions)
    return {
        "item": one,
        "treats": Traced(DISORDERS[plan.treats], one),
        "key": plan.treats,
        "route": Traced(ROUTES[plan.route], one),
        "by_vein": plan.route == "intravenous",
        "taken_alone": plan.route in TAKEN_BY_THE_PATIENT,
        "self_pay": plan.self_pay == "yes",
        "dose": Traced(f"{_up_to(lowest, highest)} mg per kg of body weight", one),
        "sessions": Traced(f"{_up_to(fewest, most)} session{'' if most == 1 else 's'}", one),
        "frequency": Traced(PER_WEEK[plan.sessions_per_week], one),
        "start": Traced(spoken(plan.start) if plan.start else "", one),
        "reassess_after": Traced(plan.reassess_after or "", one),
        "scale": Traced(plan.outcome_scale or "", one),
        "watches": [Traced(EFFECTS[effect], one) for effect in plan.watches],
        "evaluated_on": Traced(spoken(plan.evaluation.on) if plan.evaluation else "", one),
        "evaluated_by": Traced(plan.evaluation.by if plan.evaluation else "", one),
        "consent": Traced(spoken(plan.consent_on) if plan.consent_on else "", one),
        "rationale": Traced(plan.rationale or "", one),
    }


def _up_to(lowest: Decimal, highest: Decimal) -> str:
    return f"{lowest:f}" if lowest == highest else f"{lowest:f} to {highest:f}"


def _stabilizer(prepared: Prepared) -> dict[str, Any]:
    medicine = prepared.mood_stabilizer
    known = reference().known(medicine.medicine) if medicine else None
    basis = (medicine.id, prepared.plan.id) if medicine else ()
    return {
        "name": Traced((known.name if known else medicine.medicine) if medicine else "", basis),
        "dose": Traced(f"{medicine.dose:,f} mg" if medicine and medicine.dose else "", basis),
        "since": Traced(medicine.since.spoken if medicine and medicine.since else "", basis),
        "continues": Traced((medicine.continues or "") if medicine else "", basis),
    }


def _screen(prepared: Prepared) -> dict[str, Any]:
    screen, one = prepared.plan.mania_screen, prepared.plan.id
    return {
        "on": Traced(spoken(screen.on) if screen else "", one),
        "by": Traced(screen.by if screen else "", one),
        "instrument": Traced((screen.instrument or "") if screen else "", one),
        "result": Traced(screen.result if screen else "", one),
        "judgement": Traced((screen.judgement or "") if screen else "", one),
    }


def _responses(prepared: Prepared, scores: list[Score]) -> list[dict[str, Any]]:
    """On each instrument, from the last score before the first session to the latest under treatment."""
    own = prepared.sessions
    found = []
    for name in dict.fromkeys(one.instrument for one in scores) if own else ():
        mine = sorted((one for one in scores if one.instrument == name), key=lambda one: one.on)
        before = [one for one in mine if one.on <= own[0].on]
        after = [one for one in mine if one.on > own[0].on]
        if before and after and before[-1].total:
            found.append(response(Change(before[-1], after[-1]), [one.id for one in own]))
    return found


def _ruling(prepared: Prepared) -> dict[str, Any]:
    """What the payer's policy says, where somebody of the practice has read it; else nothing is attributed to it."""
    loaded = prepared.ruling
    told = loaded is not None and loaded.attributable
    words = {"investigational": "calls this use investigational", "not_covered": "does not cover this use"}
    stance = loaded.policy.stance if loaded else ""
    return {
        "number": loaded.policy.policy.number if loaded and told else "",
        "says": words.get(stance, "") if told else "",
    }


def _practice(practice: Practice | None) -> dict[str, Any]:
    address = practice.address if practice else None
    return {
        "name": practice.name if practice else "",
        "npi": (practice.npi or "") if practice else "",
        "tin": (practice.tin or "") if practice else "",
        "phone": practice.phone if practice else "",
        "address": f"{address.street}, {address.city}, {address.state} {address.zip}" if address else "",
        "state": address.state if address else "",
    }


def _law() -> dict[str, Any]:
    """The figures that these papers state, from their table."""
    known = rules()
    dispute = known.estimate.dispute
    return {
        "over": f"${dispute.over}",
        "days": str(dispute.days),
        "fee": f"${dispute.fee}",
        "months": str(known.estimate.longest_months),
        "form": known.abn.form,
        "modifier": known.abn.modifier,
        "modifiers_where_excluded": list(known.abn.modifiers_where_excluded),
    }
