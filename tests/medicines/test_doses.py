"""The least adequate and the usual highest doses; every number with its rule and source."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.medicines.doses import dose_range, low_dose_use, maximum_dose, minimum_dose
from priorauth.medicines.model import Medicine
from priorauth.medicines.reference import reference

RULES = reference().rules_for("antidepressant")


@pytest.mark.parametrize(
    ("text", "rule", "dose"),
    [
        ("sertraline", "atrq_copy", "50 mg/day"),
        ("paroxetine", "atrq_copy", "20 mg/day"),
        ("Paxil CR", "atrq_copy", "25 mg/day"),
        ("bupropion XL", "atrq_copy", "300 mg/day"),
        ("Aplenzin", "atrq_copy", "348 mg/day"),
        ("fluvoxamine", "usual_low", "50 mg/day"),
        ("fluvoxamine CR", "usual_low", "100 mg/day"),
        ("Emsam", "atrq_copy", "6 mg/24 h"),
        ("Auvelity", "label_low", "90 mg/day"),
        ("aripiprazole", "augment_min", "2 mg/day"),
        ("aripiprazole", "augment_high", "5 mg/day"),
        ("T3", "augment_min", "0.025 mg/day"),
    ],
)
def test_the_minimum_by_a_rule(text: str, rule: str, dose: str) -> None:
    number = minimum_dose(reference().find(text), rule)
    assert number is not None
    assert (str(number), number.rule) == (dose, rule)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Auvelity", "atrq_copy"),  # not on the form
        ("selegiline", "atrq_copy"),  # the form lists the patch
        ("Prozac Weekly", "atrq_copy"),  # 90 mg a week are not 90 mg a day
        ("Silenor", "usual_low"),  # for insomnia
        ("lithium", "augment_min"),  # judged by its level
    ],
)
def test_where_a_rule_has_no_number_there_is_none(text: str, rule: str) -> None:
    assert minimum_dose(reference().find(text), rule) is None


def test_a_number_of_weak_source_says_so() -> None:
    form, table = (minimum_dose(reference().find("sertraline"), rule) for rule in ("atrq_copy", "usual_low"))
    assert form is not None
    assert table is not None
    assert (form.source, form.weak) == ("S9", False)
    assert (table.source, table.weak) == ("S12", True)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("sertraline", 50, 50),
        ("venlafaxine", 75, 150),  # within the usual range, below the form's minimum
        ("vilazodone", 20, 40),  # the label's target, the form's minimum
        ("trazodone", 200, 300),
        ("nortriptyline", 50, 75),
    ],
)
def test_the_range_over_the_rules_for_antidepressants(text: str, low: int, high: int) -> None:
    least, greatest, _ = dose_range(reference().find(text), RULES)
    assert (least, greatest) == (Decimal(low), Decimal(high))


def test_a_range_keeps_each_number_with_its_rule() -> None:
    _, _, numbers = dose_range(reference().find("vilazodone"), RULES)
    assert [(number.rule, str(number)) for number in numbers] == [
        ("atrq_copy", "40 mg/day"),
        ("usual_low", "40 mg/day"),
        ("textbook_low", "20 mg/day"),
        ("label_low", "20 mg/day"),
    ]


def test_the_range_of_no_number_is_empty() -> None:
    assert dose_range(reference().find("lithium"), RULES) == (None, None, ())


@given(st.sampled_from(reference().medicines), st.lists(st.sampled_from(list(reference().dose_rules))))
def test_a_further_rule_never_narrows_the_range(medicine: Medicine, rules: list[str]) -> None:
    named = reference().find(medicine.name)
    for count in range(len(rules)):
        fewer, more = dose_range(named, rules[:count]), dose_range(named, rules[: count + 1])
        if fewer.low is not None and fewer.high is not None:
            assert more.low is not None
            assert more.high is not None
            assert more.low <= fewer.low <= fewer.high <= more.high


@pytest.mark.parametrize(
    ("text", "dose"),
    [
        ("paroxetine", "50"),
        ("paroxetine CR", "62.5"),
        ("bupropion", "450"),
        ("bupropion SR", "400"),
        ("bupropion XL", "450"),
        ("Aplenzin", "522"),
        ("fluvoxamine CR", "300"),  # as the medicine
        ("Seroquel XR", "300"),
    ],
)
def test_the_usual_highest_dose(text: str, dose: str) -> None:
    number = maximum_dose(reference().find(text))
    assert number is not None
    assert (number.value, number.rule) == (Decimal(dose), "maximum")


def test_the_highest_dose_for_inpatients_and_over_60_where_it_differs() -> None:
    citalopram, venlafaxine = reference().find("citalopram"), reference().find("venlafaxine")
    assert str(maximum_dose(citalopram)) == "40 mg/day"
    assert str(maximum_dose(citalopram, "over_60")) == "20 mg/day"
    assert str(maximum_dose(citalopram, "inpatient")) == "40 mg/day"
    assert str(maximum_dose(venlafaxine, "inpatient")) == "375 mg/day"
    assert str(maximum_dose(reference().find("venlafaxine XR"), "inpatient")) == "225 mg/day"


def test_where_no_highest_dose_is_known_there_is_none() -> None:
    assert maximum_dose(reference().find("quetiapine")) is None
    assert maximum_dose(reference().find("lithium")) is None


@pytest.mark.parametrize(
    ("text", "dose", "purpose"),
    [
        ("trazodone", "50", "sleep"),
        ("trazodone", "100", "sleep"),
        ("trazodone", "100.5", None),
        ("amitriptyline", "50", "sleep or pain"),
        ("amitriptyline", "50.5", None),
        ("doxepin", "6", "sleep"),
        ("doxepin", "10", None),
        ("sertraline", "25", None),
    ],
)
def test_a_dose_too_low_for_depression_has_another_use(text: str, dose: str, purpose: str | None) -> None:
    use = low_dose_use(reference().find(text), Decimal(dose))
    assert (use.purpose if use else None) == purpose
