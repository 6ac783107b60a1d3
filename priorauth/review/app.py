"""The pages and their addresses."""

from __future__ import annotations

import logging
import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import anyio.to_thread
from starlette.applications import Starlette
from starlette.convertors import IntegerConvertor, register_url_convertor
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from priorauth.review.deeds import Deeds, one_by_one
from priorauth.review.gate import Gate
from priorauth.review.guards import Guarded
from priorauth.review.people import People
from priorauth.review.views import Views

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from priorauth.review.house import House

_LOOKS = {"review.css": "text/css", "keys.js": "text/javascript", "idle.js": "text/javascript"}
_THREADS = 4
"""Requests worked on at once: each thread keeps its own compiler for letters, so that more would only cost memory."""
_CASE = "/case/{patient}/{ask}"
_log = logging.getLogger(__name__)


class FewDigits(IntegerConvertor):
    """A number in an address: of what a case has, there is never a million. Others are no address of ours."""

    regex = "[0-9]{1,6}"


register_url_convertor("few_digits", FewDigits())


def application(house: House) -> ASGIApp:
    """The pages behind all guards."""
    own, gate = _Own(house), Gate(house)
    app = Starlette(
        routes=[Route("/static/{name}", own.look), *_coming_in(gate), *_shown(gate), *_done(gate)],
        exception_handlers={404: own.nothing, Exception: own.defect},
        lifespan=own.open,
    )
    return Guarded(app, house.place)


def _coming_in(gate: Gate) -> list[Route]:
    return [
        Route("/enter", gate.enter),
        Route("/sign-in", gate.sign_in, methods=["GET", "POST"]),
        Route("/leave", gate.doing(gate.leave), methods=["POST"]),
    ]


def _shown(gate: Gate) -> list[Route]:
    house = gate.house
    views = Views(house)
    pages = {
        "/": views.queue,
        "/here": views.here,
        _CASE: views.case,
        f"{_CASE}/{{name}}.pdf": views.paper,
        f"{_CASE}/letter.docx": views.word,
        f"{_CASE}/figure/{{place:few_digits}}.png": views.figure,
        f"{_CASE}/exhibit/{{number:few_digits}}": views.exhibit,
        f"{_CASE}/exhibit/{{number:few_digits}}/file.pdf": views.exhibit_file,
        f"{_CASE}/exhibit/{{number:few_digits}}/{{page:few_digits}}.png": views.exhibit_page,
        f"{_CASE}/to-sign/{{number:few_digits}}.pdf": views.to_sign,
        "/people": People(house).shown,
    }
    return [Route(address, gate.reading(page)) for address, page in pages.items()]


def _done(gate: Gate) -> list[Route]:
    house = gate.house
    deeds = Deeds(house)
    forms = {
        f"{_CASE}/keep": deeds.keep,
        f"{_CASE}/sign": deeds.sign,
        f"{_CASE}/print": deeds.print_out,
        f"{_CASE}/scan": deeds.take_in,
        f"{_CASE}/edit": deeds.take_back,
        f"{_CASE}/put-back": deeds.put_back,
        f"{_CASE}/return": deeds.give_back,
    }
    alone = {address: one_by_one(house, form) for address, form in forms.items()}
    others = {"/people/unlock": People(house).unlock}
    return [Route(address, gate.doing(form), methods=["POST"]) for address, form in (alone | others).items()]


class _Own:
    """What is of the application itself and not of a case."""

    def __init__(self, house: House) -> None:
        self.house = house

    @asynccontextmanager
    async def open(self, _: Starlette) -> AsyncIterator[None]:
        """As long as it runs, so many threads at once; names are read before anybody asks."""
        anyio.to_thread.current_default_thread_limiter().total_tokens = _THREADS
        threading.Thread(target=self.house.desk.read_names, daemon=True).start()
        yield

    def look(self, request: Request) -> Response:
        """How pages look and which keys they know."""
        name = request.path_params["name"]
        if name not in _LOOKS:
            return PlainTextResponse("There is no such file.\n", 404)
        return Response((self.house.templates / name).read_bytes(), media_type=_LOOKS[name])

    async def nothing(self, request: Request, error: Exception) -> Response:  # noqa: ARG002
        """An address that no page has."""
        return self.house.told(404, "There is no such page.", "Go back to the list.")

    async def defect(self, request: Request, error: Exception) -> Response:  # noqa: ARG002
        """A mistake of ours. What it says may hold a name, so that only its kind is told."""
        _log.error("A page failed: %s", type(error).__name__)
        return self.house.told(500, "The program has a defect.", "Nothing was written. Report what you did.")
