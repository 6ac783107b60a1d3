"""The label's contraindications."""

from __future__ import annotations

import pytest

from tests.spec.criteria.builders import judged, owners

LABEL = ("aneurysmal_vascular_disease", "arteriovenous_malformation", "intracerebral_hemorrhage", "hypersensitivity")
NONE = dict.fromkeys(LABEL, "no")


def safety(answers: dict[str, str]) -> str:
    return f"safety: {{{', '.join(f'{question}: {answer}' for question, answer in answers.items())}}}"


def test_each_was_asked_and_denied() -> None:
    assert judged("contraindications: {absent: per_label}", safety(NONE)).verdict == "met"


@pytest.mark.parametrize("question", LABEL)
def test_one_that_is_there_is_enough(question: str) -> None:
    assert judged("contraindications: {absent: per_label}", safety(NONE | {question: "yes"})).verdict == "not_met"
    alone = judged("contraindications: {absent: per_label}", safety({question: "yes"}))
    assert alone.verdict == "not_met"  # whatever was not asked


@pytest.mark.parametrize("question", LABEL)
def test_one_that_was_not_asked_is_no_no(question: str) -> None:
    rest = {name: answer for name, answer in NONE.items() if name != question}
    found = judged("contraindications: {absent: per_label}", safety(rest))
    assert (found.verdict, owners(found)) == ("not_documented", {"prescriber"})


def test_only_those_that_the_payer_names_are_asked() -> None:
    rule = "contraindications: {absent: [intracerebral_hemorrhage]}"
    assert judged(rule, "safety: {intracerebral_hemorrhage: no, hypersensitivity: yes}").verdict == "met"
