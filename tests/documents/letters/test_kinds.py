"""Each kind of letter: its whole text, its pages, and who signs it.

Where a change of words is meant, write the texts anew and read the difference before committing it::

    RENEW_EXPECTED=1 .venv/bin/python -m pytest tests/documents/letters
"""

from __future__ import annotations

import os
import re
from io import BytesIO
from pathlib import Path
from typing import Any, get_args

import pytest
from pypdf import PdfReader

from priorauth.chart.ask import SignedKind
from priorauth.documents.content import plain_text
from priorauth.documents.letter import samples as gallery
from priorauth.documents.letter.kinds import kind, names
from priorauth.documents.letter.pdf import letter_pdf
from priorauth.documents.letter.word import letter_docx
from tests.documents import reading_back
from tests.documents.letters.laid_over import CONSULTED, SHOWN, letters, told, workspace, written

EXPECTED = Path(__file__).with_name("expected")
every_letter = pytest.mark.parametrize("name", SHOWN)


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


def test_never_both_indications_in_one_letter() -> None:
    trd, mdsi = (plain_text(letters(name)[0].content) for name in ("initial", "initial-mdsi"))
    assert "treatment-resistant" in trd
    assert "suicidal ideation or behavior" not in trd
    assert "treatment-resistant" not in mdsi


DENIED = {"payer": "cigna", "product": "Spravato", "on": "2026-11-12", "reason": "Too much.", "kinds": ["quantity"]}
BY = {"by": "Imogen T. Ashgrove, MD", "on": "2026-11-19"}


@pytest.mark.parametrize(
    ("name", "sign_off", "draft"),
    [
        ("initial", BY, False),
        ("appeal", BY, True),  # what was read is the request
        ("appeal", {**BY, "kind": "appeal"}, False),
        ("initial", {**BY, "kind": "appeal"}, True),
        ("appeal", [BY, {**BY, "kind": "appeal"}], False),
        ("initial", [BY, {**BY, "kind": "appeal"}], False),
    ],
)
def test_a_letter_that_the_prescriber_has_not_read_is_a_draft(name: str, sign_off: Any, draft: bool) -> None:
    letter, _ = written(name, "case-01", **{"with": {"denials": [DENIED]}, "ask": {"sign_off": sign_off}})
    assert letter.open_points == ()
    assert letter.sheet.draft is draft


SENT = {"on": "2026-11-12", "by": "portal", "confirmation": "TEST-CONF-1"}
ASKED_MORE = {"payer": "cigna", "on": "2026-11-12", "questions": [{"asked": "Which doses?", "answer": "As listed."}]}


@pytest.mark.parametrize(
    ("name", "submitted", "told"),
    [
        ("appeal", SENT, "The request was submitted on November 12, 2026 (confirmation number TEST-CONF-1)."),
        ("appeal", {"on": "2026-11-12", "by": "fax"}, "The request was submitted on November 12, 2026."),
        ("appeal", {**SENT, "on": "2026-11-13"}, ""),  # after the decision: it is another request that was refused
        ("appeal", None, ""),
        ("information", SENT, "The request was submitted on November 12, 2026 (confirmation number TEST-CONF-1)."),
        ("information", {**SENT, "on": "2026-11-13"}, ""),
        ("peer-to-peer", {**SENT, "on": "2026-11-20"}, "Submitted\nNovember 20, 2026, confirmation number TEST-CONF-1"),
        ("peer-to-peer", {**SENT, "on": "2026-11-21"}, ""),  # the day after the letter's own
        ("initial", SENT, ""),  # it is the request
    ],
)
def test_what_follows_a_request_tells_when_it_was_made_where_that_is_noted(
    name: str, submitted: Any, told: str
) -> None:
    over = {"denials": [DENIED], "information_requests": [ASKED_MORE]}
    (letter,) = gallery.letters(name, {"case": "case-01", "with": over, "ask": {"submitted": submitted}}, workspace())
    text = plain_text(letter.content)
    assert told in text
    assert told or ("ubmitted" not in text and "TEST-CONF-1" not in text)


def test_of_two_requests_to_one_payer_nobody_knows_which_was_refused() -> None:
    """Case 18 asks CareFirst for the drug and for the visits; the notice names neither request."""
    denied = {**DENIED, "payer": "carefirst"}
    over = {"case": "case-18", "with": {"denials": [denied]}, "ask": {"submitted": SENT}}
    (letter,) = gallery.letters("appeal", over, workspace())
    assert "TEST-CONF-1" not in plain_text(letter.content)


def test_every_kind_that_the_prescriber_signs_can_be_signed_off() -> None:
    assert set(get_args(SignedKind)) == {name for name in names() if kind(name).signed}


def test_each_consultant_signs_for_the_own_consultation() -> None:
    other = {"consultant": "Dr. Z", "role": "psychiatrist", "on": "2026-11-07"}
    none = {"consultant": "Dr. W", "role": "other_physician", "on": "2026-11-08"}
    both = {"with": {"consultations": [CONSULTED, other, none]}}
    made = gallery.letters("collaboration", {"case": "case-01", **both}, workspace())
    assert [[who in plain_text(one.content) for who in ("Dr. Y", "Dr. Z", "Dr. W")] for one in made] == [
        [True, False, False],
        [False, True, False],
    ]
