"""From what is known of a request to the values of a form's fields: nothing invented, nothing dropped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from priorauth.documents.forms import expressions
from priorauth.documents.forms.mapping import FormMap, MapFile
from priorauth.documents.forms.values import Values, evaluate
from priorauth.errors import BadInput
from priorauth.reading import validated
from priorauth.yamltree import parse

HEAD = f"title: A form\nsha256: {'0' * 64}\n"


def values(text: str, **context: Any) -> Values:
    document = parse((HEAD + text).encode(), Path("map.yaml"))
    return evaluate(FormMap(validated(MapFile, document), document, b""), context)


def field(entry: str, **context: Any) -> str | bool:
    return values(f"fields: {{f: {entry}}}", **context).fields["f"]


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ('"{{ patient.name }}"', "Ada"),
        ('"{{ patient.phone }}"', ""),
        ("\"{{ [patient.name, patient.phone, patient.city] | known | join(', ') }}\"", "Ada, Boston"),
        ('"{{ patient.birth_date | us_date }}"', "07/02/1984"),
        ('"born {{ patient.birth_date | us_date }}"', "born 07/02/1984"),
    ],
)
def test_a_text_is_what_is_documented_and_blank_where_nothing_is(entry: str, value: str) -> None:
    patient = {"name": "Ada", "phone": None, "city": "Boston", "birth_date": "1984-07-02"}
    assert field(entry, patient=patient) == value


@pytest.mark.parametrize(("said", "value"), [(True, True), (False, False), (None, False)])
def test_a_tick_is_set_only_by_what_is_true(said: bool | None, value: bool) -> None:
    assert field("{tick: asked}", asked=said) is value


@pytest.mark.parametrize(
    ("said", "mark"), [(True, "yes"), (False, "no"), (None, ""), ("initial", "initial"), ("continuation", "renewal")]
)
def test_a_choice_is_the_mark_for_what_is_said_and_none_if_nothing_is(said: bool | str | None, mark: str) -> None:
    assert field("{choose: said, options: {continuation: renewal}}", said=said) == mark


def test_a_field_left_blank_on_purpose_has_no_value() -> None:
    assert values("fields: {signature: {blank: the prescriber signs}}").fields == {}


@pytest.mark.parametrize(
    ("written", "shown"),
    [("2026-11-20", "11/20/2026"), ("2026-11", "11/2026"), ("2026", "2026"), ("ongoing", "ongoing"), (None, "")],
)
def test_dates_in_the_american_way_as_exact_as_they_are_known(written: str | None, shown: str) -> None:
    assert expressions.us_date(written) == shown


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ('"{{ patient.nmae }}"', "has no attribute 'nmae'"),
        ("{choose: patient.nmae}", "has no attribute 'nmae'"),
        ("{tick: pateint}", "'pateint' is undefined"),
        ('"{{ patient.name"', "cannot be read"),
        ('"{{ patient.known }}"', "true or false is not a text"),
        ('"{{ patient.name | int + patient.name }}"', "(TypeError)"),
        ("{choose: patient.name.__class__.__mro__}", "unsafe"),
        ('"{{ patient.update({1: 2}) }}"', "unsafe"),
    ],
)
def test_an_expression_that_cannot_be_worked_out_names_its_line_and_field(entry: str, told: str) -> None:
    with pytest.raises(BadInput) as error:
        values(f"fields:\n  f: {entry}\n", patient={"name": "Ada Lovelace", "known": True})
    assert told in str(error.value)
    assert str(error.value).startswith("map.yaml, line 4, fields.f: ")
    assert "Lovelace" not in str(error.value)


ROWS = """
fields: {}
rows:
  - each: trials
    as: trial
    count: 2
    fields:
      name_{row}: {text: "{{ row }}. {{ trial.name }}", label: "Medicine {row}", overflow: refuse}
    beyond: {field: more, label: Medicines tried, columns: {Medicine: "{{ trial.name }}", Dose: "{{ trial.dose }}"}}
"""


def trials(*names: str) -> list[dict[str, str | None]]:
    return [{"name": name, "dose": None} for name in names]


def test_rows_are_filled_from_the_top_and_the_rest_stays_blank() -> None:
    assert values(ROWS, trials=trials("a")).fields == {"name_1": "1. a"}


def test_as_many_items_as_rows_need_no_addendum() -> None:
    two = values(ROWS, trials=trials("a", "b"))
    assert two.fields == {"name_1": "1. a", "name_2": "2. b"}
    assert two.beyond == ()


def test_one_item_more_goes_to_the_addendum_and_a_field_says_so() -> None:
    three = values(ROWS, trials=trials("a", "b", "c"))
    assert three.fields["more"] == "1 more: see addendum, item 1"
    (item,) = three.beyond
    assert (item.number, item.label) == (1, "Medicines tried")
    assert (item.header, item.rows) == (("Medicine", "Dose"), (("c", ""),))


def test_a_rule_knows_its_row() -> None:
    rule = values(ROWS, trials=trials("a")).rules["name_1"]
    assert (rule.label, rule.may_continue) == ("Medicine 1", False)


def test_rows_need_a_list() -> None:
    with pytest.raises(BadInput, match=r"line 6, rows\[0\].each: This is not a list"):
        values(ROWS, trials={"a": 1})
