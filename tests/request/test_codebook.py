"""The table of codes: what it holds, and which mistakes in it are found when it is read."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest

from priorauth.chart.people import Site
from priorauth.errors import BadInput
from priorauth.logic.days import Stretch
from priorauth.medicines.spravato import spravato
from priorauth.request import codebook as room
from priorauth.request.codebook import codebook, load

SHIPPED = Path(room.__file__).with_name("codes.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("dose_mg", "ndc", "eleven_digits"),
    [
        (28, "50458-028-00", "50458002800"),
        (56, "50458-028-02", "50458002802"),
        (84, "50458-028-03", "50458002803"),
    ],
)
def test_kits_have_the_eleven_digits_a_claim_wants(dose_mg, ndc, eleven_digits):
    kit = codebook().device if dose_mg == 28 else codebook().kit(dose_mg)
    assert (kit.strength_mg, kit.ndc, kit.ndc11) == (dose_mg, ndc, eleven_digits)


def test_there_is_a_kit_for_each_dose_of_the_label_and_the_device_is_the_labels():
    doses = {dose for schedule in spravato().schedules.values() for dose in schedule.doses.mg}
    assert {kit.strength_mg for kit in codebook().kits} == doses
    assert codebook().device.strength_mg == spravato().device.mg


@pytest.mark.parametrize(("dose_mg", "code"), [(28, "G2082"), (56, "G2082"), (57, "G2083"), (84, "G2083")])
def test_more_than_56_mg_is_the_other_code(dose_mg, code):
    assert codebook().visit_with_drug(dose_mg).code == code


@pytest.mark.parametrize(("day", "code"), [("2025-12-31", "S0013"), ("2026-01-01", "J0013")])
def test_each_day_has_one_drug_code(day, code):
    one_day = Stretch(date.fromisoformat(day), date.fromisoformat(day))
    assert [(held.code, days) for held, days in codebook().drug_codes_in(one_day)] == [(code, one_day)]


def test_the_days_of_a_period_are_shared_out_among_the_codes_without_a_gap():
    period = Stretch(date(2025, 11, 1), date(2026, 2, 28))
    (_, before), (_, after) = codebook().drug_codes_in(period)
    assert (before.first, after.last) == (period.first, period.last)
    assert before.last + timedelta(days=1) == after.first


def test_each_place_of_service_that_a_site_can_have_has_a_name():
    places = Site.model_fields["place_of_service"].annotation
    known = {code for literal in get_args(places) for code in get_args(literal)}
    assert known == set(codebook().places_of_service)


def test_the_codes_that_were_seen_at_one_payer_alone_are_not_offered():
    book = codebook()
    offered = {entry.code for entry in (*book.drug_codes, *book.visit_with_drug_codes)}
    assert offered == {"S0013", "J0013", "G2082", "G2083"}


@pytest.mark.parametrize(
    ("from_text", "to_text", "message"),
    [
        ("from: 2026-01-01", "from: 2026-01-02", r"drug_codes\[1\].from must begin on the day after"),
        ("from: 2026-01-01", "from: 2025-12-31", r"drug_codes\[1\].from must begin on the day after"),
        ("from: 2026-01-01", "from: 2026-01-01\n    until: 2027-12-31", "must leave no day without a code"),
        ("over_mg: 56", "over_mg: 84", "must hold just one code for 84 mg"),
        ("up_to_mg: 56", "up_to_mg: 84", "must hold just one code for 84 mg"),
        ("  military:", "  navy:", "lines_of_business"),
        ("50458-028-03", "50458-28-3", "is not an NDC"),
        ("code: J0013", "code: J13", "HCPCS"),
        ("sources: [TRICARE-WEST]", "sources: [TRICARE]", "lacks what is cited: TRICARE"),
        ("sources: [TRICARE-WEST]", "sources: []", "lines_of_business.military.sources"),
        ("standing: known", "standing: certain", "must be one of"),
        ("mg_per_unit: 1", "mg_per_unit: 0", "mg_per_unit"),
        ("confirmed_until:", "confirmed_to:", "Did you mean confirmed_until"),
    ],
)
def test_a_mistake_in_the_table_is_told_with_its_place(tmp_path, from_text, to_text, message):
    assert from_text in SHIPPED
    path = tmp_path / "codes.yaml"
    path.write_text(SHIPPED.replace(from_text, to_text, 1), encoding="utf-8")
    with pytest.raises(BadInput, match=message):
        load(path)


def test_a_line_of_business_left_out_is_missed(tmp_path):
    start = SHIPPED.index("  military:\n")
    path = tmp_path / "codes.yaml"
    path.write_text(SHIPPED[:start] + SHIPPED[SHIPPED.index("# Where a pharmacy supplies") :], encoding="utf-8")
    with pytest.raises(BadInput, match="says nothing about military"):
        load(path)
