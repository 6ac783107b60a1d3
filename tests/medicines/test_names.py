"""How charts name medicines, and what each name is understood as."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.errors import BadInput
from priorauth.medicines.model import Medicine
from priorauth.medicines.names import spellings
from priorauth.medicines.reference import UnknownMedicine, reference

KNOWN = [
    # brand and generic
    ("Zoloft", "sertraline", None),
    ("sertraline", "sertraline", None),
    ("  SERTRALINE ", "sertraline", None),
    ("Lexapro®", "escitalopram", None),
    ("Elavil", "amitriptyline", None),
    ("Tofranil-PM", "imipramine", None),
    ("Remeron SolTab", "mirtazapine", None),
    # salts
    ("sertraline HCl", "sertraline", None),
    ("citalopram hydrobromide", "citalopram", None),
    ("phenelzine sulphate", "phenelzine", None),
    ("lithium carbonate ER", "lithium", None),
    ("bupropion hydrobromide", "bupropion", "hbr"),
    # misspellings and abbreviations
    ("sertralin", "sertraline", None),
    ("buproprion XL", "bupropion", "xl"),
    ("trazadone", "trazodone", None),
    ("T3", "liothyronine", None),
    # release letters tell the formulation where its numbers differ
    ("Effexor XR", "venlafaxine", "xr"),
    ("venlafaxine ER", "venlafaxine", "xr"),
    ("venlafaxine extended-release capsules", "venlafaxine", "xr"),
    ("venlafaxine", "venlafaxine", None),
    ("Wellbutrin XL", "bupropion", "xl"),
    ("bupropion HCl ER (XL)", "bupropion", "xl"),
    ("bupropion SR", "bupropion", "sr"),
    ("bupropion ER", "bupropion", None),
    ("Aplenzin", "bupropion", "hbr"),
    ("Paxil", "paroxetine", None),
    ("Paxil CR", "paroxetine", "cr"),
    ("Pexeva", "paroxetine", None),
    ("Luvox CR", "fluvoxamine", "cr"),
    ("Seroquel XR", "quetiapine", "xr"),
    ("Prozac Weekly", "fluoxetine", "weekly"),
    ("Silenor", "doxepin", "insomnia"),
    # and are only part of the name where they do not
    ("duloxetine DR", "duloxetine", None),
    ("desvenlafaxine succinate ER", "desvenlafaxine", None),
    # the patch is an antidepressant, the tablet is not
    ("Emsam", "selegiline-transdermal", None),
    ("selegiline patch", "selegiline-transdermal", None),
    ("selegiline", "selegiline", None),
    # combinations
    ("Symbyax", "olanzapine-fluoxetine", None),
    ("fluoxetine/olanzapine", "olanzapine-fluoxetine", None),
    ("perphenazine and amitriptyline", "perphenazine-amitriptyline", None),
    ("Auvelity", "dextromethorphan-bupropion", None),
    # both names at once
    ("sertraline (Zoloft)", "sertraline", None),
    ("Wellbutrin XL (bupropion)", "bupropion", "xl"),
    ("bupropion (Wellbutrin XL)", "bupropion", "xl"),
    # what is no antidepressant is known all the same
    ("St. John’s Wort", "st-johns-wort", None),
    ("Deplin", "l-methylfolate", None),
    ("Spravato", "esketamine", None),
    ("Adderall XR", "amphetamine", None),
]


@pytest.mark.parametrize(("text", "medicine", "formulation"), KNOWN)
def test_a_name_is_understood(text: str, medicine: str, formulation: str | None) -> None:
    named = reference().find(text)
    assert named.medicine.id == medicine
    assert (named.formulation.id if named.formulation else None) == formulation


@pytest.mark.parametrize("medicine", reference().medicines, ids=lambda medicine: medicine.id)
def test_an_id_is_a_name_too(medicine: Medicine) -> None:
    assert reference().find(medicine.id).medicine is medicine


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("sertaline xyz", "sertraline"),
        ("sertrlaine", "sertraline"),
        ("Lexaproo 10", "escitalopram"),
        ("sertraline 50 mg", "sertraline"),
        ("Emsan", "selegiline transdermal"),
        ("Wellbutrim XL", "bupropion XL"),
    ],
)
def test_an_unknown_name_is_an_error_that_offers_near_ones(text: str, offered: str) -> None:
    with pytest.raises(UnknownMedicine) as error:
        reference().find(text, where="chart.yaml, line 7")
    assert offered in error.value.near
    assert f"Did you mean {' or '.join(error.value.near)}?" in str(error.value)
    assert str(error.value).startswith("chart.yaml, line 7: ")


@pytest.mark.parametrize(
    "text",
    [
        "sertraline XR",  # there is none
        "Aplenzin XL",  # the hydrobromide is no XL of the hydrochloride
        "Zoloft (bupropion)",  # two medicines
        "bupropion SR (Wellbutrin XL)",  # two formulations
        "xr",
        "()",
        "",
    ],
)
def test_what_names_no_one_product_is_unknown(text: str) -> None:
    with pytest.raises(UnknownMedicine):
        reference().find(text)


def test_a_name_unlike_any_other_is_an_error_that_offers_none() -> None:
    with pytest.raises(BadInput) as error:
        reference().find("quux")
    assert "Did you mean" not in str(error.value)


def test_the_message_does_not_repeat_the_text_which_may_be_a_patients_name() -> None:
    with pytest.raises(UnknownMedicine) as error:
        reference().find("Zebediah Quill")
    assert "quill" not in str(error.value).lower()


@pytest.mark.parametrize(
    ("text", "read_as"),
    [(also, one.name) for one in reference().medicines for also in one.also]
    + [("Zoloft", None), ("sertraline HCl", None), ("Effexor XR", None), ("quux", None)],
)
def test_what_is_a_listed_misspelling_or_abbreviation_is_told_from_a_name(text: str, read_as: str | None) -> None:
    assert reference().read_as(text) == read_as


EVERY_SPELLING = [
    (name, medicine.id, formulation.id if formulation else None)
    for medicine in reference().medicines
    for name, formulation in spellings(medicine)
]


@given(
    st.sampled_from(EVERY_SPELLING),
    st.sampled_from([str.upper, str.lower, str.title]),
    st.sampled_from(["", " ", "\t"]),
)
def test_no_name_depends_on_case_or_space(
    spelling: tuple[str, str, str | None], case: Callable[[str], str], space: str
) -> None:
    name, medicine, formulation = spelling
    named = reference().find(space + case(name) + space)
    assert (named.medicine.id, named.formulation.id if named.formulation else None) == (medicine, formulation)


@given(st.text(max_size=40))
def test_any_text_is_a_medicine_or_an_unknown_one(text: str) -> None:
    with suppress(UnknownMedicine):
        assert reference().find(text).medicine in reference().medicines
    assert len(reference().near(text)) <= 3
