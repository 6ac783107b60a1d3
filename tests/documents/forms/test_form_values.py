"""From what is known of a request to the values of a form's fields: nothing invented, nothing dropped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from priorauth.documents.forms.formats import digits, phone, span, us_date
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


def test_a_field_left_blank_on_purpose_is_blank_whatever_the_form_holds() -> None:
    assert values("fields: {signature: {blank: the prescriber signs}}").fields == {"signature": ""}


def test_what_the_form_holds_is_kept_where_the_map_says_so() -> None:
    found = values("fields: {plan: {keep: the plan's own name}}")
    assert (found.fields, found.kept) == ({}, {"plan"})


@pytest.mark.parametrize(
    ("written", "shown"),
    [("2026-11-20", "11/20/2026"), ("2026-11", "11/2026"), ("2026", "2026"), ("ongoing", "ongoing"), (None, "")],
)
def test_dates_in_the_american_way_as_exact_as_they_are_known(written: str | None, shown: str) -> None:
    assert us_date(written) == shown


@pytest.mark.parametrize(
    ("written", "boxes"),
    [
        ("2026-11-20", ["11", "20", "2026", "26"]),
        ("2026-11", ["11", "", "2026", "26"]),  # the day is not known, so its box stays empty
        ("ongoing", ["", "", "", ""]),  # a word is no part of a day
        (None, ["", "", "", ""]),
    ],
)
def test_a_date_in_boxes_of_its_own(written: str | None, boxes: list[str]) -> None:
    assert [us_date(written, part) for part in ("MM", "DD", "YYYY", "YY")] == boxes


@pytest.mark.parametrize(
    ("form", "shown"),
    [("MM/DD/YY", "11/20/26"), ("MM-DD-YYYY", "11-20-2026"), ("MMDDYYYY", "11202026"), ("MM/YYYY", "11/2026")],
)
def test_other_american_ways_of_a_date(form: str, shown: str) -> None:
    assert us_date("2026-11-20", form) == shown


@pytest.mark.parametrize("written", ["(301) 555-0100", "301-555-0100", "3015550100", "+1 301 555 0100", "301.555.0100"])
def test_a_telephone_number_whole_and_in_three_boxes(written: str) -> None:
    assert phone(written) == "(301) 555-0100"
    assert [phone(written, part) for part in ("area", "exchange", "line", "local")] == [
        "301",
        "555",
        "0100",
        "555-0100",
    ]


def test_an_extension_is_not_lost() -> None:
    assert phone("(301) 555-0100 x 12") == "(301) 555-0100 x 12"
    assert phone("(301) 555-0100 x 12", "extension") == "12"


@pytest.mark.parametrize(("written", "whole"), [("555-0100", "555-0100"), (None, "")])
def test_a_number_that_is_not_whole_has_no_parts(written: str | None, whole: str) -> None:
    assert (phone(written), phone(written, "area")) == (whole, "")


def test_the_digits_of_a_number_for_boxes_that_hold_one_each() -> None:
    assert (digits("12-3456789"), digits(None)) == ("123456789", "")


PAIR = "fields: {}\nchoices: [{choose: answer, boxes: {yes: CB70, no: CB71}}]"


@pytest.mark.parametrize(
    ("answer", "ticked"),
    [
        (True, {"CB70": True, "CB71": False}),
        (False, {"CB70": False, "CB71": True}),
        (None, {"CB70": False, "CB71": False}),
    ],
)
def test_two_boxes_for_yes_and_no_are_never_both_ticked(answer: bool | None, ticked: dict[str, bool]) -> None:
    assert values(PAIR, answer=answer).fields == ticked


def test_an_answer_for_which_there_is_no_box_is_told() -> None:
    told = values("fields: {}\nchoices: [{choose: sex, boxes: {male: M, female: F}}]", sex="other")
    assert told.fields == {"M": False, "F": False}
    assert [(one.field, one.reason) for one in told.refused] == [("M / F", "There is no box for “other”.")]


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ('f: {text: "{{ said }}", likely: yes}', True),
        ("f: {tick: said, likely: yes}", True),
        ('f: {text: "{{ unknown }}", likely: yes}', False),  # nothing would be written, so nothing is missed
        ("f: {blank: not in the chart, likely: yes}", False),
    ],
)
def test_a_proposal_that_nobody_confirmed_stays_blank_and_is_told(entry: str, told: bool) -> None:
    found = values(f"fields: {{{entry}}}", said="x", unknown=None)
    assert found.fields == {"f": ""}
    assert [one.field for one in found.refused] == (["f"] if told else [])


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("\"{{ '2026-11-20' | us_date('DMY') }}\"", "a day is written in MM, DD, YYYY or YY"),
        (
            "\"{{ '301' | phone('city') }}\"",
            "the parts of a telephone number are area, exchange, line, local, extension",
        ),
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
    """Whatever the payer's file holds in a row that is not needed: it is no answer."""
    assert values(ROWS, trials=trials("a")).fields == {"name_1": "1. a", "name_2": "", "more": ""}


def test_as_many_items_as_rows_need_no_addendum() -> None:
    two = values(ROWS, trials=trials("a", "b"))
    assert two.fields == {"name_1": "1. a", "name_2": "2. b", "more": ""}
    assert two.beyond == ()


def test_one_item_more_goes_to_the_addendum_and_a_field_says_so() -> None:
    three = values(ROWS, trials=trials("a", "b", "c"))
    assert three.fields["more"] == "1 more: see addendum, item 1"
    (item,) = three.beyond
    assert (item.number, item.label) == (1, "Medicines tried")
    assert (item.header, item.rows) == (("Medicine", "Dose"), (("c", ""),))


NO_ROOM = ROWS.replace("{field: more, label", "{label")


@pytest.mark.parametrize(
    ("names", "shown", "continued"),
    [
        ("a b", {"name_1": "1. a", "name_2": "2. b"}, []),
        ("a b c", {"name_1": "1. a", "name_2": "2 more: see addendum, item 1"}, ["b", "c"]),
    ],
)
def test_where_no_field_is_to_spare_the_last_row_says_that_there_is_more(
    names: str, shown: dict[str, str], continued: list[str]
) -> None:
    found = values(NO_ROOM, trials=trials(*names.split()))
    assert found.fields == shown
    assert [row[0] for item in found.beyond for row in item.rows] == continued


def test_fields_that_are_not_numbered_are_named_from_the_top() -> None:
    named = ROWS.replace("name_{row}:", "drug:").replace("    beyond", "    names: {drug: [T9, T4]}\n    beyond")
    assert values(named, trials=trials("a", "b")).fields == {"T9": "1. a", "T4": "2. b", "more": ""}


def test_each_row_has_its_own_pair_of_boxes() -> None:
    paired = ROWS.replace(
        "    beyond", "    choices: [{choose: trial.dose, boxes: {yes: 'y{row}', no: 'n{row}'}}]\n    beyond"
    )
    found = values(paired, trials=[{"name": "a", "dose": True}, {"name": "b", "dose": False}]).fields
    assert found == {
        "name_1": "1. a", "y1": True, "n1": False,
        "name_2": "2. b", "y2": False, "n2": True, "more": "",
    }  # fmt: skip


def test_a_rule_knows_its_row() -> None:
    rule = values(ROWS, trials=trials("a")).rules["name_1"]
    assert (rule.label, rule.may_continue) == ("Medicine 1", False)


def test_rows_need_a_list() -> None:
    with pytest.raises(BadInput, match=r"line 6, rows\[0\].each: This is not a list"):
        values(ROWS, trials={"a": 1})


@pytest.mark.parametrize(
    ("days", "written"),
    [
        (["2025-02-03", "2025-06-08"], "02/03/2025 to 06/08/2025"),
        (["2025-02", "2025-06-08"], "02/2025 to 06/08/2025"),
        ([None, "2025-06-08"], "to 06/08/2025"),  # never as if it were the day of the whole
        (["2025-02-03", None], "from 02/03/2025"),
        (["2025-02-03", "ongoing"], "02/03/2025, ongoing"),
        ([None, "ongoing"], "ongoing"),
        ([None, None], ""),
    ],
)
def test_two_days_are_written_as_a_span(days: list[str | None], written: str) -> None:
    assert span(days) == written
