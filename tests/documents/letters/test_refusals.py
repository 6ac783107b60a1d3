"""When a kind of letter may not be written: the reason is told, and where one fits better, which."""

from __future__ import annotations

from typing import Any

import pytest

from priorauth.documents.letter.kinds import kind
from tests.documents.letters.laid_over import ASKED, CONSULTED, LATE, SEARCHED, about

GIVEN = {"given_now": {"dose_mg": "84", "frequency": "every_2_weeks"}}
"""What the sessions of case-21 show since July."""
FAR = {"payer": "cigna", "product": "Spravato", "from": "2026-05-01", "until": "2026-11-30"}
LONG_AGO = [{"id": "s1", "on": "2026-04-20", "dose_mg": "56"}]
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
    assert kind(name).refusal(about(case, **more)).startswith(told)
