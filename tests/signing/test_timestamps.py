"""Where an authority confirms the time: what is sent is a hash, and without an answer nothing is signed."""

from __future__ import annotations

import pytest
from asn1crypto import keys, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from priorauth.errors import BadInput
from priorauth.signing.found import signatures
from priorauth.signing.sign import sign
from priorauth.signing.timestamps import Authority
from tests.signing.conftest import MOMENT, Office, opened
from tests.signing.keys import authority, clock, held


def test_a_time_that_was_confirmed(office: Office) -> None:
    one = clock()
    key = one.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    stamps = DummyTimeStamper(
        x509.Certificate.load(one.certificate.public_bytes(Encoding.DER)),
        keys.PrivateKeyInfo.load(key),
        fixed_dt=MOMENT,
    )
    sign(office.request(), opened(held()), MOMENT, timestamps=stamps)
    trusted = (x509.Certificate.load(authority().certificate.public_bytes(Encoding.DER)),)
    for name in ("letter.pdf", "form.pdf", "packet.pdf"):
        (found,) = signatures((office.folder / name).read_bytes(), name, trusted)
        assert (found.intact, found.whole_file, found.at) == (True, True, MOMENT)
        assert found.confirmed_by == "Common Name: Test Clock (trusted)"


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
