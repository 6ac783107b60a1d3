"""The last day that is told is the last: each example is judged on each of the days that follow, its chart as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from priorauth.determination.tree import find
from priorauth.determination.windows import first_window
from priorauth.logic.verdict import Verdict
from priorauth.policy.load import load_all
from priorauth.policy.view import View
from priorauth.resources import shipped
from priorauth.workspace import Workspace, open_case

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = date(2026, 11, 20)
DAYS = [AS_OF + timedelta(days=number) for number in range(1, 61)]
CHARTS = sorted((shipped("examples") / "charts").glob("*/chart.yaml"))


@pytest.mark.parametrize("path", CHARTS, ids=lambda path: path.parent.name)
def test_no_day_but_the_one_that_is_told_ends_it(path: Path) -> None:
    """By each policy that has criteria for what is asked, whoever the patient is insured with."""
    workspace = Workspace.around(shipped("examples"))
    case = open_case(path, workspace)
    for ask in case.asks:
        for policy in (one.policy for one in load_all(workspace.payers)):
            tree = policy.tree(ask.indication, ask.phase)
            if tree is None:
                continue
            known = case.as_of(AS_OF)
            view = View(known, ask, AS_OF, AS_OF, failures=policy.failures(ask.indication, ask.phase))
            found = find(tree, view)
            if found.verdict is not Verdict.MET:
                continue
            window = first_window(tree, view, found)
            assert window is not None
            later = (replace(view, as_of=day, service_begins=day) for day in DAYS)
            ends = next((one.as_of for one in later if find(tree, one).verdict is not Verdict.MET), None)
            told = window.until if window.until and window.until < DAYS[-1] else None
            assert told == (ends and ends - timedelta(days=1)), (policy.name, policy.policy.number)
