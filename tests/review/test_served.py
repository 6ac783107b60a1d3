"""Where the page is served: this machine alone, unless there are a certificate and accounts."""

from __future__ import annotations

import socket
import time
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2
import pytest

from priorauth.errors import BadInput, UsageError
from priorauth.resources import shipped
from priorauth.review.accounts import Accounts
from priorauth.review.app import application
from priorauth.review.desk import Desk
from priorauth.review.door import Door
from priorauth.review.guards import Place
from priorauth.review.house import House
from priorauth.review.serve import Tls, allowed, listening
from priorauth.worklist.address import file_address
from priorauth.worklist.store import Worklist
from tests.command import priorauth
from tests.review.browser import served
from tests.review.certificates import certificate
from tests.review.reading import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TLS = Tls(Path("cert.pem"), Path("key.pem"))
RIGHT = "correct horse battery"


@pytest.mark.parametrize(
    ("host", "tls", "accounts", "may"),
    [
        ("127.0.0.1", None, False, True),
        ("127.0.0.2", None, False, True),
        ("::1", None, False, True),
        ("localhost", None, False, True),
        ("0.0.0.0", None, False, False),  # noqa: S104
        ("192.168.1.5", TLS, False, False),
        ("192.168.1.5", None, True, False),
        ("192.168.1.5", TLS, True, True),
        ("::", TLS, False, False),
        ("clinic.example", None, True, False),
        ("clinic.example", TLS, True, True),
    ],
)
def test_from_elsewhere_only_with_both(host: str, tls: Tls | None, accounts: bool, may: bool) -> None:
    if may:
        allowed(host, tls, accounts=accounts)
    else:
        with pytest.raises(UsageError, match="needs a certificate and accounts"):
            allowed(host, tls, accounts=accounts)


def test_it_is_bound_to_this_machine_alone() -> None:
    with listening("127.0.0.1", 0) as on:
        assert on.getsockname()[0] == "127.0.0.1"


def test_a_port_that_is_taken_is_told() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(BadInput, match="cannot be served there"):
            listening("127.0.0.1", other.getsockname()[1])


@contextmanager
def shared(folder: Path, tls: Tls) -> Iterator[httpx2.Client]:
    """A page with accounts, and a browser that trusts its certificate."""
    accounts = Accounts(folder / "accounts.json")
    accounts.add("imogen", "clinician", RIGHT, "ashgrove")
    accounts.add("wren", "biller", RIGHT)
    worklist = Worklist(file_address(folder / "worklist.db"))
    desk = Desk(folder, worklist, lambda: date(2026, 11, 20), lambda: datetime(2026, 11, 20, 9, tzinfo=UTC))

    def app(port: int):  # type: ignore[no-untyped-def]
        place = Place(frozenset({f"127.0.0.1:{port}"}), tls=True)
        return application(House(desk, Door(time.monotonic), place, shipped("templates") / "review", accounts))

    import ssl  # noqa: PLC0415

    with served(app, tls) as port:
        context = ssl.create_default_context(cafile=str(tls.certificate))
        with httpx2.Client(base_url=f"https://127.0.0.1:{port}", verify=context) as client:
            yield client


def test_with_accounts_each_signs_in_and_is_who_the_account_says(practice: Callable[..., Path], tmp_path: Path) -> None:
    with shared(practice("case-09"), certificate(tmp_path)) as client:
        assert client.get("/").headers["location"] == "/sign-in"
        refused = client.post("/sign-in", data={"name": "imogen", "password": "wrong"})
        assert refused.status_code == 403
        assert "not right" in words(refused)
        came = client.post("/sign-in", data={"name": "imogen", "password": RIGHT})
        assert came.headers["location"] == "/"
        assert "Secure" in came.headers["set-cookie"]
        page = client.get("/")
        assert "imogen, clinician" in words(page)
        assert "max-age" in page.headers["strict-transport-security"]


def test_a_biller_reads_and_gives_back_and_does_not_speak_for_the_prescriber(
    practice: Callable[..., Path], tmp_path: Path
) -> None:
    with shared(practice("case-09"), certificate(tmp_path)) as client:
        client.post("/sign-in", data={"name": "wren", "password": RIGHT})
        page = client.get("/case/case-09/ask-qualchoice-trd-medical")
        assert page.status_code == 200
        assert "Keep my words" not in words(page)


def test_the_command_refuses_another_address_without_both(practice: Callable[..., Path]) -> None:
    ran = priorauth("review", "--host", "0.0.0.0", "--as", "ashgrove", "--no-browser", folder=practice("case-09"))  # noqa: S104
    assert ran.code == 2
    assert "needs a certificate and accounts" in ran.err


def test_the_command_asks_who_signs_where_there_are_several(practice: Callable[..., Path]) -> None:
    ran = priorauth("review", "--no-browser", folder=practice("case-09"))
    assert ran.code == 2
    assert ran.err.startswith("Error: It is not known which prescriber uses the page.")
    assert "ashgrove" in ran.err


def test_accounts_by_command(practice: Callable[..., Path]) -> None:
    folder = practice("case-09")
    add = ("review", "accounts", "add", "--role", "clinician", "--password", RIGHT)
    made = priorauth(*add, "imogen", "--prescriber", "ashgrove", folder=folder)
    assert (made.code, made.out) == (0, "imogen may sign in as clinician.\n")
    assert priorauth("review", "accounts", "list", folder=folder).out == "imogen  clinician  (ashgrove)\n"
    wrong = priorauth(*add, "x", "--prescriber", "nobody", folder=folder)
    assert wrong.code == 2
    assert "has no prescriber nobody" in wrong.err
    assert priorauth("review", "accounts", "remove", "imogen", folder=folder).code == 0
    assert priorauth("review", "accounts", "list", folder=folder).out == ""
