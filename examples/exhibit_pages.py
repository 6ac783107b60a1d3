"""What stands on each page of an example exhibit: the facts of the chart that cite that page, and nothing else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import exhibit_words as words
from exhibit_courses import course
from exhibit_papers import PAPERS, Block, paper, rater, table

from priorauth.chart.episode import Diagnosis, Episode, Inpatient, SubstanceUse, SuicideAssessment
from priorauth.chart.people import Consultation
from priorauth.chart.safety import SAFETY_QUESTIONS, BloodPressure, PatientRems, PdmpCheck
from priorauth.chart.scales import Score, instruments
from priorauth.chart.statements import Attestation, CompleteList
from priorauth.chart.therapies import Psychotherapy
from priorauth.chart.trials import Augmentation, Course, CurrentMedicine, Trial

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from priorauth.chart.chart import Case
    from priorauth.chart.item import Item, Shown
    from priorauth.chart.treatment import Exhibit

_HEADINGS: dict[type[Item], str] = {
    Diagnosis: "Diagnoses",
    Episode: "Current episode",
    Trial: "Antidepressants",
    Augmentation: "Augmentation",
    CurrentMedicine: "Current medicines",
    Psychotherapy: "Psychotherapy",
    Score: "Rating scales",
    SuicideAssessment: "Suicide risk",
    Inpatient: "Hospital stays",
    SubstanceUse: "Substance use",
    BloodPressure: "Vital signs",
    PdmpCheck: "Prescription monitoring program",
    PatientRems: "Spravato REMS",
    Consultation: "Consultation",
    Attestation: "Statements",
    CompleteList: "Completeness of this record",
}
"""The kinds of facts in the order in which a note tells them."""


def pages(case: Case, exhibit: Exhibit) -> list[list[Block]]:
    """The pages of ``exhibit``, each as its blocks.

    Raises:
        ValueError: a page on which no fact stands, a fact that cites a page which cannot show it, or one that is newer.
    """
    cited = list(_cited(case, exhibit))
    last = max((page for page, _ in cited), default=0)
    made = [
        _page(case, exhibit.kind, [fact for page, fact in cited if page == number]) for number in range(1, last + 1)
    ]
    if not made or not all(made):
        raise ValueError(f"{case.case}, {exhibit.id}: a page on which no fact of the chart stands")
    if later := [fact.id for _, fact in cited if not isinstance(fact, str) and _written_after(fact, exhibit)]:
        raise ValueError(f"{case.case}, {exhibit.id}: older than what it shows ({', '.join(later)})")
    return made


def _written_after(fact: Item, exhibit: Exhibit) -> bool:
    known_since = (getattr(fact, name, None) for name in ("on", "as_of", "enrolled_on", "up_to"))
    return any(isinstance(day, date) and exhibit.on is not None and day > exhibit.on for day in known_since)


def _cited(case: Case, exhibit: Exhibit) -> Iterator[tuple[int, Item | str]]:
    """Each page of the exhibit that a fact cites, with the fact (for a safety question, its key)."""
    answers = {question: answer for question in SAFETY_QUESTIONS if (answer := case.safety.asked(question))}
    facts: list[tuple[tuple[Shown, ...], Item | str]] = [(item.shown_in, item) for _, item in case.items()]
    facts += [(answer.shown_in, question) for question, answer in answers.items()]
    return ((one.page or 1, fact) for shown, fact in facts for one in shown if one.exhibit == exhibit.id)


def _page(case: Case, kind: str, facts: Sequence[Item | str]) -> list[Block]:
    items = [fact for fact in facts if not isinstance(fact, str)]
    asked = [fact for fact in facts if isinstance(fact, str)]
    if kind in PAPERS and not asked:
        return paper(case, kind, items)
    return [*_sections(case, items), *_safety(case, asked)]


def _sections(case: Case, items: Sequence[Item]) -> Iterator[Block]:
    if strange := [item.id for item in items if type(item) not in _HEADINGS]:
        raise ValueError(f"{case.case}: a note has no section for {', '.join(strange)}")
    for kind, heading in _HEADINGS.items():
        own = [item for item in items if type(item) is kind]
        if scores := [one for one in own if isinstance(one, Score)]:
            yield table(heading, ["Scale", "Date", "Total", "Rated by"], [_score_row(one) for one in scores])
        elif courses := [one for one in own if isinstance(one, Course)]:
            yield {"heading": heading, "courses": [course(case, one) for one in courses]}
        elif statements := [one for one in own if isinstance(one, CompleteList)]:
            yield {"heading": heading, "lines": words.closed(statements)}
        elif own:
            yield {"heading": heading, "lines": [words.line(one) for one in own]}


def _score_row(score: Score) -> list[str]:
    total = f"{score.total} of {instruments().instruments[score.instrument].highest}"
    return [score.instrument, words.brief(score.on), total + (" (baseline)" if score.baseline else ""), rater(score)]


def _safety(case: Case, asked: Sequence[str]) -> Iterator[Block]:
    answers = [(SAFETY_QUESTIONS[one], answer) for one in asked if (answer := case.safety.asked(one))]
    rows = [[words.capital(question), words.capital(one.answer), one.detail or ""] for question, one in answers]
    if rows:
        yield table("Asked before esketamine", ["Question", "Answer", "Detail"], rows)
