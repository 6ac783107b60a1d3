"""What only the prescriber can say: the statements that this request rests on, or would be helped by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from priorauth.chart.statements import SPOKEN, Attestation, Statement
from priorauth.chart.trials import Course
from priorauth.medicines.reference import reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.request.assessment import Assessment


Weighing: TypeAlias = Literal["psychosis_benefit_outweighs_risk"]
"""A judgement that the chart keeps among the answers to questions of safety, and not among the statements."""
_WEIGHING: Weighing = "psychosis_benefit_outweighs_risk"
_WEIGHED = f"safety.{_WEIGHING}"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A statement beside its box."""

    states: Statement | Weighing
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

    @property
    def question(self) -> str:
        """The question of safety whose answer it is; empty where the chart keeps it among the statements."""
        return self.states if self.states == _WEIGHING else ""


def judgements(assessment: Assessment) -> tuple[Judgement, ...]:
    """Those that were given, and those that would fill what is missing of the criteria or the request.

    Of a route that nobody has invoked none is offered: a box that invites a statement invites a false one.
    """
    given = {one.key: one for one in _given(assessment)}
    missing: dict[str, Judgement] = {}
    for one in _missing(assessment):
        missing.setdefault(one.key, one)  # what a criterion asks for, the request asks for once more
    return tuple((given | missing).values())


def _given(assessment: Assessment) -> Iterator[Judgement]:
    case = assessment.case
    asked = {
        piece.item: finding
        for finding in assessment.determination.criteria
        for piece in finding.evidence
        if isinstance(case.by_id.get(piece.item), Attestation) or piece.item == _WEIGHED
    }
    for name, finding in asked.items():
        if name == _WEIGHED:
            yield _judgement(assessment, _WEIGHING, "", finding.says, finding.source)
            continue
        one = cast("Attestation", case.by_id[name])
        latest = case.attested(one.states, one.about)
        if latest is one:
            yield _judgement(assessment, one.states, one.about or "", finding.says, finding.source)
    if assessment.ask.urgency == "expedited":
        yield _judgement(assessment, "urgent", "", "The request asks for an expedited review", "the request")


def _missing(assessment: Assessment) -> Iterator[Judgement]:
    by_id = {one.id: one for one in assessment.determination.criteria}
    for gap in assessment.owed(assessment.lacking):
        if not gap.states:
            continue
        states = cast("Statement | Weighing", gap.states)
        if gap.criterion in by_id:
            about = gap.item if isinstance(assessment.case.by_id.get(gap.item or ""), Course) else None
            finding = by_id[gap.criterion]
            one = _judgement(assessment, states, about or "", finding.says, finding.source)
        else:
            one = _judgement(assessment, states, "", f"The request, which needs {gap.needed}", "")
        # One that was given and is too old is wanted anew: its box is empty, and says who gave it when.
        yield replace(one, stated=False, anew=one.stated)


def _judgement(
    assessment: Assessment, states: Statement | Weighing, about: str, asked_by: str, source: str
) -> Judgement:
    case = assessment.case
    said = case.safety.asked(states) if states == _WEIGHING else case.attested(states, about or None)
    does = "states" if said and said.answer == "yes" else "denies"
    given = f"{said.by or 'The chart'} {does} it{f' ({said.on})' if said.on else ''}" if said else ""
    return Judgement(
        states,
        about,
        _says(states) + _about(assessment, about),
        asked_by,
        assessment.loaded.policy.sources[source].title if source in assessment.loaded.policy.sources else source,
        given,
        said is not None and said.answer == "yes",
    )


def _says(states: Statement | Weighing) -> str:
    if states == _WEIGHING:
        return "that the benefit outweighs the risk, given a history of psychosis"
    return SPOKEN[states]


def _about(assessment: Assessment, about: str) -> str:
    course = assessment.case.by_id.get(about)
    if not isinstance(course, Course):
        return ""
    return f" ({reference().find(course.medicine).name}{f', from {course.start}' if course.start else ''})"
