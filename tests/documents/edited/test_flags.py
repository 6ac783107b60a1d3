"""Where an edit changes a fact, it is flagged; where it does not, it is not.

The letter is the initial one of a fictional patient: PHQ-9 of 20 on November 12, 2026, F33.2, sertraline up to 200 mg.
"""

from __future__ import annotations

import pytest

from priorauth.documents.content import Content, Paragraph, Span, spans_of
from priorauth.documents.edited.taken_back import EditedLetter
from priorauth.documents.edited.written import written
from priorauth.documents.letter.word import letter_docx
from tests.documents.edited.desk import Lying, added, in_cell, initial, removed, replaced
from tests.documents.sample_letter import sheet

DIAGNOSIS, TRIALS = "The diagnosis of", "Two antidepressant trials"


def flags(back: EditedLetter) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.sort, one.items) for one in back.flags]


@pytest.mark.parametrize(
    ("begins", "was", "now", "item", "nowhere"),
    [
        pytest.param(DIAGNOSIS, "Marigold Testwell", "Marigold Tester", "patient", False, id="a name"),
        pytest.param(DIAGNOSIS, "on November 12, 2026 by", "on November 14, 2026 by", "diagnosis-f33-2", True, id="a day"),  # noqa: E501
        pytest.param(DIAGNOSIS, "45", "46", "patient", True, id="an age"),
        pytest.param(DIAGNOSIS, "is F33.2", "is F33.3", "diagnosis-f33-2", True, id="a code"),
        pytest.param(DIAGNOSIS, "is severe,", "is moderate,", "episode", False, id="how severe it is"),
        pytest.param(DIAGNOSIS, "did not find", "did find", "suicide-assessment-2026-11-12", False, id="a not taken out"),  # noqa: E501
        pytest.param(DIAGNOSIS, "is F33.2", "is not F33.2", "diagnosis-f33-2", False, id="a not put in"),
        pytest.param(TRIALS, "200\u00a0mg", "275\u00a0mg", "trial-sertraline-2025", True, id="a dose"),
        pytest.param(TRIALS, "126 days", "136 days", "trial-sertraline-2025", True, id="days at a dose"),
        pytest.param(TRIALS, "sertraline", "fluoxetine", "trial-sertraline-2025", True, id="a medicine"),
        pytest.param(TRIALS, "13.6%", "9%", "trial-sertraline-2025", True, id="how much better it was"),
    ],
)  # fmt: skip
def test_a_changed_fact(begins: str, was: str, now: str, item: str, nowhere: bool) -> None:
    back = initial().edited(replaced(begins, was, now))
    changed = [one for one in back.flags if one.sort == "changed"]
    assert len(changed) == 1
    assert item in changed[0].items
    assert changed[0].nowhere == nowhere
    assert not changed[0].mild
    assert {one.sort for one in back.flags} == {"changed"}


@pytest.mark.parametrize("cell", [("20", "26", True), ("November 12, 2026", "November 13, 2026", False)])
def test_a_changed_cell(cell: tuple[str, str, bool]) -> None:
    was, now, nowhere = cell
    back = initial().edited(in_cell(was, now))
    assert [(one.sort, one.was, one.now, one.nowhere) for one in back.flags] == [("changed", was, now, nowhere)]
    assert "under “Diagnosis and severity”, row 2" in back.flags[0].where


def test_values_that_changed_places_are_changed() -> None:
    """Both still stand in the line, and it says the opposite."""
    back = initial().edited(replaced(TRIALS, "PHQ-9 22 to 19", "PHQ-9 19 to 22"))
    assert {one.sort for one in back.flags} == {"changed"}


@pytest.mark.parametrize(
    "words",
    [
        "She can no longer care for her daughter, and has lost her work.",
        "One of us sees her each session.",
        "Her PHQ-9 was 20 on November 12, 2026.",
        "In November 2026 her PHQ-9 was 20.",
        "She took sertraline up to 200 mg.",
        "She took Zoloft up to 200 mg.",
        "I ask for twenty-one sessions, for six months.",
        "Two antidepressant trials and more did not help her.",
    ],
)
def test_added_words_that_the_chart_bears_out_are_not_flagged(words: str) -> None:
    back = initial().edited(added(DIAGNOSIS, words))
    assert [one.sort for one in back.changes] == ["added"]
    assert back.flags == ()


@pytest.mark.parametrize(
    ("words", "unknown"),
    [
        ("Her PHQ-9 was 26 last week.", ["PHQ-9 26"]),
        ("Her MADRS was 28.", ["MADRS 28"]),  # the mean of a study that the letter cites
        ("She took clomipramine, too.", ["clomipramine"]),
        ("Quetiapine did not help her.", ["Quetiapine"]),  # which the letter names as what a study compared with
        ("She took sertraline up to 450 mg.", ["sertraline 450 mg"]),  # the dose of another medicine
        ("She took sertraline up to 201 mg.", ["201 mg"]),
        ("She failed six antidepressants.", ["six antidepressants"]),
        ("She has been ill since May 4, 2019.", ["May 4, 2019"]),
        ("She was in hospital for seventeen days.", ["seventeen days"]),
        ("Her pressure was 190/110.", ["190/110"]),
        ("Her diagnosis is F31.4.", ["F31.4"]),
    ],
)
def test_added_words_that_stand_nowhere_in_the_chart_are_flagged(words: str, unknown: list[str]) -> None:
    back = initial().edited(added(DIAGNOSIS, words))
    assert [(one.sort, one.now) for one in back.flags] == [("unknown", one) for one in unknown]


def test_words_put_between_those_of_a_fact_are_flagged_mildly() -> None:
    back = initial().edited(replaced(DIAGNOSIS, "episode began", "episode really began"))
    assert flags(back) == [("reworded", ("episode",))]
    assert back.flags[0].mild


def test_a_paragraph_with_facts_that_was_left_out_is_flagged_mildly() -> None:
    back = initial().edited(removed(DIAGNOSIS))
    assert [one.sort for one in back.flags] == ["left out"]
    assert back.flags[0].mild
    assert "diagnosis-f33-2" in back.flags[0].items


def test_a_paragraph_without_facts_that_was_left_out_is_not_flagged() -> None:
    back = initial().edited(removed("Sincerely"))
    assert [one.sort for one in back.changes] == ["left out"]
    assert back.flags == ()


@pytest.mark.parametrize(
    ("was", "now", "flagged"),
    [
        ("She is ", "She is not ", ["20", "She is not in remission."]),
        ("She is not ", "She is ", ["20", "She is in remission. Her PHQ-9 was 21."]),
        ("She is not ", "She is not ", ["20"]),
    ],
)
def test_a_not_beside_a_fact_is_flagged_whatever_else_was_changed(was: str, now: str, flagged: list[str]) -> None:
    spans = Span(was), Span("in remission", ("episode",)), Span(". Her PHQ-9 was "), Span("20", ("score",)), Span(".")
    content = Content((Paragraph(spans),))
    word = letter_docx(content, sheet())
    before = Lying(content, word, written(content, word), initial().chart)
    words = f"{now}in remission. Her PHQ-9 was 21."
    back = before.edited(replaced("She", "".join(one.text for one in spans), words))
    assert [one.was if one.now == "21" else one.now for one in back.flags] == flagged


def with_a_point_to_confirm() -> Lying:
    mark = Span("[TO CONFIRM: the last day of venlafaxine, by the pharmacy]", (), to_confirm=True)
    content = Content((Paragraph((Span("It ended on ", ("trial",)), mark, Span(".", ("trial",)))),))
    word = letter_docx(content, sheet())
    return Lying(content, word, written(content, word), initial().chart)


def test_a_point_to_confirm_that_was_settled_by_hand() -> None:
    before = with_a_point_to_confirm()
    mark = "[TO CONFIRM: the last day of venlafaxine, by the pharmacy]"
    back = before.edited(replaced("It ended", mark, "May 3, 2019"))
    assert [(one.sort, one.now, one.nowhere) for one in back.flags] == [("confirmed", "May 3, 2019", True)]
    assert not any(span.to_confirm for span in spans_of(back.content))


def test_a_point_to_confirm_of_which_a_part_was_edited_is_still_one() -> None:
    back = with_a_point_to_confirm().edited(replaced("It ended", "by the pharmacy", "by the former prescriber"))
    assert [span.text for span in spans_of(back.content) if span.to_confirm] == [
        "[TO CONFIRM: the last day of venlafaxine, by the former prescriber]"
    ]
    assert back.flags == ()


def test_what_is_told_of_a_flag_holds_no_word_of_the_letter() -> None:
    back = initial().edited(replaced(DIAGNOSIS, "Marigold Testwell", "Marigold Tester"))
    assert back.flags[0].says == (
        "A fact of the chart was changed: paragraph 7, under “Diagnosis and severity” (patient, diagnosis-f33-2)"
    )


def test_edits_are_known_by_what_they_say() -> None:
    one, again, other = (
        initial().edited(added(DIAGNOSIS, words)).key for words in ("She is worse.", "She is worse.", "She is better.")
    )
    assert one == again != other
    assert one.startswith("w")
