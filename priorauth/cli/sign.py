"""``priorauth sign``"""

from __future__ import annotations

import os
import stat
import textwrap
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from priorauth.cli.options import Day, OutFolder, case_files, now, today, who_option, writer
from priorauth.documents.letter.kinds import names
from priorauth.errors import BadInput, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from priorauth.documents.packet.parts import Sending
    from priorauth.signing.key import Key
    from priorauth.signing.opened import Request, Signed
    from priorauth.signing.printed import Printed

POSITIVE = click.FloatRange(0, min_open=True)
_PATH = click.Path(path_type=Path)


@click.command(short_help="Sign a request: letter, form and packet, with a key or in ink.")
@click.argument("case", required=False, type=_PATH)
@click.option("--ask", help="Which request, where the chart holds several.")
@click.option("--kind", type=click.Choice(names()), metavar="KIND", help="Which letter (default: what the request is).")
@click.option("--policy", "number", help="The policy's number or file name, where the payer has several.")
@click.option(
    "--accept", "accepts", metavar="EDIT", help="Sign the letter as it was edited in Word; generate tells its key."
)
@click.option("--key", type=_PATH, help="Your key and certificate, a PKCS#12 file (.p12, .pfx).")
@click.option("--passphrase-file", type=_PATH, help="A file with the passphrase or PIN; else you are asked for it.")
@click.option("--pkcs11", "module", type=_PATH, help="Your token's PKCS#11 library, to sign with the token.")
@click.option("--token", help="The token's name.")
@click.option("--certificate", "label", help="The certificate's name on the token, where it holds several.")
@click.option("--print", "print_it", is_flag=True, help="Write letter and form as they are to be signed in ink.")
@click.option(
    "--scan", type=_PATH, help="Take in the scan of the letter that was signed in ink (PDF, TIFF, JPEG, PNG)."
)
@click.option("--form-scan", type=_PATH, help="That of the form, where it was signed too.")
@click.option("--on", "day", type=Day(), help="The day on which it was signed in ink.")
@click.option("--by", help="Who signed it in ink.")
@click.option(
    "--fingerprint", type=_PATH, help="Print what practice.yaml says of this certificate (.p12, .pem), and end."
)
@click.option("-o", "--out", type=OutFolder(), default=None, help="Where to write (default: out/ in the workspace).")
@click.option("--max-pages", type=click.IntRange(2), help="Split the packet: no part has more pages.")
@click.option("--max-mb", type=POSITIVE, help="Split the packet: no part is larger, in millions of bytes.")
@click.option("--fax", is_flag=True, help="Write the packet as a fax machine sends it, too.")
@click.option("--archive", is_flag=True, help="Write the packet as PDF/A-2b, to be kept, too.")
@who_option
def sign(
    case: Path | None,
    ask: str | None,
    kind: str | None,
    number: str | None,
    accepts: str | None,
    key: Path | None,
    passphrase_file: Path | None,
    module: Path | None,
    token: str | None,
    label: str | None,
    print_it: bool,
    scan: Path | None,
    form_scan: Path | None,
    day: date | None,
    by: str | None,
    fingerprint: Path | None,
    out: Path | None,
    max_pages: int | None,
    max_mb: float | None,
    fax: bool,
    archive: bool,
    who: str | None,
) -> None:
    """Sign a request of the chart CASE, as the prescriber whom it names.

    Nothing but the signature may be wanted. The sign-off goes into the chart, letter and form become final and are
    signed, and so is the packet that holds them. Your certificate must be the one that practice.yaml binds to your NPI.
    The passphrase is asked for; it is stored nowhere.

    In ink: print with --print, sign by hand, scan, and take that in with --scan, --on and --by. What practice.yaml has
    to say of a certificate, --fingerprint prints.

    \b
    Example:  priorauth sign charts/case-05 --key ashgrove.p12
    """
    if fingerprint:
        _print_fingerprint(fingerprint, passphrase_file)
        return
    ways = [
        name for name, given in {"--key": key, "--pkcs11": module, "--print": print_it, "--scan": scan}.items() if given
    ]
    if case is None or len(ways) != 1:
        raise UsageError(
            "It is not said what to sign, or how.",
            fix="Name the chart, and one of --key, --pkcs11, --print and --scan.",
        )
    request = _request(case, ask, kind, number, out, _sending(max_pages, max_mb, fax=fax, archive=archive))
    request = replace(request, accepts=accepts)
    if print_it:
        from priorauth.signing.printed import print_out  # noqa: PLC0415  (what only this way needs)

        _tell_printed(print_out(request, today()))
        return
    if scan:
        if day is None or not by:
            raise UsageError("A scan needs the day of the signature and who signed.", fix="Add --on DAY and --by NAME.")
        from priorauth.files import read_bytes  # noqa: PLC0415
        from priorauth.signing.ink import Scan, take_in  # noqa: PLC0415

        form = Scan(form_scan, read_bytes(form_scan)) if form_scan else None
        recorded_by = writer(who).who
        done = take_in(request, Scan(scan, read_bytes(scan)), form, by, day, recorded_by, today())
    else:
        from priorauth.signing.sign import sign as signed_with  # noqa: PLC0415

        _look_first(request, asks=passphrase_file is None)
        with _opened(key, module, token, label, passphrase_file) as held:
            done = signed_with(request, held, now().astimezone())
    _record(done, request, who)
    _tell(done)


def _request(
    case: Path, ask: str | None, kind: str | None, number: str | None, out: Path | None, sending: Sending
) -> Request:
    from priorauth.documents.generate import Studio  # noqa: PLC0415
    from priorauth.documents.letter.kinds import kind as letter_kind  # noqa: PLC0415
    from priorauth.signing.opened import Request  # noqa: PLC0415
    from priorauth.worklist.recorder import Recorder  # noqa: PLC0415
    from priorauth.workspace import Workspace  # noqa: PLC0415

    files = case_files([case])
    if len(files) > 1:
        raise UsageError(
            "This folder holds several charts.", where=str(case), fix="Each is signed by itself: name one."
        )
    workspace = Workspace.around(files[0].parent)
    studio = Studio(workspace, Recorder.of(workspace, lambda: writer(None)).head)
    return Request(
        studio,
        files[0],
        out or (workspace.root or Path()) / "out",
        ask,
        letter_kind(kind) if kind else None,
        number,
        sending,
    )


def _look_first(request: Request, *, asks: bool) -> None:
    """Nobody is asked for a passphrase for what cannot be signed; who is asked is told what it is for.

    Raises:
        NotReady: something else than the signature is wanted.
    """
    from priorauth.signing.opened import Opened  # noqa: PLC0415

    case = Opened.of(request, today())
    case.must_want_nothing_else()
    if asks:
        one = case.assessment
        others = "form and packet" if case.kind.with_form else "packet"
        told = f"{one.case.case}, {one.ask.id}: {case.kind.title.lower()}, with its {others}."
        click.echo(
            "\n".join(_wrapped(f"{told} By signing you say that you have read it and that it is to go out.")), err=True
        )


def _sending(max_pages: int | None, max_mb: float | None, *, fax: bool, archive: bool) -> Sending:
    from priorauth.documents.packet.parts import Limits, Sending  # noqa: PLC0415

    return Sending(Limits(max_pages, Decimal(str(max_mb)) if max_mb else None), fax, archive)


@contextmanager
def _opened(
    key: Path | None, module: Path | None, token: str | None, label: str | None, passphrase_file: Path | None
) -> Iterator[Key]:
    if key:
        from priorauth.files import read_bytes  # noqa: PLC0415
        from priorauth.signing.key import open_file  # noqa: PLC0415

        data = read_bytes(key)
        yield open_file(data, _secret("Passphrase", passphrase_file), key)
        return
    from priorauth.signing.token import Token  # noqa: PLC0415

    mine = Token.named(module or Path(), token, label)
    with mine.opened(_secret("PIN", passphrase_file)) as held:
        yield held


def _secret(what: str, file: Path | None) -> str:
    """What opens the key. It is asked for without being shown, and never an argument: those are seen by others."""
    if file is None:
        return str(click.prompt(what, hide_input=True, err=True, default="", show_default=False))
    from priorauth.files import read_bytes  # noqa: PLC0415

    data = read_bytes(file)
    if os.name == "posix" and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise BadInput(
            "Others can read the file with the passphrase.",
            where=str(file),
            fix=f"Make it yours alone: chmod 600 {file}",
        )
    return data.decode("utf-8", "replace").splitlines()[0] if data.strip() else ""


def _print_fingerprint(path: Path, passphrase_file: Path | None) -> None:
    from priorauth.files import read_bytes  # noqa: PLC0415
    from priorauth.signing.key import certificate_in, fingerprint, open_file  # noqa: PLC0415

    data = read_bytes(path)
    certificate = certificate_in(data) or open_file(data, _secret("Passphrase", passphrase_file), path).certificate
    click.echo(f"certificates: [{fingerprint(certificate)}]")
    click.echo(
        f"# {certificate.subject.rfc4514_string()}, from {certificate.not_valid_before_utc:%Y-%m-%d} to "
        f"{certificate.not_valid_after_utc:%Y-%m-%d}"
    )
    click.echo("Write the first line below the prescriber in practice.yaml.", err=True)


def _record(done: Signed, request: Request, who: str | None) -> None:
    """In the worklist, where there is one."""
    from priorauth.worklist.recorder import Recorder, Signing  # noqa: PLC0415

    workspace = request.studio.workspace
    recorder = Recorder.of(workspace, lambda: writer(who))
    signing = Signing(done.by, done.on, done.kind)
    recorder.made(done.assessment, done.made, request.chart_file, workspace, today(), signing)


def _tell(done: Signed) -> None:
    from priorauth.cli.generate import tell_rest  # noqa: PLC0415

    made = done.made
    click.echo(f"{done.assessment.case.case}, {done.assessment.ask.id}: {made.folder}")
    for name in made.files:
        click.echo(f"  {name}{'  (signed)' if name in done.signed else ''}")
    tell_rest(made)
    for told in done.notes:
        click.echo("\n".join(_wrapped(told)))


def _tell_printed(printed: Printed) -> None:
    click.echo(f"To be signed by hand: {printed.folder}")
    for name in printed.files:
        click.echo(f"  {name}")
    for told in (*(f"Write on the form by hand: {one}" for one in printed.note.by_hand), _NEXT):
        click.echo("\n".join(_wrapped(told)))


_NEXT = "Then scan all pages of the letter into one file: priorauth sign CHART --scan FILE --on DAY --by NAME."


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, 98, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
