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
from typing import Any, get_args

import pytest
from pypdf import PdfReader

from priorauth.chart.ask import SignedKind
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


GIVEN = {"given_now": {"dose_mg": "84", "frequency": "every_2_weeks"}}
"""What the sessions of case-21 show since July."""
FAR = {"payer": "cigna", "product": "Spravato", "from": "2026-05-01", "until": "2026-11-30"}
LONG_AGO = [{"id": "s1", "on": "2026-04-20", "dose_mg": "56"}]
ONE_SESSION = [{"id": "s1", "on": "2026-11-12", "dose_mg": "56"}]
LATE = {"reason": "payer_error", "found_on": "2026-11-18"}
SEARCHED = {"searched_on": "2026-11-09", "by": "Odette Ledgerly", "within_miles": "50"}
CONSULTED = {"consultant": "Dr. Y", "role": "psychiatrist", "on": "2026-11-06"}
ASKED = {"payer": "cigna", "on": "2026-11-10", "questions": [{"asked": "Why?", "answer": "Because."}]}
BIPOLAR = [{"code": "F31.4", "primary": "yes"}]


REFUSED = [
    ("continuation", "case-01", {}, "The ask is for an initial request: --kind initial."),
    ("initial", "case-21", {}, "The ask is for a continuation: --kind continuation."),
    ("initial", "case-02", {}, "The criteria are not met (two-antidepressants)"),
    ("individual-consideration", "case-01", {}, "Nothing is certainly not met"),
    ("appeal", "case-01", {}, "The chart holds no denial of Spravato by cigna (key: denials)."),
    (
        "appeal",
        "case-01",
        {"with": {"denials": [{"payer": "cigna", "product": "Caplyta", "on": "2026-11-12"}]}},
        "The chart holds no denial of Spravato by cigna (key: denials).",
    ),
    (
        "peer-to-peer",
        "case-01",
        {"with": {"diagnoses": [{"code": "F31.4", "primary": "yes"}]}},
        "Bipolar disorder: Spravato has no labelled indication for it.",
    ),
    ("expedited", "case-01", {}, "Nobody has attested that the request is urgent"),
    (
        "expedited",
        "case-01",
        {"with": {"attestations": [{"states": "urgent", "answer": "no", "by": "Dr. X", "on": "2026-11-12"}]}},
        "Dr. X has stated that the request is not urgent (2026-11-12).",
    ),
    ("restart", "case-01", {}, "The chart holds no session of esketamine (key: sessions)."),
    ("change", "case-21", {}, "The ask does not say what is given now (key: given_now)."),
    ("change", "case-01", {"ask": GIVEN}, "The chart holds no session of esketamine (key: sessions)."),
    (
        "change",
        "case-21",
        {"ask": GIVEN},
        "The request is for what is given now (84 mg every two weeks): nothing changes.",
    ),
    (
        "change",
        "case-21",
        {"ask": GIVEN, "with": {"sessions": LONG_AGO}},
        "The last session was on 2026-04-20, 214 days ago: nothing is given now (--kind restart).",
    ),
    ("transition", "case-21", {}, "The chart holds no authorization by another payer under which a session was given"),
    (
        "transition",
        "case-21",
        {"with": {"authorizations": [{**FAR, "from": "2026-11-11"}]}},  # the last session is of the day before
        "The chart holds no authorization by another payer under which a session was given",
    ),
    (
        "transition",
        "case-21",
        {"with": {"authorizations": [{**FAR, "from": "2026-04-01"}], "sessions": LONG_AGO}},
        "From the last session, on 2026-04-20, to the first day of service are 225 days: a pause of more than 28 days",
    ),
    (
        "transition",
        "case-21",
        {
            "with": {
                "authorizations": [FAR],
                "scores": [
                    {"id": "m1", "instrument": "MADRS", "on": "2026-04-30", "total": "36", "baseline": "yes"},
                    {"id": "m2", "instrument": "MADRS", "on": "2026-11-10", "total": "40"},
                ],
            }
        },
        "MADRS was 36 before treatment and 40 on November 10, 2026: the scores do not show a patient who is stable.",
    ),
    (
        "restart",
        "case-21",
        {},
        "From the last session, on 2026-11-10, to the first day of service are 21 days: only a pause of more than 28",
    ),
    (
        "restart",
        "case-21",
        {"ask": {"start": "2026-12-09"}},  # 29 days
        "The ask goes on with a course: a new one is an initial request that begins in week 1",
    ),
    ("exception", "case-01", {}, "The ask names no exception (key: exception)."),
    ("information", "case-01", {}, "The chart holds no request of cigna for information"),
    (
        "information",
        "case-01",
        {"with": {"information_requests": [ASKED], "diagnoses": BIPOLAR}},
        "Bipolar disorder: Spravato has no labelled indication for it.",
    ),
    ("retroactive", "case-21", {}, "The ask does not say why it comes late (key: retroactive)."),
    (
        "retroactive",
        "case-21",
        {"ask": {"retroactive": {"reason": "other"}}},
        "The ask does not tell its other reason (key: told).",
    ),
    (
        "retroactive",
        "case-21",
        {"ask": {"retroactive": LATE, "start": "2026-05-04"}},  # authorized up to November 30
        "The chart holds no session without authorization since 2026-05-04, the first day of service asked for",
    ),
    (
        "retroactive",
        "case-21",
        {"ask": {"retroactive": LATE}, "with": {"authorizations": []}},
        "The chart holds no session without authorization since 2026-12-01, the first day of service asked for",
    ),
    (
        "retroactive",
        "case-21",
        {"ask": {"retroactive": LATE, "start": "2026-05-01"}, "with": {"authorizations": []}},
        "The first session without authorization was on 2026-05-04: service begins there (key: start).",
    ),
    (
        "retroactive",
        "case-21",
        {"ask": {"retroactive": LATE, "start": "2026-05-04"}, "with": {"authorizations": []}},
        "The session of 2026-05-04 began a course, so it is judged as an initial request (key: phase).",
    ),
    (
        "network-gap",
        "case-05",
        {"ask": {"network_gap": {**SEARCHED, "nearest": "Harbor Clinic", "nearest_miles": "50"}}},
        "A certified site in the network is 50 miles away, within the 50 that were searched: no gap",
    ),
    ("network-gap", "case-01", {}, "The ask does not say who searched the network (key: network_gap)."),
    ("collaboration", "case-01", {}, "The chart holds no consultation (key: consultations)."),
    (
        "collaboration",
        "case-01",
        {"with": {"consultations": [{**CONSULTED, "consultant": "Imogen T. Ashgrove"}]}},
        "No consultation is one of the prescriber with a psychiatrist: the consultant is the prescriber.",
    ),
    (
        "collaboration",
        "case-01",
        {"with": {"consultations": [{**CONSULTED, "role": "other_physician"}]}},
        "No consultation is one of the prescriber with a psychiatrist: the consultant is a ",
    ),
    (
        "collaboration",
        "case-01",
        {"with": {"consultations": [CONSULTED], "diagnoses": BIPOLAR}},
        "Bipolar disorder: Spravato has no labelled indication for it.",
    ),
    ("records-request", "case-01", {}, "Nothing is missing that a pharmacy, a hospital or another practice has."),
    (
        "appeal",
        "case-01",
        {
            "with": {
                "diagnoses": BIPOLAR,
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


LITHIUM = {"medicine": "lithium", "start": "2025-01-06", "end": "2025-03-30"}
OF_LITHIUM = {"required": "a trial of lithium.", "because": "B."}
NOT_SHOWN = "which the chart does not hold, by prescriber]"

TO_CONFIRM = [
    # A dose, a frequency and a first day that the sessions do not show.
    (
        "change",
        "case-21",
        {"ask": {"given_now": {"dose_mg": "56", "frequency": "every_2_weeks", "since": "2026-07-07"}}},
        "which dose is given now: 56 mg as the request says, or 84 mg in the sessions from July 7, 2026 to",
    ),
    (
        "change",
        "case-21",
        {"ask": {"given_now": {"dose_mg": "84", "frequency": "weekly"}}},
        "how often it is given now: once weekly as the request says, or 14 days apart in the sessions from October 27",
    ),
    (
        "change",
        "case-21",
        {"ask": {"given_now": {"dose_mg": "56", "frequency": "weekly", "since": "2026-11-11"}}},
        "what is given since November 11, 2026, for the last session is of November 10, 2026",
    ),
    # Grounds of an exception of which the chart holds nothing.
    ("exception", "case-01", {"ask": {"exception": {**OF_LITHIUM, "grounds": ["failed_before"]}}}, NOT_SHOWN),
    ("exception", "case-01", {"ask": {"exception": {**OF_LITHIUM, "grounds": ["same_class_failed"]}}}, NOT_SHOWN),
    (
        "exception",
        "case-01",
        {"ask": {"exception": {**OF_LITHIUM, "grounds": ["contraindicated"]}}},
        "why the required medicine is contraindicated, which the chart does not say",
    ),
    (
        "exception",
        "case-01",
        {"ask": {"exception": {**OF_LITHIUM, "grounds": ["stable_on_requested"]}}},
        "that the patient is stable, which sessions and scores do not show",
    ),
    (  # tried, and it helped: that is no failure
        "exception",
        "case-01",
        {
            "with": {"augmentations": [{**LITHIUM, "response": "response"}]},
            "ask": {"exception": {**OF_LITHIUM, "grounds": ["failed_before"]}},
        },
        NOT_SHOWN,
    ),
    # A site in the network of which nobody says how far it is, or why it will not do.
    (
        "network-gap",
        "case-05",
        {"ask": {"network_gap": {**SEARCHED, "nearest": "Foo, 2 miles"}}},
        "why treatment is not possible at that site",
    ),
    # Days that have passed.
    (
        "information",
        "case-01",
        {"with": {"information_requests": [{**ASKED, "due": "2026-11-19"}]}},
        "that an answer is still taken, for it was due by November 19, 2026",
    ),
    (
        "retroactive",
        "case-05",
        {
            "with": {"sessions": ONE_SESSION},
            "ask": {"start": "2026-11-12", "retroactive": {**LATE, "window_days": "7"}},
        },
        "that the plan takes the request although November 19, 2026 has passed",
    ),
    (
        "retroactive",
        "case-05",
        {
            "with": {"sessions": ONE_SESSION},
            "ask": {"start": "2026-11-12", "retroactive": {**LATE, "found_on": "2026-11-11"}},
        },
        "which is right: learned on November 11, 2026, or a first session on November 12, 2026",
    ),
]


@pytest.mark.parametrize(("name", "case", "more", "asked"), TO_CONFIRM)
def test_what_the_chart_does_not_bear_out_is_to_be_confirmed(
    name: str, case: str, more: dict[str, Any], asked: str
) -> None:
    (letter,) = gallery.letters(name, {"case": case, **more}, workspace())
    assert any(asked in point for point in letter.open_points)
    assert letter.sheet.draft


TOLD = [
    (
        "exception",
        "case-01",
        {
            "with": {"augmentations": [{**LITHIUM, "ended_because": ["lack_of_effect"]}]},
            "ask": {"exception": {**OF_LITHIUM, "grounds": ["failed_before", "expected_ineffective"]}},
        },
        "The plan requires: a trial of lithium. I request an exception on these grounds: "
        "the patient has tried the required medicine, and it failed (lithium) "
        "I expect the required medicine to be ineffective, from what is known of the patient B.",
    ),
    (
        "exception",
        "case-01",
        {
            "with": {"contraindicated_medicines": [{"medicine": "Lithium", "because": "renal impairment"}]},
            "ask": {"exception": {**OF_LITHIUM, "grounds": ["contraindicated"]}},
        },
        "the required medicine is contraindicated or likely to do harm (Lithium: renal impairment)",
    ),
    (
        "exception",
        "case-21",
        {"ask": {"exception": {**OF_LITHIUM, "grounds": ["stable_on_requested"]}}},
        "stable on the requested medicine (MADRS 36 before treatment and 10 on November 10, 2026)",
    ),
    (
        "network-gap",
        "case-05",
        {"ask": {"network_gap": {**SEARCHED, "within_miles": "1", "nearest": "Harbor Clinic", "nearest_miles": "2"}}},
        "certified sites within 1 mile. The nearest in network: Harbor Clinic, 2 miles away.",
    ),
    (
        "network-gap",
        "case-05",
        {"ask": {"network_gap": {**SEARCHED, "nearest": "Foo", "why_not_there": "It takes no new patients."}}},
        "The nearest in network: Foo. It takes no new patients.",
    ),
    (
        "retroactive",
        "case-05",
        {"with": {"sessions": ONE_SESSION}, "ask": {"start": "2026-11-12", "retroactive": LATE}},
        "services that were given on November 12, 2026 without one",
    ),
]


MANIA = {
    "answer": "yes",
    "on": "2026-11-12",
    "detail": "Six days in 2014.",
    "shown_in": [{"exhibit": "progress-note", "page": "3"}],
}
POORLY = {"medicine": "sertraline", "start": "2025-02-03", "end": "2025-06-08", "constant_dose": "200 mg"}
ALPRAZOLAM = {"on": "2026-11-12", "result": "of_concern", "finding": "Alprazolam from two prescribers."}
TOLD += [
    # What speaks against the request is told, too.
    (
        "initial",
        "case-01",
        {"with": {"safety": {"history_of_mania": MANIA, "severe_hepatic_impairment": "yes"}}},
        "The chart records a history of mania or hypomania: Six days in 2014 (asked November 12, 2026). "
        "(Exhibit 1, page 3) The chart records severe hepatic impairment.",
    ),
    (
        "initial",
        "case-01",
        {"with": {"pdmp": [ALPRAZOLAM]}},
        "was checked on November 12, 2026, with a finding of concern: Alprazolam from two prescribers. "
        "[TO CONFIRM: the prescriber’s judgement about this finding, by prescriber]",
    ),
    (
        "individual-consideration",
        "case-01",
        {"with": {"augmentations": [], "trials": [{**POORLY, "adherence": {"percent": "30"}}]}},
        "30 percent taken (stated)",
    ),
    (
        "initial",
        "case-01",
        {"with": {"psychotherapies": [{"kind": "CBT", "start": "2025-10"}]}},
        "Cognitive behavioral therapy was begun in October 2025; its end is not documented.",
    ),
]


@pytest.mark.parametrize(("name", "case", "more", "told"), TOLD)
def test_what_the_chart_bears_out_is_told(name: str, case: str, more: dict[str, Any], told: str) -> None:
    (letter,) = gallery.letters(name, {"case": case, **more}, workspace())
    assert told in " ".join(plain_text(letter.content).split())


def test_the_past_is_asked_for_only_where_it_was_not_authorized() -> None:
    """Of three sessions the first was authorized: the letter is about the other two, as what they were."""
    held = {"payer": "carefirst", "product": "Spravato", "from": "2026-11-01", "until": "2026-11-12"}
    days = ("2026-11-12", "2026-11-16", "2026-11-19")
    sessions = [{"id": f"s{at}", "on": day, "dose_mg": "56"} for at, day in enumerate(days)]
    one = {
        "case": "case-05",
        "with": {"sessions": sessions, "authorizations": [held]},
        "ask": {"start": "2026-11-16", "retroactive": LATE},
    }
    (letter,) = gallery.letters("retroactive", one, workspace())
    text = plain_text(letter.content)
    assert "given from November 16, 2026 to November 19, 2026 without one" in text
    assert "2 sessions of esketamine" in text


def test_the_past_is_judged_by_what_was_known_then() -> None:
    """A birthday and a better score since the first day of service change nothing of it."""
    since = {
        "patient": {"birth_date": "1986-11-13"},
        "sessions": ONE_SESSION,
    }
    one = {"case": "case-05", "with": since, "ask": {"start": "2026-11-12", "retroactive": LATE}}
    better = {"id": "better", "instrument": "MADRS", "on": "2026-11-19", "total": "8"}
    judged = gallery.assessment_of(one, workspace(), changed=lambda tree: {**tree, "scores": [*tree["scores"], better]})
    (letter,) = gallery.written("retroactive", one, judged, workspace())
    text = plain_text(letter.content)
    assert "39 years old on November 12, 2026" in text
    assert "On November 10, 2026 the MADRS total was 38 of 60 (severe)." in text


def test_each_consultant_signs_for_the_own_consultation() -> None:
    other = {"consultant": "Dr. Z", "role": "psychiatrist", "on": "2026-11-07"}
    none = {"consultant": "Dr. W", "role": "other_physician", "on": "2026-11-08"}
    both = {"with": {"consultations": [CONSULTED, other, none]}}
    made = gallery.letters("collaboration", {"case": "case-01", **both}, workspace())
    assert [[who in plain_text(one.content) for who in ("Dr. Y", "Dr. Z", "Dr. W")] for one in made] == [
        [True, False, False],
        [False, True, False],
    ]


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
    one = {"case": "case-01", "with": {"denials": [DENIED]}, "ask": {"sign_off": sign_off}}
    (letter,) = gallery.letters(name, one, workspace())
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


def test_every_kind_that_the_prescriber_signs_can_be_signed_off() -> None:
    assert set(get_args(SignedKind)) == {name for name in names() if kind(name).signed}


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
    assert "The days at an adequate dose are counted from the dates in the record" in answer
    assert "Cognitive behavioral therapy was begun" in answer
    assert "substance" not in answer


def test_the_last_day_for_an_appeal_is_worked_out() -> None:
    """13 November 2026 and 180 days: 17 + 31 + 31 + 28 + 31 + 30 = 168 until 30 April, and 12 more."""
    text = plain_text(letters("appeal")[0].content)
    assert (
        "It is made 7 days after the notice. By the rule as the practice knows it, it may be made until May 12, 2027: "
        "180 days from the notice"
    ) in text


def test_a_records_request_goes_to_each_who_has_something() -> None:
    (one,) = letters("records-request")
    assert "Odalys Marchbanks, MD" in plain_text(one.content)


def test_a_pharmacy_is_asked_for_what_it_has_by_its_name() -> None:
    """What the fills decide is the practice's business, and no question to the pharmacy."""
    (one,) = gallery.letters("records-request", {"case": "case-14"}, workspace())
    text = plain_text(one.content)
    assert "Tinwhistle Drug" in text
    assert "Every dispensing of escitalopram from February 2, 2026 to March 30, 2026: the day, the strength" in text
    assert "30 of 57" not in text


def test_a_pharmacy_is_addressed_where_the_chart_has_it() -> None:
    there = {"name": "Tinwhistle Drug", "fax": "(301) 555-0199"}
    there["address"] = {"street": "4 Alder Row", "city": "Wickham Ferry", "state": "MD", "zip": "00021"}
    more = {"care_team": {"prescriber": "ashgrove", "site": "wickham-ferry", "pharmacy": there}}
    (one,) = gallery.letters("records-request", {"case": "case-14", "with": more}, workspace())
    assert "Tinwhistle Drug\n4 Alder Row\nWickham Ferry, MD 00021\nFax (301) 555-0199" in plain_text(one.content)
