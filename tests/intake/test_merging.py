"""A second source for a patient: added where the chart is silent, counted once where both agree, shown otherwise.

Each test has the chart's trials, scores and so on, and those of the second source, as a biller may have them.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from priorauth.errors import BadInput, ExitCode
from priorauth.files import read_bytes
from priorauth.intake.merging.into import Source, beside, merged_into
from priorauth.intake.merging.merge import merge
from priorauth.intake.written import as_yaml
from priorauth.yamltree import parse, read
from tests.command import CHARTS, asking_names, priorauth

if TYPE_CHECKING:
    from pathlib import Path

    from priorauth.intake.merging.into import Merged

TODAY = date(2026, 11, 20)
PATIENT = {"name": {"first": "Zebulon", "last": "Quarrelwick"}, "birth_date": "1979-05-06"}
"""Of whom no message may tell anything."""
CHART = """# By hand, since March.
case: p1
patient:
  name: {first: Zebulon, last: Quarrelwick}
  birth_date: 1979-05-06 # from the card
trials:
  - medicine: Zoloft
    start: 2021-01
    end: 2021-06-30
    # she said it did nothing
    response: none
"""


def merged(folder: Path, second: dict[str, Any], chart: str = CHART, **decisions: Any) -> Merged:
    path = folder / "chart.yaml"
    path.write_text(chart, "utf-8")
    document = parse(as_yaml({"case": "x9", "patient": PATIENT} | second, "second"), folder / "second.yaml")
    source = Source("second.yaml", document, lambda at: f"line {document.line(at)}", beside(folder))
    return merged_into(path, source, TODAY, decisions)


def trial(**fields: Any) -> dict[str, Any]:
    return {"trials": [{"medicine": "sertraline", "end": "unknown"} | fields]}


# The same trial from two sources


@pytest.mark.parametrize(
    ("second", "added", "differs"),
    [
        (trial(), {}, []),
        (trial(start="January 2021", end="2021-06-30"), {}, []),
        (trial(start="2021-01", max_dose="100 mg"), {"max_dose": "100 mg"}, []),
        (trial(start="2021-01", end="2021-05"), {}, ["end"]),
        (trial(start="2021-01-15"), {}, ["start"]),  # told more exactly is told otherwise: a person takes it
        (trial(start="2021-01", response="partial"), {}, ["response"]),
        (trial(start="2021-01", interruptions=[{"from": "2021-02", "until": "2021-02"}]), {}, ["interruptions"]),
        (trial(start="2021-01", steps=[{"dose": "50 mg", "from": "2022"}]), {}, ["steps"]),  # after the chart's end
        (trial(start="2021-01", purpose="sleep"), {}, ["purpose"]),  # nothing said is "for depression"
    ],
    ids=["no days", "same", "dose lacking", "end", "start", "response", "a break", "impossible dose", "purpose"],
)
def test_what_it_lacks_is_added_and_what_differs_is_shown(
    tmp_path: Path, second: dict[str, Any], added: dict[str, str], differs: list[str]
) -> None:
    found = merged(tmp_path, second)
    was = parse(CHART.encode(), tmp_path).tree["trials"][0]  # type: ignore[call-overload, index]
    assert found.now.tree["trials"] == [was | added]  # type: ignore[call-overload, index]
    assert [one.key for one in found.merge.undecided] == [f"trials.trial-zoloft-2021.{key}" for key in differs]


@pytest.mark.parametrize(
    ("days", "trials"),
    [
        ({"start": "2021-06-30"}, 1),
        ({"start": "2021-07-01"}, 2),
        ({"start": "2021-06"}, 1),
        ({"start": "2021-07"}, 2),
        ({"start": "2021"}, 1),
        ({"start": "2020-01", "end": "2020-12-31"}, 2),
        ({"start": "2020-01", "end": "2021-01-01"}, 1),
        ({"start": "2020-01", "end": "unknown"}, 1),
    ],
)
def test_dates_that_cannot_overlap_make_a_second_trial(tmp_path: Path, days: dict[str, str], trials: int) -> None:
    found = merged(tmp_path, trial(**days))
    assert len(found.now.tree["trials"]) == trials  # type: ignore[call-overload, index, arg-type]
    assert ("a further course of a medicine that the chart has" in found.path.read_text("utf-8")) == (trials == 2)


def test_a_trial_that_may_be_either_of_two_is_left_for_a_person(tmp_path: Path) -> None:
    two = CHART + "  - {medicine: sertraline, start: 2023, end: 2024}\n"
    found = merged(tmp_path, trial(max_dose="100 mg"), two)
    assert len(found.now.tree["trials"]) == 2  # type: ignore[call-overload, index, arg-type]
    [left] = found.merge.undecided
    assert "which is not sure; it is left out" in left.why


def test_one_course_is_not_taken_as_trial_and_as_augmentation(tmp_path: Path) -> None:
    chart = CHART.replace("Zoloft", "bupropion")
    found = merged(
        tmp_path, {"augmentations": [{"medicine": "bupropion", "start": "2021-02", "end": "2021-05"}]}, chart
    )
    assert "augmentations" not in found.now.tree  # type: ignore[operator]
    assert found.undecided == 1


def test_a_trial_made_of_fills_is_no_other_telling_of_the_chart_s(tmp_path: Path) -> None:
    from priorauth.intake.dispensed import NOTE  # noqa: PLC0415

    found = merged(tmp_path, trial(start="2021-01-15", end="2021-05-14", note=NOTE))
    assert (found.merge.undecided, found.merge.edits) == ([], [])


# Other facts

FILL = {"medicine": "sertraline", "on": "2021-01-15", "days_supply": "30", "quantity": "30", "strength_mg": "50"}
SCORE = {"instrument": "PHQ-9", "on": "2021-01-04", "total": "19"}


@pytest.mark.parametrize(
    ("name", "first", "second", "items", "differs"),
    [
        ("fills", FILL, FILL, 1, 0),
        ("fills", FILL, FILL | {"medicine": "Zoloft"}, 1, 0),
        ("fills", FILL, FILL | {"on": "2021-02-14"}, 2, 0),
        ("fills", FILL, FILL | {"strength_mg": "100"}, 2, 0),  # 150 mg of two strengths
        ("fills", FILL, FILL | {"days_supply": "90"}, 1, 1),
        ("scores", SCORE, SCORE | {"rater": "A. Example"}, 1, 0),
        ("scores", SCORE, SCORE | {"total": "12"}, 1, 1),
        ("scores", SCORE, SCORE | {"on": "2021-02-04"}, 2, 0),
        ("diagnoses", {"code": "F33.2"}, {"code": "F33.2", "on": "2021"}, 1, 0),
        ("diagnoses", {"code": "F33.2", "on": "2020"}, {"code": "F33.2", "on": "2021"}, 2, 0),
        ("diagnoses", {"code": "F33.2"}, {"code": "F33.2", "resolved": "2021"}, 1, 0),
        ("diagnoses", {"code": "F33.2"}, {"code": "F33.1"}, 2, 0),
    ],
)
def test_each_fact_is_counted_once(
    tmp_path: Path, name: str, first: dict[str, str], second: dict[str, str], items: int, differs: int
) -> None:
    chart = as_yaml({"case": "p1", "patient": PATIENT, name: [first]}, "me").decode()
    found = merged(tmp_path, {name: [second]}, chart)
    assert len(found.now.tree[name]) == items  # type: ignore[call-overload, index, arg-type]
    assert len(found.merge.undecided) == differs


def test_of_a_fill_that_differs_nothing_is_mixed_in(tmp_path: Path) -> None:
    """60 tablets of the one source and 50 mg of the other would be a dose that neither tells."""
    bare = {key: value for key, value in FILL.items() if key != "strength_mg"} | {"quantity": "60"}
    chart = as_yaml({"case": "p1", "patient": PATIENT, "fills": [bare]}, "me").decode()
    found = merged(tmp_path, {"fills": [FILL]}, chart)
    assert found.now.tree["fills"] == [bare]  # type: ignore[call-overload, index]
    assert [one.key.rpartition(".")[2] for one in found.merge.undecided] == ["quantity", "strength_mg"]


@pytest.mark.parametrize(
    ("first", "second", "now", "differs"),
    [
        ("no", "no", "no", 0),
        ("no", "yes", "no", 1),
        ("no", {"answer": "no", "on": "2021-03-04"}, {"answer": "no", "on": "2021-03-04"}, 0),
        ({"answer": "no"}, "yes", {"answer": "no"}, 1),
        (None, "yes", "yes", 0),
    ],
)
def test_safety_answers(tmp_path: Path, first: Any, second: Any, now: Any, differs: int) -> None:
    chart = CHART + ("safety:\n  pregnancy: no\n" if first is None else f"safety: {{lactation: {first}}}\n")
    found = merged(tmp_path, {"safety": {"lactation": second}}, chart.replace("'", ""))
    assert found.now.tree["safety"]["lactation"] == now  # type: ignore[call-overload, index]
    assert found.undecided == differs


def test_a_list_that_was_said_to_be_complete_is_told(tmp_path: Path) -> None:
    chart = CHART + "complete: [{list: antidepressant_trials, up_to: 2026-11-01, by: A. Example, on: 2026-11-01}]\n"
    found = merged(tmp_path, trial(medicine="bupropion", start="2022", end="2023"), chart)
    assert found.undecided == 1
    assert "says that this list is complete up to 2026-11-01" in found.path.read_text("utf-8").replace("\n# ", " ")


# Ids and exhibits


def test_ids_never_clash_and_what_points_at_them_follows(tmp_path: Path) -> None:
    second = {
        "scores": [SCORE | {"id": "trial-zoloft-2021"}],
        **trial(medicine="bupropion", start="2022", end="2023", score_before="trial-zoloft-2021"),
    }
    tree: Any = merged(tmp_path, second).now.tree
    assert tree["scores"][0]["id"] == tree["trials"][1]["score_before"] == "trial-zoloft-2021-2"


@pytest.mark.parametrize(("content", "exhibits"), [(b"%PDF one", 1), (b"%PDF two", 2)])
def test_exhibits_are_the_same_by_what_is_in_them(tmp_path: Path, content: bytes, exhibits: int) -> None:
    chart = CHART + "exhibits: [{id: note, file: note.pdf, kind: chart_note, title: Note}]\n"
    (tmp_path / "note.pdf").write_bytes(b"%PDF one")
    folder = tmp_path / "second"
    folder.mkdir()
    (folder / "note.pdf").write_bytes(content)
    exhibit = {"id": "note", "file": "note.pdf", "kind": "chart_note", "title": "Note"}
    second = {"exhibits": [exhibit], "scores": [SCORE | {"shown_in": [{"exhibit": "note", "page": "1"}]}]}
    (tmp_path / "chart.yaml").write_text(chart, "utf-8")
    document = parse(as_yaml({"case": "x9", "patient": PATIENT} | second, "s"), folder / "chart.yaml")
    found = merged_into(tmp_path / "chart.yaml", Source("s", document, str, beside(folder)), TODAY)
    tree: Any = found.now.tree
    assert len(tree["exhibits"]) == exhibits
    last = tree["exhibits"][-1]
    assert tree["scores"][0]["shown_in"][0]["exhibit"] == last["id"]
    assert (tmp_path / last["file"]).read_bytes() == content


# The file


def test_the_chart_s_own_text_stays_and_a_copy_is_kept(tmp_path: Path) -> None:
    found = merged(tmp_path, {"fills": [FILL], **trial(start="2021-01", end="2021-05", max_dose="100 mg")})
    text = found.path.read_text("utf-8")
    rest = iter(text.splitlines())
    assert all(line in rest for line in CHART.splitlines())  # each of its lines, in its order
    assert (tmp_path / "chart.yaml.earlier-1").read_text("utf-8") == CHART
    assert "# - trials.trial-zoloft-2021.end: 2021-06-30 (here); 2021-05 (second.yaml, line" in text


def test_merging_again_writes_nothing(tmp_path: Path) -> None:
    second = {"fills": [FILL], **trial(start="2021-01", end="2021-05")}
    once = merged(tmp_path, second)
    text = once.path.read_text("utf-8")
    again = merged(tmp_path, second, text)
    assert (again.kept, again.undecided, again.path.read_text("utf-8")) == ("", 1, text)


@pytest.mark.parametrize(("side", "end"), [("first", "2021-06-30"), ("second", "2021-05")])
def test_a_person_decides(tmp_path: Path, side: str, end: str) -> None:
    found = merged(tmp_path, trial(start="2021-01", end="2021-05"), **{"trials.trial-zoloft-2021.end": side})
    assert found.undecided == 0
    assert found.now.tree["trials"][0]["end"] == end  # type: ignore[call-overload, index]
    assert f"the {side} holds" in found.path.read_text("utf-8")


@pytest.mark.parametrize("changed", [{"name": {"first": "Zeb", "last": "Quarrelwick"}}, {"birth_date": "1979-05-07"}])
def test_another_patient_is_never_merged(tmp_path: Path, changed: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="The second source is of another patient") as refused:
        merged(tmp_path, {"patient": PATIENT | changed})
    assert not [one for one in ("Zeb", "Quarrelwick", "1979") if one in str(refused.value)]
    assert (tmp_path / "chart.yaml").read_text("utf-8") == CHART


@pytest.mark.parametrize("name", asking_names())
def test_a_chart_adds_nothing_to_itself(name: str) -> None:
    document = read(CHARTS / name / "chart.yaml")
    found = merge(document, document, lambda one, other: one == other, {})
    assert (found.edits, found.undecided, found.to_look_at) == ([], [], [])


# At the command line

HEAD = "MRN,Drug,Filled,Qty,Days"
MAP = """
case: MRN
columns: {Fills.Medicine: Drug, Fills.Fill date: Filled, Fills.Quantity: Qty, Fills.Days' supply: Days}
trials_from_fills: yes
"""


@pytest.fixture
def charts(tmp_path: Path) -> Path:
    (tmp_path / "charts" / "p1").mkdir(parents=True)
    (tmp_path / "charts" / "p1" / "chart.yaml").write_text(CHART, "utf-8")
    return tmp_path / "charts"


@pytest.mark.parametrize(
    ("cases", "code"), [(["p1"], ExitCode.OK), (["p1", "p2"], ExitCode.PARTLY_FAILED), (["p2"], ExitCode.BAD_INPUT)]
)
def test_a_pharmacys_export_needs_no_more_than_the_case_number(
    tmp_path: Path, charts: Path, cases: list[str], code: ExitCode
) -> None:
    lines = [f"{case},SERTRALINE 50 MG TAB,2021-01-15,30,30" for case in cases]
    (tmp_path / "fills.csv").write_text("\n".join([HEAD, *lines]), "utf-8")
    (tmp_path / "map.yaml").write_text(MAP, "utf-8")
    ran = priorauth("intake", "csv", tmp_path / "fills.csv", "--map", tmp_path / "map.yaml", "--into", charts)
    assert ran.code == code
    assert ("case p2: there is no chart of this number." in ran.err) == ("p2" in cases)
    assert ("fills:" in (charts / "p1" / "chart.yaml").read_text("utf-8")) == ("p1" in cases)


def test_fhir_finds_its_patient_by_name_and_birth_date(tmp_path: Path, charts: Path) -> None:
    from tests.intake.fhir.building import patient, phq9, source  # noqa: PLC0415

    name = [{"family": "Quarrelwick", "given": ["Zebulon"]}]
    for born, code in (("1979-05-06", ExitCode.OK), ("1979-05-07", ExitCode.BAD_INPUT)):
        export = source(tmp_path, patient(name=name, birthDate=born), phq9(14))
        ran = priorauth("intake", "fhir", export, "--into", charts, "--as-of", "2026-11-20")
        assert ran.code == code
        assert not [one for one in ("Zebulon", "Quarrelwick", "1979") if one in ran.out + ran.err]
    assert "no chart of this name and birth date" in ran.err
    assert "instrument: PHQ-9" in (charts / "p1" / "chart.yaml").read_text("utf-8")


def second_chart(folder: Path) -> Path:
    (folder / "other").mkdir()
    second = {"case": "p1", "patient": PATIENT | {"phone": "(301) 555-0100"}, **trial(start="2021-01", end="2021-05")}
    (folder / "other" / "chart.yaml").write_bytes(as_yaml(second, "x"))
    return folder / "other"


def test_differences_are_told_and_decided_by_their_key(tmp_path: Path, charts: Path) -> None:
    second = second_chart(tmp_path)
    ran = priorauth("intake", "merge", charts / "p1", second)
    assert ran.code == ExitCode.NOT_DOCUMENTED
    assert "trials.trial-zoloft-2021.end: 2021-06-30" in ran.out
    assert "0100" not in ran.out
    ran = priorauth("intake", "merge", charts / "p1", second, "--take", "second:trials.trial-zoloft-2021.end")
    assert ran.code == ExitCode.OK
    assert "end: 2021-05\n" in (charts / "p1" / "chart.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--take", "trials.x.end"], "--take names no side."),
        (["--take", "second:trials.x.end"], "Nothing that differs is called trials.x.end"),
    ],
)
def test_a_decision_that_decides_nothing_is_told(tmp_path: Path, charts: Path, options: list[str], told: str) -> None:
    ran = priorauth("intake", "merge", charts / "p1", second_chart(tmp_path), *options)
    assert (ran.code, told in ran.err) == (ExitCode.USAGE, True)


def test_a_chart_is_not_merged_with_itself(charts: Path) -> None:
    ran = priorauth("intake", "merge", charts / "p1", charts / "p1" / "chart.yaml")
    assert (ran.code, "Both are the same chart." in ran.err) == (ExitCode.USAGE, True)


def test_a_chart_in_json_is_left_alone(tmp_path: Path, charts: Path) -> None:
    path = tmp_path / "chart.json"
    path.write_text('{"case": "p1"}', "utf-8")
    ran = priorauth("intake", "merge", path, charts / "p1")
    assert (ran.code, "A chart in JSON can hold no comments" in ran.err) == (ExitCode.BAD_INPUT, True)
    assert read_bytes(path) == b'{"case": "p1"}'


def test_what_no_chart_can_hold_is_refused_and_nothing_written(tmp_path: Path) -> None:
    """The chart encloses page 1 of an exhibit, and the second source shows a fact on its page 5."""
    exhibit = {"id": "note", "file": "note.pdf", "kind": "chart_note", "title": "Note"}
    chart = as_yaml({"case": "p1", "patient": PATIENT, "exhibits": [exhibit | {"pages": ["1"]}]}, "me").decode()
    (tmp_path / "note.pdf").write_bytes(b"%PDF one")
    second = {"exhibits": [exhibit], "scores": [SCORE | {"shown_in": [{"exhibit": "note", "page": "5"}]}]}
    with pytest.raises(BadInput, match=r"No chart can hold both sources: .* names a page that is not among the pages"):
        merged(tmp_path, second, chart)
    assert (tmp_path / "chart.yaml").read_text("utf-8") == chart
    assert sorted(path.name for path in tmp_path.iterdir()) == ["chart.yaml", "note.pdf"]
