"""Every kind of criterion has its questions, and no policy that comes with the program is asked about without end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from priorauth.guided.criteria import OF_A_KIND, asked_by
from priorauth.guided.draft import Draft, parted
from priorauth.guided.steps import Wanted
from priorauth.intake.chart_file import parse_case
from priorauth.intake.readings import Read
from priorauth.policy.criteria import kinds
from priorauth.reading import validated
from priorauth.yamltree import parse
from tests.command import CHARTS
from tests.guided.answering import HABITS, WORKSPACE, Knows, Willing, drafts, interview, nobody_knows

if TYPE_CHECKING:
    from collections.abc import Callable

    from priorauth.chart.ask import Indication, Phase
    from priorauth.guided.question import Question
    from priorauth.policy.criteria.base import Criterion

ASKS_NOTHING = {
    "age": "the birth date says it",
    "indication": "the request says it",
    "monotherapy": "it is met whatever is taken",
    "not_seen": "only the payer can say it",
}
REQUESTS: list[tuple[str, Indication, Phase]] = [
    (payer, indication, phase)
    for payer in sorted(WORKSPACE.payer_names)
    for indication, indicated in {
        name: one for loaded in WORKSPACE.policies(payer) for name, one in loaded.policy.indications.items()
    }.items()
    for phase in indicated.trees
]


def test_every_kind_of_the_vocabulary_is_there() -> None:
    assert set(OF_A_KIND) == set(kinds())


def test_every_kind_asks_something_or_is_known_to_ask_nothing() -> None:
    """By the policies that come with the program, of a patient of whom nothing or hardly anything is known."""
    expected = set(kinds()) - set(ASKS_NOTHING) - set(NOT_REACHED)
    asked: set[str] = set()
    for how in (Willing(1), nobody_knows):
        for one in REQUESTS:
            if not expected <= asked:
                asked |= _kinds_asked(*one, how if how is nobody_knows else Willing(1))

    assert asked == expected


NOT_REACHED = {
    "episode_form": "{any_of: [{form: single, at_least_months: 24}, {form: recurrent, psychotic_features: no}]}",
    "gap_in_treatment": "{weeks: {more_than: 4}}",
    "grandfathered": "{claim_within_days: 120}",
    "neuromodulation": "{kinds: [ECT, TMS], outcome: inadequate}",
    "pregnancy": "{pregnant: excluded, breastfeeding: excluded}",
    "trial_group": (
        "{any_of: [{antidepressants: 3}, {antidepressants: 2, augmentations: 1}], "
        "antidepressant: {weeks: {at_least: 6}, dose: therapeutic, non_response: {words: [none, partial]}}, "
        "augmentation: {agents: [lithium], non_response: {words: [none, partial]}}}"
    ),
    "prior_exposure": "{instrument: PHQ-9, improvement: {more_than: 50}}",
}
"""Kinds that are asked about in none of these sessions, with a rule of each."""


@pytest.mark.parametrize(("kind", "rule"), NOT_REACHED.items())
def test_a_kind_asks_until_it_is_decided(kind: str, rule: str) -> None:
    """Whoever answers everything comes to a verdict; whoever knows nothing is asked each thing once."""
    text = f"{{id: one, says: It is asked, source: policy, {kind}: {rule}}}".encode()
    criterion = validated(kinds()[kind], parse(text, CHARTS))
    for answer in (Willing(0), Willing(1), nobody_knows):
        asked = _asked_by_criterion(criterion, answer)
        assert asked
        assert len(asked) == len(set(asked))


def _asked_by_criterion(criterion: Criterion, answer: Callable[[Question], str]) -> list[str]:
    held = interview(Wanted("cigna", "trd"))
    *_, draft = (draft for draft, judged, _ in drafts(held, nobody_knows) if judged)
    asked: list[str] = []
    while len(asked) < 100:
        judged = held.assessed(draft)
        assert judged is not None
        s = held._situation(draft, judged)
        found = criterion.judge(s.view).verdict
        one = next((one for one in asked_by(criterion, s) if one.open(draft)), None)
        if found.decided or one is None:
            break
        asked.append(one.key)
        read = one.reading(answer(one), HABITS) if answer(one) else Read(wrong="not known")
        new, wrong = held.after(draft, one, read.value) if not read.wrong else (draft, read.wrong)
        draft = one.passed_over(draft) if wrong else new
    return asked


def _kinds_asked(payer: str, indication: Indication, phase: Phase, answer: Callable[[Question], str]) -> set[str]:
    found: set[str] = set()
    held = interview(Wanted(payer, indication, phase))
    for draft, judged, _ in drafts(held, answer):
        one = held.next(draft, judged)
        if one and one.criterion and judged:
            found |= {each.kind for each in judged.determination.criteria if each.id == one.criterion}
    return found


@pytest.mark.parametrize("answer", [nobody_knows, Willing(0), Willing(1)], ids=["nobody knows", "first", "second"])
@pytest.mark.parametrize(("payer", "indication", "phase"), REQUESTS)
def test_a_session_ends_and_what_is_kept_is_a_chart(
    payer: str, indication: Indication, phase: Phase, answer: Callable[[Question], str]
) -> None:
    if isinstance(answer, Willing):
        answer = Willing(answer.choice)
    for draft, _, _ in drafts(interview(Wanted(payer, indication, phase)), answer):
        ready, _ = parted(draft.facts)
        if ready:
            parse_case(json.dumps(ready).encode(), CHARTS / "new" / "chart.yaml", WORKSPACE.practice)


def keys_asked(payer: str, answer: Callable[[Question], str], indication: Indication = "trd") -> set[str]:
    """The keys of every question of a session."""
    return {key for _, _, key in drafts(interview(Wanted(payer, indication)), answer)}


def test_what_the_policy_does_not_ask_is_not_asked() -> None:
    """Cigna's policy, as it was seen, says nothing of psychotherapy; Medical Mutual's does."""
    assert not any("psychotherap" in key for key in keys_asked("cigna", nobody_knows))
    assert any("psychotherap" in key for key in keys_asked("medical-mutual", nobody_knows))


def test_what_something_else_has_settled_is_not_asked() -> None:
    """CareFirst asks for augmentation or psychotherapy: after the first, nobody is asked for the second."""
    known = Knows(CHARTS / "case-05" / "chart.yaml")

    assert any(key.startswith("augmentations") for key in keys_asked("carefirst", known))
    assert not any(key.startswith("psychotherap") for key in keys_asked("carefirst", known))


def test_psychotherapy_that_was_had_was_to_be_had() -> None:
    """Whether it is available is asked only of who has had none."""
    had = Knows(CHARTS / "case-01" / "chart.yaml")

    assert not any("psychotherapy_unavailable" in key for key in keys_asked("medical-mutual", had))
    assert any("psychotherapy_unavailable" in key for key in keys_asked("medical-mutual", nobody_knows))


def test_once_enough_trials_are_told_another_is_offered_and_not_asked_for() -> None:
    keys = keys_asked("cigna", Knows(CHARTS / "case-01" / "chart.yaml"))

    assert {"trials.another-1", "trials.another-2", "trials.besides-3"} <= keys
    assert "trials.another-3" not in keys


def test_where_no_answer_can_help_it_is_asked_whether_to_go_on() -> None:
    """Who is under 18 does not meet Cigna's policy, whatever else is known."""

    def a_child(one: Question) -> str:
        return "2012-05-01" if one.key == "patient.birth_date" else nobody_knows(one)

    keys = [key for _, _, key in drafts(interview(Wanted("cigna", "trd")), a_child)]

    assert keys[-2:] == ["although-not-met", ""]


def test_one_question_of_one_draft() -> None:
    """From one draft always the same question comes."""
    held = interview(Wanted("cigna", "trd"))
    draft = held.settled(held.begun(Draft()))

    assert held.next(draft, None) == held.next(draft, None)
