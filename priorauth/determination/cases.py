"""Cases beside a policy: small charts with the verdict expected of each criterion.

A file holds a ``base`` chart and ``cases`` that change it. A change is laid over the base: a group of keys goes into
the group, ``null`` takes a key away, a list takes the list's place, and a group laid over a list changes the items of
those ids (``trials: {trial-a: {end: 2025-03-01}, trial-b: null}``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from priorauth.chart.chart import Case
from priorauth.chart.dates import ExactDay
from priorauth.chart.item import Id, Text
from priorauth.determination.determine import Dates, Determination, determine
from priorauth.errors import BadInput
from priorauth.logic.verdict import Verdict
from priorauth.model import Frozen
from priorauth.reading import validated
from priorauth.yamltree import Document, read

if TYPE_CHECKING:
    from pathlib import Path

    from priorauth.policy.load import Loaded
    from priorauth.policy.model import Policy
    from priorauth.yamltree import Tree


class PolicyCase(Frozen):
    """A change of the base chart, and what must come of it."""

    name: Text
    """In plain words: "41 days are one too few"."""
    change: dict[str, Any] | None = Field(default=None, alias="with")
    as_of: ExactDay | None = None
    expect: dict[Id, Verdict] = {}
    """The verdict of each criterion that matters here, by its id."""
    verdict: Literal["met", "not_met", "not_documented"] | None = None
    """The verdict of the whole."""
    eligible_from: ExactDay | Literal["never"] | None = None


class PolicyCases(Frozen):
    """The cases of one policy."""

    as_of: ExactDay
    base: dict[str, Any]
    cases: tuple[PolicyCase, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Surprise:
    """Something a case expected and did not get."""

    case: str
    text: str


def load_cases(path: Path) -> tuple[PolicyCases, Document]:
    """Read a file of cases.

    Raises:
        BadInput: the file cannot be read, or a key or value in it is wrong.
    """
    document = read(path)
    return validated(PolicyCases, document), document


def run_cases(loaded: Loaded) -> tuple[int, list[Surprise]]:
    """Run the cases beside a policy: how many there are, and what came out otherwise than expected.

    Raises:
        BadInput: the file of cases or a chart in it is wrong.
    """
    cases, document = load_cases(loaded.cases_path)
    surprises: list[Surprise] = []
    for place, case in enumerate(cases.cases):
        chart = the_chart_of(place, case.name, document)
        ask = chart.asks[0]
        judged = determine(chart, ask, loaded.policy, Dates.of(ask, case.as_of or cases.as_of))
        surprises += [Surprise(case.name, text) for text in _compare(case, judged, loaded.policy)]
    return len(cases.cases), surprises


def the_chart_of(place: int, name: str, document: Document) -> Case:
    """The chart of the case at ``place``: the base with its change laid over.

    Raises:
        BadInput: something in the chart is wrong; the paragraph names the case.
    """
    base = document.tree["base"] if isinstance(document.tree, dict) else None
    return _chart(laid_over(base, _change_tree(document, place)), document, name)


def laid_over(base: Tree, change: Tree) -> Tree:
    """``change`` laid over ``base``, as the module's text says."""
    if isinstance(base, dict) and isinstance(change, dict):
        merged = {**base, **{key: laid_over(base.get(key), value) for key, value in change.items()}}
        return {key: value for key, value in merged.items() if not (key in change and change[key] is None)}
    if isinstance(base, list) and isinstance(change, dict):
        known = {str(item.get("id")): item for item in base if isinstance(item, dict)}
        kept = [
            laid_over(item, change[name]) if name in change else item
            for name, item in known.items()
            if change.get(name, item) is not None
        ]
        return [
            *kept,
            *({"id": name, **value} for name, value in change.items() if name not in known and isinstance(value, dict)),
        ]
    return change


def _change_tree(document: Document, place: int) -> Tree:
    cases = document.tree["cases"] if isinstance(document.tree, dict) else None
    case = cases[place] if isinstance(cases, list) else None
    return case.get("with") or {} if isinstance(case, dict) else {}


def _chart(tree: Tree, document: Document, name: str) -> Case:
    try:
        return validated(Case, Document(document.path, tree, {}))
    except BadInput as error:
        raise BadInput(error.what, where=f'{document.path}, case "{name}"', fix=error.fix) from None


def _compare(case: PolicyCase, judged: Determination, policy: Policy) -> list[str]:
    found = {one.id: one for one in judged.root.walk()} if judged.root else {}
    told = []
    for criterion, expected in case.expect.items():
        one = found.get(criterion)
        if one is None:
            told.append(f"there is no criterion {criterion} in {policy.policy.number}")
        elif one.verdict is not expected:
            told.append(
                f"for criterion {criterion}, expected {expected.value}, got {one.verdict.value}, because: {one.because}"
            )
    if case.verdict and judged.verdict != case.verdict:
        told.append(
            f"for the whole, expected {case.verdict}, got {judged.verdict.value if judged.verdict else judged.outcome}"
        )
    if case.eligible_from is not None:
        start = judged.eligible.start if judged.eligible else "never"
        if start != case.eligible_from:
            told.append(f"expected eligible from {case.eligible_from}, got {start}")
    return told
