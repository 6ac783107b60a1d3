"""The patient of a document: by her own name, with what is whole of address and telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.intake.ccda.building import ASKED, WHO, document, read_all

if TYPE_CHECKING:
    from pathlib import Path


NAMED = {"first": "Marigold", "last": "Testwell"}


@pytest.mark.parametrize(
    ("who", "found"),
    [
        (WHO, {"name": NAMED, "birth_date": "1981-04-17", "sex": "female"}),
        (WHO.replace('"F"', '"UN"'), {"sex": "other"}),
        (WHO.replace("<given>", '<given qualifier="CL">Goldie</given><given>'), {"name": NAMED}),
        (f'<name use="P"><given>Goldie</given><family>T</family></name>{WHO}', {"name": NAMED}),
        (WHO.replace("<family>", '<family qualifier="BR">Before</family><family>'), {"name": NAMED}),
    ],
    ids=["plain", "other", "called", "nickname", "born as"],
)
def test_the_patient_by_her_own_name(tmp_path: Path, who: str, found: dict[str, Any]) -> None:
    (chart,) = read_all(tmp_path, document(who=who)).charts
    assert {key: chart["patient"][key] for key in found} == found


def test_address_and_telephone(tmp_path: Path) -> None:
    home = """<addr use="HP"><streetAddressLine>1 Test Street</streetAddressLine><city>Testville</city><state>OR</state>
    <postalCode>97005</postalCode></addr><telecom use="HP" value="tel:+1(555)555-0100"/>"""
    (chart,) = read_all(tmp_path, document(ids=ASKED + home)).charts
    assert chart["patient"]["address"] == {
        "street": "1 Test Street",
        "city": "Testville",
        "state": "OR",
        "zip": "97005",
    }
    assert chart["patient"]["phone"] == "+1(555)555-0100"


@pytest.mark.parametrize(
    ("who", "why"),
    [
        (WHO.replace("19810417", "1981"), "has no full name, or no birth date known to the day"),
        (WHO.replace('value="19810417"', 'nullFlavor="UNK"'), "has no full name, or no birth date known to the day"),
        (
            WHO.replace('<name use="L">', '<name nullFlavor="MSK">'),
            "has no full name, or no birth date known to the day",
        ),
        (WHO + '<sdtc:deceasedInd value="true"/>', "has died"),
    ],
)
def test_a_patient_who_is_not_known_gets_no_chart(tmp_path: Path, who: str, why: str) -> None:
    assert read_all(tmp_path, document(who=who)).refused == [why]
