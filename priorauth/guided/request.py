"""What the request needs besides the criteria: that for which the check would still ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.safety import LABEL_QUESTIONS
from priorauth.chart.scales import instruments
from priorauth.chart.suicidality import suicide_risk
from priorauth.guided.courses import course, named
from priorauth.guided.criteria import assessment, diagnosis, party, prescriber, safety
from priorauth.guided.draft import at, called
from priorauth.guided.treatment import first_session, score

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.guided.question import Question
    from priorauth.guided.situation import Situation


def for_the_request(s: Situation) -> Iterator[Question]:
    """Who asks and when, and what every letter tells. That the benefits were verified is written down elsewhere."""
    chart = s.view.chart
    yield prescriber(s)
    yield party(s, "site")
    yield s.of("coverages", s.covered, "line_of_business")
    yield s.ask("benefit")
    yield s.ask("acquisition")
    if at(s.facts, ("asks", s.asked, "acquisition")) == "specialty_pharmacy":
        yield party(s, "pharmacy")
    yield s.ask("start")
    yield from _regimen(s)
    yield s.ask("patient_status")
    if s.view.ask.phase == "continuation":
        yield from first_session(s)
    yield from _told_in_letter(s)
    if chart.rems is None and chart.attested("patient_will_be_enrolled_in_rems") is None:
        yield s.of("rems", "enrolled_on", none=s.nothing)
        yield s.of("rems", "planned_on", none=s.nothing)
    for place in s.places("pdmp"):
        look = at(s.facts, ("pdmp", place))
        if not look.get("result") and not look.get("unavailable_in_state"):
            result = ("pdmp", place, "result")
            none = ((result, "nothing_of_concern"),)
            yield s.of("pdmp", place, "finding", besides=((result, "of_concern"),), none=none)


def _regimen(s: Situation) -> Iterator[Question]:
    yield s.ask("regimen", "dose_mg")
    if at(s.facts, ("asks", s.asked, "regimen", "dose_mg")):
        if s.view.ask.phase == "initial":
            yield s.ask("regimen", "first_dose_mg")
        else:
            yield s.ask("regimen", "starts_in_week")
        if s.view.ask.indication == "trd":
            yield s.ask("regimen", "maintenance_every_weeks")


def _told_in_letter(s: Situation) -> Iterator[Question]:
    chart = s.view.chart
    yield from diagnosis(s)
    yield s.of("episode", "onset")
    if not any(instruments().instruments[one.instrument].measures == "depression" for one in chart.scores):
        yield score(s, (), "letter", "The latest score on a depression scale")
    if not s.places("trials"):
        yield s.new("trials", "medicine", none=s.nothing, **named(s, "trials"))
    for place in s.places("trials"):
        if called(s.facts, "trials", place) in s.draft.taken_up:
            yield from course(s, "trials", place)
    risk = suicide_risk(chart)
    if risk.unassessed:
        yield from assessment(s, "ideation")
    for question in LABEL_QUESTIONS:
        yield safety(s, question)
