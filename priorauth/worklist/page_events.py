"""What happens at the door of the clinician's page, and to its accounts: entries of the trail that are of no case.

They stand in the same chain as the cases' entries, under a name that no case can have: a case's id has a stroke in it.
No entry holds a password, a token or a cookie; nor a name that no account has, for that may be a password that was
typed into the wrong field.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from priorauth.chart.item import Text
from priorauth.model import Frozen

PAGE = "page"
"""In the place of a case's id."""
NOBODY = "(not signed in)"
"""Who did it, where nobody has shown who it is."""

What = Literal[
    "page_started", "page_stopped", "signed_in", "entered", "address_refused", "wrong_password", "locked",
    "tried_while_locked", "unknown_name", "left", "idle", "turned_out", "account_added", "account_changed",
    "account_removed", "account_unlocked",
]  # fmt: skip
_SPOKEN: dict[What, str] = {
    "page_started": "started the page",
    "page_stopped": "stopped the page",
    "signed_in": "signed in",
    "entered": "came in by the one-time address",
    "address_refused": "a one-time address refused: used already, too old, or made up",
    "wrong_password": "wrong password",
    "locked": "locked after too many wrong passwords",
    "tried_while_locked": "refused, because it is locked",
    "unknown_name": "refused: a name that no account has",
    "left": "left",
    "idle": "session ended, because nobody touched it",
    "turned_out": "session ended, because the account was changed, removed or taken for another role",
    "account_added": "account added",
    "account_changed": "account changed",
    "account_removed": "account removed",
    "account_unlocked": "account unlocked",
}


class PageEvent(Frozen):
    """One such thing."""

    what: What
    account: Text | None = None
    """About whose account it is, where that is not who did it."""
    role: Text | None = None
    """That it has from then on."""
    times: Annotated[int, Field(ge=2)] | None = None
    """How often, where several are told as one."""

    @property
    def spoken(self) -> str:
        """What happened, as an administrator reads it."""
        told = _SPOKEN[self.what]
        more = (self.account, f"as {self.role}" if self.role else "", f"{self.times} times" if self.times else "")
        about = ", ".join(filter(None, more))
        return f"{told} ({about})" if about else told
