"""Answers for a portal: the payer's own words, within its limits, from the chart alone, and with what shows them."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from priorauth.errors import ExitCode
from priorauth.policy.questions import Question
from tests.command import CHARTS, DAY, ROOT, priorauth

if TYPE_CHECKING:
    from pathlib import Path

POLICY = ROOT / "payers" / "cigna" / "psychiatry-spravato.yaml"


@pytest.fixture
def asked(tmp_path: Path) -> Any:
    """Case-01 with a Cigna whose portal asks these questions, answered as data."""

    def answer(questions: str, case: str = "case-01", **changed: str) -> tuple[int, list[dict[str, Any]], str]:
        shutil.copytree(CHARTS / case, tmp_path / case, dirs_exist_ok=True)
        shutil.copy(ROOT / "examples" / "practice.yaml", tmp_path)
        own = tmp_path / "payers" / "cigna"
        own.mkdir(parents=True, exist_ok=True)
        text = POLICY.read_text("utf-8")
        own.joinpath(POLICY.name).write_text(f"{text}\nsubmission:\n  questions:\n{questions}", "utf-8")
        chart = tmp_path / case / "chart.yaml"
        for before, after in changed.items():
            chart.write_text(re.sub(before, after, chart.read_text("utf-8")), "utf-8")
        ran = priorauth("answers", tmp_path / case, "--as-of", DAY, "--format", "json")
        return ran.code, json.loads(ran.out)["answers"] if ran.out else [], ran.err

    return answer


def test_the_payers_questions_are_answered_in_their_order_and_words(asked: Any) -> None:
    code, answers, _ = asked(
        """
    - {id: sex, question: "Sex at birth", kind: choice, answer: patient.sex, choices: {female: F, male: M}}
    - {id: born, question: "DOB", kind: date, answer: patient.birth_date}
    - id: enrolled
      question: REMS?
      kind: choice
      answer: rems.patient_enrolled
      choices: {"yes": "Y - enrolled", "no": N}
    - id: two
      question: Two failures?
      kind: choice
      answer: criteria['two-antidepressants']
      choices: {met: "Yes, 2+", not met: "No"}
      criterion: two-antidepressants
    - {id: notes, question: "Upload notes", kind: file, files: [chart_note]}
"""
    )
    assert [(one["id"], one["answer"], one["state"]) for one in answers] == [
        ("sex", "F", "answered"), ("born", "04/17/1981", "answered"), ("enrolled", "Y - enrolled", "answered"),
        ("two", "Yes, 2+", "answered"), ("notes", None, "answered"),
    ]  # fmt: skip
    assert answers[3]["shown_in"][0].startswith("Exhibit 1, pages")
    assert answers[4]["files"] == [
        {"file": "exhibits/progress-note-2026-11-12.pdf", "title": "Exhibit 1: Progress note"}
    ]
    assert code == ExitCode.OK


@pytest.mark.parametrize(("limit", "state"), [(17, "answered"), (16, "too_long")])
def test_a_text_over_the_limit_is_told_and_never_cut(asked: Any, limit: int, state: str) -> None:
    """ "Marigold Testwell" has 17 characters."""
    code, (one,), _ = asked(
        f'    - {{id: name, question: Name, kind: text, answer: "{{{{ patient.name }}}}", limit: {limit}}}\n'
    )
    assert (one["answer"], one["characters"], one["state"]) == ("Marigold Testwell", 17, state)
    assert code == (ExitCode.OK if state == "answered" else ExitCode.NOT_DOCUMENTED)


def test_what_is_not_documented_has_no_answer(asked: Any) -> None:
    code, answers, _ = asked(
        """
    - {id: daw, question: DAW, kind: choice, answer: medication.dispense_as_written, choices: {"yes": "Y", "no": N}}
    - {id: other, question: Reason, kind: text, answer: "{{ request.reason_other }}"}
    - {id: labs, question: Labs, kind: file, files: [lab]}
"""
    )
    assert [(one["answer"], one["state"]) for one in answers] == [(None, "not_documented")] * 3
    assert code == ExitCode.NOT_DOCUMENTED


def test_a_choice_that_the_payer_does_not_offer_is_a_mistake_and_is_not_repeated(asked: Any) -> None:
    code, _, told = asked("    - {id: sex, question: Sex, kind: choice, answer: patient.sex, choices: {male: M}}\n")
    assert code == ExitCode.BAD_INPUT
    assert "comes to something that the question offers no choice for" in " ".join(told.split())
    assert "female" not in told


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("criterion: never-heard-of", "names a criterion that the policy does not have"),
        ("limit: 0", "must be at least 1"),
    ],
)
def test_a_mistake_in_the_policy_is_told_by_its_line(asked: Any, key: str, told: str) -> None:
    code, _, err = asked(f'    - {{id: a, question: A, kind: text, answer: "{{{{ patient.name }}}}", {key}}}\n')
    assert code == ExitCode.BAD_INPUT
    assert told in " ".join(err.split())


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"kind": "choice", "answer": "a"}, "goes with kind choice"),
        ({"kind": "text", "answer": "a", "choices": {"a": "A"}}, "goes with kind choice"),
        ({"kind": "file"}, "goes with kind file"),
        ({"kind": "file", "files": ["lab"], "answer": "a"}, "says what is answered"),
        ({"kind": "text"}, "says what is answered"),
        ({"kind": "date", "answer": "a", "limit": 3}, "goes with kind text"),
    ],
)
def test_a_question_that_cannot_be_meant(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Question(id="one", question="One?", **given)


def sheet(case: str, *more: object) -> Any:
    return priorauth("answers", CHARTS / case, "--as-of", DAY, *more)


def test_without_the_payers_questions_general_ones_are_answered_and_said_to_be_so() -> None:
    ran = sheet("case-01")
    assert "general questions: the payer's own are not known here" in ran.out
    told = json.loads(sheet("case-01", "--format", "json").out)
    assert told["questions_of"] == "priorauth"
    by_id = {one["id"]: one for one in told["answers"]}
    assert by_id["member-id"]["answer"] == "TEST-CIG-0001"
    # A criterion is answered by facts: to a heading such as "Psychosis" a "yes" would be false.
    (psychosis,) = (one for one in told["answers"] if one["question"] == "Psychosis")
    assert psychosis["answer"].startswith("history of psychosis: no")
    assert all(not str(one["answer"]).endswith("required.") for one in told["answers"])


def test_what_is_missing_is_asked_of_its_owner_and_what_is_not_met_is_told() -> None:
    missing = json.loads(sheet("case-03", "--format", "json").out)
    open_ones = [one for one in missing["answers"] if one["id"] == "two-antidepressants"]
    assert [(one["answer"], one["state"]) for one in open_ones] == [(None, "not_documented")]
    assert re.match(r"(pharmacy|former prescriber|prescriber): ", open_ones[0]["remark"])
    failed = sheet("case-10", "--format", "json")
    assert failed.code == ExitCode.NOT_MET
    (age,) = (one for one in json.loads(failed.out)["answers"] if one["id"] == "age")
    assert age["remark"].startswith("Not met: ")


def test_the_page_to_copy_from_holds_every_answer_and_nothing_that_runs(tmp_path: Path) -> None:
    chart = tmp_path / "case-01" / "chart.yaml"
    shutil.copytree(CHARTS / "case-01", chart.parent)
    shutil.copy(ROOT / "examples" / "practice.yaml", tmp_path)
    chart.write_text(
        chart.read_text("utf-8").replace("She cannot work", "She <script>alert(1)</script> cannot work"), "utf-8"
    )
    out = tmp_path / "answers.html"
    priorauth("answers", chart, "--as-of", DAY, "-o", out)
    page = out.read_text("utf-8")
    assert "Marigold Testwell" in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"<script|https?://", page)
    assert out.stat().st_mode & 0o077 == 0


def noted(tmp_path: Path, submitted: str) -> Path:
    """Case-01 whose request was submitted."""
    chart = tmp_path / "case-01" / "chart.yaml"
    shutil.copytree(CHARTS / "case-01", chart.parent)
    shutil.copy(ROOT / "examples" / "practice.yaml", tmp_path)
    text = chart.read_text("utf-8")
    assert text.count("    sign_off:") == 1
    chart.write_text(text.replace("    sign_off:", f"    submitted: {submitted}\n    sign_off:"), "utf-8")
    return chart


def test_until_a_request_is_submitted_it_is_told_how_to_note_it_so_that_the_chart_takes_it(tmp_path: Path) -> None:
    shown = sheet("case-01").out
    line = shown.strip().splitlines()[-1].strip()
    assert line == f"submitted: {{on: {DAY}, by: portal, confirmation: NUMBER}}"
    told = json.loads(sheet("case-01", "--format", "json").out)
    assert (told["submitted"], told["to_note"]) == (None, line)
    out = tmp_path / "answers.html"
    sheet("case-01", "-o", out)
    assert line in out.read_text("utf-8")

    chart = noted(tmp_path, line.removeprefix("submitted: "))
    told = json.loads(priorauth("answers", chart, "--as-of", DAY, "--format", "json").out)
    assert told["submitted"] == {"on": DAY, "by": "portal", "confirmation": "NUMBER"}


@pytest.mark.parametrize(
    ("submitted", "told"),
    [
        ("{on: 2026-11-20, by: portal, confirmation: A-1}", "2026-11-20 by portal, confirmation number A-1."),
        ("{on: 2026-11-20, by: phone}", "2026-11-20 by telephone."),
        ("{on: 2026-11-19, by: electronic}", "2026-11-19 electronically."),
    ],
)
def test_once_it_is_submitted_that_is_told(submitted: str, told: str, tmp_path: Path) -> None:
    chart, out = noted(tmp_path, submitted), tmp_path / "answers.html"
    shown = priorauth("answers", chart, "--as-of", DAY, "-o", out).out
    assert shown.endswith(f"\n\nSubmitted {told}\n")
    page = out.read_text("utf-8")
    assert f"<p>Submitted {told}</p>" in page
    assert "note it in the chart" not in page + shown
    assert f"\n\nSubmitted {told}\n" in priorauth("check", chart, "--as-of", DAY).out


def test_it_was_not_submitted_to_another_payer(tmp_path: Path) -> None:
    chart = noted(tmp_path, "{on: 2026-11-20, by: portal, confirmation: A-1}")
    assert "A-1" in priorauth("check", chart, "--as-of", DAY, "--format", "json").out
    assert "A-1" not in priorauth("check", chart, "--as-of", DAY, "--payer", "carefirst", "--format", "json").out


def test_what_shows_the_facts_stands_beside_the_answer(asked: Any) -> None:
    """Of general questions too: the chart says in which exhibit a fact is shown."""
    _, answers, _ = asked(
        """
    - {id: onset, question: Onset?, kind: date, answer: episode.onset, about: [episode]}
    - {id: avm, question: AVM?, kind: choice, answer: safety.arteriovenous_malformation,
       choices: {"no": "No", "yes": "Yes"}, about: [arteriovenous_malformation]}
    - {id: plain, question: Onset?, kind: date, answer: episode.onset}
"""
    )
    onset, malformation, plain = (one["shown_in"] for one in answers)
    assert all(one.startswith("Exhibit ") for one in (*onset, *malformation))
    assert (bool(onset), bool(malformation), plain) == (True, True, [])


def test_the_letter_is_uploaded_too(asked: Any) -> None:
    _, (one,), _ = asked("    - {id: all, question: Upload, kind: file, files: [letter, insurance_card]}\n")
    assert [file["file"] for file in one["files"]] == ["exhibits/insurance-card.png", "letter.pdf"]


def test_general_questions_leave_no_exhibit_out(tmp_path: Path) -> None:
    ran = priorauth("answers", CHARTS / "case-01", "--as-of", DAY, "--format", "json")
    answers = json.loads(ran.out)["answers"]
    named = {file["file"] for one in answers for file in one["files"]}
    assert named >= {f"exhibits/{path.name}" for path in (CHARTS / "case-01" / "exhibits").iterdir()}
    by_id = {one["id"]: one["shown_in"] for one in answers}
    assert all(by_id[name] for name in ("scores", "trials", "diagnoses", "patient-enrolled", "onset"))


def test_a_question_about_what_no_chart_has_is_an_error() -> None:
    with pytest.raises(ValidationError, match="is no part of a chart"):
        Question.model_validate({"id": "a", "question": "A", "kind": "text", "answer": "x", "about": ["tonsils"]})


def test_a_fact_that_no_exhibit_shows_is_not_shown_by_those_of_the_others(asked: Any) -> None:
    _, (one,), _ = asked(
        """
    - id: scores
      question: Scores
      kind: text
      answer: "{% for one in scores %}{{ one.total }} {% endfor %}"
      about: [scores]
""",
        **{r"    shown_in: \[\{exhibit: madrs-sheet, page: 1\}, .*\n": ""},
    )
    assert one["shown_in"]
    assert one["remark"].startswith("No exhibit shows score-madrs")
