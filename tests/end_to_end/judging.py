"""A case judged and put into words in this process, on the day of the examples, with templates that are read once."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from priorauth.documents.content import Content
from priorauth.documents.letter.compose import compose
from priorauth.documents.letter.offlabel import compose_paper
from priorauth.documents.wording import Wording
from priorauth.offlabel.prepared import Prepared
from priorauth.request.assessment import assess
from priorauth.workspace import Workspace, policy_for
from tests.command import CHARTS, DAY

if TYPE_CHECKING:
    from priorauth.chart.ask import Ask
    from priorauth.chart.chart import Case
    from priorauth.documents.letter.kinds.base import Kind
    from priorauth.request.assessment import Assessment

AS_OF = date.fromisoformat(DAY)


@cache
def workspace() -> Workspace:
    """The examples' practice."""
    return Workspace.around(CHARTS)


def judged(case: Case, ask: Ask | None = None) -> Assessment:
    """One ask of the case, the first if none is named."""
    asked = ask or case.asks[0]
    return assess(case, asked, policy_for(case, asked, workspace(), AS_OF), AS_OF)


def letter_of_kind(of: Kind[Any], about: Assessment | Prepared) -> Content | None:
    """The letter of that kind, or the letters where it goes to several; ``None`` where none may be written."""
    if of.refusal(about):
        return None
    practice = workspace().practice
    if isinstance(about, Prepared):
        return compose_paper(about, practice, _wording(), of).content
    made = [compose(about, practice, _wording(), of, copy=copy) for copy in of.copies(about)]
    return Content(tuple(block for one in made for block in one.content.blocks))


def letter_of(assessment: Assessment) -> Content:
    """The letter's content."""
    return compose(assessment, workspace().practice, _wording()).content


@cache
def _wording() -> Wording:
    return Wording(workspace().templates("letters"))
