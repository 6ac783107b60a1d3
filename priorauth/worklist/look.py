"""A case held against its patient's chart: what the sessions have used of what was granted, and what does not fit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from priorauth.errors import PriorauthError
from priorauth.worklist.due import every_concern, held_against
from priorauth.workspace import open_case

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from priorauth.worklist.authorized import Use
    from priorauth.worklist.case import Case
    from priorauth.worklist.deadline import Concern
    from priorauth.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Looked:
    """What the chart says of a case."""

    as_of: date
    lines: tuple[Use, ...] = ()
    """The case's own, with the sessions that belong to them."""
    concerns: tuple[Concern, ...] = ()
    """Of the case, and of its patient."""
    unread: str = ""
    """Why the chart could not be read, if it could not."""


def looked_at(case: Case, cases: Sequence[Case], workspace: Workspace, as_of: date) -> Looked:
    """``cases``: all of the patient's, for a session may belong to another one."""
    number = case.opened.case
    charts, unread = {}, ""
    try:
        charts[number] = open_case((workspace.root or Path()) / case.opened.chart, workspace).as_of(as_of)
    except PriorauthError as error:
        unread = str(error)
    lines = held_against(cases, charts[number], as_of)[0] if charts else []
    found = dict.fromkeys(one for one in every_concern(cases, charts, as_of) if one.case in (case.id, number))
    return Looked(as_of, tuple(one for one in lines if one.case == case.id), tuple(found), unread)
