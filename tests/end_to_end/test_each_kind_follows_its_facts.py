"""In each kind of letter a changed fact shows in the passages that rest on it, and nowhere else.

The letters are those of the gallery; each fact of the charts behind them is changed and taken out, one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from priorauth.documents.letter import samples
from priorauth.documents.letter.kinds import kind
from priorauth.offlabel.prepared import prepare
from tests.end_to_end.comparing import Compared, compared
from tests.end_to_end.judging import judged, letter_of_kind, workspace
from tests.end_to_end.mutating import Chart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.chart.chart import Case
    from priorauth.documents.content import Content
    from tests.end_to_end.mutating import Change

ELSEWHERE = {"initial", "cover-note-to-an-appeal"}
SHOWN = {name: one for name, one in samples.shown().items() if name not in ELSEWHERE}
"""The initial letter has a test of its own, of two charts; the note to the signer is tried without a denial, for with
one a whole section comes and goes."""


@pytest.mark.parametrize("name", SHOWN)
def test_a_change_of_one_fact_changes_what_rests_on_it_and_nothing_else(name: str) -> None:
    of = SHOWN[name]
    chart = Chart(of["case"], over=of.get("with"), ask=of.get("ask"))
    before = written(name, chart.case())
    assert before is not None

    assert compared(chart, before, letters_with_one_change(name, chart), told=()) == Compared()


def letters_with_one_change(name: str, chart: Chart) -> Iterator[tuple[Change, Content]]:
    """Each change that a chart can say and for which the letter may be written, with the letter."""
    for part, facts in chart.tree.items():
        for change in chart.changes(part, ways=1) if isinstance(facts, dict | list) else ():
            changed = written(name, chart.case(change))
            if changed is not None:
                yield change, changed


def written(name: str, case: Case | None) -> Content | None:
    """The letter's content; ``None`` where there is no case, or one for which it may not be written."""
    of = kind(SHOWN[name].get("kind") or name)
    if case is None:
        return None
    if of.of == "plan":
        return (
            letter_of_kind(of, prepare(case, case.ketamine_plans[0], workspace(), samples.day_of(SHOWN[name])))
            if case.ketamine_plans
            else None
        )
    return letter_of_kind(of, judged(case)) if case.asks else None
