"""Where an authority confirms the time: what is sent is a hash, and without an answer nothing is signed."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from asn1crypto import cms, keys, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from priorauth.errors import BadInput, ExitCode
from priorauth.signing.found import signatures
from priorauth.signing.sign import sign
from priorauth.signing.timestamps import Authority
from priorauth.signing.verify import Verifier
from tests.signing.conftest import MOMENT, Office, opened
from tests.signing.keys import authority, clock, held

if TYPE_CHECKING:
    from priorauth.signing.verify import Told

TRUSTED = (x509.Certificate.load(authority().certificate.public_bytes(Encoding.DER)),)
TRUST_IT = "which proves nothing: anybody can add that. If you trust it, name its certificate with --trust."


def stamps(moment: datetime) -> DummyTimeStamper:
    """An authority whose clock stands still."""
    key = clock().private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    own = x509.Certificate.load(clock().certificate.public_bytes(Encoding.DER))
    return DummyTimeStamper(own, keys.PrivateKeyInfo.load(key), fixed_dt=moment)


def stamped(pdf: bytes, moment: datetime) -> bytes:
    """The signed file with a token of that time put to its signature: for that nobody needs the signer's key."""
    begin, end = pdf.index(b"/Contents <") + 10, pdf.index(b">", pdf.index(b"/Contents <"))
    room = pdf[begin + 1 : end]
    found = cms.ContentInfo.load(bytes.fromhex(room.decode()), strict=False)
    signer = found["content"]["signer_infos"][0]
    token = asyncio.run(stamps(moment).async_timestamp(hashlib.sha256(signer["signature"].native).digest(), "sha256"))
    kind = cms.CMSAttributeType("signature_time_stamp_token")
    signer["unsigned_attrs"] = cms.CMSAttributes(
        [cms.CMSAttribute({"type": kind, "values": cms.SetOfContentInfo([token])})]
    )
    own = held().certificate.serial_number  # the authority's certificate makes room: no signature covers it
    kept = [one for one in found["content"]["certificates"] if one.chosen.serial_number == own]
    found["content"]["certificates"] = cms.CertificateSet(kept)
    digits = found.dump(force=True).hex().encode()
    assert len(digits) <= len(room)
    return pdf[: begin + 1] + digits.ljust(len(room), b"0") + pdf[end:]


def put_to(office: Office, moment: datetime, trusted: tuple[x509.Certificate, ...] = ()) -> Told:
    """What is told of a letter to which such a token was put."""
    path = office.root / "received" / "letter.pdf"
    path.parent.mkdir()
    path.write_bytes(stamped((office.folder / "letter.pdf").read_bytes(), moment))
    return Verifier(MOMENT.date(), trusted, stands_in=office.root).verified(path)


LONG_AGO = datetime(2025, 2, 3, 4, 5, 6, tzinfo=UTC)


def test_a_time_that_anybody_put_to_it(signed: Office) -> None:
    """It is told, and the signer's own time stays; nor does it count against the certificate, which began later."""
    one = put_to(signed, LONG_AGO)
    assert one.code is ExitCode.OK
    assert one.says == "Signed by Imogen T. Ashgrove, MD, 2026-11-20 14:05:09 -05:00, by the signer's own clock."
    assert one.points[1] == (
        "An authority that is not trusted here (Common Name: Test Clock) says 2025-02-03 04:05:06 +00:00, " + TRUST_IT
    )


def test_a_time_that_anybody_put_to_it_makes_no_certificate_hold(signed: Office) -> None:
    """A certificate that had ended when it was used is not saved by a token of an earlier day."""
    (found,) = signatures(stamped((signed.folder / "letter.pdf").read_bytes(), LONG_AGO), "letter.pdf")
    assert (found.at, found.confirmed_by, found.intact) == (MOMENT, "", True)
    ended = replace(found, begins=LONG_AGO - timedelta(days=9), ends=LONG_AGO + timedelta(days=9))
    assert not ended.in_time


def test_a_trusted_time_that_contradicts_the_signers_own(signed: Office) -> None:
    later = MOMENT + timedelta(days=40)
    one = put_to(signed, later, TRUSTED)
    assert "2026-12-30 19:05:09 +00:00, as confirmed by Common Name: Test Clock." in one.says
    assert one.points[1] == (
        "The signer's own clock said 2026-11-20 14:05:09 -05:00, long before the time that was confirmed: that it was "
        "signed then, nobody confirms."
    )


def test_a_trusted_time_before_the_signers_own(signed: Office) -> None:
    one = put_to(signed, MOMENT - timedelta(days=2), TRUSTED)
    assert one.points[1] == (
        "The signer's own clock said 2026-11-20 14:05:09 -05:00, which is after the time that was confirmed."
    )


@pytest.mark.parametrize("minutes", [-10, 10])
def test_clocks_that_differ_a_little(signed: Office, minutes: int) -> None:
    told = " ".join(put_to(signed, MOMENT + timedelta(minutes=minutes), TRUSTED).points)
    assert "own clock said" not in told


def test_a_time_that_was_confirmed(office: Office) -> None:
    sign(office.request(), opened(held()), MOMENT, timestamps=stamps(MOMENT))
    own = Verifier(MOMENT.date(), stands_in=office.root).verified(office.folder / "letter.pdf")
    assert (own.code, own.points[1].endswith(TRUST_IT)) == (ExitCode.OK, True)
    for name in ("letter.pdf", "form.pdf", "packet.pdf"):
        (found,) = signatures((office.folder / name).read_bytes(), name, TRUSTED)
        assert (found.intact, found.whole_file, found.at) == (True, True, MOMENT)
        assert found.confirmed_by == "Common Name: Test Clock"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (ConnectionRefusedError("Connection refused"), "does not confirm the time (Connection refused). Nothing was"),
        (TimeoutError("timed out"), "does not confirm the time (timed out). Nothing was signed or written"),
        (b"<html>Not here</html>", "does not confirm the time ("),
    ],
)
def test_an_authority_that_does_not_answer(
    office: Office, answer: Exception | bytes, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = office.root / "practice.yaml"
    url = "https://time.example/stamp"
    profile.write_text(profile.read_text("utf-8") + f"timestamp_authority: {url}\n", "utf-8")
    sent: list[tuple[str, bytes]] = []

    def asked(where: str, question: bytes) -> bytes:
        sent.append((where, question))
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr("priorauth.signing.timestamps.asked", asked)
    before = office.all()
    with pytest.raises(BadInput) as error:
        sign(office.request(), opened(held()), MOMENT)
    assert told in str(error.value)
    assert str(error.value).startswith(f"{url}: ")
    assert office.all() == before
    assert [where for where, _ in sent] == [url]
    assert len(sent[0][1]) < 100  # a hash, and nothing of the document


def test_only_an_address_of_the_web_is_asked(office: Office) -> None:
    from tests.command import priorauth  # noqa: PLC0415

    profile = office.root / "practice.yaml"
    profile.write_text(profile.read_text("utf-8") + "timestamp_authority: file:///etc/passwd\n", "utf-8")
    ran = priorauth("check", "charts/case-05", folder=office.root)
    assert (ran.code, "timestamp_authority" in ran.err) == (5, True)
    assert Authority("https://time.example").url == "https://time.example"
