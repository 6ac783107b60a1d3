"""The treatment history: what is an antidepressant trial, what counted of it, and each thing once."""

from __future__ import annotations

import pytest

from priorauth.documents.letter.facts import facts_of
from priorauth.documents.letter.history import as_charted, row, timeline, tried_antidepressants
from priorauth.documents.timeline import Timeline
from priorauth.policy.trials.rules import CourseRule
from priorauth.policy.trials.tried import try_course
from priorauth.policy.view import View
from tests.spec.builders import AS_OF, chart

SPAN = "start: 2025-02-03, end: 2025-06-01"


def rows(trial: str) -> list[dict[str, str]]:
    """The rows of a chart with one trial."""
    case = chart(f"trials: [{{{trial}}}]")
    view = View(case.as_of(AS_OF), case.asks[0], AS_OF, AS_OF)
    return [{key: str(told) for key, told in row(one).items()} for one in tried_antidepressants(as_charted(view))]


@pytest.mark.parametrize(
    ("trial", "shown"),
    [
        ("medicine: trazodone, constant_dose: 50 mg, purpose: sleep", False),
        ("medicine: trazodone, constant_dose: 50 mg", False),  # nobody says what for, and it is a dose for sleep
        ("medicine: trazodone, constant_dose: 100 mg", False),
        ("medicine: trazodone, constant_dose: 101 mg", True),
        ("medicine: trazodone, constant_dose: 50 mg, purpose: depression", True),
        ("medicine: sertraline, constant_dose: 25 mg", True),  # a low dose, and one for nothing else
    ],
)
def test_a_dose_for_sleep_is_no_antidepressant_trial_unless_the_chart_says_so(trial: str, shown: bool) -> None:
    assert bool(rows(f"{trial}, {SPAN}")) is shown


@pytest.mark.parametrize(
    ("told", "effect", "ended"),
    [
        ("ended_because: lack_of_effect", "", "lack of effect"),
        ("ended_because: partial_effect", "", "partial effect only"),
        ("ended_because: [lack_of_effect, side_effects]", "", "lack of effect, side effects"),
        ("ended_because: lack_of_effect, response: none", "no response", "lack of effect"),
    ],
)
def test_why_it_ended_is_told_once(told: str, effect: str, ended: str) -> None:
    (one,) = rows(f"medicine: sertraline, constant_dose: 100 mg, {SPAN}, {told}")
    assert (one["effect"], one["ended"]) == (effect, ended)


def test_a_break_stands_beside_the_days_and_the_days_are_those_without_it() -> None:
    """119 days from 3 February to 1 June, seven of them without it."""
    broken = "interruptions: [{from: 2025-03-10, until: 2025-03-16}]"
    (one,) = rows(f"medicine: sertraline, constant_dose: 100 mg, {SPAN}, {broken}")
    assert one["span"] == "February 3, 2025 to June 1, 2025, with a break from March 10, 2025 to March 16, 2025"
    assert (one["days"], one["of_which"], one["in_all"]) == ("112", "", "")


def test_the_age_is_told_with_the_day_for_which_it_was_judged() -> None:
    """Born on 17 May 1980: 46 on the day of judgement, 45 on a first day that lies back."""
    case = chart()
    known = facts_of(case, AS_OF, AS_OF.replace(month=5, day=16), case.asks[0].id, aged_on=AS_OF)["patient"]
    assert (str(known["age"]), str(known["aged_on"])) == ("46", "November 20, 2026")


@pytest.mark.parametrize(
    ("dose", "asked", "shaded"),
    [
        ("constant_dose: 50 mg", "minimum", True),
        ("constant_dose: 49 mg", "minimum", False),
        ("max_dose: 200 mg", "minimum", None),  # reached on some day, and not for certain on all
        ("max_dose: 49 mg", "minimum", False),
        ("constant_dose: 50 mg", None, None),
    ],
)
def test_a_bar_is_shaded_by_the_dose_that_is_asked_for(dose: str, asked: str | None, shaded: bool | None) -> None:
    """Of sertraline 50 mg is the least adequate dose."""
    case = chart(f"trials: [{{medicine: sertraline, {dose}, {SPAN}}}]")
    view = View(case.as_of(AS_OF), case.asks[0], AS_OF, AS_OF)
    rule = CourseRule.model_validate({"dose": asked or "any", "non_response": {"words": ["none"]}})
    held = [try_course(rule, one, view) for one in view.chart.trials]
    drawn = timeline(held, view.chart, AS_OF)
    assert drawn is not None
    assert isinstance(drawn.data, Timeline)
    assert [part.adequate for bar in drawn.data.bars for part in bar.segments] == [shaded]


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ("adherence: {percent: 80}", ""),
        ("adherence: {percent: 79}", "79 percent taken (stated)"),
        ("adherence: {percent: 40, source: pill_count}", "40 percent taken (pill count)"),
        ("adherence: {adequate: no}", "adherence not adequate"),
        ("adherence: {percent: 40, adequate: no}", "40 percent taken (stated) and adherence not adequate"),
        ("adherence: {percent: 95, adequate: no}", "95 percent taken (stated) but adherence not adequate"),
        ("response: none", ""),
    ],
)
def test_what_was_taken_poorly_is_told_of_the_trial(stated: str, told: str) -> None:
    """Under 80 percent is what payers call poor."""
    (one,) = rows(f"medicine: sertraline, constant_dose: 100 mg, {SPAN}, {stated}")
    assert one["poorly_taken"] == told


@pytest.mark.parametrize(
    ("end", "ended", "seen"),
    [
        ("2026-03-30", "on March 30, 2026", ""),
        ("2026-03", "in March 2026", ""),
        ("{ongoing_as_of: 2026-11-12}", "", "November 12, 2026"),
        ("unknown", "", ""),
        ("~", "", ""),
    ],
)
@pytest.mark.parametrize(("listed", "kind"), [("psychotherapies", "CBT"), ("neuromodulations", "TMS")])
def test_a_therapy_has_an_end_or_was_under_way_or_neither_is_known(
    listed: str, kind: str, end: str, ended: str, seen: str
) -> None:
    case = chart(f"{listed}: [{{kind: {kind}, start: 2025-10-27, end: {end}}}]")
    (one,) = facts_of(case, AS_OF, AS_OF, case.asks[0].id)[listed]
    assert (one["ended"], one["seen"]) == (ended, seen)


def test_what_a_trial_was_combined_with_is_told_and_traced() -> None:
    """In the table, in the finding and on the form's row; with the other course behind it."""
    first = f"{{id: s, medicine: sertraline, constant_dose: 100 mg, {SPAN}, combined_with: [b]}}"
    case = chart(f"trials: [{first}, {{id: b, medicine: bupropion, constant_dose: 300 mg, {SPAN}}}]")
    view = View(case.as_of(AS_OF), case.asks[0], AS_OF, AS_OF)
    one, other = sorted(tried_antidepressants(as_charted(view)), key=lambda each: each.course.id, reverse=True)
    told = row(one)["doses"]
    assert str(told) == "100 mg, combined with bupropion"
    assert told.evidence == ("s", "b")
    assert str(row(other)["doses"]) == "300 mg"
    assert one.text.startswith("sertraline combined with bupropion, ")
