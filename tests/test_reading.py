"""What is wrong in a file is told by file, line and key; what stands there is never repeated."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from priorauth.chart.chart import Case
from priorauth.errors import BadInput, ExitCode
from priorauth.intake.chart_file import load_case
from priorauth.model import Frozen
from priorauth.reading import Flaw, mistakes, nearest, validated
from priorauth.yamltree import Document, parse

if TYPE_CHECKING:
    from priorauth.yamltree import Tree

BAD_CHARTS = sorted((Path(__file__).parent / "fixtures" / "bad_charts").glob("*.yaml"))


@pytest.mark.parametrize("path", BAD_CHARTS, ids=lambda path: path.stem)
def test_each_way_to_be_wrong_has_its_message(path: Path) -> None:
    """The first line of each file is the message that it must lead to."""
    expected = path.read_bytes().split(b"\n", 1)[0].decode().removeprefix("# ")
    with pytest.raises(BadInput) as caught:
        load_case(path)
    assert str(caught.value).replace(str(path), path.name) == expected
    assert caught.value.exit_code is ExitCode.BAD_INPUT


class Dose(Frozen):
    mg: int
    after: str | None = Field(default=None, alias="from")


class Small(Frozen):
    name: str = "x"
    number: int = 0
    yes: bool = True
    kind: Literal["one", "two"] = "one"
    doses: tuple[Dose, ...] = ()
    either: Literal["unknown"] | int | Dose | None = None
    by_name: dict[str, Dose] = {}
    short: str = Field(default="x", min_length=1, max_length=3)
    few: tuple[int, ...] = Field(default=(0,), min_length=1, max_length=2)
    between: int = Field(default=1, ge=0, le=2)
    inside: int = Field(default=1, gt=0, lt=2)


def refusal(text: str) -> str:
    with pytest.raises(BadInput) as caught:
        validated(Small, parse(text.encode(), Path("small.yaml")))
    return str(caught.value).removeprefix("small.yaml: ").removesuffix(" Correct the file and run the command again.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nothing", "line 1: the file must be a group of keys."),
        ("number: many", "line 1: number must be a whole number."),
        ("number: 1.5", "line 1: number must be a whole number."),
        ("yes: perhaps", "line 1: yes must be yes or no."),
        ("name: [a]", "line 1: name must be text."),
        ("kind: three", "line 1: kind must be one of: 'one', 'two'."),
        ("short: ''", "line 1: short must not be empty."),
        ("short: long", "line 1: short must be no longer than 3 characters."),
        ("few: []", "line 1: few must have at least 1."),
        ("few: [1, 2, 3]", "line 1: few must have no more than 2."),
        ("few: [x]", "line 1: few[0] must be a whole number."),
        ("between: -1", "line 1: between must be at least 0."),
        ("between: 3", "line 1: between must be at most 2."),
        ("inside: 0", "line 1: inside must be more than 0."),
        ("inside: 2", "line 1: inside must be less than 2."),
        ("doses: 3", "line 1: doses must be a list."),
        ("doses: [3]", "line 1: doses[0] must be a group of keys."),
        ("doses:\n- mg: 1\n- {}", "line 3: doses[1].mg is missing."),
        ("doses:\n- mg: x\n  from: y", "line 2: doses[0].mg must be a whole number."),
        ("by_name: []", "line 1: by_name must be a group of keys."),
        ("by_name:\n  a: {mg: x}", "line 2: by_name.a.mg must be a whole number."),
        ("nmae: a", "line 1: the file has a key that is not known here. Did you mean name or number? Allowed: "),
        ("doses: [{mg: 1, form: a}]", "line 1: doses[0] has a key that is not known here. Did you mean from?"),
        ("by_name: {a: {mg: 1, frm: 1}}", "line 1: by_name.a has a key that is not known here. Did you mean from?"),
        ("doses:\n- {mg: 1, zzz: 2}", "line 2: doses[0] has a key that is not known here. Allowed: from, mg."),
    ],
)  # fmt: skip
def test_each_kind_of_mistake_names_line_and_key(text: str, said: str) -> None:
    assert refusal(text).startswith(said)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("soon", "either must be one of: 'unknown'. Or it must be a whole number."),
        ("{mg: x}", "either.mg must be a whole number."),
        ("{}", "either.mg is missing."),
        ("{mg: 1, on: 2}", "either has a key that is not known here. Allowed: from, mg."),
    ],
)  # fmt: skip
def test_where_several_types_may_stand_only_what_was_meant_is_told(value: str, said: str) -> None:
    assert refusal(f"either: {value}") == f"line 1: {said}"


def test_mistakes_are_told_in_the_order_of_the_file_and_no_more_than_five() -> None:
    text = "\n".join(f"wrong_{letter}: 1" for letter in "gfedcba")
    told = refusal(text)
    places = [told.index(f"line {number}: the file has a key") for number in range(1, 6)]
    assert places == sorted(places)
    assert "line 6" not in told
    assert told.endswith("And 2 more.")


def test_a_flaw_names_the_key_below_the_group_it_was_found_in() -> None:
    assert Flaw("is wrong.", "trials[0].steps[12].from").at == ("trials", 0, "steps", 12, "from")
    assert Flaw("is wrong.").at == ()
    document = parse(b"a: 1\nb:\n- c: 2\n", Path("x.yaml"))
    told = mistakes(document, [(("b", 0, "c"), "is wrong."), (("a",), "is late."), (("a",), "is late.")])
    assert str(told) == (
        "x.yaml: line 1: a is late. line 3: b[0].c is wrong. Correct the file and run the command again."
    )


def test_near_words_are_offered() -> None:
    assert nearest("escitaloprm", ["escitalopram", "citalopram", "sertraline"]) == ["escitalopram", "citalopram"]
    assert nearest("zzz", ["escitalopram"]) == []


# Whatever stands in whatever place, no message repeats it.

SECRETS = ["Marigold Testwell", "1981-04-17", "TEST-CIG-0001", "marigold", "testwell-1981", "w123456789"]
CHART = """
case: somebody
patient:
  {name: {first: Test, last: Person}, birth_date: 1980-05-17, address: {street: s, city: c, state: MD, zip: "00021"}}
coverages: [{payer: cigna, member_id: ABC123, verification: {on: 2026-11-01, by: x}}]
care_team: {prescriber: {name: Somebody, npi: "1234567893"}}
diagnoses: [{code: F33.2, on: 2026-11-12, primary: yes}]
episode: {onset: 2025-01, form: recurrent}
trials:
  - {medicine: sertraline, start: 2025-02-03, end: 2025-06-08, steps: [{dose: 50 mg, from: 2025-02-03}],
     score_before: s1, interruptions: [{from: 2025-03-01, until: 2025-03-02}], adherence: {percent: 95},
     response: none, ended_because: [lack_of_effect], adverse_effects: [{effect: nausea, on: 2025-02}]}
  - {medicine: bupropion, end: {ongoing_as_of: 2026-11-12}, max_dose: 300 mg}
augmentations: [{medicine: lithium, end: unknown, alongside: trial-sertraline-2025}]
current_medicines: [{medicine: bupropion, dose: 300 mg, as_of: 2026-11-12}]
psychotherapies: [{kind: CBT, start: 2025-02, end: unknown, sessions: 12}]
scores:
  - {id: s1, instrument: PHQ-9, on: 2026-11-12, total: 9, items: [1, 1, 1, 1, 1, 1, 1, 1, 1],
     shown_in: [{exhibit: e1, page: 1}]}
suicide_assessments: [{on: 2026-11-12, ideation: no}]
inpatient: [{admitted: 2026-10-01, discharged: 2026-10-05}]
substance_use: [{substance: alcohol, disorder: no}]
safety: {pregnancy: no, lactation: {answer: no, on: 2026-11-12}}
blood_pressures: [{on: 2026-11-12, systolic: 120, diastolic: 80}]
rems: {enrolled_on: 2026-11-01}
attestations: [{states: urgent, answer: yes, by: x, on: 2026-11-12}]
complete: [{list: scores, up_to: 2026-11-12, by: x, on: 2026-11-12}]
fills: [{medicine: sertraline, on: 2025-02-03, days_supply: 30}]
exhibits: [{id: e1, file: a.pdf, kind: chart_note, title: t, pages: [1]}]
asks: [{coverage: coverage-cigna, indication: trd, start: 2026-12-01, period: {weeks: 8}, regimen: {dose_mg: 84}}]
"""


def _scalars(node: object, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else None
    return [at] if inner is None else [place for key, value in inner for place in _scalars(value, (*at, key))]


def _with(node: Tree, at: tuple[str | int, ...], value: Tree) -> Tree:
    if not at:
        return value
    if isinstance(node, dict):
        return {key: _with(inner, at[1:], value) if key == at[0] else inner for key, inner in node.items()}
    assert isinstance(node, list)
    return [_with(inner, at[1:], value) if place == at[0] else inner for place, inner in enumerate(node)]


WHOLE = parse(CHART.encode(), Path("chart.yaml"))
PLACES = sorted(_scalars(WHOLE.tree), key=str)


def message(*spoiled: tuple[tuple[str | int, ...], Tree]) -> str:
    """What is said of the chart with other values in some places; nothing, where they too can stand there."""
    node: Tree = WHOLE.tree
    for at, value in spoiled:
        node = _with(node, at, value)
    try:
        validated(Case, Document(WHOLE.path, node, WHOLE.lines))
    except BadInput as error:
        return str(error).casefold()
    return ""


def test_the_chart_that_is_spoiled_below_is_sound() -> None:
    assert message() == ""
    assert "episode.onset is not a date" in message((("episode", "onset"), "x"))


@pytest.mark.parametrize("at", PLACES, ids=lambda at: ".".join(map(str, at)))
def test_a_name_birth_date_or_member_id_in_a_wrong_place_is_not_repeated(at: tuple[str | int, ...]) -> None:
    for secret in SECRETS:
        told = message((at, secret))
        assert secret.casefold() not in told
        assert secret.casefold().replace(" ", "-") not in told  # as an id would have it


@given(st.sampled_from(PLACES), st.sampled_from(PLACES))
def test_nor_in_two_wrong_places_at_once(one: tuple[str | int, ...], other: tuple[str | int, ...]) -> None:
    assert "marigold" not in message((one, "marigold"), (other, "marigold"))


def _groups(node: object, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    own = [at] if isinstance(node, dict) else []
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return own + [place for key, value in inner for place in _groups(value, (*at, key))]


GROUPS = sorted(_groups(WHOLE.tree), key=str)


def _typed(node: Tree, at: tuple[str | int, ...], key: str, value: Tree) -> Tree:
    """The chart with one more key in one of its groups."""
    if isinstance(node, dict):
        inner = {name: _typed(one, at[1:], key, value) if at and name == at[0] else one for name, one in node.items()}
        return inner if at else {**inner, key: value}
    assert isinstance(node, list)
    return [_typed(one, at[1:], key, value) if place == at[0] else one for place, one in enumerate(node)]


@given(
    st.sampled_from(GROUPS),
    st.sampled_from(SECRETS),
    st.sampled_from([None, "x", "marigold", ["marigold"], {"marigold": {"testwell": "1981-04-17"}}]),
)
def test_nor_is_one_that_was_typed_as_a_key(at: tuple[str | int, ...], secret: str, below: Tree) -> None:
    """``name: {Marigold: Testwell}``: line and group are told, and what may stand there."""
    with pytest.raises(BadInput) as told:
        validated(Case, Document(WHOLE.path, _typed(WHOLE.tree, at, secret, below), WHOLE.lines))
    assert "has a key that is not known here." in str(told.value)
    assert not any(word.casefold() in str(told.value).casefold() for word in SECRETS)


@given(
    st.sampled_from(PLACES), st.sampled_from([["marigold"], {"marigold": "testwell"}, [{"marigold": ["1981-04-17"]}]])
)
def test_nor_is_one_inside_a_value_of_the_wrong_type(at: tuple[str | int, ...], value: Tree) -> None:
    told = message((at, value))
    assert not any(word.casefold() in told for word in ("marigold", "testwell", "1981-04-17"))


@pytest.mark.parametrize(
    "text",
    [
        "Marigold: 1\nMarigold: 2",
        "a: [Marigold",
        "a: *Marigold",
        "a: &Marigold 1",
        "a: !Marigold 1",
        "? [Marigold]\n: 1",
        "Marigold: b: c",
        "'Marigold",
        'a: "\\qMarigold"',
        "%Marigold x\n---\na: 1",
        "a: 1\n--- Marigold",
    ],
)
def test_nor_in_a_file_that_is_no_yaml(text: str) -> None:
    with pytest.raises(BadInput) as told:
        parse(text.encode(), Path("chart.yaml"))
    assert "marigold" not in str(told.value).casefold()


@pytest.mark.parametrize(
    ("changed", "near"),
    [
        ((("trials", 0, "score_before"), "phq-9-befor"), "Did you mean phq-9-before?"),
        ((("scores", 0, "shown_in", 0, "exhibit"), "progres-note"), "Did you mean progress-note?"),
        ((("augmentations", 0, "alongside"), "trial-sertralin-2025"), "Did you mean trial-sertraline-2025?"),
        ((("asks", 0, "coverage"), "coverage-cinga"), "Did you mean coverage-cigna?"),
        ((("asks", 0, "coverage"), "primary"), "It is as given there, or else coverage- and the payer."),
    ],
)
def test_an_id_that_points_to_nothing_offers_one_that_is_a_slip_away(
    changed: tuple[tuple[str | int, ...], str], near: str
) -> None:
    named = [
        (("scores", 0, "id"), "phq-9-before"),
        (("trials", 0, "score_before"), "phq-9-before"),
        (("exhibits", 0, "id"), "progress-note"),
        (("scores", 0, "shown_in", 0, "exhibit"), "progress-note"),
    ]
    assert message(*named) == ""
    assert near.casefold() in message(*named, changed)
