"""What happens at the page's door goes into the audit trail, and cannot fill the disk.

Who is not signed in can be refused any number of times: of each kind of refusal there is at most one entry a minute,
with how often it was. Wrong passwords need no such limit, for after a few of them an account is locked.
"""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from priorauth.worklist.page_events import NOBODY, PageEvent, What
from priorauth.worklist.trail import Writer

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from priorauth.worklist.store import Worklist

APART = timedelta(minutes=1)
"""Between two entries that tell of the same kind of refusal. The project's own choice."""


class Book:
    """The page's own part of the trail."""

    def __init__(self, worklist: Worklist, now: Callable[[], datetime]) -> None:
        self._worklist, self._now = worklist, now
        self._lock = threading.Lock()
        self._refused: Counter[tuple[What, str | None]] = Counter()
        """Not written down yet."""
        self._told: dict[tuple[What, str | None], datetime] = {}
        """When each kind was written down last."""

    def note(self, what: What, who: str = NOBODY, *, account: str | None = None, role: str | None = None) -> None:
        """Write it down, after the refusals that came before it.

        Raises:
            BadInput: the worklist cannot be written.
        """
        with self._lock:
            self._write_refused(self._now(), all_of_them=True)
            self._write(PageEvent(what=what, account=account, role=role), who, self._now())

    def refuse(self, what: What, *, account: str | None = None) -> None:
        """Count a refusal; write down what was counted, if it is long enough since that was done last.

        Raises as above.
        """
        with self._lock:
            self._refused[what, account] += 1
            self._write_refused(self._now(), all_of_them=False)

    def _write_refused(self, now: datetime, *, all_of_them: bool) -> None:
        for (what, account), times in [*self._refused.items()]:
            last = self._told.get((what, account))
            if all_of_them or last is None or not last <= now < last + APART:
                self._write(PageEvent(what=what, account=account, times=times if times > 1 else None), NOBODY, now)
                self._told[what, account] = now
                del self._refused[what, account]

    def _write(self, event: PageEvent, who: str, now: datetime) -> None:
        self._worklist.note(event, Writer(who, now))
