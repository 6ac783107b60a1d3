"""A chart holds together: what refers to something finds it, and dates do not contradict each other."""

from __future__ import annotations

from datetime import date

import pytest

from priorauth.errors import BadInput
from tests.spec.builders import chart

EXHIBIT = "exhibits: [{id: note, file: a.pdf, kind: chart_note, title: t, pages: [1, 2]}]"


def refusal(text: str) -> str:
    with pytest.raises(BadInput) as caught:
        chart(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("scores: [{instrument: PHQ-9, on: 2026-11-12, total: 20, SHOWN}]", "scores[0].shown_in"),
        ("trials: [{medicine: sertraline, end: unknown, SHOWN}]", "trials[0].shown_in"),
        ("episode: {onset: 2025, SHOWN}", "episode.shown_in"),
        ("rems: {enrolled_on: 2026-11-01, SHOWN}", "rems.shown_in"),
        ("safety: {pregnancy: {answer: no, SHOWN}}", "safety.pregnancy"),
        ("patient: {SHOWN}", "patient.shown_in"),
        ("coverages: [{payer: payer, SHOWN}]", "coverages[0].shown_in"),
    ],
)
def test_every_exhibit_that_is_named_is_there_with_that_page(text: str, where: str) -> None:
    def named(exhibit: str, page: int) -> str:
        return f"{text.replace('SHOWN', f'shown_in: [{{exhibit: {exhibit}, page: {page}}}]')}\n{EXHIBIT}"

    assert "note" in chart(named("note", 2)).by_id
    assert f"{where} names an exhibit that is not among exhibits" in refusal(named("letter", 1))
    assert f"{where} names a page that is not among the pages" in refusal(named("note", 3))


def test_where_no_pages_are_named_any_page_may_be() -> None:
    shown = "diagnoses: [{code: F33.2, shown_in: [{exhibit: note, page: 7}]}]"
    assert chart(f"{shown}\n{EXHIBIT.replace(', pages: [1, 2]', '')}").diagnoses[0].shown_in[0].page == 7


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("scores: [{instrument: PHQ-9, on: DATE, total: 20}]", "scores[0].on"),
        ("trials: [{medicine: sertraline, start: DATE, end: unknown}]", "trials[0].start"),
        ("episode: {onset: DATE}", "episode.onset"),
        ("psychotherapies: [{kind: CBT, start: DATE}]", "psychotherapies[0].start"),
    ],
)
def test_nothing_happens_before_birth(text: str, where: str) -> None:
    """Born on 17 May 1980."""
    assert f"{where} is before the patient was born" in refusal(text.replace("DATE", "1980-05-16"))
    assert chart(text.replace("DATE", "1980-05-17"))
    if "PHQ-9" not in text:
        assert chart(text.replace("DATE", "1980"))  # some time in 1980 may be after the birthday
        assert "before the patient was born" in refusal(text.replace("DATE", "1979"))


def test_the_latest_statement_about_a_list_counts() -> None:
    facts = chart(
        """
        complete:
          - {id: a, list: scores, up_to: 2026-11-01, by: x, on: 2026-11-01}
          - {id: b, list: scores, up_to: 2026-06-01, by: x, on: 2026-11-10}
          - {id: c, list: augmentations, up_to: 2026-11-10, by: x, on: 2026-11-10}
        """
    )
    scores, trials = facts.complete_up_to("scores"), facts.complete_up_to("antidepressant_trials")
    assert scores is not None
    assert (scores.up_to, trials) == (date(2026, 11, 1), None)


def test_nobody_can_say_that_a_list_is_complete_up_to_a_day_to_come() -> None:
    text = "complete: [{list: scores, up_to: DATE, by: x, on: 2026-11-01}]"
    assert chart(text.replace("DATE", "2026-11-01"))
    assert "complete[0].up_to is after the day of the statement" in refusal(text.replace("DATE", "2026-11-02"))


def test_the_latest_attestation_of_its_kind_counts() -> None:
    facts = chart(
        """
        trials: [{id: t1, medicine: sertraline, end: unknown}, {id: t2, medicine: bupropion, end: unknown}]
        attestations:
          - {id: a, states: urgent, answer: yes, by: x, on: 2026-11-01}
          - {id: b, states: urgent, answer: no, by: x, on: 2026-11-10}
          - {id: c, states: trial_duration_sufficient, about: t1, answer: yes, by: x, on: 2026-11-01}
          - {id: d, states: trial_duration_sufficient, about: t2, answer: no, by: x, on: 2026-11-02}
        """
    )
    found = [
        facts.attested("urgent"),
        facts.attested("trial_duration_sufficient", about="t1"),
        facts.attested("trial_duration_sufficient"),
        facts.attested("direct_supervision"),
        facts.attested("trial_duration_sufficient", about="t3"),
    ]
    assert [one and one.id for one in found] == ["b", "c", "d", None, None]


def test_people_and_places_are_known_once_they_are_written_out() -> None:
    facts = chart(
        """
        care_team:
          prescriber: {name: Somebody Else, credentials: MD, npi: "1234567893"}
          site: ashgrove
        """
    )
    assert facts.prescriber is not None
    assert facts.prescriber.signature_name == "Somebody Else, MD"
    assert (facts.site, facts.pharmacy) == (None, None)
