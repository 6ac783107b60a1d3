"""Whoever changes one fact of a chart finds the letter changed in the passages that rest on it, and nowhere else.

Each fact of two charts, one of a final letter and one of a draft, is changed and taken out, one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from priorauth.documents.content import Content, Paragraph, Span
from tests.end_to_end.comparing import Compared, compared
from tests.end_to_end.judging import judged, letter_of
from tests.end_to_end.mutating import Chart
from tests.end_to_end.tracing import lines, untraced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.chart.chart import Case
    from tests.end_to_end.mutating import Change

TRIED = {name: Chart(name) for name in ("case-01", "case-03")}
ALIKE = {"safety", "care_team", "complete"}
"""Parts that say the same in both charts: once is enough."""
PARTS = [
    (name, part)
    for name, chart in TRIED.items()
    for part, facts in chart.tree.items()
    if isinstance(facts, dict | list) and (name == "case-01" or part not in ALIKE)
]

TOLD = {
    "patient.name.first",
    "patient.name.last",
    "patient.birth_date",
    "coverages[].member_id",
    "coverages[].group",
    "coverages[].fax",
    "care_team.prescriber.name",
    "care_team.prescriber.credentials",
    "care_team.prescriber.role",
    "care_team.prescriber.npi",
    "care_team.prescriber.phone",
    "care_team.site.name",
    "care_team.site.place_of_service",
    "care_team.site.rems.certified",
    "care_team.site.rems.identifier",
    "diagnoses[].code",
    "diagnoses[].description",
    "diagnoses[].on",
    "diagnoses[].by",
    "diagnoses[].criteria",
    "episode.onset",
    "episode.severity",
    "episode.psychotic_features",
    "trials[]",
    "trials[].medicine",
    "trials[].start",
    "trials[].end",
    "trials[].steps",
    "trials[].steps[].dose",
    "trials[].response",
    "trials[].ended_because",
    "trials[].score_before",
    "trials[].score_after",
    "augmentations[]",
    "augmentations[].medicine",
    "augmentations[].start",
    "augmentations[].end",
    "augmentations[].steps[].dose",
    "augmentations[].response",
    "augmentations[].ended_because",
    "current_medicines[].medicine",
    "current_medicines[].dose",
    "current_medicines[].continues",
    "psychotherapies[]",
    "psychotherapies[].kind",
    "psychotherapies[].start",
    "psychotherapies[].sessions",
    "psychotherapies[].outcome",
    "scores[].total",
    "scores[].instrument",
    "scores[].on",
    "suicide_assessments[].on",
    "suicide_assessments[].ideation",
    "suicide_assessments[].instrument",
    "safety.aneurysmal_vascular_disease.answer",
    "safety.arteriovenous_malformation.answer",
    "safety.intracerebral_hemorrhage.answer",
    "safety.hypersensitivity.answer",
    "safety.history_of_psychosis.answer",
    "safety.pregnancy.answer",
    "blood_pressures[].on",
    "blood_pressures[].systolic",
    "blood_pressures[].diastolic",
    "pdmp[].on",
    "pdmp[].result",
    "rems.enrolled_on",
    "exhibits[].title",
    "exhibits[].on",
    "asks[].start",
    "asks[].regimen.dose_mg",
    "asks[].regimen.first_dose_mg",
    "asks[].rationale",
}
"""Facts that the letter tells of: none of them can change without the letter changing."""


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_a_change_of_one_fact_changes_what_rests_on_it_and_nothing_else(name: str, part: str) -> None:
    chart = TRIED[name]
    before = letter(chart.case())
    assert before is not None

    found = compared(chart, before, letters_with_one_change(chart, part), TOLD)

    assert found == Compared()


def test_each_fact_of_which_the_letter_tells_is_tried() -> None:
    chart = TRIED["case-01"]
    parts = {kind.partition(".")[0].removesuffix("[]") for kind in TOLD}

    tried = {change.kind for part in parts for change in chart.changes(part) if chart.case(change)}

    assert TOLD - tried == set()


def letters_with_one_change(chart: Chart, part: str) -> Iterator[tuple[Change, Content]]:
    """Each change that a chart can say and for which a letter is written, with the letter."""
    for change in chart.changes(part):
        changed = letter(chart.case(change))
        if changed is not None:
            yield change, changed


def letter(case: Case | None) -> Content | None:
    """The letter's content; ``None`` where there is no case, or one of which no initial letter is written."""
    if case is None or case.asks[0].phase != "initial":
        return None
    assessment = judged(case)
    return letter_of(assessment) if assessment.determination.outcome == "judged" else None


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        pytest.param([("22", "score"), (" to ", ""), ("19", "score")], [], id="the number rests on what changed"),
        pytest.param([("22", "other"), (" to ", ""), ("19", "score")], ["+ 22 to 19"], id="it rests on something else"),
        pytest.param([("22", ""), (" to ", ""), ("19", "score")], ["+ 22 to 19"], id="it rests on nothing"),
    ],
)
def test_a_passage_that_rests_on_something_else_would_be_noticed(
    sentence: list[tuple[str, str]], found: list[str]
) -> None:
    before = Content((Paragraph((Span("20", ("other",)), Span(" to "), Span("19", ("score",)))),))
    after = Content((Paragraph(tuple(Span(text, (one,) if one else ()) for text, one in sentence)),))

    told = [str(stray) for stray in untraced(lines(before), lines(after), "score")]

    assert [one for one in told if one.startswith("+")] == found
