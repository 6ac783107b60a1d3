"""Who comes in and who goes, and what stands before each page: a session, and in each form a word of that session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from priorauth.errors import NotReady, PriorauthError, UsageError
from priorauth.review.actions import Meanwhile

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from priorauth.review.door import Session
    from priorauth.review.house import House

COOKIE = "priorauth"
_MOST_FIELDS = 200
_MOST_FILES = 2


class Gate:
    """The way in and out of one house."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def enter(self, request: Request) -> Response:
        """The one-time address."""
        cookie = self.house.door.enter(request.query_params.get("token", ""))
        if cookie is None:
            return self.house.told(403, "This address was used already, or is too old.", "Start the page again.")
        return self._inside(cookie)

    async def sign_in(self, request: Request) -> Response:
        """Name and password, where there are accounts."""
        accounts = self.house.accounts
        if accounts is None:
            return self.house.told(404, "There are no accounts here.", "Open the address that the command printed.")
        if request.method == "GET":
            return self.house.page("sign-in.html.j2", wrong=False)
        form = await request.form(max_fields=_MOST_FIELDS, max_files=0)
        name, password = str(form.get("name", "")), str(form.get("password", ""))
        person = await run_in_threadpool(accounts.opened, name, password, self.house.desk.now())
        if person is None:
            return self.house.page("sign-in.html.j2", status=403, wrong=True)
        return self._inside(self.house.door.let_in(person))

    def leave(self, request: Request, session: Session, form: FormData) -> Response:  # noqa: ARG002
        """End the session."""
        self.house.door.leave(request.cookies.get(COOKIE, ""))
        answer = self.house.told(200, "You have left.", "Close this window, or start the page again.")
        answer.delete_cookie(COOKIE, path="/")
        return answer

    def reading(self, page: Callable[[Request, Session], Response]) -> Callable[[Request], Awaitable[Response]]:
        """A page that only shows something."""

        async def answered(request: Request) -> Response:
            session = self._session(request)
            return await run_in_threadpool(self._safely, page, request, session) if session else self._out()

        return answered

    def doing(self, page: Callable[[Request, Session, FormData], Response]) -> Callable[[Request], Awaitable[Response]]:
        """A page that does something, by a form of the session's own pages."""

        async def answered(request: Request) -> Response:
            session = self._session(request)
            if session is None:
                return self._out()
            async with request.form(max_fields=_MOST_FIELDS, max_files=_MOST_FILES) as form:
                if form.get("csrf") != session.csrf:
                    return self.house.told(403, "This form is not of your own page.", "Open the case again.")
                return await run_in_threadpool(self._safely, page, request, session, form)

        return answered

    def _safely(self, page: Callable[..., Response], *given: Any) -> Response:
        try:
            return page(*given)
        except Meanwhile as error:
            return self.house.told(409, error.what, error.fix)
        except (UsageError, NotReady) as error:
            return self.house.told(422, error.what, error.fix)
        except PriorauthError as error:
            return self.house.told(500, str(error), "")

    def _session(self, request: Request) -> Session | None:
        return self.house.door.session(request.cookies.get(COOKIE, ""))

    def _inside(self, cookie: str) -> Response:
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(COOKIE, cookie, httponly=True, samesite="strict", secure=self.house.place.tls, path="/")
        return answer

    def _out(self) -> Response:
        if self.house.accounts is not None:
            return RedirectResponse("/sign-in", status_code=303)
        return self.house.told(
            403, "You are not signed in, or nobody has touched the page for a while.", "Start it again."
        )
