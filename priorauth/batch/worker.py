"""One chart of a batch: judged, and its documents made where anything changed; in whatever process it is put into."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from priorauth.batch import record as records
from priorauth.batch.outcome import Outcome, Row, Wants
from priorauth.batch.source import is_json
from priorauth.documents.edited.desk import taken
from priorauth.documents.generate import Studio
from priorauth.documents.kept import edited, original, own, whole
from priorauth.documents.made import folder_of
from priorauth.documents.packet.parts import Sending
from priorauth.documents.papers import write_papers
from priorauth.errors import BadInput, PriorauthError
from priorauth.files import read_bytes, safe_name, sha256, swept, write_private
from priorauth.intake.chart_file import parse_case
from priorauth.logic.finding import Gap
from priorauth.offlabel.prepared import prepare
from priorauth.offlabel.report import report as report_of_plan
from priorauth.offlabel.report import stance
from priorauth.request.assessment import assess
from priorauth.request.report import report
from priorauth.request.wanted import NotDocumented
from priorauth.signing.standing import as_signed, superseded
from priorauth.signing.standing import judged as with_standing
from priorauth.signing.standing import standing as signature_on
from priorauth.worklist.of_a_chart import events_of
from priorauth.workspace import Workspace, payers_known, policy_for
from priorauth.yamltree import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from priorauth.batch.source import Item
    from priorauth.chart.chart import Case
    from priorauth.documents.made import Generated
    from priorauth.documents.packet.manifest import Anchor
    from priorauth.documents.papers import Papers
    from priorauth.offlabel.prepared import Prepared
    from priorauth.request.assessment import Assessment
    from priorauth.worklist.events import AnyEvent


_FIRST_LINE = re.compile(r" ?\(first on line 1\)|\bline 1(?:: |, |$)")
"""A chart that stands on a line has no lines of its own."""
_SIGN_OFF = Gap("the prescriber's sign-off", "prescriber")


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same for every chart of a batch."""

    start: Path
    """Where the workspace is looked for."""
    out: Path
    as_of: date
    sending: Sending
    force: bool = False
    """Whether documents are made anew though nothing changed."""
    trail: Anchor | None = None
    """The last entry of the worklist's audit trail, for the manifests, where there is a worklist."""
    run: str = field(default_factory=lambda: uuid4().hex)
    """This run: what a process has read for another one may have changed since."""


def done(job: Job, number: int, item: Item) -> Outcome:
    """What becomes of one chart. Whatever is wrong with it is told in the outcome and never raised."""
    if item.twin:
        return Outcome(
            number=number,
            where=item.where,
            how="failed",
            error=f"This chart has the case number of {item.twin}, whose documents its own would replace.",
            fix="Give each chart a case number of its own (key: case).",
        )
    if item.wrong:
        return Outcome(number=number, where=item.where, case=item.case, how="failed", error=item.wrong, fix=item.fix)
    try:
        return _Patient(job, number, item).outcome()
    except PriorauthError as error:
        told = _told_of(error, item)
        return Outcome(number=number, where=item.where, case=_case_of(item), how="failed", error=told, fix=error.fix)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  (one patient never stops a batch; the text of an error may hold a name)
        return Outcome(
            number=number,
            where=item.where,
            how="failed",
            error=f"The program has a defect ({type(error).__name__}).",
            fix="Run priorauth check on this chart alone, and report what it says.",
        )


def warmed(job: Job) -> None:
    """Read what every chart needs, before the first."""
    _warm(job)


def _told_of(error: PriorauthError, item: Item) -> str:
    """What is wrong, without the chart's own place: that is told before it."""
    what = error.what.replace(f"{item.path}: ", "")
    where = "" if error.where == item.where else error.where.removeprefix(str(item.path)).removeprefix(", ")
    if item.data is not None:
        what, where = _FIRST_LINE.sub("", what), _FIRST_LINE.sub("", where)
    return f"{where}: {what}" if where else what


def documents_of(case: str, out: Path) -> Path:
    """The folder of a patient's documents."""
    return out / safe_name(case)


class _Patient:
    def __init__(self, job: Job, number: int, item: Item) -> None:
        self.job, self.number, self.item = job, number, item
        self.data = item.data if item.data is not None else read_bytes(item.path)
        self.studio, self.ground = _warm(job)
        self.workspace = self.studio.workspace

    def outcome(self) -> Outcome:
        is_json(self.item)
        known = partial(payers_known, workspace=self.workspace)
        case = parse_case(self.data, self.item.path, self.workspace.practice, known)
        folder = documents_of(case.case, self.job.out)
        before = None if self.job.force else records.read(folder)
        asks = [
            assess(case, ask, policy_for(case, ask, self.workspace, self.job.as_of), self.job.as_of)
            for ask in case.asks
        ]
        plans = [prepare(case, plan, self.workspace, self.job.as_of) for plan in case.ketamine_plans]
        now = self._record(case, asks, plans)
        if before and _same(before, now) and self._stand(before) and not self._unknown(before):
            outcome = self._unchanged(before)
        else:
            rows = [*map(self._made, asks), *map(self._papers, plans)]
            outcome = self._told(case, "made", rows)
        swept(folder)
        write_private(folder / records.FILE, now.model_copy(update={"outcome": outcome}).model_dump_json().encode())
        return outcome

    def _record(self, case: Case, asks: Sequence[Assessment], plans: Sequence[Prepared]) -> records.Record:
        named = {one.payer for one in case.coverages}
        found = [*map(report, asks), *map(report_of_plan, plans)]
        return records.Record(
            chart=sha256(self.data),
            ground=self.ground,
            payers={name: _payer(name, tuple(self.workspace.payers), self.job.run) for name in sorted(named)},
            exhibits={one.file: records.hashed(self.item.path.parent / one.file) for one in case.exhibits},
            as_of=self.job.as_of.isoformat(),
            judged=records.judgement(found, [one.request for one in asks], self.job.as_of),
            outcome=self._told(case, "made", []),
        )

    def _stand(self, before: records.Record) -> bool:
        """Whether the documents that were made are all still there, and no letter was edited since."""
        folders = [self.job.out / row.folder for row in before.outcome.rows]
        return all(whole(folder) and taken(folder) for folder in folders)

    def _unknown(self, before: records.Record) -> bool:
        """Whether a worklist has been begun since: its trail stands in no manifest, and it was told of nothing."""
        asks = [row for row in before.outcome.rows if row.product == "spravato"]
        return self.job.trail is not None and self.item.data is None and not all(row.events for row in asks)

    def _unchanged(self, before: records.Record) -> Outcome:
        """As it was, but for what somebody may have edited since."""
        rows = tuple(self._as_kept(row) for row in before.outcome.rows)
        here = {"number": self.number, "where": self.item.where, "how": "unchanged", "rows": rows}
        return before.outcome.model_copy(update=here)

    def _as_kept(self, row: Row) -> Row:
        folder = self.job.out / row.folder
        kept = tuple(sorted(edited(folder)))
        return row.model_copy(update={"kept": kept, "beside": _beside(folder, kept)})

    def _made(self, one: Assessment) -> Row:
        out, chart = self.job.out, self.item.data
        standing = signature_on(self.studio, one, self.item.path, out, chart=chart)
        one = with_standing(one, standing)
        made = as_signed(one, standing, out) or self.studio.generate(
            one, self.item.path, out, sending=self.job.sending, chart=chart, beside=superseded(folder_of(one, out))
        )
        judged, root, window = one.determination, one.determination.root, one.determination.eligible
        owed = one.owed(made.wanted or one.blocking)
        return Row(
            request=one.ask.id,
            payer=one.loaded.payer_name,
            policy=one.loaded.policy.policy.number,
            verdict=judged.verdict.value if judged.verdict else None,
            outcome=judged.outcome,
            ready=one.ready and not made.draft,
            criteria=tuple((each.says, each.verdict.value) for each in root.children) if root else (),
            wants=tuple(Wants(owner=gap.owner, needed=gap.needed, decisive=gap.decisive) for gap in owed),
            blocking=_blocking(one, made),
            eligible=window.start.isoformat() if window else None,
            eligible_until=window.until.isoformat() if window and window.until else None,
            provided=window.provided if window else (),
            refused=made.refused,
            warnings=(
                *(each.text for each in judged.warnings),
                *(each.text for each in one.request.warnings),
                *(told for each in made.edits for told in each.open),
            ),
            folder=self._place(made),
            files=made.files,
            kept=made.kept,
            beside=_beside(made.folder, made.kept),
            events=self._events(one, made),
        )

    def _events(self, one: Assessment, made: Generated) -> tuple[AnyEvent, ...]:
        """What happened, if a worklist is kept: it came up, it was judged, the chart says that it is signed."""
        if self.job.trail is None or self.item.data is not None:  # a case has a chart of its own
            return ()
        return events_of(one, made, self.item.path, self.workspace, self.job.as_of)

    def _papers(self, one: Prepared) -> Row:
        made = write_papers(
            self.studio, one, self.item.path, self.job.out, sending=self.job.sending, chart=self.item.data
        )
        return Row(
            request=one.plan.id,
            payer=one.payer_name or "no insurer",
            policy=stance(one),
            product="ketamine",
            ready=one.ready,
            wants=tuple(
                Wants(owner=gap.owner, needed=gap.needed) for gap in (*one.needs, *(() if one.signed else (_SIGN_OFF,)))
            ),
            warnings=(*one.cautions, *(told for each in made.edits for told in each.open)),
            folder=self._place(made),
            files=made.files,
            kept=made.kept,
            beside=_beside(made.folder, made.kept),
        )

    def _place(self, made: Generated | Papers) -> str:
        return made.folder.relative_to(self.job.out).as_posix()

    def _told(self, case: Case, how: str, rows: Sequence[Row]) -> Outcome:
        return Outcome.model_validate(
            {"number": self.number, "where": self.item.where, "case": case.case, "how": how, "rows": tuple(rows)}
        )


def _blocking(one: Assessment, made: Generated) -> tuple[str, ...]:
    """What keeps it from going out, as far as the gaps of the criteria do not tell it one by one."""
    gaps = one.determination.gaps
    wanted = [each for each in made.wanted or one.blocking if not (gaps and isinstance(each, NotDocumented))]
    points = len(made.open_points)
    marked = [] if wanted or gaps or not points else [f"what is marked TO CONFIRM in the letter: {points}"]
    return (*map(str, wanted), *marked)


def _beside(folder: Path, kept: Sequence[str]) -> tuple[str, ...]:
    """What the program made of the documents that were edited, where it has made one since."""
    places = sorted({own(original(one), kept) for one in kept})
    return tuple(one for one in places if (folder / one).is_file())


def _same(before: records.Record, now: records.Record) -> bool:
    """Whether nothing differs but the day, and what came of it."""
    apart = {"as_of", "outcome"}
    return before.model_dump(exclude=apart) == now.model_dump(exclude=apart)


@lru_cache(maxsize=1)
def _warm(job: Job) -> tuple[Studio, str]:
    """The templates and forms, read once in each process for each run."""
    studio = Studio(Workspace.around(job.start), lambda: job.trail)
    return studio, records.ground_of(studio, job.sending)


@lru_cache(maxsize=256)
def _payer(name: str, folders: tuple[Path, ...], run: str) -> str:  # noqa: ARG001  (what was read for another run is old)
    return records.payer_of(name, folders)


def _case_of(item: Item) -> str:
    """The practice's number, if that much of the chart can be read."""
    try:
        tree = parse(item.data if item.data is not None else read_bytes(item.path), item.path).tree
    except BadInput:
        return ""
    found = tree.get("case") if isinstance(tree, dict) else None
    return found if isinstance(found, str) else ""
