"""Signing with a key on a token, tried with SoftHSM: the key never leaves it, and each slip has its own message."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import pkcs11
import pytest

from priorauth.signing.key import fingerprint
from tests.command import priorauth
from tests.signing.conftest import MOMENT, Office
from tests.signing.keys import authority, held
from tests.signing.tokens import LIBRARY, PIN, needs_softhsm, store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.command import Ran
    from tests.signing.tokens import Store

pytestmark = needs_softhsm

RSA, P256 = held(kind="RSA-2048"), held()


@pytest.fixture(autouse=True)
def _the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("sign", "verify"):
        for name, value in (("today", MOMENT.date()), ("now", MOMENT.astimezone(UTC))):
            monkeypatch.setattr(f"priorauth.cli.{module}.{name}", lambda value=value: value, raising=False)


@pytest.fixture
def drawer(tmp_path: Path) -> Iterator[Store]:
    """A drawer with one token, of Ashgrove, on which nothing is."""
    with store(tmp_path / "drawer") as one:
        one.token("Ashgrove")
        yield one


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Two certificates of the prescriber are bound: of an RSA key and of one of a curve."""
    return Office.at(tmp_path / "office", RSA, P256)


def signed(office: Office, *more: str, token: str = "Ashgrove", pin: str = PIN) -> Ran:  # noqa: S107
    secret = office.root / "pin"
    secret.write_text(pin + "\n", "utf-8")
    secret.chmod(0o600)
    how = ("--pkcs11", LIBRARY, "--token", token, "--passphrase-file", "pin", *more)
    return priorauth("sign", "charts/case-05", *how, folder=office.root)


def refused(office: Office, told: str, *more: str, **how: str) -> None:
    before = office.all() | {"pin": b""}
    ran = signed(office, *more, **how)
    assert (ran.code, told in ran.err) == (5, True), ran.err
    assert office.all() | {"pin": b""} == before, "nothing is written"
    assert PIN not in ran.out + ran.err


@pytest.mark.parametrize("own", [RSA, P256], ids=["RSA-2048", "P-256"])
@pytest.mark.parametrize("each_time", [False, True], ids=["once", "each time"])
def test_signed_and_verified(drawer: Store, office: Office, own, each_time: bool) -> None:  # type: ignore[no-untyped-def]
    """Also where the key wants the PIN for each signature, as that of a smart card does."""
    drawer.put("Ashgrove", "mine", own, own, each_time=each_time)
    done = signed(office)
    assert (done.code, done.err) == (0, "")
    assert "  letter.pdf  (signed)\n" in done.out
    told = priorauth(
        "verify", *(office.folder / f"{one}.pdf" for one in ("letter", "form", "packet")), folder=office.root
    )
    assert (told.code, told.out.count("What the signature covers is as it was signed")) == (0, 3), told.out
    written = {name for name, data in office.all().items() if PIN.encode() in data}
    assert written == {"pin"}


def test_the_authority_s_certificate_on_the_token_goes_with_the_signature(drawer: Store, office: Office) -> None:
    drawer.put("Ashgrove", "mine", RSA, RSA)
    drawer.put("Ashgrove", "authority", authority(), mark=b"\x02")
    assert signed(office).code == 0
    (office.root / "ca.pem").write_bytes(authority().pem)
    told = priorauth("verify", office.folder / "letter.pdf", "--trust", office.root / "ca.pem")
    assert "leads to an authority that is trusted here" in told.out


def test_of_several_certificates_one_is_named(drawer: Store, office: Office) -> None:
    drawer.put("Ashgrove", "old", RSA, RSA)
    drawer.put("Ashgrove", "new", P256, P256, mark=b"\x02")
    refused(office, "Ashgrove: The token holds several certificates with their keys: ")
    assert signed(office, "--certificate", "new").code == 0
    assert '"subject": "CN=Imogen T. Ashgrove"' in (office.folder / "signature.json").read_text("utf-8")


def test_certificate_and_key_of_another_name_belong_together_by_their_id(drawer: Store, office: Office) -> None:
    """Smart cards call them "X.509 Certificate for …" and "Private key for …"."""
    drawer.put("Ashgrove", "X.509 Certificate for Digital Signature", P256)
    drawer.put("Ashgrove", "SIGN key", None, P256)
    assert signed(office).code == 0


def test_without_an_id_they_belong_together_by_their_name(drawer: Store, office: Office) -> None:
    drawer.put("Ashgrove", "mine", P256, P256, mark=b"")
    assert signed(office).code == 0


@pytest.mark.parametrize("pin", ["000000", "", "1"])
def test_a_wrong_pin(drawer: Store, office: Office, pin: str) -> None:
    drawer.put("Ashgrove", "mine", RSA, RSA)
    refused(office, "Ashgrove: The PIN is wrong. Type it again.", pin=pin)


def test_an_unknown_token(drawer: Store, office: Office) -> None:
    drawer.token("Tenpenny")
    refused(office, "Somebody: There is no such token. There are: ", token="Somebody")  # noqa: S106
    ran = signed(office, token="Somebody")  # noqa: S106
    assert {"Ashgrove", "Tenpenny"} <= set(ran.err.replace(",", " ").replace(".", " ").split())


def test_an_empty_token(drawer: Store, office: Office) -> None:
    refused(office, "Ashgrove: The token does not hold such a certificate with its private key. It holds: none.")


def test_a_certificate_that_is_not_there(drawer: Store, office: Office) -> None:
    drawer.put("Ashgrove", "mine", RSA, RSA)
    refused(office, "does not hold such a certificate with its private key. It holds: mine.", "--certificate", "other")


@pytest.mark.parametrize("there", ["certificate", "key"])
def test_half_of_it(drawer: Store, office: Office, there: str) -> None:
    drawer.put("Ashgrove", "mine", RSA if there == "certificate" else None, RSA if there == "key" else None)
    refused(office, "does not hold such a certificate with its private key. It holds: none.")


def test_the_key_of_another_certificate(drawer: Store, office: Office) -> None:
    """Its signature would fit nothing: nobody gets it."""
    drawer.put("Ashgrove", "mine", RSA, held("Somebody Else", "RSA-2048"))
    refused(office, "mine: The private key on the token is not that of the certificate.")


def test_a_certificate_that_is_bound_to_nobody_or_to_another(drawer: Store, office: Office) -> None:
    stranger = held("Rosalind Tenpenny")
    drawer.put("Ashgrove", "mine", stranger, stranger)
    refused(office, "The certificate is not bound to the prescriber's NPI (2000000010).")
    profile = office.root / "practice.yaml"
    text, mark = profile.read_text("utf-8"), fingerprint(stranger.certificate)
    profile.write_text(text.replace('npi: "2000000028"', f'npi: "2000000028"\n    certificates: [{mark}]', 1), "utf-8")
    refused(office, "The certificate is that of tenpenny, and the chart's prescriber is another (NPI 2000000010).")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (pkcs11.PinLocked, "Ashgrove: The token is locked after too many wrong PINs."),
        (pkcs11.DeviceRemoved, "Ashgrove: The token does not open, or does not sign (DeviceRemoved)."),
    ],
)
def test_a_token_that_is_locked_or_pulled_out(
    drawer: Store, office: Office, monkeypatch: pytest.MonkeyPatch, answer: type[Exception], told: str
) -> None:
    """SoftHSM never is, so that its answer is given here."""
    drawer.put("Ashgrove", "mine", RSA, RSA)

    def answered(*_: object, **__: object) -> None:
        raise answer

    monkeypatch.setattr("priorauth.signing.on_token._found", answered)
    refused(office, told)


def test_what_is_no_pkcs11_library(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    (office.root / "library.so").write_bytes(b"no library")
    monkeypatch.setattr("tests.signing.test_token.LIBRARY", "library.so")
    refused(office, "library.so: This is no PKCS#11 library, or it cannot be loaded here.")
