"""Signing on the page: by the prescriber alone, with the key bound to the NPI; of the key nothing is kept."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from priorauth.review.door import Person
from priorauth.signing.record import record_in
from priorauth.worklist.events import Signed
from tests.command import ROOT
from tests.review.office import at_the_page, case_of
from tests.review.reading import Visitor, hidden, words
from tests.signing.conftest import OWN, PASSPHRASE
from tests.signing.keys import held

if TYPE_CHECKING:
    from pathlib import Path

    from httpx2 import Response


@pytest.fixture
def visitor(tmp_path: Path) -> Visitor:
    """The prescriber at the page of an office whose profile binds the certificate."""
    return at_the_page(tmp_path / "office", held())


def signed(visitor: Visitor, passphrase: str = PASSPHRASE, key: bytes | None = None) -> Response:
    fields = hidden(visitor.get(case_of(visitor)))
    files = {"key": ("key.p12", held().p12() if key is None else key)}
    return visitor.client.post(f"{case_of(visitor)}/sign", data={**fields, "passphrase": passphrase}, files=files)


def test_letter_form_and_packet_become_final(visitor: Visitor) -> None:
    answer = signed(visitor)
    assert answer.headers["location"] == f"{case_of(visitor)}?done=signed", words(answer)
    kept = visitor.desk.worklist.find(case_of(visitor).removeprefix("/case/"))
    assert kept.case.state == "signed"
    assert kept.entries[-1].who == "Imogen T. Ashgrove, MD"
    (record,) = filter(None, (record_in(path.parent) for path in visitor.desk.out.rglob("signature.json")))
    assert record.how == "digital"
    assert "Signed, not sent yet 1" in words(visitor.get("/"))


def test_each_signature_of_a_day_is_in_the_trail(visitor: Visitor) -> None:
    """Signed, changed by staff, and signed anew: two signatures were given."""
    assert signed(visitor).status_code == 303
    chart = visitor.desk.open(case_of(visitor).removeprefix("/case/")).chart_file
    chart.write_text(chart.read_text("utf-8").replace("two and a half years", "three years"), "utf-8")
    assert signed(visitor).headers["location"] == f"{case_of(visitor)}?done=signed"
    assert len(visitor.desk.worklist.find(OWN).case.each(Signed)) == 2


def test_a_form_that_shows_no_signature_is_told(visitor: Visitor) -> None:
    own = visitor.desk.out.parent / "templates" / "forms" / "universal"
    own.mkdir(parents=True)
    shipped = (ROOT / "templates" / "forms" / "universal" / "map.yaml").read_text("utf-8")
    (own / "map.yaml").write_text(shipped.replace(", sign: here", ""), "utf-8")
    answer = signed(visitor)
    assert answer.headers["location"] == f"{case_of(visitor)}?done=signed_but_form", words(answer)
    told = words(visitor.get(answer.headers["location"]))
    assert "The form shows no signature, because its map does not say where: sign it by hand" in told


@pytest.mark.parametrize("passphrase", ["wrong", ""])
def test_a_wrong_passphrase_signs_nothing_and_is_repeated_nowhere(
    visitor: Visitor, passphrase: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = signed(visitor, passphrase or "")
    assert "passphrase is wrong" in words(answer)
    assert visitor.desk.worklist.find(OWN).case.last(Signed) is None
    assert PASSPHRASE not in caplog.text
    assert "wrong" not in "".join(one.getMessage() for one in caplog.records)


@pytest.mark.parametrize("key", [b"", b"x" * 100_001])
def test_what_is_no_key_is_refused(visitor: Visitor, key: bytes) -> None:
    assert "No key was chosen" in words(signed(visitor, key=key))


def test_another_s_key_does_not_sign(visitor: Visitor) -> None:
    answer = signed(visitor, key=held("Somebody Else").p12())
    assert answer.status_code != 303
    assert visitor.desk.worklist.find(OWN).case.last(Signed) is None


@pytest.mark.parametrize("person", [Person("Wren", "biller"), Person("Rosalind", "clinician", "tenpenny")])
def test_nobody_else_signs_even_with_the_key(visitor: Visitor, person: Person) -> None:
    visitor.enter(person)
    assert "Only the prescriber of this case signs." in words(signed(visitor))


def test_a_chart_that_gives_her_number_to_another_name(visitor: Visitor) -> None:
    """Neither signs for it, nor is that person the prescriber for whom the page keeps statements and words."""
    chart = visitor.desk.out.parent / "charts" / OWN / "chart.yaml"
    another = 'prescriber: {name: Zacharias Fakeman, credentials: DO, role: psychiatrist, npi: "2000000010"}'
    chart.write_text(chart.read_text("utf-8").replace("prescriber: ashgrove", another), "utf-8")
    fields = hidden(visitor.get(case_of(visitor)))
    assert "as its prescriber, and the NPI 2000000010 is that of Imogen T. Ashgrove, MD" in words(signed(visitor))
    answer = visitor.client.post(f"{case_of(visitor)}/keep", data={**fields, "words": "Hers."})
    assert answer.status_code == 422
    assert "Hers." not in chart.read_text("utf-8")


def test_a_chart_that_changed_since_is_not_signed(visitor: Visitor) -> None:
    fields = hidden(visitor.get(case_of(visitor)))
    chart = visitor.desk.open(case_of(visitor).removeprefix("/case/")).chart_file
    chart.write_text(chart.read_text("utf-8").replace("Three antidepressants", "Four antidepressants"), "utf-8")
    files = {"key": ("key.p12", held().p12())}
    answer = visitor.client.post(f"{case_of(visitor)}/sign", data={**fields, "passphrase": PASSPHRASE}, files=files)
    assert answer.status_code == 409
