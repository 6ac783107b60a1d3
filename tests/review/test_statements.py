"""Which boxes there are: wherever a statement of the prescriber is what is missing, and nowhere else."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, get_args

import pytest

from priorauth.chart.safety import Answer
from priorauth.chart.statements import Attestation, Statement
from priorauth.logic.verdict import Verdict
from priorauth.request.assessment import Assessment, assess
from priorauth.resources import shipped
from priorauth.review.statements import judgements
from priorauth.workspace import Workspace, open_case, policy_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from priorauth.chart.chart import Case
    from tests.review.reading import Visitor

AS_OF = date(2026, 11, 20)
WAIVERS = {"all_antidepressants_contraindicated", "all_augmenting_agents_contraindicated"}
"""Ways around a criterion, which nobody is invited to take: a box would invite a false statement."""


@cache
def examples() -> tuple[Assessment, ...]:
    charts = shipped("examples")
    workspace = Workspace.around(charts)
    cases = [open_case(path, workspace) for path in sorted((charts / "charts").glob("*/chart.yaml"))]
    return tuple(
        assess(case, ask, policy_for(case, ask, workspace, AS_OF), AS_OF) for case in cases for ask in case.asks
    )


def example(case: str) -> Iterator[Assessment]:
    return (one for one in examples() if one.case.case == case)


def stated(one: Assessment, states: str, about: str = "") -> Assessment:
    """The same request once the prescriber has stated that today."""
    return assess(_with(one.case, states, about), one.ask, one.loaded, AS_OF)


def _with(case: Case, states: str, about: str) -> Case:
    if states not in get_args(Statement):
        answer = Answer(answer="yes", by="x", on=AS_OF)  # type: ignore[arg-type]
        return case.changed(safety=case.safety.model_copy(update={states: answer}))
    said = Attestation(
        id="stated-today",
        states=states,
        about=about or None,
        answer="yes",
        by="x",
        on=AS_OF,  # type: ignore[arg-type]
    )
    return case.changed(attestations=(*case.attestations, said))


def names(one: Assessment) -> set[str]:
    return {each.states for each in judgements(one)}


def test_each_box_closes_what_it_stands_for() -> None:
    boxes = 0
    for one in examples():
        for gap in (gap for gap in one.owed(one.lacking) if gap.states):
            boxes += 1
            about = gap.item if gap.states == "trial_duration_sufficient" else ""
            after = stated(one, gap.states, about or "")
            assert gap.needed not in {each.needed for each in after.owed(after.lacking)}, (one.case.case, gap)
    assert boxes > 3, "or this shows nothing"


def test_wherever_a_statement_would_decide_a_criterion_there_is_its_name() -> None:
    for one in examples():
        missing = {f.id: f for f in one.determination.criteria if f.verdict is Verdict.NOT_DOCUMENTED}
        if not missing:
            continue
        for states in {*get_args(Statement), "psychosis_benefit_outweighs_risk"} - WAIVERS:
            for found in stated(one, states).determination.criteria:
                if found.id in missing and found.verdict.decided:
                    named = {gap.states for gap in missing[found.id].gaps}
                    assert states in named, (one.case.case, one.ask.id, found.id, states)


def test_wherever_a_statement_would_do_for_the_request_there_is_its_name() -> None:
    for one in examples():
        for states in set(get_args(Statement)) - {"urgent"}:  # the box for that comes with the request for it
            gone = {*one.lacking} - {*stated(one, states).lacking}
            about_criteria = {each for each in gone if each.startswith("criteria that are")}
            assert all(each.states for each in one.lacking if each in gone - about_criteria), (one.case.case, gone)


@pytest.mark.parametrize(
    ("case", "box"),
    [
        ("case-17", "psychosis_benefit_outweighs_risk"),
        ("case-17", "patient_will_be_enrolled_in_rems"),
        ("case-16", "patient_will_be_enrolled_in_rems"),
    ],
)
def test_what_is_missing_of_the_prescriber_alone_has_a_box(case: str, box: str) -> None:
    assert all(box in names(one) for one in example(case))


def test_of_a_way_around_that_nobody_took_there_is_no_box() -> None:
    assert not any(names(one) & WAIVERS for one in examples())


def test_the_judgement_about_psychosis_goes_where_the_chart_asks_for_it(
    practice: Callable[..., Path], visit: Callable[..., Visitor]
) -> None:
    folder = practice("case-17")
    visitor = visit(folder)
    (ask,) = {one.ask.id for one in example("case-17")}
    case = f"/case/case-17/{ask}"
    box = "psychosis_benefit_outweighs_risk:"
    opened = visitor.desk.open(case.removeprefix("/case/"))
    ticked = [one.key for one in judgements(opened.assessment) if one.stated]
    visitor.send(f"{case}/keep", states=[*ticked, box])
    after = visitor.desk.open(case.removeprefix("/case/")).assessment
    said = after.case.safety.psychosis_benefit_outweighs_risk
    assert said is not None
    assert (said.answer, said.by, said.on) == ("yes", "Imogen T. Ashgrove, MD", AS_OF)
    assert after.determination.verdict is Verdict.MET
    visitor.send(f"{case}/keep", states=ticked)  # taken back: it is denied
    denied = visitor.desk.open(case.removeprefix("/case/")).assessment
    assert denied.determination.verdict is Verdict.NOT_MET
