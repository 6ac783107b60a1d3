"""Under which names the page answers, by which certificate, and how it ends."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import httpx2
import pytest
from cryptography.hazmat.primitives import serialization

from priorauth.errors import UsageError
from priorauth.review.guards import Place
from priorauth.review.serve import Tls, listening
from priorauth.review.tls import names_of
from tests.command import priorauth
from tests.review.certificates import certificate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "port", "tls", "hosts", "origins"),
    [
        ("clinic.example", 8642, True, {"clinic.example:8642"}, {"https://clinic.example:8642"}),
        (
            "Clinic.Example", 443, True, {"clinic.example", "clinic.example:443"},
            {"https://clinic.example", "https://clinic.example:443"},
        ),
        ("127.0.0.1", 80, False, {"127.0.0.1", "127.0.0.1:80"}, {"http://127.0.0.1", "http://127.0.0.1:80"}),
        ("127.0.0.1", 443, False, {"127.0.0.1:443"}, {"http://127.0.0.1:443"}),
        ("clinic.example", 80, True, {"clinic.example:80"}, {"https://clinic.example:80"}),
        ("0:0:0:0:0:0:0:1", 8642, False, {"[::1]:8642"}, {"http://[::1]:8642"}),
    ],
)  # fmt: skip
def test_as_browsers_write_it(name: str, port: int, tls: bool, hosts: set[str], origins: set[str]) -> None:
    place = Place.under([name], port, tls=tls)
    assert place.hosts == hosts
    assert place.origins == origins


@pytest.mark.parametrize("host", ["0.0.0.0", "0", ""])  # noqa: S104
def test_every_address_at_once_is_no_name(host: str) -> None:
    with pytest.raises(UsageError, match="nobody types that one"):
        listening(host, 0)


def test_the_names_of_the_certificate(tmp_path: Path) -> None:
    assert names_of(certificate(tmp_path)) == {"127.0.0.1"}


def _no_certificate(tls: Tls) -> Tls:
    return Tls(tls.key, tls.key)


def _no_key(tls: Tls) -> Tls:
    return Tls(tls.certificate, tls.certificate)


def _locked(tls: Tls) -> Tls:
    key = serialization.load_pem_private_key(tls.key.read_bytes(), None)
    kept = serialization.BestAvailableEncryption(b"secret")
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, kept)
    tls.key.write_bytes(pem)
    return tls


def _of_another(tls: Tls) -> Tls:
    other = tls.key.parent / "other"
    other.mkdir()
    return Tls(tls.certificate, certificate(other).key)


@pytest.mark.parametrize(
    ("wrong", "told", "named"),
    [
        (_no_certificate, "This is no certificate in PEM.", "key.pem"),
        (_no_key, "This is no private key in PEM", "cert.pem"),
        (_locked, "or it is locked by a passphrase", "key.pem"),
        (_of_another, "This is not the certificate's key.", "other/key.pem"),
    ],
)
def test_files_that_cannot_be_used_are_told_before_anything_else(
    practice: Callable[..., Path], tmp_path: Path, wrong: Callable[[Tls], Tls], told: str, named: str
) -> None:
    folder, tls = practice("case-09"), wrong(certificate(tmp_path))
    ran = priorauth("review", "--as", "ashgrove", "--no-browser", "--tls", tls.certificate, tls.key, folder=folder)
    assert (ran.code, ran.out) == (5, "")
    assert told in ran.err
    assert f"{named}: " in ran.err.replace("\\", "/")
    assert "started" not in priorauth("worklist", "audit", "--page", folder=folder).out


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_however_it_is_stopped_the_trail_says_so(practice: Callable[..., Path], name: str) -> None:
    folder = practice("case-09")
    command = [sys.executable, "-m", "priorauth", "review", "--as", "ashgrove", "--no-browser"]
    with subprocess.Popen(  # noqa: S603  (our own command)
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as page:
        assert page.stdout
        found = re.search(r"http://[^/]+", page.stdout.readline())
        assert found
        while not _answers(found[0]):
            time.sleep(0.05)
        page.send_signal(getattr(signal, name))
        _, told = page.communicate(timeout=30)
    assert page.returncode == 130
    assert told.strip() == "Stopped. Nothing was left half-written."
    last = priorauth("worklist", "audit", "--page", folder=folder).out.splitlines()[-1]
    assert "stopped the page" in last


def _answers(address: str) -> bool:
    try:
        return httpx2.get(address).status_code == 403
    except httpx2.TransportError:
        return False
