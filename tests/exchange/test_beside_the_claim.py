"""What goes with the claim: the findings, the answers, the exhibits."""

from __future__ import annotations

import base64
import io
import json
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2 as pdfium
import pytest

from tests.command import CHARTS, DAY, priorauth
from tests.exchange.exported import export

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.exchange.exported import Exported

    Changed = Callable[..., Exported]


def test_the_findings_are_those_of_check_without_what_is_for_the_practice(tmp_path: Path) -> None:
    made = export(CHARTS / "case-03", tmp_path)
    checked = json.loads(priorauth("check", CHARTS / "case-03", "--as-of", DAY, "--format", "json").out)
    assert made.findings["judged_by"].startswith("the practice")
    assert made.findings["criteria_of"].endswith("nothing in them is attributed to the payer")
    for key in ("policy", "criteria", "gaps", "verdict", "ready", "blocking"):
        assert made.findings[key] == checked[key]
    assert not {"warnings", "exception_route", "submission", "eligible"} & made.findings.keys()


def test_the_payers_decision_is_the_payers(tmp_path: Path) -> None:
    kinds = {one["resource"]["resourceType"] for one in export(CHARTS / "case-01", tmp_path).bundle["entry"]}
    assert "ClaimResponse" not in kinds


def test_the_evidence_is_referred_to(tmp_path: Path) -> None:
    """The trials, the scores and the exhibits that the findings name are among the claim's information."""
    made = export(CHARTS / "case-01", tmp_path)
    pointed = {
        one["valueReference"]["reference"] for one in made.the("Claim")["supportingInfo"] if "valueReference" in one
    }
    named = {
        one["resource"]["identifier"][0]["value"]
        for one in made.bundle["entry"]
        if one["fullUrl"] in pointed and "identifier" in one["resource"]
    }
    assert {"trial-sertraline-2025", "score-phq-9-2025-02-03", "progress-note"} <= named


def test_each_question_is_answered_as_the_answers_say_or_not_at_all(tmp_path: Path) -> None:
    made = export(CHARTS / "case-09", tmp_path)
    said = json.loads(priorauth("answers", CHARTS / "case-09", "--as-of", DAY, "--format", "json").out)["answers"]
    response = next(one for one in made.each("QuestionnaireResponse") if one["status"] == "in-progress")
    given = [[answer["valueString"] for answer in item.get("answer", [])] for item in response["item"]]
    wanted = [
        [file["title"] for file in one["files"] if file["file"] != "letter.pdf"] + [one["answer"]] * bool(one["answer"])
        for one in said
        if one["state"] != "too_long"
    ]
    assert given == wanted
    assert [] in given
    shown = [
        [where["valueString"] for where in item["answer"][0]["item"][0]["answer"]]
        for item in response["item"]
        if item.get("answer", [{}])[0].get("item")
    ]
    assert shown == [one["shown_in"] for one in said if one["state"] == "answered" and one["shown_in"]]
    questions = made.the("Questionnaire")
    assert response["questionnaire"] == questions["url"]
    assert [one["linkId"] for one in response["item"]] == [one["linkId"] for one in questions["item"]]
    assert questions["title"] == "General questions on prior authorization; the payer's own are not known here"


QUESTIONS = """
submission:
  questions:
    - {id: sex, question: "Sex at birth", kind: choice, answer: patient.sex, choices: {female: F, male: M}}
    - {id: name, question: Name, kind: text, answer: "{{ patient.name }}", limit: 3}
    - {id: notes, question: Upload notes, kind: file, files: [chart_note]}
"""


def test_the_payers_own_questions_keep_their_kinds_and_limits(changed: Changed, tmp_path: Path) -> None:
    """What is longer than the payer's field takes is no answer: somebody has to shorten it."""
    folder = tmp_path / "payers" / "cigna"
    folder.mkdir(parents=True)
    policy = CHARTS.parents[1] / "payers" / "cigna" / "psychiatry-spravato.yaml"
    (folder / policy.name).write_text(policy.read_text("utf-8") + QUESTIONS, "utf-8")
    made = changed("case-01")
    sex, name, notes = made.the("Questionnaire")["item"]
    assert (sex["type"], [one["valueString"] for one in sex["answerOption"]]) == ("choice", ["F", "M"])
    assert (name["type"], name["maxLength"]) == ("text", 3)
    assert (notes["type"], notes["repeats"]) == ("string", True)
    response = next(one for one in made.each("QuestionnaireResponse") if one["questionnaire"].startswith("urn:"))
    assert response["status"] == "in-progress"
    assert [[one["valueString"] for one in item.get("answer", [])] for item in response["item"]] == [
        ["F"],
        [],
        ["Exhibit 1: Progress note"],
    ]


def test_a_medicine_has_its_name_and_a_code_that_is_sure(tmp_path: Path) -> None:
    told = {
        one["medicationCodeableConcept"]["text"]: [
            code["code"] for code in one["medicationCodeableConcept"].get("coding", [])
        ]
        for one in export(CHARTS / "case-01", tmp_path).each("MedicationStatement")
    }
    assert told["sertraline"] == ["36437"]
    assert told.keys() == {"sertraline", "bupropion XL", "vortioxetine", "aripiprazole"}


def test_the_answers_of_a_phq9_have_loincs_codes(tmp_path: Path) -> None:
    made = export(CHARTS / "case-01", tmp_path)
    sheets = [one for one in made.each("QuestionnaireResponse") if one["questionnaire"].startswith("http://loinc.org")]
    first = min(sheets, key=lambda one: one["authored"])
    assert [item["answer"][0]["valueCoding"]["code"] for item in first["item"][:-1]] == [
        {0: "LA6568-5", 1: "LA6569-3", 2: "LA6570-1", 3: "LA6571-9"}[one] for one in (3, 3, 3, 3, 2, 3, 2, 2, 1)
    ]
    assert first["item"][-1] == {"linkId": "/44261-6", "answer": [{"valueDecimal": 22}]}


FEWER = {
    "title: PHQ-9 sheets": "title: PHQ-9 sheets\n    pages: [1, 2, 3, 4, 5]",
    "title: Progress note": "title: Progress note\n    redact: [{phrase: Lanternfield}]",
    "exhibit: phq9-sheets, page: 6": "exhibit: phq9-sheets, page: 5",
}


def test_exhibits_go_along_as_the_packet_has_them(changed: Changed) -> None:
    """Five of six pages are enclosed, and what is blackened is gone from the note; the file beside the chart stays."""
    made = changed("case-01", FEWER, "--documents")
    papers = {one["id"]: base64.b64decode(one["data"]) for one in made.each("Binary")}
    references = made.each("DocumentReference")
    attached = {one.get("description"): one["content"][0]["attachment"] for one in references}
    note, sheets = (papers[attached[name]["url"].removeprefix("urn:uuid:")] for name in ("Exhibit 1", "Exhibit 2"))
    with pikepdf.Pdf.open(io.BytesIO(sheets)) as document:
        assert len(document.pages) == 5
    assert "Lanternfield" in words((CHARTS / "case-01" / "exhibits" / "progress-note-2026-11-12.pdf").read_bytes())
    assert "Lanternfield" not in words(note)


@pytest.mark.parametrize(("name", "state"), [("case-01", "final"), ("case-03", "preliminary")])
def test_the_letter_goes_along_as_final_as_it_is(name: str, state: str, tmp_path: Path) -> None:
    made = export(CHARTS / name, tmp_path, "--documents")
    (paper,) = (one for one in made.each("DocumentReference") if one["type"]["text"].startswith("Letter"))
    assert paper["docStatus"] == state
    (pdf,) = (
        one["data"] for one in made.each("Binary") if paper["content"][0]["attachment"]["url"].endswith(one["id"])
    )
    assert ("DRAFT" in words(base64.b64decode(pdf))) == (state == "preliminary")


def test_without_being_asked_no_page_goes_along(tmp_path: Path) -> None:
    made = export(CHARTS / "case-01", tmp_path)
    assert made.each("Binary") == []
    assert [one["content"][0]["attachment"].get("url") for one in made.each("DocumentReference")] == [None] * 7


def words(pdf: bytes) -> str:
    with pdfium.PdfDocument(pdf) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize("name", ["case-01", "case-21"])
def test_the_exhibits_and_the_prescriber_come_back(name: str, tmp_path: Path) -> None:
    (path,) = export(CHARTS / name, tmp_path / "out", "--documents").files
    ran = priorauth("intake", "fhir", path, "-o", tmp_path, "--as-of", DAY, "--ask", "trd")
    assert ran.code == 0
    chart = (tmp_path / "case-0001" / "chart.yaml").read_text("utf-8")
    assert "name: Imogen T. Ashgrove" in chart
    assert "role: psychiatrist" in chart
    assert "kind: scale_sheet" in chart
    assert len(list((tmp_path / "case-0001" / "exhibits").iterdir())) > 1
