"""The administrator's page: who may use the page, who is locked out, and what happened at its door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

from priorauth.errors import UsageError

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from priorauth.review.accounts import Account
    from priorauth.review.door import Session
    from priorauth.review.house import House

AT_ONCE = 50
"""Entries on a page. The project's own choice."""


@dataclass(frozen=True, slots=True)
class Known:
    """An account as an administrator sees it."""

    account: Account
    locked_until: str
    """Empty where it is not locked."""
    last: str
    """When it was signed in with last; empty if never."""


class People:
    """What an administrator sees and does."""

    def __init__(self, house: House) -> None:
        self.house = house

    def shown(self, request: Request, session: Session) -> Response:
        """The accounts, and the page's own entries of the trail, the newest first."""
        if not _may(session):
            return self._refused()
        desk, accounts = self.house.desk, self.house.accounts
        asked = request.query_params.get("before", "")
        before = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else None
        entries = desk.worklist.of_the_page(AT_ONCE + 1, before)
        last, now = desk.worklist.last_signed_in(), desk.now()
        known = [
            Known(
                one,
                one.locked_until.strftime("%Y-%m-%d %H:%M UTC") if one.locked_until and now < one.locked_until else "",
                last.get(one.name, ""),
            )
            for one in accounts or ()
        ]
        return self.house.page(
            "people.html.j2",
            session,
            people=known,
            entries=entries[:AT_ONCE],
            older=entries[AT_ONCE - 1][0].sequence if len(entries) > AT_ONCE else None,
            newest=before is None,
        )

    def unlock(self, request: Request, session: Session, form: FormData) -> Response:  # noqa: ARG002
        """Let somebody sign in again who was locked out."""
        if not _may(session):
            return self._refused()
        name, accounts = str(form.get("name", "")), self.house.accounts
        if accounts is None:
            raise UsageError("There are no accounts here.", fix="Open the address that the command printed.")
        if accounts.unlock(name):
            self.house.book.note("account_unlocked", session.person.name, account=name)
        return RedirectResponse("/people", status_code=303)

    def _refused(self) -> Response:
        return self.house.told(403, "This page is for administrators.", "Go back to the list.")


def _may(session: Session) -> bool:
    return session.person.role == "administrator"
