"""``priorauth sign`` and ``verify`` as they are typed; the passphrase is nowhere."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import pytest

from priorauth.signing.key import fingerprint
from tests.command import priorauth
from tests.signing.conftest import MOMENT, Office
from tests.signing.keys import PASSPHRASE, authority, held

if TYPE_CHECKING:
    from tests.command import Ran


@pytest.fixture(autouse=True)
def _the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("sign", "verify", "worklist.look", "worklist.signed", "options"):
        for name, value in (("today", MOMENT.date()), ("now", MOMENT.astimezone(UTC))):
            monkeypatch.setattr(f"priorauth.cli.{module}.{name}", lambda value=value: value, raising=False)


@pytest.fixture
def files(office: Office) -> Office:
    (office.root / "key.p12").write_bytes(held().p12())
    secret = office.root / "secret"
    secret.write_text(PASSPHRASE + "\n", "utf-8")
    secret.chmod(0o600)
    return office


def ran(office: Office, *arguments: object) -> Ran:
    return priorauth(*arguments, folder=office.root)


SIGN = ("sign", "charts/case-05", "--key", "key.p12", "--passphrase-file", "secret")


def test_signed_and_verified(files: Office) -> None:
    done = ran(files, *SIGN)
    assert (done.code, done.err) == (0, "")
    assert "  letter.pdf  (signed)\n" in done.out
    names = [f"out/case-05/ask-carefirst-trd-medical/{name}.pdf" for name in ("letter", "form", "packet")]
    (files.root / "ca.pem").write_bytes(authority().pem)
    told = ran(files, "verify", *names, "--trust", "ca.pem")
    assert (told.code, told.err) == (0, "")
    assert told.out.count("What the signature covers is as it was signed") == 3
    assert "leads to an authority that is trusted here" in told.out
    assert ran(files, "verify", *names, "charts/case-05/chart.yaml").code == 7
    data = ran(files, "verify", names[0], "--format", "json").out
    assert '"result": "ok"' in data


def test_the_passphrase_is_nowhere(files: Office) -> None:
    """Not in what is printed, nor in any file that was written."""
    done = ran(files, *SIGN)
    assert PASSPHRASE not in done.out + done.err
    written = {name: data for name, data in files.all().items() if name != "secret"}
    assert [name for name, data in written.items() if PASSPHRASE.encode() in data] == []


def test_the_passphrase_is_asked_for(files: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, object]] = []

    def prompt(_: str, **how: object) -> str:
        asked.append(how)
        return PASSPHRASE

    monkeypatch.setattr("click.prompt", prompt)
    done = ran(files, *SIGN[:4])
    assert done.code == 0
    told = (
        "case-05, ask-carefirst-trd-medical: letter of medical necessity, with its form and packet. By signing you say"
    )
    assert " ".join(done.err.split()).startswith(told)
    assert [(one["hide_input"], one["err"]) for one in asked] == [(True, True)]


def test_nobody_is_asked_for_what_cannot_be_signed(files: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.prompt", lambda *_, **__: pytest.fail("it asked"))
    files.say("member_id:", "# member_id:")
    done = ran(files, *SIGN[:4])
    assert (done.code, "It cannot be signed yet." in done.err) == (3, True)


def test_a_passphrase_that_others_can_read(files: Office) -> None:
    (files.root / "secret").chmod(0o644)
    done = ran(files, *SIGN)
    assert (done.code, "Others can read the file with the passphrase." in done.err) == (5, True)


def test_what_to_write_into_the_profile(files: Office) -> None:
    for arguments in (("key.p12", "--passphrase-file", "secret"), ("own.pem",)):
        (files.root / "own.pem").write_bytes(held().pem)
        done = ran(files, "sign", "--fingerprint", *arguments)
        assert done.out.splitlines()[0] == f"certificates: [{fingerprint(held().certificate)}]"
        assert "# CN=Imogen T. Ashgrove, from 2026-01-01 to 2028-01-01" in done.out


def test_a_fingerprint_as_other_programs_write_it(files: Office) -> None:
    mark = fingerprint(held().certificate)
    colons = ":".join(mark[at : at + 2] for at in range(0, 64, 2)).upper()
    profile = files.root / "practice.yaml"
    profile.write_text(profile.read_text("utf-8").replace(mark, f'"{colons}"'), "utf-8")
    assert ran(files, *SIGN).code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ((), 2, "It is not said what to sign, or how."),
        (("charts/case-05",), 2, "It is not said what to sign, or how."),
        (("charts/case-05", "--key", "key.p12", "--print"), 2, "It is not said what to sign, or how."),
        (("charts/case-05", "--scan", "scan.pdf"), 2, "A scan needs the day of the signature and who signed."),
        (("charts/case-05", "--key", "none.p12"), 5, "There is no such file."),
        (("charts/case-05", "--pkcs11", "none.so"), 2, "A PKCS#11 library may know several tokens."),
        (("charts/case-05", "--pkcs11", "none.so", "--token", "mine"), 6, "Signing with a token needs a package"),
    ],
)
def test_what_is_missing(files: Office, arguments: tuple[str, ...], code: int, told: str,
                         monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr("priorauth.signing.token.find_spec", lambda _: None)
    done = ran(files, "sign", *arguments)
    assert (done.code, told in done.err) == (code, True), done.err


def test_a_tokens_library_that_is_not_there(files: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("priorauth.signing.token.find_spec", lambda _: True)
    done = ran(files, "sign", "charts/case-05", "--pkcs11", "none.so", "--token", "mine")
    assert (done.code, "There is no such PKCS#11 library." in done.err) == (6, True)


def test_several_charts(files: Office) -> None:
    (files.root / "charts" / "another").mkdir()
    (files.root / "charts" / "another" / "chart.yaml").write_bytes(files.chart.read_bytes())
    done = ran(files, "sign", "charts", *SIGN[2:])
    assert (done.code, "This folder holds several charts." in done.err) == (2, True)


def test_no_certificate_to_trust(files: Office) -> None:
    ran(files, *SIGN)
    (files.root / "ca.pem").write_text("nothing", "utf-8")
    done = ran(files, "verify", files.folder / "letter.pdf", "--trust", "ca.pem")
    assert (done.code, "There is no certificate in this file." in done.err) == (5, True)


def test_the_worklist_knows(files: Office) -> None:
    """That it was signed, with the hashes of what was made; and whether it still says what the chart says."""
    assert ran(files, "worklist", "add", "charts/case-05").code == 0
    assert ran(files, *SIGN).code == 0
    shown = ran(files, "worklist", "show", "case-05").out
    assert "· signed since 2026-11-20" in " ".join(shown.split())
    assert "signed: by Imogen T. Ashgrove, MD" in shown
    assert "10 files made" in shown
    assert "signed digitally by Imogen T. Ashgrove, MD" in shown
    files.say("two and a half years", "three years")
    stale = " ".join(ran(files, "worklist", "show", "case-05").out.split())
    assert "Stale: the chart changed since it was signed (2026-11-20)." in stale
    assert ran(files, "worklist", "audit").code == 0


def test_what_is_signed_after_it_went_out_is_in_the_trail_and_moves_nothing(files: Office) -> None:
    assert ran(files, "worklist", "add", "charts/case-05").code == 0
    assert ran(files, *SIGN).code == 0
    assert ran(files, "record", "submitted", "case-05", "--by", "fax").code == 0
    files.say("two and a half years", "three years")
    assert ran(files, *SIGN).code == 0
    shown = " ".join(ran(files, "worklist", "show", "case-05").out.split())
    assert "a letter signed: initial, by Imogen T. Ashgrove, MD" in shown
    assert "· submitted since" in shown


def test_in_ink(files: Office) -> None:
    done = ran(files, "sign", "charts/case-05", "--print")
    assert (done.code, "to-sign" in done.out) == (0, True)
    again = ("--scan", "key.p12", "--on", "2026-11-20", "--by", "Imogen T. Ashgrove, MD", "--as", "Odette")
    bad = ran(files, "sign", "charts/case-05", *again)
    assert (bad.code, "The scan of the letter is neither a PDF" in bad.err) == (5, True)
