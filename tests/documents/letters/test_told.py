"""What the chart bears out is told: the grounds that it holds, what speaks against the request, and days reckoned."""

from __future__ import annotations

from typing import Any

import pytest

from priorauth.documents.content import plain_text
from tests.documents.letters.laid_over import LATE, LITHIUM, OF_LITHIUM, ONE_SESSION, SEARCHED, letters, written

MANIA = {
    "answer": "yes",
    "on": "2026-11-12",
    "detail": "Six days in 2014.",
    "shown_in": [{"exhibit": "progress-note", "page": "3"}],
}
POORLY = {"medicine": "sertraline", "start": "2025-02-03", "end": "2025-06-08", "constant_dose": "200 mg"}
ALPRAZOLAM = {"on": "2026-11-12", "result": "of_concern", "finding": "Alprazolam from two prescribers."}

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
    _, text = written(name, case, **more)
    assert told in text


def test_the_last_day_for_an_appeal_is_worked_out() -> None:
    """13 November 2026 and 180 days: 17 + 31 + 31 + 28 + 31 + 30 = 168 until 30 April, and 12 more."""
    text = plain_text(letters("appeal")[0].content)
    assert (
        "It is made 7 days after the notice. By the rule as the practice knows it, it may be made until May 12, 2027: "
        "180 days from the notice"
    ) in text
