"""Each kind of letter: its whole text, when it may be written, and what every sentence of it rests on.

Where a change of words is meant, write the texts anew and read the difference before committing it::

    RENEW_EXPECTED=1 .venv/bin/python -m pytest tests/documents/letters
"""

from __future__ import annotations

import os
import re
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from priorauth.documents.content import Content, Figure, lines_of, plain_text
from priorauth.documents.letter import samples as gallery
from priorauth.documents.letter.compose import Letter
from priorauth.documents.letter.kinds import kind, names
from priorauth.documents.letter.pdf import letter_pdf
from priorauth.documents.letter.word import letter_docx
from priorauth.workspace import Workspace
from tests.command import CHARTS
from tests.documents import reading_back

EXPECTED = Path(__file__).with_name("expected")
SHOWN = gallery.shown()
every_letter = pytest.mark.parametrize("name", SHOWN)


@cache
def workspace() -> Workspace:
    return Workspace.around(CHARTS)


@cache
def letters(name: str) -> tuple[Letter, ...]:
    return tuple(gallery.letters(name, SHOWN[name], workspace()))


def told(content: Content) -> str:
    """The letter's words, with a line between blocks and a word for each figure."""
    parts = []
    for block in content.blocks:
        if isinstance(block, Figure):
            parts.append(f"[{block.alt}]")
        parts.append("\n".join("".join(span.text for span in spans) for spans in lines_of(block) if spans))
    return "\n\n".join(part for part in parts if part) + "\n"


@every_letter
def test_its_words_are_as_agreed(name: str) -> None:
    text = "\n----\n".join(told(one.content) for one in letters(name))
    path = EXPECTED / f"{name}.txt"
    if os.environ.get("RENEW_EXPECTED"):
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


def test_there_is_one_of_each_kind() -> None:
    assert {one.get("kind", name) for name, one in SHOWN.items()} == set(names())


@every_letter
def test_no_day_is_written_as_a_machine_writes_it(name: str) -> None:
    for one in letters(name):
        assert not re.search(
            r"\b(19|20)[0-9]{2}-[0-9]{2}(-[0-9]{2})?\b", re.sub(r"TEST-[A-Z]+-[0-9]+", "", plain_text(one.content))
        )


def test_facts_that_exclude_each_other_are_asked_about_each_in_a_paragraph_of_its_own() -> None:
    excluded = {
        "patient": {"allergies": "Ketamine"},
        "fills": [{"medicine": "sertraline", "on": "2025-07-01", "days_supply": 30}],
    }
    (letter,) = gallery.letters("initial", {"case": "case-01", "with": excluded}, workspace())
    asked = [part for part in told(letter.content).split("\n\n") if part.startswith("[TO CONFIRM: which is right")]
    no = "no hypersensitivity to esketamine, ketamine or an excipient"
    assert asked == [
        f"[TO CONFIRM: which is right: allergies that name ketamine or esketamine, or {no}, by prescriber]",
        "[TO CONFIRM: which is right: sertraline ended on June 8, 2025, or it was dispensed after that "
        "(July 1, 2025), by prescriber]",
    ]


@pytest.mark.parametrize(("seen", "asked"), [("2026-11-18", False), (None, True)])
def test_nobody_is_still_in_hospital_but_on_a_day(seen: str | None, asked: bool) -> None:
    stay = {"admitted": "2026-11-15", "discharged": "still_admitted", "as_of": seen, "for_suicidality": "yes"}
    (letter,) = gallery.letters("initial", {"case": "case-20", "with": {"inpatient": [stay]}}, workspace())
    words = told(letter.content)
    assert ("and was still there on November 18, 2026" in words) is not asked
    assert ("as of which day the patient is still in hospital" in words) is asked
    assert "is still there" not in words


@every_letter
def test_it_has_no_more_pages_than_a_reviewer_reads(name: str) -> None:
    most = {"peer-to-peer": 1, "cover-note": 2}.get(SHOWN[name].get("kind", name), 3)
    for one in letters(name):
        pages = len(PdfReader(BytesIO(letter_pdf(one.content, one.sheet))).pages)
        assert pages <= most


@every_letter
def test_no_page_holds_a_signature_and_nothing_else(name: str) -> None:
    for one in letters(name):
        last = PdfReader(BytesIO(letter_pdf(one.content, one.sheet))).pages[-1].extract_text()
        words = [line for line in last.splitlines() if line.strip()]
        assert len(words) > 6


@every_letter
def test_word_has_the_same_words(name: str) -> None:
    for one in letters(name):
        in_word = reading_back.docx_body(letter_docx(one.content, one.sheet))
        unnumbered = re.sub(r"(?m)^[0-9]+\.\t", "", in_word)
        assert reading_back.letters(unnumbered) == reading_back.letters(plain_text(one.content))


REFUSED = [
    ("continuation", "case-01", {}, "The ask is for an initial request: --kind initial."),
    ("initial", "case-21", {}, "The ask is for a continuation: --kind continuation."),
    ("initial", "case-02", {}, "The criteria are not met (two-antidepressants)"),
    ("individual-consideration", "case-01", {}, "Nothing is certainly not met"),
    ("appeal", "case-01", {}, "The chart holds no denial by cigna (key: denials)."),
    ("expedited", "case-01", {}, "Nobody has attested that the request is urgent"),
    (
        "expedited",
        "case-01",
        {"with": {"attestations": [{"states": "urgent", "answer": "no", "by": "Dr. X", "on": "2026-11-12"}]}},
        "Dr. X has stated that the request is not urgent (2026-11-12).",
    ),
    ("restart", "case-01", {}, "The chart holds no session of esketamine (key: sessions)."),
    ("change", "case-21", {}, "The ask does not say what is given now (key: given_now)."),
    ("exception", "case-01", {}, "The ask names no exception (key: exception)."),
    ("information", "case-01", {}, "The chart holds no request of cigna for information"),
    ("retroactive", "case-21", {}, "The ask does not say why it comes late (key: retroactive)."),
    ("network-gap", "case-01", {}, "The ask does not say who searched the network (key: network_gap)."),
    ("collaboration", "case-01", {}, "The chart holds no consultation (key: consultations)."),
    ("records-request", "case-01", {}, "Nothing is missing that a pharmacy, a hospital or another practice has."),
    (
        "appeal",
        "case-01",
        {
            "with": {
                "diagnoses": [{"code": "F31.4", "primary": "yes"}],
                "denials": [{"payer": "cigna", "product": "Spravato", "on": "2026-11-12"}],
            }
        },
        "Bipolar disorder: Spravato has no labelled indication for it.",
    ),
]


@pytest.mark.parametrize(("name", "case", "more", "told"), REFUSED)
def test_what_may_not_be_written_is_refused_with_the_reason(
    name: str, case: str, more: dict[str, Any], told: str
) -> None:
    assessment = gallery.assessment_of({"case": case, **more}, workspace())
    assert kind(name).refusal(assessment).startswith(told)


def test_never_both_indications_in_one_letter() -> None:
    trd, mdsi = (plain_text(letters(name)[0].content) for name in ("initial", "initial-mdsi"))
    assert "treatment-resistant" in trd
    assert "suicidal ideation or behavior" not in trd
    assert "treatment-resistant" not in mdsi


def test_scores_of_two_instruments_are_not_compared() -> None:
    """MADRS before, PHQ-9 now: what is missing is marked, and no percent is told."""
    scores = [
        {"id": "m", "instrument": "MADRS", "on": "2026-04-30", "total": "36", "baseline": "yes"},
        {"id": "p", "instrument": "PHQ-9", "on": "2026-11-10", "total": "5"},
    ]
    one = {"case": "case-21", "kind": "continuation", "with": {"scores": scores}}
    (letter,) = gallery.letters("continuation", one, workspace())
    text = plain_text(letter.content)
    assert "% lower" not in text
    assert "TO CONFIRM: scores before and under treatment on one and the same instrument, by prescriber]" in text


def test_an_appeal_answers_the_reason_given_and_no_other() -> None:
    text = plain_text(letters("appeal")[0].content)
    answer = text.split("Answer to the reason given")[1].split("Diagnosis and severity")[0]
    assert "The days at an adequate dose are counted below" in answer
    assert "Cognitive behavioral therapy was begun" in answer
    assert "substance" not in answer


def test_the_last_day_for_an_appeal_is_worked_out() -> None:
    """13 November 2026 and 180 days: 17 + 31 + 31 + 28 + 31 + 30 = 168 until 30 April, and 12 more."""
    text = plain_text(letters("appeal")[0].content)
    assert "It is made 7 days after the notice. It may be made until May 12, 2027: 180 days from the notice" in text


def test_a_records_request_goes_to_each_who_has_something() -> None:
    (one,) = letters("records-request")
    assert "Odalys Marchbanks, MD" in plain_text(one.content)
