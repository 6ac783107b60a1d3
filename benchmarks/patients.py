"""What is timed: fictional patients of the examples, and what the studio itself hands to each of its parts for them."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

from priorauth.determination.determine import Dates
from priorauth.documents import generate
from priorauth.documents.content import Content, Figure
from priorauth.documents.edited import desk
from priorauth.documents.forms import complete
from priorauth.documents.packet import of_a_case
from priorauth.intake.chart_file import load_case
from priorauth.policy.view import View
from priorauth.request.assessment import Assessment, assess
from priorauth.resources import shipped
from priorauth.workspace import Workspace, policy_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from priorauth.documents.letter.sheet import Sheet
    from priorauth.documents.packet.parts import Part
    from priorauth.policy.nodes import AllOf

AS_OF = date(2026, 11, 20)
"""The day on which the examples are judged."""


class Call(NamedTuple):
    """How a part of the studio was called."""

    given: tuple[Any, ...]
    named: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Patient:
    """One patient, judged, with what each part of the work begins from."""

    chart_file: Path
    assessment: Assessment
    word: Call
    pdf: Call
    fill: Call
    flatten: Call
    exhibits: tuple[Call, ...]
    packet: Call

    @property
    def content(self) -> Content:
        """The letter's words."""
        content: Content = self.word.given[0]
        return content

    @property
    def content_without_drawing(self) -> Content:
        """The letter without its figures, which the other stacks have no way to draw."""
        return Content(tuple(block for block in self.content.blocks if not isinstance(block, Figure)))

    @property
    def sheet(self) -> Sheet:
        """What is around the letter's words."""
        sheet: Sheet = self.word.given[1]
        return sheet

    @property
    def parts(self) -> Sequence[Part]:
        """What the packet is made of, but for its cover and index."""
        parts: Sequence[Part] = self.packet.given[0]
        return parts

    @property
    def tree(self) -> AllOf:
        """The criteria by which the patient is judged."""
        policy, ask = self.assessment.loaded.policy, self.assessment.ask
        tree = policy.tree(ask.indication, ask.phase)
        if tree is None:
            raise LookupError(f"{policy.policy.number} has no criteria for {ask.id}")
        return tree

    @property
    def view(self) -> View:
        """What the criteria look at."""
        dates = Dates.of(self.assessment.ask, AS_OF)
        return View(self.assessment.case, self.assessment.ask, dates.as_of, dates.service_start)


def workspace() -> Workspace:
    """The examples' practice."""
    return Workspace.around(shipped("examples"))


def patients(studio: generate.Studio, most: int) -> list[Patient]:
    """Up to ``most`` of the examples that get a letter, each generated once to see what the parts are called with.

    Typst remembers what it set in its last ten documents, so a letter is timed fairly only after ten others.
    """
    found: list[Patient] = []
    for chart_file in sorted((shipped("examples") / "charts").glob("*/chart.yaml")):
        if len(found) < most and (patient := _patient(studio, chart_file)):
            found.append(patient)
    return found


def _patient(studio: generate.Studio, chart_file: Path) -> Patient | None:
    case = load_case(chart_file, studio.workspace.practice)
    if not case.asks:
        return None
    ask = case.asks[0]
    assessment = assess(case, ask, policy_for(case, ask, studio.workspace, AS_OF), AS_OF)
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        seen = {
            name: stack.enter_context(patch.object(module, name, wraps=getattr(module, name)))
            for module, name in (
                (desk, "letter_docx"), (desk, "letter_pdf"), (complete, "fill"), (generate, "flatten"),
                (of_a_case, "exhibit_part"), (generate, "assemble"),
            )
        }  # fmt: skip
        studio.generate(assessment, chart_file, Path(folder))
    if not seen["letter_docx"].called:
        return None
    calls = {name: tuple(Call(*call) for call in mock.call_args_list) for name, mock in seen.items()}
    return Patient(
        chart_file,
        assessment,
        word=calls["letter_docx"][0],
        pdf=calls["letter_pdf"][0],
        fill=calls["fill"][0],
        flatten=calls["flatten"][0],
        exhibits=calls["exhibit_part"],
        packet=calls["assemble"][0],
    )
