"""``priorauth review``: the clinician's page, on this machine."""

from __future__ import annotations

import time
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from priorauth.cli.options import now, today, writer
from priorauth.cli.worklist.found import place, the_worklist
from priorauth.errors import UsageError
from priorauth.readable import readable

if TYPE_CHECKING:
    from priorauth.chart.practice import Practice
    from priorauth.review.accounts import Accounts
    from priorauth.review.book import Book
    from priorauth.review.door import Person
    from priorauth.review.serve import Tls
    from priorauth.signing.token import Token
    from priorauth.worklist.address import Address


@click.group(
    invoke_without_command=True,
    short_help="The clinician's page: today's letters, looked at in a browser on this machine.",
)
@click.option("--as", "who", metavar="KEY", help="Which prescriber of practice.yaml signs here, if there are several.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="On which port (default: a free one).")
@click.option("--host", default="127.0.0.1", show_default=True, help="Another address needs --tls and accounts.")
@click.option(
    "--tls",
    nargs=2,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="CERTIFICATE KEY",
    help="PEM files, to be reached from other machines.",
)
@click.option(
    "--pkcs11", "library", type=click.Path(path_type=Path), help="Sign with a token: its PKCS#11 library. For one user."
)
@click.option("--token", "token_name", help="The token's name.")
@click.option("--certificate", help="The certificate's name on the token, where it holds several.")
@click.option("--no-browser", is_flag=True, help="Print the address and open nothing.")
@click.pass_context
def review(
    context: click.Context,
    who: str | None,
    port: int,
    host: str,
    tls: tuple[Path, Path] | None,
    library: Path | None,
    token_name: str | None,
    certificate: str | None,
    *,
    no_browser: bool,
) -> None:
    """Open the page on which a clinician looks at today's letters and signs them.

    It is served on this machine alone, from the workspace one stands in, until it is stopped (Ctrl+C). The address that
    is printed lets one browser in, once.

    \b
    Example:  priorauth review
    """
    if context.invoked_subcommand is None:
        from priorauth.review.serve import Tls  # noqa: PLC0415  (what only the page needs)

        token = _token(library, token_name, certificate)
        _serve(who, host, port, Tls(*tls) if tls else None, token, browser=not no_browser)


def _token(library: Path | None, name: str | None, certificate: str | None) -> Token | None:
    """The token that is plugged in here, if one was named."""
    from priorauth.signing.token import Token  # noqa: PLC0415

    if library is None and (name or certificate):
        raise UsageError("A token needs its PKCS#11 library.", fix="Name it with --pkcs11.")
    return None if library is None else Token.named(library.resolve(), name, certificate)


def _serve(who: str | None, host: str, port: int, tls: Tls | None, token: Token | None, *, browser: bool) -> None:
    from priorauth.resources import shipped  # noqa: PLC0415
    from priorauth.review.app import application  # noqa: PLC0415
    from priorauth.review.desk import Desk  # noqa: PLC0415
    from priorauth.review.door import Door  # noqa: PLC0415
    from priorauth.review.guards import Place  # noqa: PLC0415
    from priorauth.review.house import House  # noqa: PLC0415
    from priorauth.review.serve import allowed, is_loopback, listening, run, stopped_like_by_hand  # noqa: PLC0415
    from priorauth.review.tls import names_of  # noqa: PLC0415

    workspace, worklist = the_worklist()
    root = workspace.root or Path.cwd()
    accounts = _accounts(root)
    allowed(host, tls, accounts=bool(accounts))
    if token and accounts:
        raise UsageError(
            "A token signs for one person, and the page has accounts for several.",
            fix="Leave --pkcs11 out: each signs with a file of their own, in ink, or with the token by priorauth sign.",
        )
    person = None if accounts else _clinician(workspace.practice, who)
    certified = names_of(tls) if tls else frozenset[str]()
    with listening(host, port) as on:
        number = on.getsockname()[1]
        own = {"localhost", on.getsockname()[0]} if is_loopback(host) else set()
        door = Door(time.monotonic)
        house = House(
            Desk(root, worklist, today, now),
            door,
            Place.under({host} | own | certified, number, tls=tls is not None),
            shipped("templates") / "review",
            accounts or None,
            token,
        )
        shown = f"[{host}]" if ":" in host else host
        begin = f"{'https' if tls else 'http'}://{shown}:{number}"
        address = f"{begin}/enter?token={door.token(person)}" if person else f"{begin}/sign-in"
        click.echo(f"The page is at {address}")
        click.echo("This address works once. Stop with Ctrl+C." if person else "Stop with Ctrl+C.")
        if browser:
            webbrowser.open(address)
        who_started = _login()
        with stopped_like_by_hand():
            house.book.note("page_started", who_started)
            try:
                run(application(house), on, tls)
            finally:
                house.book.note("page_stopped", who_started)


def _book(address: Address) -> Book:
    """The page's part of the trail, which begins with the first account if there is no worklist yet."""
    from priorauth.review.book import Book  # noqa: PLC0415
    from priorauth.worklist.store import Worklist  # noqa: PLC0415

    return Book(Worklist(address), now)


def _login() -> str:
    """Who is logged in on this machine."""
    try:
        return writer(None).who
    except UsageError:  # a system that does not tell is no reason not to serve the page
        return "(a login that the system does not tell)"


def _accounts(root: Path) -> Accounts:
    from priorauth.review.accounts import FILE, Accounts  # noqa: PLC0415

    return Accounts(root / FILE)


def _clinician(practice: Practice | None, who: str | None) -> Person:
    """Who sits before the screen: the one prescriber there is, or the one that is named."""
    from priorauth.review.door import Person  # noqa: PLC0415

    known = practice.prescribers if practice else {}
    if who is None and len(known) == 1:
        who = next(iter(known))
    if who is None or who not in known:
        named = ", ".join(known) or "none yet"
        raise UsageError(
            "It is not known which prescriber uses the page.",
            fix=f"Name one with --as KEY, as practice.yaml has it under prescribers: {named}.",
        )
    return Person(known[who].signature_name, "clinician", who)


@review.group()
def accounts() -> None:
    """Who may use the page, where several people do: add, list, unlock, remove."""


@accounts.command()
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice(["biller", "clinician", "administrator"]),
    required=True,
    help="What it may do: a biller looks, a clinician signs.",
)
@click.option("--prescriber", metavar="KEY", help="For a clinician: who that is in practice.yaml.")
@click.option("--password", help="Asked for if it is left out, which keeps it out of the history of commands.")
def add(name: str, role: str, prescriber: str | None, password: str | None) -> None:
    """Add an account, or give one another password or role.

    \b
    Example:  priorauth review accounts add imogen --role clinician --prescriber ashgrove
    """
    workspace, address = place()
    known = workspace.practice.prescribers if workspace.practice else {}
    if prescriber is not None and prescriber not in known:
        raise UsageError(
            f"The practice's profile has no prescriber {prescriber}.", fix=f"It has: {', '.join(known) or 'none'}."
        )
    password = password or click.prompt("Password", hide_input=True, confirmation_prompt=True)
    book = _book(address)
    came = _accounts(workspace.root or Path.cwd()).add(name, role, password, prescriber)  # type: ignore[arg-type]
    book.note(came, _login(), account=name, role=role)
    click.echo(f"{name} may sign in as {role}.")


@accounts.command("list")
def list_() -> None:
    """Every account with its role.

    \b
    Example:  priorauth review accounts list
    """
    workspace, _ = place()
    for one in _accounts(workspace.root or Path.cwd()):
        click.echo(readable(f"{one.name}  {one.role}{f'  ({one.prescriber})' if one.prescriber else ''}"))


@accounts.command()
@click.argument("name")
def remove(name: str) -> None:
    """Take an account away.

    \b
    Example:  priorauth review accounts remove wren
    """
    workspace, address = place()
    book = _book(address)
    _accounts(workspace.root or Path.cwd()).remove(name)
    book.note("account_removed", _login(), account=name)
    click.echo(f"{name} may not sign in any more.")


@accounts.command()
@click.argument("name")
def unlock(name: str) -> None:
    """Let an account sign in again that too many wrong passwords have locked.

    \b
    Example:  priorauth review accounts unlock wren
    """
    workspace, address = place()
    book = _book(address)
    if _accounts(workspace.root or Path.cwd()).unlock(name):
        book.note("account_unlocked", _login(), account=name)
        click.echo(f"{name} may sign in again.")
    else:
        click.echo(f"{name} was not locked.")
