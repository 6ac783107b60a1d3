"""The workbook as a biller uses it: filled in, taken in, corrected by the comments in its copy."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook

from priorauth.errors import ExitCode
from priorauth.intake import workbook as reading
from priorauth.intake.chart_file import load_case
from priorauth.intake.columns import SHEETS
from priorauth.intake.readings import Habits, day
from tests.command import priorauth
from tests.intake.sheets import TRIAL, of, typed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command import Ran

IDENTIFIERS = ("Zebulon", "Quarrelwick", "1979", "LEAK-0451")


def taken(folder: Path, rows: list[tuple[str, dict[str, Any]]], *more: str) -> Ran:
    ran = priorauth("intake", "workbook", typed(folder / "w.xlsx", rows), "-o", folder / "charts", *more)
    assert not [one for one in IDENTIFIERS if one in ran.out + ran.err]
    return ran


def chart(folder: Path, case: str = "p1") -> str:
    return (folder / "charts" / case / "chart.yaml").read_text("utf-8")


# The template


def test_the_template_has_its_sheets_and_locks_only_its_headings(tmp_path: Path) -> None:
    ran = priorauth("intake", "template", "-o", tmp_path / "w.xlsx")
    assert ran.code == ExitCode.OK
    book = load_workbook(tmp_path / "w.xlsx")
    assert book.sheetnames == [*(sheet.title for sheet in SHEETS), "Examples", "How to", "Lists"]
    for sheet in SHEETS:
        made = book[sheet.title]
        assert made.protection.sheet
        assert {cell.protection.locked for cell in made[1][: len(sheet.columns)]} == {True}
        assert {cell.protection.locked for cell in made[2][: len(sheet.columns)]} == {False}
        assert len(made.data_validations.dataValidation) == len(sheet.columns)


def test_drop_downs_and_hints_stay_within_what_excel_takes(tmp_path: Path) -> None:
    priorauth("intake", "template", "-o", tmp_path / "w.xlsx")
    book = load_workbook(tmp_path / "w.xlsx")
    for sheet in SHEETS:
        for rule in book[sheet.title].data_validations.dataValidation:
            assert len(rule.promptTitle) <= 32
            assert 1 <= len(rule.prompt) <= 255
            assert len(rule.formula1 or "") <= 257


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "w.xlsx").write_text("mine")
    ran = priorauth("intake", "template", "-o", tmp_path / "w.xlsx")
    assert (ran.code, (tmp_path / "w.xlsx").read_text()) == (ExitCode.BAD_INPUT, "mine")


# What is read


def test_a_patient_with_nothing_to_be_told_is_a_chart_and_code_0(tmp_path: Path) -> None:
    ran = taken(tmp_path, [*of("p1"), ("Trials", {"Case": "p1", **TRIAL, "Dose (mg a day)": "100 mg"})])
    assert (ran.code, ran.err) == (ExitCode.OK, "")
    assert ran.out.splitlines()[-1].startswith("1 of 1 charts written")
    assert not (tmp_path / "w-comments.xlsx").exists()
    case = load_case(tmp_path / "charts" / "p1" / "chart.yaml")
    assert (str(case.trials[0].max_dose), case.trials[0].steps) == ("100", ())


@pytest.mark.parametrize(
    ("rows", "held"),
    [
        ([{"Dose (mg a day)": 100}], "max_dose: 100 mg"),
        ([{"Dose (mg a day)": 100, "Dose held": "whole time"}], "constant_dose: 100 mg"),
        ([{"Dose (mg a day)": 100, "Dose from": "2021-01-04"}], "steps:\n  - dose: 100 mg\n    from: 2021-01-04"),
        (
            [{"Dose (mg a day)": 50, "Dose from": "2021-01-04"}, {"Dose (mg a day)": 100, "Dose from": "Feb 2021"}],
            "steps:\n  - dose: 50 mg\n    from: 2021-01-04\n  - dose: 100 mg\n    from: 2021-02",
        ),
    ],
    ids=["a single dose is the highest", "one dose all the time", "one dose from a day", "a row for each step"],
)
def test_doses_of_a_trial(tmp_path: Path, rows: list[dict[str, Any]], held: str) -> None:
    first, *others = rows
    lines = [("Trials", {"Case": "p1", **TRIAL, **first}), *(("Trials", {"Case": "p1", **row}) for row in others)]
    assert taken(tmp_path, [*of("p1"), *lines]).code == ExitCode.OK
    assert held in chart(tmp_path)


def test_each_reading_that_is_not_literal_is_told_with_its_cell(tmp_path: Path) -> None:
    rows = [
        *of("p1", **{"Birth date": "5/26/79"}),
        ("Trials", {"Case": "p1", **TRIAL, "Medicine": "Zoloft", "Start": 44200}),
    ]
    ran = taken(tmp_path, rows)
    assert ran.code == ExitCode.OK
    assert ran.out.splitlines()[:3] == [
        "Patients!E2 (Birth date): not taken as it was typed: compare it.",
        "Trials!C2 (Medicine): Zoloft read as sertraline.",
        "Trials!D2 (Start): read as 2021-01-04: a day's number, as Excel counts the days.",
    ]
    assert "medicine: sertraline" in chart(tmp_path)


def test_a_cell_that_matters_holds_its_patient_back_and_no_other(tmp_path: Path) -> None:
    rows = [*of("p1"), *of("p2"), ("Diagnoses", {"Case": "p1", "Code": "F33.2", "Resolved": "3/4/21"})]
    ran = taken(tmp_path, rows)
    assert ran.code == ExitCode.PARTLY_FAILED
    assert (
        "Diagnoses!J2 (Resolved) holds text that cannot be read: it is a date that can be read in two ways" in ran.err
    )
    assert [path.name for path in (tmp_path / "charts").iterdir()] == ["p2"]
    cell = load_workbook(tmp_path / "w-comments.xlsx")["Diagnoses"]["J2"]
    assert "two ways" in cell.comment.text
    assert cell.value == "3/4/21"


def test_a_cell_whose_absence_says_nothing_is_left_out_and_the_code_is_3(tmp_path: Path) -> None:
    ran = taken(tmp_path, [*of("p1"), ("Diagnoses", {"Case": "p1", "Code": "F33.2", "Date": "3/4/21"})])
    assert ran.code == ExitCode.NOT_DOCUMENTED
    assert "on:" not in chart(tmp_path).partition("diagnoses")[2]


def test_the_workspace_says_which_number_is_the_month(tmp_path: Path) -> None:
    profile = "name: P\nphone: (301) 555-0100\nlocale: en-US\naddress: {street: S, city: C, state: MD, zip: '00001'}\n"
    (tmp_path / "practice.yaml").write_text(profile, "utf-8")
    ran = taken(tmp_path, [*of("p1"), ("Diagnoses", {"Case": "p1", "Code": "F33.2", "Date": "3/4/21"})])
    assert (ran.code, "'2021-03-04'" in chart(tmp_path) or "2021-03-04" in chart(tmp_path)) == (ExitCode.OK, True)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([("Trials", {"Case": "p1", **TRIAL, "End": None})], "Trials!2 (End) is empty, and must be filled."),
        ([("Trials", {"Case": "p1", **TRIAL, "End": "2020"})], "in the chart: trials[0].end is before start."),
        (
            [("Scales", {"Case": "p1", "Instrument": "phq9", "Date": "2021-01-04", "Total": 30})],
            "Scales!D2 in the chart",
        ),
        ([("Trials", {"Case": "p1", **TRIAL, "Added to": "bupropion"})], "in the chart: trials[0] has a key"),
        (
            [
                ("Trials", {"Case": "p1", **TRIAL, "Dose (mg a day)": 50, "Dose from": "2021-01-04"}),
                ("Trials", {"Case": "p1", "Dose (mg a day)": 100}),
            ],
            "Trials!3 (Dose from) is empty, and of several doses each needs the day from which it was taken.",
        ),
        (
            [
                ("Trials", {"Case": "p1", **TRIAL, "Response": "none"}),
                ("Trials", {"Case": "p1", **TRIAL, "Response": "partial"}),
            ],
            "Trials!L3 (Response) says something else of the trial than Trials!L2.",
        ),
        (
            [("Trials", {"Case": "p1", **TRIAL, "Without it from": "2021-02-01"})],
            "Trials!2 (Without it until) is empty, and the other end of the time without the medicine is not.",
        ),
        ([("Diagnoses", {"Code": "F33.2"})], "Diagnoses!2 (Case) is empty, so that the row is nobody's."),
        (
            [("Diagnoses", {"Case": "p9", "Code": "F33.2"})],
            "case p9 has no row with the patient's name and birth date.",
        ),
        ([("Diagnoses", {"Case": "p1", "Code": "=A1"})], "Diagnoses!B2 (Code) holds a formula whose result is not in"),
        (
            [("Safety", {"Case": "p1", "Question": "lactation", "Answer": one}) for one in ("no", "yes")],
            "Safety!B3 (Question) was answered in Safety!2 already.",
        ),
    ],
)
def test_what_does_not_go_together_is_told_by_its_cell(
    tmp_path: Path, rows: list[tuple[str, dict[str, Any]]], told: str
) -> None:
    ran = taken(tmp_path, [*of("p1"), *rows])
    assert told in ran.err
    assert ran.code in (ExitCode.BAD_INPUT, ExitCode.PARTLY_FAILED)


def test_a_row_that_stands_twice_is_taken_once(tmp_path: Path) -> None:
    row = ("Diagnoses", {"Case": "p1", "Code": "F33.2"})
    ran = taken(tmp_path, [*of("p1"), row, row])
    assert "Diagnoses!3: the same as Diagnoses!2, and taken once." in ran.out
    assert chart(tmp_path).count("F33.2") == 1


def test_a_merged_cell_holds_for_each_of_its_rows_and_not_for_other_columns(tmp_path: Path) -> None:
    path = typed(tmp_path / "w.xlsx", [*of("p1"), ("Diagnoses", {"Case": "p1", "Code": "F33.2"})])
    book = load_workbook(path)
    book["Diagnoses"]["B3"] = "F41.1"
    book["Diagnoses"].merge_cells("A2:A3")
    book["Diagnoses"].merge_cells("C2:D2")
    book["Diagnoses"]["C2"] = "severe"
    book.save(path)
    ran = priorauth("intake", "workbook", path, "-o", tmp_path / "charts")
    assert "F33.2" in chart(tmp_path)
    assert "F41.1" in chart(tmp_path)
    assert "Diagnoses!D2 (Date) is merged with a cell of another column. Split them." in ran.err


def test_a_percentage_of_excel_is_a_share_and_no_total(tmp_path: Path) -> None:
    scale = {"Case": "p1", "Instrument": "PHQ-9", "Date": "2021-01-04", "Total": 0.2}
    path = typed(
        tmp_path / "w.xlsx", [*of("p1"), ("Trials", {"Case": "p1", **TRIAL, "Adherence (%)": 0.95}), ("Scales", scale)]
    )
    book = load_workbook(path)
    place = {cell.value: cell.column for cell in book["Trials"][1]}
    book["Trials"].cell(2, place["Adherence (%)"]).number_format = "0%"
    book["Scales"]["D2"].number_format = "0%"
    book.save(path)
    ran = priorauth("intake", "workbook", path, "-o", tmp_path / "charts")
    assert "Scales!D2 (Total) holds text that cannot be read: it is not a whole number." in ran.err
    assert "Trials!" not in ran.err
    assert ran.code == ExitCode.BAD_INPUT


@pytest.mark.parametrize(
    ("form", "held", "told"),
    [
        ("yyyy-mm-dd", "2021-03-01", ""),
        ("m/d/yy h:mm", "2021-03-01", ""),
        ("mmm\\-yy", "2021-03", "shown as a month alone"),
        ('[$-409]mmmm" of the day "yyyy;@', "2021-03", "shown as a month alone"),
        ("yyyy", "2021", "shown as a year alone"),
        ("d-mmm", None, "is a date of which Excel shows no year. Write it with its year"),  # of "Mar 21" it makes this
    ],
)
def test_a_date_of_excel_is_as_exact_as_it_is_shown(tmp_path: Path, form: str, held: str | None, told: str) -> None:
    book = Workbook()
    book.active.title = "Patients"
    book.active.append(["Case", "Birth date"])
    book.active.append(["p1", datetime(2021, 3, 1)])  # noqa: DTZ001  (as Excel keeps a day)
    book.active["B2"].number_format = form
    book.save(tmp_path / "w.xlsx")
    [row] = reading.Book(tmp_path / "w.xlsx").rows()
    cell = row.cells["Birth date"]
    assert (None if cell.wrong else day(cell.value, Habits(date(2026, 11, 20))).value) == held
    assert (cell.told or cell.wrong) == told


MADE_A_DATE = (
    "is a date or a time, which Excel makes of numbers such as 3-21 or 1:20. Format the column as text, and type the "
    "patient's number again as it is."
)


@pytest.mark.parametrize("form", ["yyyy-mm-dd", "mmm-yy", "d-mmm"])  # 3-21 is kept as 21-Mar, without a year
def test_a_case_number_of_which_excel_made_a_date_is_none(tmp_path: Path, form: str) -> None:
    path = typed(tmp_path / "w.xlsx", [*of("p1"), ("Diagnoses", {"Case": "p1", "Code": "F33.2"})])
    book = load_workbook(path)
    book["Diagnoses"]["A2"] = datetime(2026, 3, 21)  # noqa: DTZ001  (as Excel keeps a day)
    book["Diagnoses"]["A2"].number_format = form
    book.save(path)
    ran = priorauth("intake", "workbook", path, "-o", tmp_path / "charts")
    assert ran.code == ExitCode.PARTLY_FAILED
    assert f"Diagnoses!A2 (Case) {MADE_A_DATE}" in ran.err
    assert [one.name for one in (tmp_path / "charts").iterdir() if one.is_dir()] == ["p1"]


def test_text_that_looks_like_a_formula_is_written_as_text(tmp_path: Path) -> None:
    dangerous = "=HYPERLINK(1)"
    rows = [*of("p1", Allergies="@sum")]
    assert taken(tmp_path, rows).code == ExitCode.OK
    path = tmp_path / "charts" / "p1" / "chart.yaml"
    path.write_text(path.read_text("utf-8").replace("'@sum'", f"'{dangerous}'"), "utf-8")
    assert priorauth("intake", "template", path, "-o", tmp_path / "again.xlsx").code == ExitCode.OK
    cell = load_workbook(tmp_path / "again.xlsx")["Patients"]["L2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (dangerous, "s", True)


def test_a_chart_that_differs_is_kept_unless_it_is_forced(tmp_path: Path) -> None:
    assert taken(tmp_path, of("p1")).code == ExitCode.OK
    assert taken(tmp_path, of("p1")).code == ExitCode.OK  # the same again
    path = tmp_path / "charts" / "p1" / "chart.yaml"
    path.write_text(chart(tmp_path) + "# mine\n", "utf-8")
    ran = taken(tmp_path, of("p1"))
    assert (ran.code, "another chart of this case" in ran.err) == (ExitCode.BAD_INPUT, True)
    assert chart(tmp_path).endswith("# mine\n")
    assert taken(tmp_path, of("p1"), "--force").code == ExitCode.OK
    assert "# mine" not in chart(tmp_path)


def test_exhibits_beside_the_workbook_come_along(tmp_path: Path) -> None:
    (tmp_path / "note.pdf").write_bytes(b"%PDF")
    exhibit = {"Case": "p1", "ID": "note", "File": "note.pdf", "Kind": "chart note", "Title": "Note"}
    shown = ("Diagnoses", {"Case": "p1", "Code": "F33.2", "Shown in": "note 1"})
    assert taken(tmp_path, [*of("p1"), ("Exhibits", exhibit), shown]).code == ExitCode.OK
    case = load_case(tmp_path / "charts" / "p1" / "chart.yaml")
    assert [(one.exhibit, one.page) for one in case.diagnoses[0].shown_in] == [("note", 1)]


@pytest.mark.parametrize("file", ["../secret.pdf", "/etc/hostname"])
def test_an_exhibit_from_elsewhere_is_refused(tmp_path: Path, file: str) -> None:
    (tmp_path / "secret.pdf").write_bytes(b"%PDF")
    (tmp_path / "in").mkdir()
    exhibit = {"Case": "p1", "ID": "note", "File": file, "Kind": "chart note", "Title": "Note"}
    ran = taken(tmp_path / "in", [*of("p1"), ("Exhibits", exhibit)])
    assert (ran.code, "outside the folder" in ran.err) == (ExitCode.BAD_INPUT, True)


# Files that are no such workbook


def refused(path: Path) -> str:
    ran = priorauth("intake", "workbook", path, "-o", path.parent / "charts")
    assert (ran.code, ran.out) == (ExitCode.BAD_INPUT, "")
    assert ran.err.startswith(f"Error: {path}")
    assert ran.err.count("\n") == 1
    return ran.err


def test_what_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    for data in (b"", b"Case,Name\n", b"PK\x03\x04 cut off"):
        path.write_bytes(data)
        assert "This is not an Excel workbook, or it is damaged." in refused(path)
    path.write_bytes(b"\xd0\xcf\x11\xe0 old")
    assert "This is an old .xls, or a workbook with a password." in refused(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert "not an Excel workbook" in refused(path)


@pytest.mark.parametrize(
    ("before", "encoding"),
    [("", "utf-8"), ("", "utf-16"), (f"<!--{' ' * 10_000}-->", "utf-8")],
    ids=["plain", "UTF-16", "behind a comment"],
)
def test_a_workbook_that_declares_entities_is_none(tmp_path: Path, before: str, encoding: str) -> None:
    path = typed(tmp_path / "w.xlsx", of("p1"))
    with zipfile.ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    _, _, rest = parts["xl/workbook.xml"].decode().rpartition("?>")
    declared = f'<?xml version="1.0" encoding="{encoding}"?>{before}<!DOCTYPE x [<!ENTITY a "aaaa">]>{rest}'
    parts["xl/workbook.xml"] = declared.encode(encoding)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert "not an Excel workbook" in refused(path)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = typed(tmp_path / "w.xlsx", of("p1"))
    with zipfile.ZipFile(path) as archive:
        size = sum(one.file_size for one in archive.infolist())
    monkeypatch.setattr(reading, "MAX_UNPACKED", size)
    assert priorauth("intake", "workbook", path, "-o", tmp_path / "charts").code == ExitCode.OK
    monkeypatch.setattr(reading, "MAX_UNPACKED", size - 1)
    assert "The workbook unpacks to more than" in refused(path)


def changed(path: Path, change: Any) -> Path:
    book = load_workbook(typed(path, of("p1")))
    change(book)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda book: book.remove(book["Patients"]), "The workbook has no sheet Patients."),
        (lambda book: book.create_sheet("Trials."), "The workbook has two sheets Trials, and only one of them would"),
        (lambda book: book["Trials"].cell(1, 10_000, "x"), "sheet Trials: The sheet has more than 200 columns."),
        (lambda book: book["Trials"].cell(100_001, 1, "x"), "sheet Trials: The sheet has more than 100,000 rows."),
        (lambda book: book["Trials"].cell(1, 3, "Medicin"), "The heading in C1 is not known. Did you mean Medicine?"),
        (lambda book: book["Trials"].cell(1, 3, "Case"), "The heading in C1 stands twice."),
        (lambda book: book["Trials"].delete_cols(1), "The sheet has no column Case."),
        (lambda book: [book[one.title].delete_rows(2) for one in SHEETS], "The file holds no patient."),
    ],
)
def test_a_workbook_that_is_not_the_templates(tmp_path: Path, change: Any, told: str) -> None:
    assert told in refused(changed(tmp_path / "w.xlsx", change))


def test_a_sheet_that_is_not_known_and_macros_are_told_and_not_read(tmp_path: Path) -> None:
    path = changed(tmp_path / "w.xlsx", lambda book: book.create_sheet("Notes").cell(1, 1, "x"))
    path = path.rename(tmp_path / "w.xlsm")
    ran = priorauth("intake", "workbook", path, "-o", tmp_path / "charts")
    assert ran.out.splitlines()[:2] == ["Nothing is read from the sheet Notes.", "Its macros are not looked at."]


def test_a_workbook_of_patients_alone_is_enough_to_be_read(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "patients"
    book.active.append(["case", "FIRST NAME", "Last name *", "birth date"])
    book.active.append(["p1", "Zebulon", "Quarrelwick", "1979-05-06"])
    book.save(tmp_path / "w.xlsx")
    ran = priorauth("intake", "workbook", tmp_path / "w.xlsx", "-o", tmp_path / "charts")
    assert "asks is missing" in ran.err  # read, and no request in it
