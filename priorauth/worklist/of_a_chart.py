"""What the worklist takes from a chart and its assessment: what a case is, what was asked, what the judgement found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from priorauth.documents.kept import own
from priorauth.errors import BadInput
from priorauth.files import is_file, read_bytes, safe_name, sha256
from priorauth.logic.verdict import Verdict as Found
from priorauth.request.assessment import assess
from priorauth.request.sign_off import edits_wanted
from priorauth.worklist.coverages import ORDER
from priorauth.worklist.events import Judged, Line, Opened, Signed
from priorauth.workspace import open_case, policy_for

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from priorauth.chart.ask import Ask
    from priorauth.chart.chart import Case as ChartCase
    from priorauth.determination.determine import Determination
    from priorauth.documents.made import Generated
    from priorauth.request.assessment import Assessment
    from priorauth.request.model import Line as Priced
    from priorauth.worklist.events import AnyEvent
    from priorauth.workspace import Workspace

    Verdict = Literal["met", "not_met", "not_documented"]


def events_of(
    assessment: Assessment, made: Generated, chart_file: Path, workspace: Workspace, on: date
) -> tuple[AnyEvent, ...]:
    """What a case is told of documents that were made: the request, what was found, and a signature if there is one."""
    opened, judged = opening(assessment, chart_file, workspace, on), judgement(assessment, made, chart_file)
    signed = signature(assessment, made)
    return (opened, judged, signed) if signed else (opened, judged)


def opening(assessment: Assessment, chart_file: Path, workspace: Workspace, on: date) -> Opened:
    """That the request comes to the worklist."""
    coverage, ask, loaded = assessment.coverage, assessment.ask, assessment.loaded
    return Opened(
        on=on,
        chart=chart_path(chart_file, workspace),
        case=assessment.case.case,
        ask=ask.id,
        payer=coverage.payer,
        payer_name=loaded.payer_name,
        policy=loaded.own.policy.number,
        line_of_business=coverage.line_of_business,
        benefit=ask.benefit,
        state=coverage.state,
        indication=ask.indication,
        phase=ask.phase,
        step_exception=ask.exception is not None,
        coverage_order=ORDER[coverage.order],
    )


def chart_path(chart_file: Path, workspace: Workspace) -> str:
    """Where the chart lies, as the worklist keeps it: below the workspace, if it lies there."""
    whole = chart_file.resolve()
    root = workspace.root.resolve() if workspace.root else None
    return whole.relative_to(root).as_posix() if root and whole.is_relative_to(root) else str(whole)


def assessed(opened: Opened, workspace: Workspace, as_of: date) -> Assessment:
    """The case's request, judged from its chart as it was known on a day.

    Raises:
        BadInput: the chart is not where it was, or does not ask for this any more.
    """
    path = (workspace.root or Path()) / opened.chart
    chart = open_case(path, workspace)
    ask = _asked(chart, opened, path)
    return assess(chart, ask, policy_for(chart, ask, workspace, as_of), as_of)


def asked_lines(assessment: Assessment) -> tuple[Line, ...]:
    """What was asked, line by line."""
    return tuple(_line(one) for one in assessment.request.asked)


def judgement(assessment: Assessment, made: Generated, chart_file: Path) -> Judged:
    """What the program found in the chart, and what it made of it."""
    judged = assessment.determination
    lacking = (*assessment.lacking, *_of_the_documents(assessment, made))
    owners = dict.fromkeys(one.owner for one in assessment.owed(assessment.blocking))
    return Judged(
        on=judged.dates.as_of,
        verdict=cast("Verdict", judged.verdict.value) if judged.verdict else None,
        until=holds_until(judged),
        ready=not lacking,
        wanted=tuple(dict.fromkeys(map(str, (*lacking, *signature_anew(assessment), *_on_edits(assessment, made))))),
        owners=tuple(owners),
        made={_named(name, made, assessment): sha256(read_bytes(_lies(name, made))) for name in made.files},
        chart=sha256(read_bytes(chart_file)),
    )


def holds_until(judged: Determination) -> date | None:
    """The last day on which criteria hold that are met now; ``None`` where time alone ends nothing within a year."""
    return judged.eligible.until if judged.verdict is Found.MET and judged.eligible else None


def signature(assessment: Assessment, made: Generated) -> Signed | None:
    """That the prescriber signed the request, where the chart says so and its documents are final by that.

    A sign-off from before an edit or a change does not hold for what was made, and the documents are a draft.
    """
    if made.draft or not assessment.ready or not _is_of_the_request(made, assessment):
        return None
    one = max(assessment.ask.signed_for(assessment.ask.phase), key=lambda one: one.on, default=None)
    return Signed(on=one.on, by=one.by) if one else None


def _of_the_documents(assessment: Assessment, made: Generated) -> Iterable[str]:
    """What the request's own documents want beside the request. Another letter's say nothing of whether it is ready."""
    if not _is_of_the_request(made, assessment):
        return
    yield from [made.refused] if made.refused else []
    signature = _on_edits(assessment, made)
    yield from (one for one in made.wanted if one not in assessment.blocking and one not in signature)
    if made.open_points:
        yield f"what is marked TO CONFIRM in the letter: {len(made.open_points)}"


def signature_anew(assessment: Assessment) -> Iterable[str]:
    """What is wanted of a prescriber who has signed already."""
    if assessment.ask.signed_for(assessment.ask.phase):
        yield from (one for one in assessment.blocking if one not in assessment.lacking)


def _on_edits(assessment: Assessment, made: Generated) -> tuple[str, ...]:
    """The prescriber's word on what was edited in the letters: to be signed, and nothing that keeps them from it."""
    unsigned = (one.letter.key for one in made.edits if one.letter and not one.accepted)
    return tuple(edits_wanted(key, assessment.ask.id) for key in unsigned)


def _lies(name: str, made: Generated) -> Path:
    """Where a document is; of a letter that was edited, the program's own lies beside it if it says anything new."""
    beside = made.folder / own(name, made.kept)
    return beside if is_file(beside) else made.folder / name


def _named(name: str, made: Generated, assessment: Assessment) -> str:
    """Other letters lie in a folder of their own below the request's."""
    return name if _is_of_the_request(made, assessment) else f"{made.folder.name}/{name}"


def _is_of_the_request(made: Generated, assessment: Assessment) -> bool:
    return made.folder.name == safe_name(assessment.ask.id)


def _asked(chart: ChartCase, opened: Opened, path: Path) -> Ask:
    for one in chart.asks:
        if (chart.case, one.id) == (opened.case, opened.ask):
            return one
    raise BadInput(
        f"The chart does not hold the request {opened.case}/{opened.ask} any more.",
        where=str(path),
        fix="Give the request its id again (key: id), or close the case: priorauth record closed.",
    )


def _line(one: Priced) -> Line:
    return Line.model_validate(
        {
            "code": one.code,
            "ndc": one.ndc11,
            "strength_mg": one.dose_mg,
            "units": one.units,
            "sessions": one.sessions,
            "from": one.service.first,
            "until": one.service.last,
            "place_of_service": one.place_of_service,
        }
    )
