"""Who answers from an example's chart, and is asked only what this policy needs, comes to the example's verdict."""

from __future__ import annotations

import pytest

from priorauth.guided.steps import Wanted
from priorauth.logic.verdict import Verdict
from priorauth.request.assessment import assess
from priorauth.workspace import open_case, policy_for
from tests.command import CHARTS, asking_names
from tests.guided.answering import AS_OF, WORKSPACE, Knows, drafts, interview

FILLS_SAY_OTHERWISE = "case-14"
"""Its pharmacy fills contradict what the chart states. Nobody is asked for fills: a pharmacy's record has them."""


@pytest.mark.parametrize("name", sorted({*asking_names()} - {FILLS_SAY_OTHERWISE}))
def test_the_verdict_is_that_of_the_example(name: str) -> None:
    path = CHARTS / name / "chart.yaml"
    case = open_case(path, WORKSPACE)
    ask = case.asks[0]
    expected = assess(case, ask, policy_for(case, ask, WORKSPACE, AS_OF), AS_OF).determination
    wanted = Wanted(case.coverage(ask).payer, ask.indication, ask.phase, ask.policy)

    *_, (_, judged, _) = drafts(interview(wanted, path), Knows(path))

    assert judged is not None
    assert judged.determination.verdict is expected.verdict
    before = {one.id: one.verdict for one in expected.criteria}
    # What was not asked any more, because something else had settled it, may be open; nothing may be the other way.
    decided = {one.id: one.verdict for one in judged.determination.criteria if one.verdict.decided}
    assert decided == {name: before[name] for name in decided}


def test_where_the_fills_say_otherwise_only_they_are_missing() -> None:
    path = CHARTS / FILLS_SAY_OTHERWISE / "chart.yaml"

    *_, (_, judged, _) = drafts(interview(Wanted("cigna", "trd"), path), Knows(path))

    assert judged is not None
    assert judged.determination.verdict is Verdict.MET


@pytest.mark.parametrize("name", ["case-01", "case-09", "case-20"])
def test_each_step_shows_a_verdict_that_no_later_answer_takes_back_for_lack_of_a_fact(name: str) -> None:
    """What is met stays met while facts are only added: an open list never counted as closed."""
    path = CHARTS / name / "chart.yaml"
    case = open_case(path, WORKSPACE)
    wanted = Wanted(case.coverage(case.asks[0]).payer, case.asks[0].indication)
    met: set[str] = set()
    for _, judged, _ in drafts(interview(wanted, path), Knows(path)):
        now = {one.id for one in judged.determination.criteria if one.verdict is Verdict.MET} if judged else set()
        assert met <= now
        met = now
