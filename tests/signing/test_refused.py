"""Who may not sign, and what may not be signed: each is told in a paragraph, and nothing is changed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from priorauth.errors import BadInput, NotReady, UsageError
from priorauth.signing.key import Key, fingerprint, open_file
from priorauth.signing.printed import print_out
from tests.command import ROOT
from tests.signing.conftest import MOMENT, Office, opened
from tests.signing.keys import PASSPHRASE, held

if TYPE_CHECKING:
    from collections.abc import Callable

SIGNED = 'sign_off: {by: "Imogen T. Ashgrove, MD", on: 2026-11-01}'


def refused(office: Office, key: Key, error: type[Exception], match: str, **more: object) -> None:
    before = office.all()
    with pytest.raises(error, match=match):
        office.signed(key, **more)  # type: ignore[arg-type]
    assert office.all() == before


def test_a_wrong_passphrase_is_not_told_and_nothing_else_is() -> None:
    with pytest.raises(BadInput, match="the passphrase is wrong, or the file is no PKCS#12 file") as told:
        open_file(held().p12(), "another passphrase", Path("key.p12"))
    assert PASSPHRASE not in str(told.value)
    assert "another" not in str(told.value)


def test_a_file_that_holds_no_key() -> None:
    with pytest.raises(BadInput, match="cannot be opened"):
        open_file(b"no key at all", PASSPHRASE, Path("key.p12"))


@pytest.mark.parametrize(
    ("day", "valid"),
    [(datetime(2026, 6, 30, 23, 59, tzinfo=UTC), True), (datetime(2026, 7, 1, 0, 1, tzinfo=UTC), False)],
)
def test_a_certificate_holds_until_its_last_moment(day: datetime, valid: bool) -> None:
    key = opened(held(ends=datetime(2026, 7, 1, tzinfo=UTC)))
    if valid:
        key.must_be_valid(day)
        return
    with pytest.raises(BadInput, match=r"holds from 2026-01-01 to 2026-07-01, and nothing can be signed .* 2026-07-01"):
        key.must_be_valid(day)


def test_an_expired_certificate(tmp_path: Path) -> None:
    old = held(ends=datetime(2026, 7, 1, tzinfo=UTC))
    refused(Office.at(tmp_path, old), opened(old), BadInput, "nothing can be signed with it on 2026-11-20")


@pytest.mark.parametrize(("usage", "may"), [("content_commitment", True), ("key_encipherment", False)])
def test_a_certificate_that_is_not_for_signing(usage: str, may: bool) -> None:
    key = opened(held(usage=usage))
    if may:
        key.must_be_valid(MOMENT)
        return
    with pytest.raises(BadInput, match="is not for signing"):
        key.must_be_valid(MOMENT)


def test_a_certificate_that_is_bound_to_nobody(tmp_path: Path) -> None:
    refused(Office.at(tmp_path), opened(held()), BadInput, r"is not bound to the prescriber's NPI \(2000000010\)")


def test_another_prescribers_certificate(office: Office) -> None:
    other = held("Rosalind Tenpenny")
    profile = office.root / "practice.yaml"
    name = "    credentials: PMHNP-BC\n"
    bound = f"{name}    certificates: [{fingerprint(other.certificate)}]\n"
    profile.write_text(profile.read_text("utf-8").replace(name, bound, 1), "utf-8")
    refused(
        office, opened(other), BadInput, r"that of tenpenny, and the chart's prescriber is another \(NPI 2000000010\)"
    )


def test_a_chart_cannot_bind_a_certificate(office: Office) -> None:
    """Who may write a chart could otherwise sign in another's name."""
    mark = fingerprint(held("Somebody").certificate)
    office.say("prescriber: ashgrove", f"prescriber: {{name: Imogen T. Ashgrove, certificates: [{mark}]}}")
    refused(office, opened(held("Somebody")), BadInput, "has a key that is not known here")


@pytest.mark.parametrize(
    "written", ["name: Zacharias Fakeman, credentials: MD", "name: Imogen T. Ashgrove, credentials: DO"]
)
def test_another_name_or_title_at_the_prescribers_npi(office: Office, written: str) -> None:
    """Who may write a chart could otherwise have a prescriber sign under a name that is not hers."""
    office.say("prescriber: ashgrove", f'prescriber: {{{written}, role: psychiatrist, npi: "2000000010"}}')
    told = "as its prescriber, and the NPI 2000000010 is that of Imogen T. Ashgrove, MD"
    refused(office, opened(held()), BadInput, told)
    with pytest.raises(BadInput, match=told):
        print_out(office.request(), MOMENT.date())


def test_the_same_prescriber_written_out(office: Office) -> None:
    """As the profile has her: the dots of a title, or its place in the name, make nobody else of her."""
    her = 'name: "Imogen T Ashgrove, M.D.", role: psychiatrist, npi: "2000000010"'
    office.say("prescriber: ashgrove", f"prescriber: {{{her}}}")
    assert office.signed(opened(held())).signed


def test_a_prescriber_whom_the_profile_does_not_know(office: Office) -> None:
    office.say("prescriber: ashgrove", 'prescriber: {name: A. Guest, npi: "2000000077", role: psychiatrist}')
    refused(office, opened(held()), BadInput, "the chart's prescriber is another")
    refused(office, opened(held("A. Guest")), BadInput, "No prescriber of the practice has the NPI 2000000077")


def test_a_prescriber_without_an_npi(office: Office) -> None:
    office.say("prescriber: ashgrove", "prescriber: {name: A. Guest, role: psychiatrist}")
    refused(office, opened(held()), NotReady, "the prescriber has no NPI")


def test_something_else_is_wanted(office: Office) -> None:
    office.say("member_id:", "# member_id:")
    refused(office, opened(held()), NotReady, "It cannot be signed yet. Still wanted: .*member ID")


def test_criteria_that_are_not_met(office: Office) -> None:
    office.say("indication: trd", "indication: mdsi")
    refused(office, opened(held()), NotReady, "It cannot be signed yet|There is nothing to sign")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (lambda: {"ask": "ask-another"}, "The chart holds no such request"),
        (lambda: {"kind": _kind("cover-note")}, "cover-note is no letter that the prescriber signs"),
    ],
)
def test_what_the_chart_does_not_ask_for(office: Office, more: Callable[[], dict[str, object]], told: str) -> None:
    refused(office, opened(held()), UsageError, told, **more())


def _kind(name: str) -> object:
    from priorauth.documents.letter.kinds import kind  # noqa: PLC0415

    return kind(name)


def test_a_draft_is_never_signed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even in memory: no key is asked for what still has points to confirm."""
    own = office.root / "templates" / "letters" / "parts"
    own.mkdir(parents=True)
    shipped = (ROOT / "templates" / "letters" / "parts" / "signature.md.j2").read_text("utf-8")
    (own / "signature.md.j2").write_text('{{ confirm("the day of the visit", "billing") }}\n\n' + shipped, "utf-8")
    monkeypatch.setattr("priorauth.signing.digital.signed", lambda *_, **__: pytest.fail("it was signed"))
    refused(office, opened(held()), NotReady, "in the letter, .*the day of the visit")


def test_a_letter_that_does_not_tell_where_it_is_signed(office: Office) -> None:
    own = office.root / "templates" / "letters" / "parts"
    own.mkdir(parents=True)
    (own / "signature.md.j2").write_text("Sincerely,\n\n{{ prescriber.name }}\n", "utf-8")
    refused(office, opened(held()), BadInput, "The letter does not tell where it is to be signed")
