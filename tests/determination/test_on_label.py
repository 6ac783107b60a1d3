"""A use is said to be on label only where the chart shows all that the label asks for."""

from __future__ import annotations

from datetime import date

import pytest

from priorauth.determination.determine import Dates
from priorauth.determination.on_label import shown_to_be_on_label
from priorauth.workspace import Workspace, open_case
from tests.command import CHARTS

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("case-01", True),  # two antidepressants for 18 and 15 weeks
        ("case-08", False),  # one, for four weeks: the payer asks for no more
        ("case-16", False),  # one, of which neither dose nor days are known
        ("case-10", True),  # the payer asks for another age than the label
        ("case-20", True),  # acute suicidality, with an oral antidepressant
    ],
)
def test_what_is_shown(name: str, shown: bool) -> None:
    case = open_case(CHARTS / name / "chart.yaml", Workspace.around(CHARTS))
    ask = case.asks[0]
    assert shown_to_be_on_label(case.as_of(DAY), ask, Dates.of(ask, DAY)) is shown


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({}, True),
        ({"trials": ()}, False),
        ({"diagnoses": ()}, False),
        ({"attestations": ()}, True),  # who watches over the sessions is not whether it is on label
        ({"rems": None}, True),
    ],
)
def test_what_of_a_chart_it_turns_on(change: dict[str, object], shown: bool) -> None:
    case = open_case(CHARTS / "case-01" / "chart.yaml", Workspace.around(CHARTS)).as_of(DAY).changed(**change)
    ask = case.asks[0]
    assert shown_to_be_on_label(case, ask, Dates.of(ask, DAY)) is shown
