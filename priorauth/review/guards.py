"""What stands before every page: whose request is answered at all, how large it may be, and what a browser may do.

Each guard is plain ASGI, so that a page cannot forget it.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 25_000_000
"""Of a request: a scan of a signed letter or an edited Word file is smaller. The project's own choice."""
_TOO_LARGE = "That is larger than anything that belongs here."
_SAFE = ("GET", "HEAD")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; object-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",  # with none at all, browsers send forms from nowhere
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
_TLS = {"strict-transport-security": "max-age=31536000"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the page is served."""

    hosts: frozenset[str]
    """What browsers may call it, with the port: another name is another site that points here (DNS rebinding)."""
    tls: bool = False

    @classmethod
    def under(cls, names: Iterable[str], port: int, *, tls: bool) -> Place:
        """Under these names and addresses, as browsers write them: small, and without the port that goes by itself."""
        small = [_as_browsers_write(one) for one in names]
        alone = small if port == (443 if tls else 80) else []
        return cls(frozenset([*(f"{one}:{port}" for one in small), *alone]), tls)

    @property
    def origins(self) -> frozenset[str]:
        """Where a form that is sent here must come from."""
        return frozenset(f"{'https' if self.tls else 'http'}://{host}" for host in self.hosts)


def _as_browsers_write(name: str) -> str:
    try:
        address = ip_address(name)
    except ValueError:
        return name.casefold()
    return f"[{address}]" if address.version == 6 else str(address)


class TooLarge(Exception):
    """More was sent than is taken."""


class Guarded:
    """An application behind all guards."""

    def __init__(self, app: ASGIApp, place: Place, most: int = MOST_BYTES) -> None:
        self._app, self._place, self._most = app, place, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it before anything looks at it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        refused = self._refused(scope)
        if refused:
            await _answer(send, *refused)
            return
        taken, answered = 0, False

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._most:
                raise HTTPException(413, _TOO_LARGE)
            return message

        async def headed(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start":
                answered = True
                own = _HEADERS | (_TLS if self._place.tls else {})
                kept = [(key, value) for key, value in message.get("headers", ()) if key.decode() not in own]
                headers = [*kept, *((key.encode(), value.encode()) for key, value in own.items())]
                message = {**message, "headers": [one for one in headers if one[0] != b"server"]}
            await send(message)

        try:
            await self._app(scope, counted, headed)
        except Exception:  # noqa: BLE001  (the server would print what it says, which may hold a name)
            # The application has told of its kind; without an answer so far, the server would give one of its own.
            if not answered:
                await _answer(send, 500, "The program has a defect.")

    def _refused(self, scope: Scope) -> tuple[int, str] | None:
        headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}
        hosts = [value for key, value in scope["headers"] if key == b"host"]
        if len(hosts) != 1 or headers["host"].casefold() not in self._place.hosts:
            return 421, "This page is not served under that name."
        if scope["method"] not in (*_SAFE, "POST"):
            return 405, "Pages are read (GET) and forms are sent (POST)."
        if scope["method"] == "POST":
            origin, site = headers.get("origin"), headers.get("sec-fetch-site")
            if (origin is not None and origin not in self._place.origins) or site not in (None, "same-origin"):
                return 403, "This form was sent from another page."
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdecimal() or int(length) > self._most:
            return 413, _TOO_LARGE
        return None


async def _answer(send: Send, status: int, words: str) -> None:
    headers = {"content-type": "text/plain; charset=utf-8", "connection": "close"} | _HEADERS
    raw = [(key.encode(), value.encode()) for key, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": f"{words}\n".encode()})
