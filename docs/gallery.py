"""One letter of each kind, from the example charts: what documentation shows and tests compare."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from priorauth.chart.ask import Ask
from priorauth.chart.chart import Case
from priorauth.determination.cases import laid_over
from priorauth.documents.letter.compose import compose
from priorauth.documents.letter.kinds import kind
from priorauth.documents.wording import Wording
from priorauth.intake.practice import resolved
from priorauth.reading import validated
from priorauth.request.assessment import Assessment, assess
from priorauth.workspace import Workspace, policy_for
from priorauth.yamltree import Document, read

if TYPE_CHECKING:
    from priorauth.documents.letter.compose import Letter

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parent / "examples"
AS_OF = date(2026, 11, 20)


def shown() -> dict[str, dict[str, Any]]:
    """What the gallery shows: for each picture's name its case, its kind and what is laid over the chart."""
    tree = read(HERE / "gallery.yaml").tree
    return {str(name): one for name, one in tree.items()} if isinstance(tree, dict) else {}


def assessment_of(one: dict[str, Any], workspace: Workspace) -> Assessment:
    """The case with what is laid over it, judged."""
    document = read(EXAMPLES / "charts" / one["case"] / "chart.yaml")
    tree = laid_over(document.tree, one.get("with") or {})
    if more := one.get("ask"):
        first, *rest = tree["asks"]
        tree = {**tree, "asks": [laid_over(first, more), *rest]}
    changed = Document(document.path, tree, {})
    case = validated(Case, changed)
    if workspace.practice:
        case = case.changed(care_team=resolved(case.care_team, workspace.practice, changed))
    ask: Ask = case.asks[0]
    return assess(case, ask, policy_for(case, ask, workspace, AS_OF), AS_OF)


def letters(name: str, one: dict[str, Any], workspace: Workspace) -> list[Letter]:
    """The letter of that name, or several, where it goes to several."""
    assessment = assessment_of(one, workspace)
    of = kind(one.get("kind") or name)
    wording = Wording(workspace.templates("letters"))
    if why := of.refusal(assessment):
        raise ValueError(f"{name}: {why}")
    return [
        compose(assessment, workspace.practice, wording, of, copy=copy, logo=workspace.logo)
        for copy in of.copies(assessment)
    ]
