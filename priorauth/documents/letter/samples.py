"""A sample of each kind of letter, from the fictional charts: to try templates with, to show, and to compare."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from priorauth.chart.chart import Case
from priorauth.determination.cases import laid_over
from priorauth.documents.letter.compose import compose
from priorauth.documents.letter.kinds import kind
from priorauth.documents.letter.offlabel import compose_paper
from priorauth.documents.wording import Wording
from priorauth.intake.practice import resolved
from priorauth.offlabel.prepared import Prepared, prepare
from priorauth.reading import validated
from priorauth.request.assessment import Assessment, assess
from priorauth.resources import shipped
from priorauth.workspace import Workspace, policy_for
from priorauth.yamltree import Document, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from priorauth.documents.letter.compose import Letter
    from priorauth.documents.letter.kinds.base import Kind

AS_OF = date(2026, 11, 20)
"""The day on which the fictional charts are judged, where a sample names no other."""


def shown() -> dict[str, dict[str, Any]]:
    """Each sample by its name: its case, its kind where that differs, and what is laid over the chart."""
    tree: Any = read(shipped("templates") / "letters" / "samples.yaml").tree
    return {str(name): one for name, one in tree.items()}


def practice() -> Workspace:
    """The fictional practice."""
    return Workspace.around(shipped("examples"))


def about(
    name: str, one: dict[str, Any], workspace: Workspace, *, changed: Callable[[Any], Any] = lambda tree: tree
) -> Assessment | Prepared:
    """What the sample is written from: its case, with what is laid over it and then ``changed``, judged."""
    if _kind(name, one).of == "plan":
        case = _case(one, workspace, changed)
        return prepare(case, case.ketamine_plans[0], workspace, day_of(one))
    return assessment_of(one, workspace, changed=changed)


def assessment_of(
    one: dict[str, Any], workspace: Workspace, *, changed: Callable[[Any], Any] = lambda tree: tree
) -> Assessment:
    """The same for a sample that is about a request."""
    case = _case(one, workspace, changed)
    ask = case.asks[0]
    return assess(case, ask, policy_for(case, ask, workspace, day_of(one)), day_of(one))


def day_of(one: dict[str, Any]) -> date:
    """The day on which the sample is written."""
    return date.fromisoformat(one["as_of"]) if "as_of" in one else AS_OF


def _case(one: dict[str, Any], workspace: Workspace, changed: Callable[[Any], Any]) -> Case:
    document = read(shipped("examples") / "charts" / one["case"] / "chart.yaml")
    tree: Any = laid_over(document.tree, one.get("with") or {})
    if more := one.get("ask"):
        first, *rest = tree["asks"]
        tree = {**tree, "asks": [laid_over(first, more), *rest]}
    made = Document(document.path, changed(tree), {})
    case = validated(Case, made)
    if workspace.practice:
        case = case.changed(care_team=resolved(case.care_team, workspace.practice, made))
    return case


def letters(name: str, one: dict[str, Any], workspace: Workspace, wording: Wording | None = None) -> list[Letter]:
    """The letter of that name, or several, where it goes to several.

    Raises:
        ValueError: it may not be written for this sample.
    """
    judged = about(name, one, workspace)
    if why := _kind(name, one).refusal(judged):
        raise ValueError(f"{name}: {why}")
    return written(name, one, judged, workspace, wording)


def written(
    name: str,
    one: dict[str, Any],
    judged: Assessment | Prepared,
    workspace: Workspace,
    wording: Wording | None = None,
) -> list[Letter]:
    """The same for a case that was judged already."""
    of, practice = _kind(name, one), workspace.practice
    words = wording or Wording(workspace.templates("letters"))
    if isinstance(judged, Prepared):
        return [compose_paper(judged, practice, words, of, logo=workspace.logo)]
    return [compose(judged, practice, words, of, copy=copy, logo=workspace.logo) for copy in of.copies(judged)]


def _kind(name: str, one: dict[str, Any]) -> Kind[Any]:
    return kind(one.get("kind") or name)
