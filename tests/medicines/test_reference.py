"""The reference holds together: sources, names, numbers as they were read."""

from decimal import Decimal
from pathlib import Path

import pytest

import priorauth.medicines
from priorauth.errors import BadInput
from priorauth.medicines.model import Medicine
from priorauth.medicines.names import spellings, words
from priorauth.medicines.reference import UnknownMedicine, load, reference

FILE = Path(priorauth.medicines.__file__).with_name("reference.yaml")

# Written from the form's copy, not from our file.
MGH_ATRQ = {
    "citalopram": "20", "escitalopram": "10", "fluoxetine": "20", "fluvoxamine": "50", "paroxetine": "20",
    "sertraline": "50", "venlafaxine": "150", "desvenlafaxine": "50", "duloxetine": "60", "levomilnacipran": "40",
    "milnacipran": "100", "vilazodone": "40", "vortioxetine": "10", "bupropion": "300", "mirtazapine": "15",
    "trazodone": "300", "nefazodone": "300", "amitriptyline": "150", "amoxapine": "150", "clomipramine": "150",
    "desipramine": "150", "doxepin": "150", "imipramine": "150", "nortriptyline": "75", "protriptyline": "30",
    "trimipramine": "150", "maprotiline": "150", "isocarboxazid": "30", "phenelzine": "45", "tranylcypromine": "30",
    "selegiline-transdermal": "6", "agomelatine": "25", "moclobemide": "300", "reboxetine": "4", "tianeptine": "37.5",
    "mianserin": "30", "opipramol": "150", "pirlindole": "200", "pipofezine": "150", "noxiptiline": "100",
}  # fmt: skip


@pytest.mark.parametrize(("medicine", "dose"), MGH_ATRQ.items())
def test_the_minimum_is_the_one_on_the_form(medicine: str, dose: str) -> None:
    figure = reference().get(medicine).minimum["atrq_copy"]
    assert (figure.dose, figure.source) == (Decimal(dose), "S9")


def test_no_other_medicine_has_a_number_from_the_form_but_combinations_with_one_that_is_on_it() -> None:
    others = {one.id: one for one in reference().medicines if "atrq_copy" in one.minimum and one.id not in MGH_ATRQ}
    assert {one.counts_as for one in others.values()} == {"amitriptyline"}
    assert {one.minimum["atrq_copy"].dose for one in others.values()} == {Decimal(150)}


def test_loading_gives_the_same_each_time() -> None:
    assert load(FILE) == load(FILE) == reference()


def test_no_name_is_that_of_two_medicines() -> None:
    owners: dict[str, set[str]] = {}
    for medicine in reference().medicines:
        for name, _ in spellings(medicine):
            owners.setdefault(" ".join(words(name)), set()).add(medicine.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_general_knowledge_is_marked_as_weak() -> None:
    assert all(reference().sources[tag].weak for tag in ("GK", "GK?", "S12"))


def test_every_source_is_cited_by_something() -> None:
    cited = {tag for medicine in reference().medicines for tag in medicine.cited()}
    cited |= {rule.source for rule in reference().dose_rules.values()}
    assert cited == reference().sources.keys()


@pytest.mark.parametrize("medicine", reference().medicines, ids=lambda medicine: medicine.id)
def test_no_minimum_is_above_the_highest_dose(medicine: Medicine) -> None:
    for named in reference().forms(medicine):
        highest = max((limit.dose for limit in named.maximum), default=None)
        for figure in named.minimum.values():
            assert highest is None or figure.dose <= highest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Effexor", "venlafaxine XR"),
        ("Wellbutrin SR", "Aplenzin"),
        ("Emsam", "oral selegiline"),
        ("amitriptyline", "perphenazine-amitriptyline"),
    ],
)
def test_one_moiety_counts_once(one: str, other: str) -> None:
    assert reference().find(one).medicine.moiety == reference().find(other).medicine.moiety


@pytest.mark.parametrize(
    ("one", "other"),
    [("citalopram", "escitalopram"), ("venlafaxine", "desvenlafaxine"), ("bupropion", "dextromethorphan-bupropion")],
)
def test_related_medicines_are_two_moieties_and_say_so(one: str, other: str) -> None:
    first, second = reference().get(one), reference().get(other)
    assert first.moiety != second.moiety
    assert (other in first.related_to, one in second.related_to) == (True, True)


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("bupropion", ("antidepressant", "augmentation")),
        ("aripiprazole", ("augmentation",)),
        ("Emsam", ("antidepressant",)),
        ("selegiline", ("other",)),
        ("doxepin", ("antidepressant",)),
        ("Silenor", ("other",)),
        ("Zurzuvae", ("other",)),
        ("Spravato", ("other",)),
        ("buspirone", ("augmentation",)),
        ("Adderall", ("stimulant",)),
    ],
)
def test_what_a_medicine_can_count_as(text: str, uses: tuple[str, ...]) -> None:
    assert reference().find(text).uses == uses


def test_the_rules_for_a_use_come_in_the_order_of_the_file() -> None:
    assert reference().rules_for("antidepressant") == ("atrq_copy", "usual_low", "textbook_low", "label_low")
    assert reference().rules_for("augmentation") == ("augment_min", "augment_high")


def test_an_unknown_id_is_an_error_that_offers_near_ones() -> None:
    with pytest.raises(UnknownMedicine) as error:
        reference().get("bupropin")
    assert error.value.near[0] == "bupropion"


SMALL = """
sources:
  A: {title: A label, trust: strong}
dose_rules:
  label: {title: label, for: antidepressant, source: A, meaning: The label's., caveat: None.}
medicines:
  - {id: one, brands: [First], uses: [antidepressant], class: SSRI, group: SSRI, rxcui: {verify: yes},
     minimum: {label: {dose: 10, source: A}}}
  - {id: two, brands: [Second], uses: [other], class: herbal, group: other, rxcui: {verify: yes}}
"""


def test_a_file_of_two_medicines_loads(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    assert [medicine.name for medicine in load(path).medicines] == ["one", "two"]


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ("[Second]", "[First]", "line 6: medicines gives the name First to both one and two."),
        ("id: two", "id: one", "medicines has two entries of one id."),
        ("{dose: 10, source: A}", "{dose: 10, source: B}", "line 2: sources lacks B, cited by one."),
        ("source: A, meaning", "source: C, meaning", "sources lacks C, cited by the rule label."),
        ("{label: {dose", "{lable: {dose", "has a minimum of one by an unknown rule: lable."),
        ("[other]", "[augmentation]", "must give two augments_as"),
        ("uses: [other]", "uses: [other], related_to: [one]", "relates two to one, but not the other way round."),
        ("uses: [other]", "uses: [other], counts_as: three", "points from two to three, which is not there."),
        (
            "uses: [other]",
            "uses: [other], formulations: [{id: w, name: two weekly, unit: mg/week}]",
            "must give two weekly, in another unit, its own minimum and maximum.",
        ),
        ("{dose: 10", "{dose: 0", "more than 0"),
        ("group: other", "group: SSRIs", "must be one of"),
        ("class: herbal", "class: herbal, clas: x", "has a key that is not known here"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(tmp_path: Path, written: str, instead: str, told: str) -> None:
    assert written in SMALL
    path = tmp_path / "small.yaml"
    path.write_text(SMALL.replace(written, instead), encoding="utf-8")
    with pytest.raises(BadInput) as error:
        load(path)
    assert told in str(error.value)


def test_an_empty_reference_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text("{sources: {}, dose_rules: {}, medicines: []}", encoding="utf-8")
    with pytest.raises(BadInput, match="medicines lists none"):
        load(path)
