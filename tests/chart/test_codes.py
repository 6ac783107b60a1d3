"""Codes that cannot be wrong in silence."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from priorauth.chart.codes import Hcpcs, Icd10, Npi, Tin, any_ndc, ndc11

NPI, TIN, ICD10, HCPCS = (TypeAdapter(code) for code in (Npi, Tin, Icd10, Hcpcs))


def refusal(code: TypeAdapter[str], value: str) -> str:
    with pytest.raises(ValidationError) as caught:
        code.validate_python(value)
    return str(caught.value.errors(include_input=False)[0]["msg"])


@pytest.mark.parametrize("npi", ["1234567893", "1245319599", "2123456784"])
def test_an_npi_ends_with_its_check_digit(npi: str) -> None:
    """Luhn's digit over 80840 and the first nine; 1234567893 is CMS's own example."""
    assert NPI.validate_python(npi) == npi
    for last in set("0123456789") - {npi[-1]}:
        assert "check digit does not fit" in refusal(NPI, npi[:-1] + last)


def test_one_wrong_digit_of_an_npi_is_always_found() -> None:
    right = "1234567893"
    for place, digit in enumerate(right[1:], 1):
        for wrong in set("0123456789") - {digit}:
            assert "check digit" in refusal(NPI, right[:place] + wrong + right[place + 1 :])


@pytest.mark.parametrize("value", ["123456789", "12345678930", "3234567893", "123456789X", "1234-567893", ""])
def test_what_is_no_npi_at_all(value: str) -> None:
    assert "must be ten digits, beginning with 1 or 2" in refusal(NPI, value)


@pytest.mark.parametrize(("given", "kept"), [("12-3456789", "12-3456789"), ("123456789", "12-3456789")])
def test_a_tin_is_kept_with_its_dash(given: str, kept: str) -> None:
    assert TIN.validate_python(given) == kept


@pytest.mark.parametrize("value", ["12345678", "1234567890", "12-345678X", ""])
def test_what_is_no_tin(value: str) -> None:
    assert "must be nine digits" in refusal(TIN, value)


@pytest.mark.parametrize(
    ("given", "kept"),
    [("F33.2", "F33.2"), ("f33.2", "F33.2"), (" F32.A ", "F32.A"), ("F10.20", "F10.20"), ("I10", "I10")],
)
def test_a_diagnosis_code_is_kept_in_capitals_with_its_dot(given: str, kept: str) -> None:
    assert ICD10.validate_python(given) == kept


@pytest.mark.parametrize("value", ["F332", "33.2", "F33.", "F33-2", "F33.12345", "F3", "296.33", "F33.2 MDD", ""])
def test_what_is_not_in_the_form_of_a_diagnosis_code(value: str) -> None:
    assert "not in the form of an ICD-10-CM code" in refusal(ICD10, value)


@pytest.mark.parametrize("value", ["J0013", "s0013", "G2082", "99214", "0362T"])
def test_a_procedure_code(value: str) -> None:
    assert HCPCS.validate_python(value) == value.upper()


@pytest.mark.parametrize("value", ["J13", "J00130", "W0013", "9921", "99214-25", ""])
def test_what_is_not_in_the_form_of_a_procedure_code(value: str) -> None:
    assert "not in the form of a HCPCS or CPT code" in refusal(HCPCS, value)


@pytest.mark.parametrize(
    ("labelled", "eleven"),
    [
        ("50458-028-02", "50458002802"),  # 5-3-2
        ("1234-5678-90", "01234567890"),  # 4-4-2
        ("12345-6789-0", "12345678900"),  # 5-4-1
        ("12345-6789-01", "12345678901"),  # 5-4-2
    ],
)
def test_an_ndc_in_the_eleven_digits_of_a_claim(labelled: str, eleven: str) -> None:
    assert ndc11(labelled) == eleven


@pytest.mark.parametrize("labelled", ["5045802802", "50458-28-02", "50458-028", "50458-028-002", "5045A-028-02", ""])
def test_what_is_not_a_labelled_ndc(labelled: str) -> None:
    with pytest.raises(ValueError, match="is not an NDC with dashes"):
        ndc11(labelled)


@pytest.mark.parametrize(
    ("written", "eleven"),
    [
        ("50458002802", "50458002802"),
        ("50458-0028-02", "50458002802"),  # 5-4-2
        ("0458-0028-02", "00458002802"),  # 4-4-2
        ("50458-028-02", "50458002802"),  # 5-3-2
        ("50458-0028-2", "50458002802"),  # 5-4-1
        (" 50458-028-02 ", "50458002802"),
    ],
)
def test_an_ndc_however_it_is_written(written: str, eleven: str) -> None:
    assert any_ndc(written) == eleven


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("5045802802", "ten digits without dashes, which can be read in three ways"),
        ("504580028", "is not an NDC with dashes"),
        ("504580028021", "is not an NDC with dashes"),
        ("504-58028-02", "is not an NDC with dashes"),
        ("\u06650458-028-02", "is not an NDC with dashes"),
    ],
)
def test_a_number_that_may_be_several_ndcs_is_none(written: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        any_ndc(written)
