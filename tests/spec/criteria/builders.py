"""One criterion held against one small chart, both written as their files are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from priorauth.policy.criteria import kinds
from priorauth.policy.view import View
from priorauth.reading import validated
from priorauth.yamltree import Document
from tests.spec.builders import AS_OF, chart, tree

if TYPE_CHECKING:
    from datetime import date

    from priorauth.logic.finding import Judgement
    from priorauth.policy.criteria.base import Criterion

DOCTOR = "by: Dr. Example, on: 2026-11-20"
"""Who stated something, and when."""

ESCITALOPRAM = "medicine: escitalopram, constant_dose: 20 mg"
SERTRALINE = "medicine: sertraline, constant_dose: 100 mg"
DULOXETINE = "medicine: duloxetine, constant_dose: 60 mg"
BUPROPION = "medicine: bupropion XL, constant_dose: 300 mg"


def criterion(text: str) -> Criterion:
    """What a policy file states under one key: ``criterion("age: {at_least: 18}")``."""
    stated = tree(text)
    assert isinstance(stated, dict)
    (kind,) = stated
    words = {"id": kind.replace("_", "-"), "says": "What is asked", "source": "page"}
    return validated(kinds()[kind], Document(Path("policy.yaml"), {**words, **stated}, {}))


def judged(
    rule: str, facts: str = "", *, as_of: date = AS_OF, service_start: date | None = None, assuming: bool = False
) -> Judgement:
    """What is found when ``rule`` is held against a chart with ``facts``, as it was known on ``as_of``."""
    case = chart(facts)
    view = View(case.as_of(as_of), case.asks[0], as_of, max(service_start or as_of, as_of), ahead=assuming)
    return criterion(rule).judge(view)


def courses(*rows: str, listed: str = "trials", complete: bool = True, more: str = "") -> str:
    """A chart with trials (or augmentations), each 58 days long and without response where not said otherwise.

    ``complete``: whether it is stated that there were no others.
    """
    names = {"trials": "antidepressant_trials", "augmentations": "augmentations"}
    known = f"complete: [{{list: {names[listed]}, up_to: 2026-11-20, {DOCTOR}}}]" if complete else ""
    usual = {"start": "2025-02-03", "end": "2025-04-01", "response": "none"}  # 26 + 31 + 1 = 58 days
    told = []
    for number, row in enumerate(rows):
        rest = ", ".join(f"{key}: {value}" for key, value in usual.items() if f"{key}:" not in row)
        told.append(f"{{id: {listed}-{number}, {row}, {rest}}}" if rest else f"{{id: {listed}-{number}, {row}}}")
    return f"{listed}: [{', '.join(told)}]\n{known}\n{more}"


def trials_asked(rule: str = "", count: int = 1) -> str:
    """A criterion that asks for failed trials: none or partial response, unless the rule says how it is measured."""
    effect = "" if "non_response" in rule or "fails_by" in rule else ", non_response: {words: [none, partial]}"
    return f"failed_antidepressants: {{count: {count}{effect}{', ' if rule else ''}{rule}}}"


def augmentations_asked(rule: str = "", count: int = 1) -> str:
    """The same for augmentations."""
    return trials_asked(rule, count).replace("failed_antidepressants", "augmentation")


def owners(found: Judgement) -> set[str]:
    """Who has what is missing."""
    return {gap.owner for gap in found.gaps}
