"""The pages and their addresses. Everything that a page shows goes through a template that takes text for text."""

from __future__ import annotations

import logging
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio.to_thread
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from priorauth.documents.letter.figure import draw
from priorauth.documents.letter.pdf import letter_pdf
from priorauth.errors import PriorauthError, UsageError
from priorauth.review import actions
from priorauth.review.case_page import figures, page_of
from priorauth.review.guards import Guarded, Place
from priorauth.review.pictures import exhibit, exhibit_pdf, page_png, pages

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.types import ASGIApp

    from priorauth.review.accounts import Accounts
    from priorauth.review.desk import Desk, Open
    from priorauth.review.door import Door, Session

COOKIE = "priorauth"
_LOOKS = {"review.css": "text/css", "review.js": "text/javascript"}
_THREADS = 4
"""Requests worked on at once: each thread keeps its own compiler for letters, so that more would only cost memory."""
_MOST_FIELDS = 200
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class House:
    """What every page needs."""

    desk: Desk
    door: Door
    place: Place
    templates: Path
    accounts: Accounts | None = None
    """Where several people use it; without, the one-time address is the only way in."""


def application(house: House) -> ASGIApp:
    """The pages behind all guards."""
    return Guarded(_Pages(house).app, house.place)


class _Pages:
    def __init__(self, house: House) -> None:
        self.house = house
        self.jinja = Environment(
            loader=FileSystemLoader(house.templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        here = "/case/{patient}/{ask}"
        self.app = Starlette(
            routes=[
                Route("/enter", self.enter),
                Route("/static/{name}", self.look),
                Route("/sign-in", self.sign_in, methods=["GET", "POST"]),
                Route("/leave", self._post(self.leave), methods=["POST"]),
                Route("/", self._get(self.queue)),
                Route(here, self._get(self.case)),
                Route(f"{here}/letter.pdf", self._get(self.letter)),
                Route(f"{here}/figure/{{place:int}}.png", self._get(self.figure)),
                Route(f"{here}/exhibit/{{number:int}}", self._get(self.exhibit)),
                Route(f"{here}/exhibit/{{number:int}}/file.pdf", self._get(self.exhibit_file)),
                Route(f"{here}/exhibit/{{number:int}}/{{page:int}}.png", self._get(self.exhibit_page)),
                Route(f"{here}/statements", self._post(self.statements), methods=["POST"]),
                Route(f"{here}/rationale", self._post(self.rationale), methods=["POST"]),
                Route(f"{here}/sign", self._post(self.sign), methods=["POST"]),
                Route(f"{here}/return", self._post(self.give_back), methods=["POST"]),
            ],
            exception_handlers={404: self.nothing, Exception: self.defect},
            lifespan=self.limited,
        )

    @asynccontextmanager
    async def limited(self, _: Starlette) -> AsyncIterator[None]:
        """As long as it runs, so many threads at once."""
        anyio.to_thread.current_default_thread_limiter().total_tokens = _THREADS
        yield

    # Coming in

    async def enter(self, request: Request) -> Response:
        """The one-time address."""
        cookie = self.house.door.enter(request.query_params.get("token", ""))
        if cookie is None:
            return self._told(403, "This address was used already, or is too old.", "Start the page again.")
        return self._inside(cookie)

    async def sign_in(self, request: Request) -> Response:
        """Name and password, where there are accounts."""
        accounts = self.house.accounts
        if accounts is None:
            return self._told(404, "There are no accounts here.", "Open the address that the command printed.")
        if request.method == "GET":
            return self._page("sign-in.html.j2", wrong=False)
        form = await request.form(max_fields=_MOST_FIELDS, max_files=0)
        name, password = str(form.get("name", "")), str(form.get("password", ""))
        person = await run_in_threadpool(accounts.opened, name, password, self.house.desk.now())
        if person is None:
            return self._page("sign-in.html.j2", status=403, wrong=True)
        return self._inside(self.house.door.let_in(person))

    async def leave(self, request: Request, session: Session, form: FormData) -> Response:  # noqa: ARG002
        """End the session."""
        self.house.door.leave(request.cookies.get(COOKIE, ""))
        answer = self._told(200, "You have left.", "Close this window, or start the page again.")
        answer.delete_cookie(COOKIE, path="/")
        return answer

    def _inside(self, cookie: str) -> Response:
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(COOKIE, cookie, httponly=True, samesite="strict", secure=self.house.place.tls, path="/")
        return answer

    # Pages

    def queue(self, request: Request, session: Session) -> Response:  # noqa: ARG002
        """The list."""
        desk = self.house.desk
        return self._page("queue.html.j2", session, queue=desk.queue(), today=desk.today().isoformat())

    def case(self, request: Request, session: Session) -> Response:
        """One case."""
        one = self._open(request)
        if session.person.role == "clinician":
            actions.look(self.house.desk, one, session.person)
        done = request.query_params.get("done", "")
        return self._page("case.html.j2", session, case=page_of(self.house.desk, one, session.person), done=done)

    def letter(self, request: Request, session: Session) -> Response:  # noqa: ARG002
        """The letter as it would be written now."""
        letter = self.house.desk.letter(self._open(request))
        pdf = letter_pdf(letter.content, letter.sheet, template=self.house.desk.studio.letter_pdf)
        return Response(pdf, media_type="application/pdf")

    def figure(self, request: Request, session: Session) -> Response:  # noqa: ARG002
        """A drawing of the letter."""
        drawn = figures(self.house.desk.letter(self._open(request)))
        place = int(request.path_params["place"])
        if place >= len(drawn):
            raise UsageError("There is no such drawing.")
        template = self.house.desk.studio.letter_pdf.with_name("figure.typ")
        return Response(draw(drawn[place].data, template), media_type="image/png")

    def exhibit(self, request: Request, session: Session) -> Response:
        """An exhibit, a page at a time."""
        one, number = self._open(request), int(request.path_params["number"])
        count = pages(exhibit_pdf(one, number))
        asked = request.query_params.get("page", "1")
        page = min(max(int(asked), 1), count) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
        title = exhibit(one, number).title
        return self._page(
            "exhibit.html.j2", session, id=one.case.id, number=number, title=title, page=page, pages=count
        )

    def exhibit_page(self, request: Request, session: Session) -> Response:  # noqa: ARG002
        """A page of an exhibit as a picture."""
        pdf = exhibit_pdf(self._open(request), int(request.path_params["number"]))
        return Response(page_png(pdf, int(request.path_params["page"])), media_type="image/png")

    def exhibit_file(self, request: Request, session: Session) -> Response:  # noqa: ARG002
        """An exhibit whole, to be kept or printed: never shown in the page itself."""
        pdf = exhibit_pdf(self._open(request), int(request.path_params["number"]))
        name = f"exhibit-{request.path_params['number']}.pdf"
        return Response(
            pdf, media_type="application/pdf", headers={"content-disposition": f'attachment; filename="{name}"'}
        )

    # What is done

    def statements(self, request: Request, session: Session, form: FormData) -> Response:
        """The boxes as they are ticked now."""
        ticked = {str(one) for one in form.getlist("states")}
        count = actions.state(self.house.desk, self._open(request), session.person, ticked, str(form.get("chart", "")))
        return self._back(request, "stated" if count else "nothing")

    def rationale(self, request: Request, session: Session, form: FormData) -> Response:
        """The clinician's own words."""
        words, seen = str(form.get("words", "")), str(form.get("chart", ""))
        changed = actions.give_reasons(self.house.desk, self._open(request), session.person, words, seen)
        return self._back(request, "reasons" if changed else "nothing")

    def give_back(self, request: Request, session: Session, form: FormData) -> Response:
        """Back to staff."""
        actions.give_back(self.house.desk, self._open(request), session.person, str(form.get("why", "")))
        return self._back(request, "returned")

    def sign(self, request: Request, session: Session, form: FormData) -> Response:
        """The request's own letter, form and packet, with the key that was chosen."""
        from priorauth.review.signed import MOST_KEY_BYTES, sign_it  # noqa: PLC0415  (pyHanko is slow to load)

        chosen = form.get("key")
        key = chosen.file.read(MOST_KEY_BYTES + 1) if isinstance(chosen, UploadFile) else b""
        sign_it(
            self.house.desk,
            self._open(request),
            session.person,
            key,
            str(form.get("passphrase", "")),
            str(form.get("chart", "")),
            str(form.get("accepts", "")) or None,
        )
        return self._back(request, "signed")

    # How each is answered

    def look(self, request: Request) -> Response:
        """How pages look and which keys they know."""
        name = request.path_params["name"]
        if name not in _LOOKS:
            return PlainTextResponse("There is no such file.\n", 404)
        return Response((self.house.templates / name).read_bytes(), media_type=_LOOKS[name])

    async def nothing(self, request: Request, error: Exception) -> Response:  # noqa: ARG002
        """An address that no page has."""
        return self._told(404, "There is no such page.", "Go back to the list.")

    async def defect(self, request: Request, error: Exception) -> Response:  # noqa: ARG002
        """A mistake of ours. What it says may hold a name, so that only its kind is told."""
        _log.error("A page failed: %s", type(error).__name__)
        return self._told(500, "The program has a defect.", "Nothing was written. Report what you did.")

    def _get(self, page: Callable[[Request, Session], Response]) -> Callable[[Request], Awaitable[Response]]:
        async def answered(request: Request) -> Response:
            session = self._session(request)
            if session is None:
                return self._out()
            return await run_in_threadpool(self._safely, page, request, session)

        return answered

    def _post(self, page: Callable[[Request, Session, FormData], Any]) -> Callable[[Request], Awaitable[Response]]:
        async def answered(request: Request) -> Response:
            session = self._session(request)
            if session is None:
                return self._out()
            async with request.form(max_fields=_MOST_FIELDS, max_files=2) as form:
                if form.get("csrf") != session.csrf:
                    return self._told(403, "This form is not of your own page.", "Open the case again.")
                if page == self.leave:
                    return await self.leave(request, session, form)
                return await run_in_threadpool(self._safely, page, request, session, form)

        return answered

    def _safely(self, page: Callable[..., Response], *given: Any) -> Response:
        try:
            return page(*given)
        except actions.Meanwhile as error:
            return self._told(409, error.what, error.fix)
        except UsageError as error:
            return self._told(422, error.what, error.fix)
        except PriorauthError as error:
            return self._told(500, str(error), "")

    def _session(self, request: Request) -> Session | None:
        return self.house.door.session(request.cookies.get(COOKIE, ""))

    def _out(self) -> Response:
        if self.house.accounts is not None:
            return RedirectResponse("/sign-in", status_code=303)
        return self._told(403, "You are not signed in, or nobody has touched the page for a while.", "Start it again.")

    def _open(self, request: Request) -> Open:
        return self.house.desk.open(f"{request.path_params['patient']}/{request.path_params['ask']}")

    def _back(self, request: Request, done: str) -> Response:
        patient, ask = request.path_params["patient"], request.path_params["ask"]
        return RedirectResponse(f"/case/{patient}/{ask}?done={done}", status_code=303)

    def _told(self, status: int, what: str, fix: str) -> Response:
        return self._page("told.html.j2", status=status, what=what, fix=fix)

    def _page(self, template: str, session: Session | None = None, *, status: int = 200, **shown: Any) -> Response:
        person = session.person if session else None
        html = self.jinja.get_template(template).render(person=person, csrf=session.csrf if session else "", **shown)
        return HTMLResponse(html, status)
