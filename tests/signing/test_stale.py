"""A signature is for what the chart, the policy and the templates said: a change of them shows, of the same day too."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from priorauth.errors import ExitCode
from priorauth.signing.opened import Opened
from priorauth.signing.standing import as_signed, judged, standing
from priorauth.signing.verify import Verifier
from tests.signing.conftest import MOMENT, Office

if TYPE_CHECKING:
    from priorauth.documents.made import Generated
    from priorauth.request.assessment import Assessment

DAY = MOMENT.date()


def judged_again(office: Office, day: date = DAY) -> Assessment:
    request = office.request()
    found = Opened.of(request, day).assessment
    return judged(found, standing(request.studio, found, office.chart, request.out))


def made_again(office: Office, day: date = DAY) -> Generated | None:
    request = office.request()
    found = Opened.of(request, day).assessment
    return as_signed(found, standing(request.studio, found, office.chart, request.out), request.out)


def code(office: Office) -> ExitCode:
    return Verifier(DAY, stands_in=office.root).verified(office.folder / "letter.pdf").code


def test_nothing_has_changed(signed: Office) -> None:
    assert judged_again(signed).ready
    assert (kept := made_again(signed)) is not None
    assert kept.signed == "signed digitally by Imogen T. Ashgrove, MD, 2026-11-20 14:05:09-05:00"
    assert made_again(signed, DAY + timedelta(days=9)) is not None  # nor is it a matter of the day


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("charts/case-05/chart.yaml", "asks:\n", "# a remark\nasks:\n"),
        ("charts/case-05/chart.yaml", "    patient_status: established\n",
         "    patient_status: established\n    submitted: {on: 2026-11-20, by: fax}\n"),
        ("charts/case-05/chart.yaml", "sign_off: [{",
         "sign_off: [{by: 'Imogen T. Ashgrove, MD', on: 2026-11-20, kind: appeal}, {"),
        ("practice.yaml", "prescribers:", "timestamp_authority: https://time.example\nprescribers:"),
        ("practice.yaml", "      - ", f"      - {'0' * 64}\n      - "),
    ],
)  # fmt: skip
def test_what_changes_nothing_that_was_signed(signed: Office, file: str, before: str, after: str) -> None:
    """A remark, another sign-off, that it was sent; and in the profile what no document shows."""
    path = signed.root / file
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")
    assert judged_again(signed).ready
    assert code(signed) is ExitCode.OK


@pytest.mark.parametrize(
    ("file", "before", "after", "told"),
    [
        ("charts/case-05/chart.yaml", "two and a half years", "three years", "the chart"),
        ("practice.yaml", "(301) 555-0142", "(301) 555-0199", "the practice's profile"),
    ],
)
def test_a_change_on_the_same_day(signed: Office, file: str, before: str, after: str, told: str) -> None:
    path = signed.root / file
    path.write_text(path.read_text("utf-8").replace(before, after, 1), "utf-8")
    found = judged_again(signed)
    assert found.blocking == (f"the prescriber's signature, anew: {told} changed since it was signed (2026-11-20)",)
    assert made_again(signed) is None
    assert code(signed) is ExitCode.STALE


def test_a_change_of_a_template(signed: Office) -> None:
    own = signed.root / "templates" / "letters" / "parts"
    own.mkdir(parents=True)
    (own / "signature.md.j2").write_text(
        "Yours,\n\n{% call signature() %}\n{{ prescriber.name }}\n{% endcall %}\n", "utf-8"
    )
    assert "the templates changed since it was signed" in judged_again(signed).blocking[0]


def test_a_change_of_an_exhibit(signed: Office) -> None:
    path = next((signed.chart.parent / "exhibits").glob("*.pdf"))
    path.write_bytes(path.read_bytes() + b"\n")
    assert "the exhibits changed since it was signed" in judged_again(signed).blocking[0]


def test_a_stale_request_is_a_draft_again_and_what_was_signed_is_kept(signed: Office) -> None:
    from tests.command import priorauth  # noqa: PLC0415

    letter = (signed.folder / "letter.pdf").read_bytes()
    signed.say("two and a half years", "three years")
    ran = priorauth("generate", "charts/case-05", "--as-of", DAY, folder=signed.root)
    assert ran.code == ExitCode.NOT_DOCUMENTED
    assert "DRAFT. Still wanted:\n    - the prescriber's signature, anew: the chart changed" in ran.out
    assert (signed.folder / "signed-2026-11-20T140509" / "letter.pdf").read_bytes() == letter
    assert (
        Verifier(DAY, stands_in=signed.root).verified(signed.folder / "signed-2026-11-20T140509" / "letter.pdf").code
        is ExitCode.STALE
    )
    assert "Not ready" in priorauth("check", "charts/case-05", "--as-of", DAY, folder=signed.root).out


def test_taken_back_it_holds_again(signed: Office) -> None:
    signed.say("two and a half years", "three years")
    assert not judged_again(signed).ready
    signed.say("three years", "two and a half years")
    assert judged_again(signed).ready


def test_generate_leaves_signed_documents_alone(signed: Office) -> None:
    from tests.command import priorauth  # noqa: PLC0415

    before = signed.all()
    ran = priorauth("generate", "charts/case-05", "--as-of", DAY, folder=signed.root)
    assert ran.code == 0
    assert "nothing has changed since" in " ".join(ran.out.split())
    assert signed.all() == before
