"""Who comes in and who goes, and what stands before each page: a session, and in each form a word of that session."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.formparsers import MultiPartParser
from starlette.responses import RedirectResponse

from priorauth.errors import BadInput, NotReady, PriorauthError, UsageError
from priorauth.review.actions import Meanwhile
from priorauth.review.guards import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from priorauth.review.accounts import Accounts
    from priorauth.review.door import Person, Session
    from priorauth.review.house import House
    from priorauth.worklist.page_events import What

COOKIE = "priorauth"
_MOST_FIELDS = 200
_MOST_FILES = 2
_log = logging.getLogger(__name__)
# What is sent stays in memory, as large as it may be: else a scan of a patient's letter would lie in a temporary file.
MultiPartParser.spool_max_size = MOST_BYTES


class AccountsUnknown(Exception):
    """It cannot be read who may be here."""

    def __init__(self, why: BadInput) -> None:
        super().__init__()
        self.why = why


class Gate:
    """The way in and out of one house."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._told = ""
        """Why nobody could be let in, as it was told last."""

    async def enter(self, request: Request) -> Response:
        """The one-time address."""
        return await run_in_threadpool(self._safely, self._entered, request.query_params.get("token", ""))

    async def sign_in(self, request: Request) -> Response:
        """Name and password, where there are accounts."""
        accounts = self.house.accounts
        if accounts is None:
            return self.house.told(404, "There are no accounts here.", "Open the address that the command printed.")
        if request.method == "GET":
            return self.house.page("sign-in.html.j2", wrong=False)
        form = await request.form(max_fields=_MOST_FIELDS, max_files=0)
        name, password = str(form.get("name", "")), str(form.get("password", ""))
        return await run_in_threadpool(self._safely, self._tried, accounts, name, password)

    def leave(self, request: Request, session: Session, form: FormData) -> Response:  # noqa: ARG002
        """End the session."""
        self.house.door.leave(request.cookies.get(COOKIE, ""))
        self.house.book.note("left", session.person.name)
        answer = self.house.told(200, "You have left.", "Close this window, or start the page again.")
        answer.delete_cookie(COOKIE, path="/")
        return answer

    def reading(self, page: Callable[[Request, Session], Response]) -> Callable[[Request], Awaitable[Response]]:
        """A page that only shows something."""

        async def answered(request: Request) -> Response:
            try:
                session = await self._session(request)
            except AccountsUnknown as error:
                return self._nobody(error.why)
            return await run_in_threadpool(self._safely, page, request, session) if session else self._out()

        return answered

    def doing(self, page: Callable[[Request, Session, FormData], Response]) -> Callable[[Request], Awaitable[Response]]:
        """A page that does something, by a form of the session's own pages."""

        async def answered(request: Request) -> Response:
            try:
                session = await self._session(request)
            except AccountsUnknown as error:
                return self._nobody(error.why)
            if session is None:
                return self._out()
            async with request.form(max_fields=_MOST_FIELDS, max_files=_MOST_FILES) as form:
                if form.get("csrf") != session.csrf:
                    return self.house.told(403, "This form is not of your own page.", "Open the case again.")
                return await run_in_threadpool(self._safely, page, request, session, form)

        return answered

    def _safely(self, page: Callable[..., Response], *given: Any) -> Response:
        typed = next((str(one["words"]) for one in given if isinstance(one, FormData) and "words" in one), "")
        told = partial(self.house.told, words=typed)
        try:
            return page(*given)
        except Meanwhile as error:
            return told(409, error.what, error.fix)
        except UsageError as error:
            return told(422, error.what, error.fix)
        except NotReady as error:
            return told(409, error.what, error.fix)
        except BadInput as error:
            ours, where = self._of_the_workspace(error.where)
            return told(500 if ours else 422, f"{where}: {error.what}" if where else error.what, error.fix)
        except PriorauthError as error:
            return told(500, str(error), "")

    def _of_the_workspace(self, where: str) -> tuple[bool, str]:
        """Whether a file that lies here is at fault and not what was sent; and which, told from the workspace on."""
        root = str(self.house.desk.root)
        if where == root:
            return True, "the workspace"
        if where.startswith((f"{root}/", f"{root}\\")):
            return True, where[len(root) + 1 :]
        return (True, Path(where).name) if Path(where).is_absolute() else (False, where)

    def _nobody(self, error: BadInput) -> Response:
        """Nobody can be let in; why is for whoever runs the page, once."""
        if self._told != str(error):
            self._told = str(error)
            _log.error("Nobody can sign in: %s", error)
        return self.house.told(503, "Nobody can sign in now.", "Ask the administrator: the terminal says why.")

    def _entered(self, token: str) -> Response:
        door = self.house.door
        cookie = door.enter(token)
        session = door.session(cookie) if cookie else None
        if cookie is None or session is None:
            self.house.book.refuse("address_refused")
            return self.house.told(403, "This address was used already, or is too old.", "Start the page again.")
        return self._inside(cookie, session.person, "entered")

    def _tried(self, accounts: Accounts, name: str, password: str) -> Response:
        book = self.house.book
        try:
            tried = accounts.tried(name, password, self.house.desk.now())
        except BadInput as error:
            return self._nobody(error)
        if tried.person:
            return self._inside(self.house.door.let_in(tried.person), tried.person, "signed_in")
        match tried.outcome:
            case "unknown_name" | "tried_while_locked":
                book.refuse(tried.outcome, account=tried.account)
            case "wrong_password" | "locked":
                book.note("wrong_password", account=tried.account)
        if tried.outcome == "locked":
            book.note("locked", account=tried.account)
        return self.house.page("sign-in.html.j2", status=403, wrong=True)

    async def _session(self, request: Request) -> Session | None:
        """The session of whoever asks. Sessions that have ended meanwhile are written down.

        Raises:
            AccountsUnknown: the file of the accounts is broken.
        """
        cookie = request.cookies.get(COOKIE, "")
        session = self.house.door.session(cookie)
        if session and not self._still_has_an_account(session.person):
            self.house.door.leave(cookie)
            await run_in_threadpool(self.house.book.note, "turned_out", session.person.name)
            session = None
        if ended := self.house.door.ended():
            await run_in_threadpool(self._tell_idle, ended)
        return session

    def _still_has_an_account(self, person: Person) -> bool:
        try:
            return self.house.accounts is None or self.house.accounts.holds(person)
        except BadInput as error:
            raise AccountsUnknown(error) from None

    def _tell_idle(self, ended: list[Person]) -> None:
        while ended:
            try:
                self.house.book.note("idle", ended[0].name)
            except PriorauthError:  # whoever asks is not to blame; it is told with a later request
                self.house.door.not_told(ended)
                return
            ended.pop(0)

    def _inside(self, cookie: str, person: Person, how: What) -> Response:
        """Let in, once it stands in the trail."""
        try:
            self.house.book.note(how, person.name)
        except PriorauthError:
            self.house.door.leave(cookie)
            raise
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(COOKIE, cookie, httponly=True, samesite="strict", secure=self.house.place.tls, path="/")
        return answer

    def _out(self) -> Response:
        if self.house.accounts is not None:
            return RedirectResponse("/sign-in", status_code=303)
        return self.house.told(
            403, "You are not signed in, or nobody has touched the page for a while.", "Start it again."
        )
