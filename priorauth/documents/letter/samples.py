"""A sample of each kind of letter, from the fictional charts: to try templates with, to show, and to compare."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from priorauth.chart.chart import Case
from priorauth.determination.cases import laid_over
from priorauth.documents.letter.compose import compose
from priorauth.documents.letter.kinds import kind
from priorauth.documents.wording import Wording
from priorauth.intake.practice import resolved
from priorauth.reading import validated
from priorauth.request.assessment import Assessment, assess
from priorauth.resources import shipped
from priorauth.workspace import Workspace, policy_for
from priorauth.yamltree import Document, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from priorauth.documents.letter.compose import Letter

AS_OF = date(2026, 11, 20)
"""The day on which the fictional charts are judged."""


def shown() -> dict[str, dict[str, Any]]:
    """Each sample by its name: its case, its kind where that differs, and what is laid over the chart."""
    tree: Any = read(shipped("templates") / "letters" / "samples.yaml").tree
    return {str(name): one for name, one in tree.items()}


def practice() -> Workspace:
    """The fictional practice."""
    return Workspace.around(shipped("examples"))


def assessment_of(
    one: dict[str, Any], workspace: Workspace, *, changed: Callable[[Any], Any] = lambda tree: tree
) -> Assessment:
    """The sample's case, with what is laid over it and then ``changed``, judged."""
    document = read(shipped("examples") / "charts" / one["case"] / "chart.yaml")
    tree: Any = laid_over(document.tree, one.get("with") or {})
    if more := one.get("ask"):
        first, *rest = tree["asks"]
        tree = {**tree, "asks": [laid_over(first, more), *rest]}
    made = Document(document.path, changed(tree), {})
    case = validated(Case, made)
    if workspace.practice:
        case = case.changed(care_team=resolved(case.care_team, workspace.practice, made))
    ask = case.asks[0]
    return assess(case, ask, policy_for(case, ask, workspace, AS_OF), AS_OF)


def letters(name: str, one: dict[str, Any], workspace: Workspace, wording: Wording | None = None) -> list[Letter]:
    """The letter of that name, or several, where it goes to several.

    Raises:
        ValueError: it may not be written for this sample.
    """
    assessment = assessment_of(one, workspace)
    if why := kind(one.get("kind") or name).refusal(assessment):
        raise ValueError(f"{name}: {why}")
    return written(name, one, assessment, workspace, wording)


def written(
    name: str, one: dict[str, Any], assessment: Assessment, workspace: Workspace, wording: Wording | None = None
) -> list[Letter]:
    """The same for a case that was judged already."""
    of = kind(one.get("kind") or name)
    words = wording or Wording(workspace.templates("letters"))
    return [
        compose(assessment, workspace.practice, words, of, copy=copy, logo=workspace.logo)
        for copy in of.copies(assessment)
    ]
