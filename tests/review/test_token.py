"""Signing on the page with a token that is plugged into this machine: for one user, whom the page asks for the PIN."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from priorauth.signing.record import record_in
from priorauth.signing.token import Token
from priorauth.worklist.events import Signed
from tests.command import priorauth
from tests.review.conftest import BILLER
from tests.review.office import at_the_page, case_of
from tests.review.reading import Visitor, words
from tests.signing.conftest import OWN, Office
from tests.signing.keys import held
from tests.signing.tokens import LIBRARY, PIN, needs_softhsm, store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx2 import Response

pytestmark = needs_softhsm


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Visitor]:
    """The prescriber at the page of the machine into which the token is plugged."""
    with store(tmp_path / "drawer") as drawer:
        drawer.token("Ashgrove")
        drawer.put("Ashgrove", "mine", held(), held())
        assert LIBRARY is not None
        yield at_the_page(tmp_path / "office", held(), token=Token(LIBRARY, "Ashgrove"))


def signed(visitor: Visitor, pin: str = PIN) -> Response:
    return visitor.send(f"{case_of(visitor)}/sign", passphrase=pin)


def test_the_page_asks_for_the_pin_and_signs(visitor: Visitor) -> None:
    page = visitor.get(case_of(visitor))
    assert "The PIN of your token Ashgrove" in words(page)
    assert 'name="key"' not in page.text
    answer = signed(visitor)
    assert answer.headers["location"] == f"{case_of(visitor)}?done=signed", words(answer)
    (record,) = filter(None, (record_in(path.parent) for path in visitor.desk.out.rglob("signature.json")))
    assert record.how == "digital"
    told = priorauth("verify", *visitor.desk.out.rglob("letter.pdf"))
    assert "What the signature covers is as it was signed" in told.out
    visitor.send(f"{case_of(visitor)}/keep", words="It is time.")
    assert signed(visitor).status_code == 303, "it can be opened again"


def test_a_wrong_pin_signs_nothing_and_is_repeated_nowhere(visitor: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    answer = signed(visitor, "775533")
    assert (answer.status_code, "Ashgrove: The PIN is wrong." in words(answer)) == (422, True)
    assert "775533" not in answer.text + caplog.text
    assert visitor.desk.worklist.find(OWN).case.last(Signed) is None
    assert signed(visitor).status_code == 303


def test_the_pin_is_nowhere(visitor: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    assert signed(visitor).status_code == 303
    root = visitor.desk.out.parent
    assert [path for path in root.rglob("*") if path.is_file() and PIN.encode() in path.read_bytes()] == []
    assert PIN not in caplog.text


def test_nobody_else_signs_with_it(visitor: Visitor) -> None:
    visitor.enter(BILLER)
    assert "Only the prescriber of this case signs." in words(signed(visitor))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office.at(tmp_path / "office")
    assert priorauth("worklist", "add", "charts/case-05", folder=made.root).code == 0
    return made


REVIEW = ("review", "--no-browser", "--as", "ashgrove")


def test_where_several_people_use_the_page_no_token_signs(office: Office) -> None:
    add = ("review", "accounts", "add", "wren", "--role", "biller", "--password", "correct horse battery")
    assert priorauth(*add, folder=office.root).code == 0
    ran = priorauth(*REVIEW, "--pkcs11", LIBRARY, "--token", "Ashgrove", folder=office.root)
    assert (ran.code, "A token signs for one person, and the page has accounts for several." in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("how", "code", "told"),
    [
        (("--token", "Ashgrove"), 2, "A token needs its PKCS#11 library."),
        (("--pkcs11", LIBRARY), 2, "A PKCS#11 library may know several tokens."),
        (("--pkcs11", "none.so", "--token", "Ashgrove"), 6, "none.so: There is no such PKCS#11 library."),
        (("--pkcs11", LIBRARY, "--token", "Ashgrove", "--host", "192.168.1.5"), 2, "needs a certificate and accounts"),
    ],
)
def test_a_token_that_is_not_said_well(office: Office, how: tuple[object, ...], code: int, told: str) -> None:
    ran = priorauth(*REVIEW, *how, folder=office.root)
    assert (ran.code, told in ran.err) == (code, True), ran.err
