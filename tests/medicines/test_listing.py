"""What people see of the reference."""

import pytest

from priorauth.medicines.listing import describe, rows
from priorauth.medicines.model import Medicine
from priorauth.medicines.reference import reference


def test_each_medicine_and_each_formulation_has_one_row_by_name() -> None:
    listed = rows()
    names = [row.name for row in listed if row.name == reference().get(row.id).name]
    assert names == sorted(names, key=str.casefold)
    assert len(listed) == sum(1 + len(medicine.formulations) for medicine in reference().medicines)


def test_a_row_tells_class_doses_and_uses() -> None:
    (row,) = (row for row in rows() if row.name == "paroxetine CR")
    assert (row.id, row.pharmacologic_class, row.uses) == ("paroxetine", "SSRI", ("antidepressant",))
    assert {rule: str(number) for rule, number in row.minimum.items()} == {
        "atrq_copy": "25 mg/day",
        "usual_low": "25 mg/day",
    }
    assert str(row.maximum) == "62.5 mg/day"


def test_a_description_says_every_number_with_source_and_weakness() -> None:
    lines = dict(describe(reference().get("paroxetine")))
    assert lines["MGH-ATRQ minimum"].startswith("20 mg/day [S9]")
    assert lines["Lower end of the usual dose"] == "20 mg/day [S12, weak source]"
    assert lines["paroxetine CR: Maximum"] == "62.5 mg/day [GK, weak source]"
    assert "to be verified before it is printed" in lines["Source GK"]


def test_a_description_tells_other_uses_levels_limits_and_kin() -> None:
    def text(medicine: str) -> dict[str, str]:
        return dict(describe(reference().get(medicine)))

    assert text("trazodone")["Too low for depression"] == "50 to 100 mg/day is for sleep [GK, weak source]"
    assert text("trazodone")["Maximum for inpatients"] == "600 mg/day [GK, weak source]"
    assert text("citalopram")["Maximum over 60 years"].startswith("20 mg/day [GK, weak source]")
    assert text("citalopram")["Some reviewers count it with"] == "escitalopram"
    assert text("nortriptyline")["Serum level"].startswith("50 to 150 ng/mL [GK, weak source]")
    assert text("perphenazine-amitriptyline")["Counts once with"] == "amitriptyline"
    assert text("doxepin")["doxepin tablets for insomnia: Note"] == "Labelled for insomnia only. [GK, weak source]"
    assert text("gepirone")["RxNorm ingredient"] == "not known; to be verified"
    assert text("brexanolone")["Marketed in the US"] == "not certain"


@pytest.mark.parametrize("medicine", reference().medicines, ids=lambda medicine: medicine.id)
def test_a_description_names_each_source_it_cites_and_has_no_empty_line(medicine: Medicine) -> None:
    lines = describe(medicine)
    assert all(text for _, text in lines)
    sources = {label.removeprefix("Source ") for label, _ in lines if label.startswith("Source ")}
    assert sources == set(medicine.cited())
