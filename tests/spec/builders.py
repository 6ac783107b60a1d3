"""Small charts and policies, written as their files are, holding only what a test is about."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from priorauth.chart.chart import Case
from priorauth.determination.cases import laid_over
from priorauth.determination.determine import Dates, Determination, determine
from priorauth.policy.criteria import kinds
from priorauth.policy.load import Loaded
from priorauth.policy.model import Policy
from priorauth.reading import validated
from priorauth.yamltree import Document, parse

if TYPE_CHECKING:
    from priorauth.chart.ask import Ask
    from priorauth.chart.trials import Course
    from priorauth.yamltree import Tree

AS_OF = date(2026, 11, 20)

BASE_CHART = """
case: somebody
patient: {name: {first: Test, last: Person}, birth_date: 1980-05-17}
coverages: [{payer: payer}]
asks: [{coverage: coverage-payer, indication: trd}]
"""

ENVELOPE = """
payer: payer
name: A Payer
policy: {number: P-1, title: Esketamine, benefit: medical}
effective: {from: 2020-01-01}
status: {verified_by: Somebody, on: 2026-01-01}
completeness: complete
sources: {page: {kind: own_page, title: The page, retrieved: 2026-01-01}}
"""


def tree(text: str) -> Tree:
    """YAML as the program reads it."""
    return parse(text.encode(), Path("written-here.yaml")).tree


def chart(text: str = "") -> Case:
    """A chart of somebody born on 17 May 1980, with what ``text`` says laid over."""
    return chart_of(tree(text) if text.strip() else {})


def chart_of(changes: Tree) -> Case:
    """As :func:`chart`, from a tree."""
    return validated(Case, Document(Path("chart.yaml"), laid_over(tree(BASE_CHART), changes), {}))


def course(text: str) -> Course:
    """One trial: ``course("medicine: escitalopram, start: 2025-02-03, ...")``."""
    return chart(f"trials: [{{{text}}}]").trials[0]


def policy(criteria: str, **envelope: str) -> Policy:
    """A verified, complete policy that asks for ``criteria``, a list in YAML; keys of the envelope can be given.

    A criterion may leave out its ``says`` and ``source``, and its ``id`` where it is the only one of its kind.
    """
    head = laid_over(tree(ENVELOPE), {key: tree(value) for key, value in envelope.items()})
    rules = {"all_of": [_worded(one) for one in tree(criteria)]}
    return validated(
        Policy, Document(Path("payer/policy.yaml"), {**head, "indications": {"trd": {"initial": rules}}}, {})
    )


def without_criteria(stance: str) -> Policy:
    """A policy that says how the payer stands to the product, and no more."""
    head = laid_over(tree(ENVELOPE), {"stance": stance})
    return validated(Policy, Document(Path("payer/policy.yaml"), head, {}))


def read_from(rules: Policy, *, in_place_of: Policy | None = None) -> Loaded:
    """A policy as if it had been read from a file; ``in_place_of``: whose criteria the label's terms stand in for."""
    return Loaded(rules, Path("payer/policy.yaml"), "", in_place_of)


def _worded(node: Tree) -> Tree:
    """The criteria with the words that a policy file must have and that no test here is about."""
    if isinstance(node, list):
        return [_worded(one) for one in node]
    if not isinstance(node, dict):
        return node
    kind = next((key for key in node if key in kinds()), None)
    if kind is None:
        return {key: _worded(value) for key, value in node.items()}
    return {"id": kind.replace("_", "-"), "says": f"The {kind.replace('_', ' ')}", "source": "page", **node}


def judge(
    facts: Case, rules: Policy, as_of: date = AS_OF, *, service_start: date | None = None, ask: Ask | None = None
) -> Determination:
    """The determination for the chart's first ask (or ``ask``), service beginning at once if not said otherwise."""
    asked = ask or facts.asks[0]
    return determine(facts, asked, rules, Dates(as_of, service_start or as_of, as_of))
