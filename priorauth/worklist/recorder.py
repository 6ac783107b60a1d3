"""What a command makes is written down in the workspace's worklist, where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from priorauth.errors import UsageError
from priorauth.worklist.address import address_of
from priorauth.worklist.events import Reviewed, Signed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from priorauth.documents.made import Generated
    from priorauth.documents.packet.manifest import Anchor
    from priorauth.request.assessment import Assessment
    from priorauth.worklist.events import AnyEvent, Opened
    from priorauth.worklist.store import Kept, Worklist
    from priorauth.worklist.trail import Writer
    from priorauth.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Signing:
    """That somebody has signed just now."""

    by: str
    on: date
    """The day of the signature."""
    kind: str
    """Which letter."""


class Recorder:
    """Writes down what was judged and made; does nothing where there is no worklist."""

    def __init__(self, worklist: Worklist | None, by: Callable[[], Writer]) -> None:
        self._worklist = worklist
        self._by = by

    @classmethod
    def of(cls, workspace: Workspace, by: Callable[[], Writer]) -> Recorder:
        """The one of this workspace; ``by`` says who writes, and when."""
        address = address_of(workspace)
        if address is None or not address.is_there:
            return cls(None, by)
        from priorauth.worklist.store import Worklist  # noqa: PLC0415  (a database's library is slow to load)

        return cls(Worklist(address), by)

    def charts(self) -> Iterator[tuple[str, bool]]:
        """The chart's file of each case, and whether the case has not gone out yet.

        Raises:
            UsageError: there is no worklist.
        """
        if self._worklist is None:
            raise UsageError("There is no worklist here yet.", fix="Begin it: priorauth worklist add CHART.")
        yield from ((kept.case.opened.chart, kept.case.at_home) for kept in self._worklist.cases())

    def head(self) -> Anchor | None:
        """The last entry of the trail, for a manifest."""
        return self._worklist.head() if self._worklist else None

    def noted(self, events: Sequence[AnyEvent], signing: Signing | None = None) -> None:
        """Write down what was found of one request: that it came up, was judged, and perhaps that it is signed.

        ``signing`` is written down each time, however often somebody signs on one day.
        """
        if self._worklist is None or not events:
            return
        by = self._by()
        opened, *others = events
        kept, _ = self._worklist.opened(cast("Opened", opened), by)
        for one in others:
            if _is_known(one, kept) or (signing and isinstance(one, Signed)):
                continue
            kept = self._worklist.append(kept.case.id, one, by, seen=None)
        if signing:
            self._worklist.append(kept.case.id, _told(signing, kept), by, seen=None)

    def made(
        self,
        assessment: Assessment,
        made: Generated,
        chart_file: Path,
        workspace: Workspace,
        today: date,
        signing: Signing | None = None,
    ) -> None:
        """Write down what was found of the documents that were made, and the signature for which they were made."""
        if self._worklist is not None:
            from priorauth.worklist.of_a_chart import events_of  # noqa: PLC0415  (what only a worklist needs)

            self.noted(events_of(assessment, made, chart_file, workspace, today), signing)


def _told(signing: Signing, kept: Kept) -> Signed | Reviewed:
    """How the case is told: as signed, where it is the request's own letter and still to be sent."""
    signed = Signed(on=signing.on, by=signing.by)
    if signing.kind == kept.case.opened.phase and kept.case.can_have(signed):
        return signed
    return Reviewed(on=signing.on, did="signed", about=f"{signing.kind}, by {signing.by}")


def _is_known(event: AnyEvent, kept: Kept) -> bool:
    """Whether the case need not be told. A signature that somebody has withdrawn does not come back by itself."""
    if isinstance(event, Signed):
        return event in kept.history.withdrawn_events or not kept.case.has_as_news(event)
    return event == kept.case.last(type(event))
