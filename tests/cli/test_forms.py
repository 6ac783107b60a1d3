"""``priorauth forms``: a biller with a payer's PDF, and a map for it or none."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from priorauth.errors import ExitCode
from tests.command import priorauth
from tests.documents.forms.small_forms import saved, small_form

LONG = "The patient cannot wait for a standard review, for the reasons that the enclosed letter gives one by one."


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A text, a list with labels, and a check box without a drawing."""
    states = [[pikepdf.String("MA"), pikepdf.String("Massachusetts")], pikepdf.String("NY")]
    path = tmp_path / "payer.pdf"
    path.write_bytes(
        small_form(
            {"FT": pikepdf.Name.Tx, "T": pikepdf.String("name"), "TU": pikepdf.String("Whole name"), "MaxLen": 40,
             "at": [[10, 150, 190, 170]]},
            {"FT": pikepdf.Name.Ch, "T": pikepdf.String("state"), "Opt": states, "at": [[10, 120, 190, 140]]},
            {"FT": pikepdf.Name.Btn, "T": pikepdf.String("urgent"), "at": [[10, 90, 22, 102]]},
            {"FT": pikepdf.Name.Tx, "T": pikepdf.String("why"), "at": [[10, 60, 190, 80]]},
        )
    )  # fmt: skip
    return path


def filled(form: Path, tmp_path: Path, values: dict[str, Any], *more: str) -> tuple[Any, dict[str, Any]]:
    (tmp_path / "values.json").write_text(json.dumps(values), encoding="utf-8")
    ran = priorauth("forms", "fill", form, "--values", tmp_path / "values.json", "-o", tmp_path / "out.pdf", *more)
    return ran, json.loads(ran.out)


def test_what_a_form_is_and_has(form: Path) -> None:
    ran = priorauth("forms", "inspect", form)

    assert ran.code == ExitCode.OK
    assert ran.out.splitlines()[0] == "payer.pdf: 1 page, 4 fields"
    assert ran.out.splitlines()[-4:] == [
        "  p1  text       name; at most 40 characters; Whole name",
        "  p1  list       state; one of Massachusetts, NY",
        "  p1  tick       urgent",
        "  p1  text       why",
    ]


def test_the_same_for_a_script(form: Path) -> None:
    told = json.loads(priorauth("forms", "inspect", form, "--format", "json").out)

    assert (told["file"], told["pages"], told["refused"], told["scripts"]) == ("payer.pdf", 1, None, 0)
    name, state, *_ = told["fields"]
    assert name == {
        "name": "name",
        "kind": "text",
        "page": 1,
        "rectangle": [10, 150, 190, 170],
        "places": [{"page": 1, "rectangle": [10, 150, 190, 170], "value": None}],
        "tooltip": "Whole name",
        "export_values": [],
        "labels": {},
        "max_length": 40,
        "comb": False,
        "multiline": False,
        "read_only": False,
        "hidden": False,
        "holds": None,
    }
    assert (state["export_values"], state["labels"]) == (["MA", "NY"], {"MA": "Massachusetts"})


def test_a_picture_of_each_page_with_the_names(form: Path, tmp_path: Path) -> None:
    assert priorauth("forms", "inspect", form, "--pictures", tmp_path / "pictures", "--grid").code == ExitCode.OK

    (picture,) = (tmp_path / "pictures").iterdir()
    assert picture.name == "payer-1.png"
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_what_was_filled_and_what_was_not_is_told(form: Path, tmp_path: Path) -> None:
    values = {
        "name": "Renée Łukasik",
        "state": "Massachusetts",
        "urgent": True,
        "why": LONG,
        "nothere": "x",
    }

    ran, told = filled(form, tmp_path, values)

    assert ran.code == ExitCode.NOT_DOCUMENTED
    assert told["filled"] == ["name", "state", "urgent"]
    assert told["continued"] == [{"field": "why", "item": 1}]
    assert told["not_filled"] == [{"field": "nothere", "reason": "The form has no field of this name."}]
    assert (told["cleared"], told["already_held"]) == ([], [])
    stored = PdfReader(tmp_path / "out.pdf").get_fields() or {}
    assert {name: str(one.get("/V")) for name, one in stored.items()} == {
        "name": "Renée Łukasik",
        "state": "MA",
        "urgent": "/Yes",
        "why": "see addendum, item 1",
    }
    assert LONG in " ".join(PdfReader(tmp_path / "out-addendum.pdf").pages[0].extract_text().split())
    assert (tmp_path / "out.pdf").stat().st_mode & 0o777 == 0o600


def test_flattened_no_field_is_left_and_the_value_is_part_of_the_page(form: Path, tmp_path: Path) -> None:
    ran, told = filled(form, tmp_path, {"name": "Renée Łukasik"}, "--flatten")

    assert (ran.code, told["filled"]) == (ExitCode.OK, ["name"])
    reader = PdfReader(tmp_path / "out.pdf")
    assert not reader.get_fields()
    assert "Renée Łukasik" in reader.pages[0].extract_text()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ("[1]", "values.json: The file does not hold an object of names and values."),
        ("{", "values.json, line 1: The JSON cannot be read:"),
        ('{"name": {"a": 1}}', "values.json: The value of name is neither text, number, true or false, nor a list."),
    ],
)
def test_values_that_are_none_are_told(form: Path, tmp_path: Path, values: str, told: str) -> None:
    (tmp_path / "values.json").write_text(values, encoding="utf-8")
    ran = priorauth("forms", "fill", form, "--values", tmp_path / "values.json", "-o", tmp_path / "out.pdf")

    assert ran.code == ExitCode.BAD_INPUT
    assert told in ran.err
    assert not (tmp_path / "out.pdf").exists()


def test_a_form_that_opens_only_with_a_password(form: Path, tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(form.read_bytes())) as pdf:
        form.write_bytes(saved(pdf, encryption=pikepdf.Encryption(user="secret", owner="o")))

    refused = priorauth("forms", "inspect", form)
    assert refused.code == ExitCode.BAD_INPUT
    assert "payer.pdf: The form opens only with a password." in refused.err
    assert filled(form, tmp_path, {"name": "x"}, "--password", "secret")[1]["filled"] == ["name"]


def test_the_payers_own_file_is_never_written_over(form: Path, tmp_path: Path) -> None:
    (tmp_path / "values.json").write_text("{}", encoding="utf-8")
    ran = priorauth("forms", "fill", form, "--values", tmp_path / "values.json", "-o", form)

    assert ran.code == ExitCode.USAGE
    assert "The filled form would replace the payer's." in ran.err


def test_a_flat_form_says_so_and_can_be_drawn_with_a_grid(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(200, 200))
        (tmp_path / "flat.pdf").write_bytes(saved(pdf))

    ran = priorauth("forms", "inspect", tmp_path / "flat.pdf", "--pictures", tmp_path / "pictures", "--grid")

    assert ran.code == ExitCode.NOT_DOCUMENTED
    assert "It cannot be filled. The PDF has no fields to fill." in ran.out
    assert (tmp_path / "pictures" / "flat-1.png").exists()


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A folder to work in, as ``init`` makes it."""
    assert priorauth("init", tmp_path / "work").code == ExitCode.OK
    return tmp_path / "work"


def test_from_a_form_that_nobody_knows_to_one_that_is_checked_and_added(form: Path, workspace: Path) -> None:
    unknown = priorauth("forms", "add", form, folder=workspace)
    assert unknown.code == ExitCode.BAD_INPUT
    assert "There is no map of this form. Begin one: priorauth forms draft payer.pdf" in unknown.err

    map_file = workspace / "templates" / "forms" / "cigna" / "map.yaml"
    drafted = priorauth("forms", "draft", form, "--payer", "cigna", "-o", map_file, folder=workspace)
    assert drafted.code == ExitCode.OK
    assert "0 sure, 0 likely, 4 blank" in drafted.err
    assert 'title: "Cigna: payer"' in map_file.read_text(encoding="utf-8")

    added = priorauth("forms", "add", form, folder=workspace)
    assert added.code == ExitCode.OK
    assert "This is the form cigna." in added.out
    brought = map_file.with_name("form.pdf")
    assert (brought.read_bytes(), brought.stat().st_mode & 0o777) == (form.read_bytes(), 0o600)

    checked = priorauth("forms", "check", "cigna", "-o", workspace / "tried", folder=workspace)
    assert (checked.code, checked.out.splitlines()[0]) == (
        ExitCode.OK,
        "complete: 0 filled, 0 on the addendum, 0 refused",
    )
    assert (workspace / "tried" / "overlong-1.png").exists()


@pytest.mark.parametrize(
    ("change", "code", "told"),
    [
        (
            ('"why": {blank: not recognized}', '"why": {text: x, likely: yes}'),
            ExitCode.NOT_DOCUMENTED,
            "why is only proposed.",
        ),
        (
            ('"why": {blank: not recognized}', '"whi": {blank: x}'),
            ExitCode.BAD_INPUT,
            "whi is not a field of the form.",
        ),
    ],
)
def test_check_tells_what_is_not_right_yet(
    form: Path, workspace: Path, change: tuple[str, str], code: ExitCode, told: str
) -> None:
    text = priorauth("forms", "draft", form).out
    assert change[0] in text
    (workspace / "map.yaml").write_text(text.replace(*change), encoding="utf-8")
    ran = priorauth("forms", "check", workspace / "map.yaml", "--form", form)
    assert ran.code == code
    assert told in ran.out


def test_a_map_is_never_written_over(form: Path, workspace: Path) -> None:
    (workspace / "map.yaml").write_text("mine", encoding="utf-8")
    ran = priorauth("forms", "draft", form, "-o", workspace / "map.yaml")
    assert (ran.code, (workspace / "map.yaml").read_text(encoding="utf-8")) == (ExitCode.USAGE, "mine")


def test_adding_needs_a_workspace(form: Path, tmp_path: Path) -> None:
    ran = priorauth("forms", "add", form, folder=tmp_path)
    assert ran.code == ExitCode.USAGE
    assert "There is no workspace here." in ran.err
