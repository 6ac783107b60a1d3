"""What only the prescriber can say: the statements that this request rests on, or would be helped by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from priorauth.chart.statements import SPOKEN, Attestation, Statement
from priorauth.chart.trials import Course
from priorauth.medicines.reference import reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.request.assessment import Assessment


@dataclass(frozen=True, slots=True)
class Judgement:
    """A statement beside its box."""

    states: Statement
    about: str
    """The trial it is about, by its id; empty where it is about none."""
    says: str
    """What is stated, after "I state"."""
    asked_by: str
    """Whose words ask for it."""
    source: str
    given: str
    """Who stated it already, and when; empty if nobody did."""
    stated: bool
    """Whether it is stated now."""
    anew: bool = False
    """Whether it was given, and is wanted once more."""

    @property
    def key(self) -> str:
        """The name of its box."""
        return f"{self.states}:{self.about}"


def judgements(assessment: Assessment) -> tuple[Judgement, ...]:
    """Those that were given, and those that are missing where nothing else could take their place.

    Of a route that nobody has invoked none is offered: a box that invites a statement invites a false one.
    """
    found = {one.key: one for one in (*_given(assessment), *_missing(assessment))}
    return tuple(found.values())


def _given(assessment: Assessment) -> Iterator[Judgement]:
    case = assessment.case
    asked = {
        piece.item: finding
        for finding in assessment.determination.criteria
        for piece in finding.evidence
        if isinstance(case.by_id.get(piece.item), Attestation)
    }
    for name, finding in asked.items():
        one = cast("Attestation", case.by_id[name])
        latest = case.attested(one.states, one.about)
        if latest is one:
            yield _judgement(assessment, one.states, one.about or "", finding.says, finding.source)
    if assessment.ask.urgency == "expedited":
        yield _judgement(assessment, "urgent", "", "The request asks for an expedited review", "the request")


def _missing(assessment: Assessment) -> Iterator[Judgement]:
    by_id = {one.id: one for one in assessment.determination.criteria}
    for gap in assessment.determination.gaps:
        if gap.states and gap.criterion in by_id:
            about = gap.item if isinstance(assessment.case.by_id.get(gap.item or ""), Course) else None
            finding = by_id[gap.criterion]
            states = cast("Statement", gap.states)
            one = _judgement(assessment, states, about or "", finding.says, finding.source)
            # One that was given and is too old is wanted anew: its box is empty, and says who gave it when.
            yield replace(one, stated=False, anew=one.stated)


def _judgement(assessment: Assessment, states: Statement, about: str, asked_by: str, source: str) -> Judgement:
    case = assessment.case
    said = case.attested(states, about or None)
    does = "states" if said and said.answer == "yes" else "denies"
    given = f"{said.by} {does} it ({said.on})" if said else ""
    return Judgement(
        states,
        about,
        SPOKEN[states] + _about(assessment, about),
        asked_by,
        assessment.loaded.policy.sources[source].title if source in assessment.loaded.policy.sources else source,
        given,
        said is not None and said.answer == "yes",
    )


def _about(assessment: Assessment, about: str) -> str:
    course = assessment.case.by_id.get(about)
    if not isinstance(course, Course):
        return ""
    return f" ({reference().find(course.medicine).name}{f', from {course.start}' if course.start else ''})"
