"""Which law gives a way out of step therapy: that of the state, for the plans that it binds."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from priorauth.chart.coverage import LineOfBusiness
from priorauth.chart.people import State
from priorauth.model import Frozen
from priorauth.reading import validated
from priorauth.request.appeals import RuleSource
from priorauth.yamltree import read

if TYPE_CHECKING:
    from priorauth.chart.coverage import Coverage


class Law(Frozen):
    """A state's law, for some kinds of plans."""

    state: State
    lines: tuple[LineOfBusiness, ...]
    name: str
    """As it stands within a sentence."""
    decision: str
    """Within which time of all needed information the plan must decide."""
    urgent: str = ""
    """The same where it is urgent, if that is another time."""
    sources: tuple[str, ...]


class Laws(Frozen):
    """Every law that is known, with its sources."""

    sources: dict[str, RuleSource]
    laws: tuple[Law, ...]


@cache
def known() -> Laws:
    """The laws that come with the program."""
    return validated(Laws, read(Path(__file__).with_name("step_therapy.yaml")))


def law_for(coverage: Coverage) -> Law | None:
    """The law that binds the plan; ``None`` where none is known, or its kind or state is not."""
    return next(
        (one for one in known().laws if one.state == coverage.state and coverage.line_of_business in one.lines),
        None,
    )
