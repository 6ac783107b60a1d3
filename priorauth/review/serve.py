"""The page is served on this machine alone, unless it has a certificate and people have accounts."""

from __future__ import annotations

import signal
import socket
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING

import uvicorn

from priorauth.errors import BadInput, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import FrameType

    from starlette.types import ASGIApp

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Tls:
    """A certificate and its key, as PEM files."""

    certificate: Path
    key: Path


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine reaches it."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def allowed(host: str, tls: Tls | None, *, accounts: bool) -> None:
    """Refuse to be reached from elsewhere without TLS and accounts.

    Raises:
        UsageError: one of them is missing.
    """
    if is_loopback(host):
        return
    if tls is None or not accounts:
        raise UsageError(
            f"The page would be reached from other machines ({host}), and that needs a certificate and accounts.",
            fix="Give --tls CERTIFICATE KEY and make accounts (priorauth review accounts add), or leave --host out.",
        )


def listening(host: str, port: int) -> socket.socket:
    """A socket that is bound; port 0 takes a free one.

    Raises:
        BadInput: the address or port cannot be had.
        UsageError: it is no address, but all that this machine has.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        found.bind((host, port))
    except OSError as error:
        found.close()
        raise BadInput(
            f"The page cannot be served there ({error.strerror or 'refused by the system'}).",
            where=f"{host}:{port}",
            fix="Leave --port out to take a free one, or choose another.",
        ) from None
    if ip_address(found.getsockname()[0].partition("%")[0]).is_unspecified:
        found.close()
        raise UsageError(
            f"The page would be served under every address of this machine ({host}), and nobody types that one.",
            fix="Give --host the name or the address that people type into their browsers.",
        )
    return found


def server_of(app: ASGIApp, tls: Tls | None) -> uvicorn.Server:
    """The server. Nothing that somebody asked for is logged: an address names a case."""
    config = uvicorn.Config(
        app,
        log_level="error",
        access_log=False,
        server_header=False,
        date_header=False,
        ssl_certfile=str(tls.certificate) if tls else None,
        ssl_keyfile=str(tls.key) if tls else None,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=64 * 1024,
        lifespan="on",
        ws="none",
    )
    return uvicorn.Server(config)


def run(app: ASGIApp, on: socket.socket, tls: Tls | None) -> None:
    """Serve until it is stopped."""
    server_of(app, tls).run(sockets=[on])


@contextmanager
def stopped_like_by_hand() -> Iterator[None]:
    """Whoever ends the process by a signal stops the page as Ctrl+C does: what is begun is done, and written down.

    The server takes the signals that it knows for itself, ends what is begun, and hands them on to what is set here.
    """

    def stopped(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        raise KeyboardInterrupt

    def ended(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        signal.raise_signal(signal.SIGTERM)  # the terminal was closed: the server does not know that one

    before = {signal.SIGTERM: signal.signal(signal.SIGTERM, stopped)}
    for name, does in (("SIGHUP", ended), ("SIGBREAK", stopped)):
        number = getattr(signal, name, None)  # the one on Linux and macOS, the other on Windows
        if number and signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            before[number] = signal.signal(number, does)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
