"""Criteria of the policies that come with the program, held against small charts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from priorauth.policy.criteria.base import Criterion
from priorauth.policy.load import load_policy
from priorauth.policy.nodes import walk
from priorauth.policy.view import View
from tests.spec.builders import AS_OF, chart
from tests.spec.criteria.builders import DOCTOR

if TYPE_CHECKING:
    from priorauth.chart.ask import Indication, Phase
    from priorauth.logic.finding import Judgement
    from priorauth.policy.model import Policy

PAYERS = Path(__file__).resolve().parents[2] / "payers"

CIGNA, HIGHMARK, CAREFIRST = "cigna/psychiatry-spravato", "highmark/i-212", "carefirst/2889-a"
QUALCHOICE, MEDICAL_MUTUAL, TRIPLE_S = "qualchoice/bi734", "medical-mutual/spravato", "triple-s/esketamine"
HCSC, BCBSMA, BCBSND = "hcsc/rx501-105", "bcbsma/087-esketamine", "bcbsnd/esketamine"
UHC, LOUISIANA = "uhc/2025-p-2168-10", "uhc-louisiana-medicaid/csla2020d0069h"
TEXAS, STATE_MEDICAID = "texas-medicaid/esketamine-2025-10", "state-medicaid-unnamed/spravato"
EVICORE = "evicore/medical-drug-a164b612"
LABEL, LABEL_BEFORE_2025 = "label/spravato", "label/spravato-before-2025"


def shipped(key: str) -> Policy:
    """A policy that comes with the program."""
    return load_policy(PAYERS / f"{key}.yaml").policy


def criteria(key: str, indication: Indication = "trd", phase: Phase = "initial") -> list[Criterion]:
    """The criteria of such a policy, those below logical nodes too."""
    tree = shipped(key).tree(indication, phase)
    assert tree is not None
    return [node for node in walk(tree) if isinstance(node, Criterion)]


def criterion(key: str, name: str, indication: Indication = "trd", phase: Phase = "initial") -> Criterion:
    """One of them by its id."""
    return next(one for one in criteria(key, indication, phase) if one.id == name)


def held(key: str, name: str, facts: str = "", indication: Indication = "trd", phase: Phase = "initial") -> Judgement:
    """What is found when it is held against a chart with these facts."""
    case = chart(facts)
    failures = shipped(key).failures(indication, phase)
    view = View(case.as_of(AS_OF), case.asks[0], AS_OF, AS_OF, failures=failures)
    return criterion(key, name, indication, phase).judge(view)


MEDICINES = {
    "sertraline": "200 mg",
    "venlafaxine XR": "225 mg",
    "bupropion XL": "450 mg",
    "mirtazapine": "45 mg",
    "escitalopram": "20 mg",
    "citalopram": "40 mg",
    "desvenlafaxine": "100 mg",
}
CLOSED = f"complete: [{{list: antidepressant_trials, up_to: 2026-11-20, {DOCTOR}}}]"
USUAL = {
    "start": "2025-02-03",
    "end": "2025-05-11",
    "improvement_percent": "0",
    "episode": "current",
    "therapy_changed": "yes",
    "ended_because": "lack_of_effect",
    "highest_tolerated": "yes",
    "adherence": "{percent: 90, adequate: yes}",
}


def trials(*rows: str) -> str:
    """A chart with these trials and no others: "sertraline", or "sertraline, end: 2025-03-02, ..."."""
    told = []
    for number, row in enumerate(rows):
        medicine, *more = (part.strip() for part in row.split(",", 1))
        given = f"medicine: {medicine}" + "".join(f", {one}" for one in more)
        if "dose" not in given:
            given += f", constant_dose: {MEDICINES[medicine]}"
        rest = [f"{key}: {value}" for key, value in USUAL.items() if f"{key}:" not in given]
        if "response:" in given:
            rest = [one for one in rest if not one.startswith("improvement_percent")]
        told.append(f"{{id: t{number}, {', '.join([given, *rest])}}}")
    return f"trials: [{', '.join(told)}]\n{CLOSED}"
