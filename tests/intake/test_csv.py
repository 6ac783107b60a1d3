"""A CSV with its mapping file; pharmacy fills and the trials that they are."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from priorauth.errors import ExitCode
from priorauth.intake.chart_file import load_case
from tests.command import priorauth

if TYPE_CHECKING:
    from pathlib import Path

    from priorauth.chart.chart import Case
    from tests.command import Ran

HEAD = "MRN,First,Last,DOB,Drug,Filled,Qty,Days"
MAP = """
case: MRN
columns:
  Patients.First name: First
  Patients.Last name: Last
  Patients.Birth date: DOB
  Fills.Medicine: Drug
  Fills.Fill date: Filled
  Fills.Quantity: Qty
  Fills.Days' supply: Days
fixed: {Coverage.Payer: cigna, Coverage.Request for: trd}
trials_from_fills: yes
"""
SERTRALINE = "SERTRALINE HCL 50 MG TABLET"


def fill(on: str, quantity: int, days: int, drug: str = SERTRALINE, case: str = "7001") -> str:
    return f"{case},Zebulon,Quarrelwick,1979-05-06,{drug},{on},{quantity},{days}"


def taken(folder: Path, lines: list[str], mapping: str = MAP, encoding: str = "utf-8") -> Ran:
    (folder / "fills.csv").write_bytes("\n".join(lines).encode(encoding))
    (folder / "map.yaml").write_text(mapping, "utf-8")
    ran = priorauth("intake", "csv", folder / "fills.csv", "--map", folder / "map.yaml", "-o", folder / "charts")
    assert not [one for one in ("Zebulon", "Quarrelwick", "1979") if one in ran.out + ran.err]
    return ran


def case(folder: Path) -> Case:
    return load_case(folder / "charts" / "7001" / "chart.yaml")


def test_fills_become_a_trial_with_its_doses_and_nothing_that_fills_do_not_say(tmp_path: Path) -> None:
    ran = taken(tmp_path, [HEAD, fill("2025-01-15", 30, 30), fill("2025-02-14", 60, 30)])
    assert ran.code == ExitCode.OK
    trial = case(tmp_path).trials[0]
    assert (trial.medicine, str(trial.start), str(trial.end)) == ("sertraline", "2025-01-15", "2025-03-15")
    assert [(str(step.dose), str(step.start)) for step in trial.steps] == [("50", "2025-01-15"), ("100", "2025-02-14")]
    assert (trial.response, trial.ended_because, trial.adherence, trial.episode) == (None, (), None, None)
    assert "sertraline: supply covers 60 of 60 days (100 %)." in ran.out
    assert len(case(tmp_path).fills) == 2


@pytest.mark.parametrize(
    ("second", "gap", "covered"),
    [
        ("2025-02-14", None, "60 of 60 days (100 %)"),
        ("2025-02-15", ("2025-02-14", "2025-02-14"), "60 of 61 days (98 %)"),
        ("2025-03-16", ("2025-02-14", "2025-03-15"), "60 of 90 days (66 %)"),
    ],
    ids=["the day after", "a day late", "a month late"],
)
def test_days_without_supply_interrupt_it(
    tmp_path: Path, second: str, gap: tuple[str, str] | None, covered: str
) -> None:
    ran = taken(tmp_path, [HEAD, fill("2025-01-15", 30, 30), fill(second, 30, 30)])
    assert [(str(one.start), str(one.until)) for one in case(tmp_path).trials[0].interruptions] == (
        [gap] if gap else []
    )
    assert f"supply covers {covered}" in ran.out


def test_what_an_overlap_left_over_may_fill_a_gap_and_that_is_told(tmp_path: Path) -> None:
    fills = [fill("2025-01-01", 30, 30), fill("2025-01-21", 30, 30), fill("2025-03-02", 30, 30)]
    ran = taken(tmp_path, [HEAD, *fills])  # ten days twice, then ten days with none but those
    assert case(tmp_path).trials[0].interruptions == ()
    assert "from 2025-02-20 to 2025-03-01 only supply left over from overlaps, if it was kept" in ran.out
    assert "supplies overlap on 10 days" in ran.out


@pytest.mark.parametrize(
    ("rule", "trials"), [("", 1), ("new_trial_after_days: 30", 1), ("new_trial_after_days: 29", 2)]
)
def test_only_the_practices_own_rule_parts_two_trials(tmp_path: Path, rule: str, trials: int) -> None:
    taken(tmp_path, [HEAD, fill("2025-01-15", 30, 30), fill("2025-03-16", 30, 30)], f"{MAP}{rule}\n")
    assert len(case(tmp_path).trials) == trials


def test_a_dose_that_is_not_known_for_one_fill_is_told_for_none(tmp_path: Path) -> None:
    ran = taken(tmp_path, [HEAD, fill("2025-01-15", 30, 30), fill("2025-02-14", 30, 30, "sertraline")])
    assert case(tmp_path).trials[0].highest_dose is None
    assert "a fill of 2025-02-14 lacks strength or quantity, so that no dose is told of the trial" in ran.out


def test_supply_that_lasts_until_today_is_of_a_trial_under_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for today, end in ((date(2025, 2, 13), "ongoing_as_of"), (date(2025, 2, 14), "2025-02-13")):
        monkeypatch.setattr("priorauth.cli.intake.csv.today", lambda today=today: today)
        folder = tmp_path / str(today)
        folder.mkdir()
        taken(folder, [HEAD, fill("2025-01-15", 30, 30)])
        assert end in str(case(folder).trials[0].end)


def test_what_strengthens_only_if_it_was_meant_so_is_no_trial(tmp_path: Path) -> None:
    ran = taken(
        tmp_path, [HEAD, fill("2025-01-15", 30, 30, "QUETIAPINE 50 MG TAB"), fill("2025-01-15", 30, 30, "Lipid-X 5 MG")]
    )
    assert (case(tmp_path).trials, case(tmp_path).augmentations, len(case(tmp_path).fills)) == ((), (), 2)
    assert "quetiapine was dispensed; whether to strengthen an antidepressant, fills do not say" in ran.out


@pytest.mark.parametrize(
    ("drug", "among"),
    [
        ("SERTRALINE HCL 50 MG TABLET (GREENSTONE)", "sertraline"),
        ("Venlafaxine 75 MG ER 24HR", "venlafaxine"),
        ("ESCITALOPRAM 5 MG/5 ML SOLUTION", "escitalopram"),
        ("Mirtazapine 15 mg 2 tabs nightly", "mirtazapine"),
        ("LISINOPRIL 10 MG TABLET", None),
    ],
)
def test_a_medicine_among_other_words_makes_no_trial_and_is_told(tmp_path: Path, drug: str, among: str | None) -> None:
    ran = taken(tmp_path, [HEAD, fill("2025-01-15", 30, 30, drug)])
    assert (case(tmp_path).trials, case(tmp_path).fills[0].medicine) == ((), drug)
    assert ran.code == (ExitCode.NOT_DOCUMENTED if among else ExitCode.OK)
    assert (f"line 2, Drug (Medicine) names {among} among other words" in ran.err) == bool(among)


@pytest.mark.parametrize(("today", "code"), [((2025, 1, 15), ExitCode.OK), ((2025, 1, 14), ExitCode.BAD_INPUT)])
def test_nothing_was_dispensed_on_a_day_to_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, today: tuple[int, int, int], code: ExitCode
) -> None:
    monkeypatch.setattr("priorauth.cli.intake.csv.today", lambda: date(*today))
    ran = taken(tmp_path, [HEAD, fill("2025-01-15", 30, 30)])
    assert (ran.code, "line 2, Filled (Fill date) is a day to come" in ran.err) == (code, code != ExitCode.OK)


def test_two_spellings_of_a_number_are_not_taken_for_one_patient(tmp_path: Path) -> None:
    lines = [HEAD, *(fill("2025-01-15", 30, 30, case=one) for one in ("A/12", "A 12", "A/12", "A/13", "A 12"))]
    ran = taken(tmp_path, lines)
    assert ran.code == ExitCode.PARTLY_FAILED
    told = "line 3, MRN (Case) is not written as in line 2, MRN, and both would be case a-12: they may be two patients."
    assert ran.err.count(told) == 1
    assert [one.name for one in (tmp_path / "charts").iterdir()] == ["a-13"]


def test_a_number_of_which_excel_made_a_date_before_it_saved_the_file_is_none(tmp_path: Path) -> None:
    lines = [HEAD, fill("2025-01-15", 30, 30, case="21-Mar"), fill("2025-01-15", 30, 30, case="21-Mart")]
    ran = taken(tmp_path, lines)
    assert ran.code == ExitCode.PARTLY_FAILED
    assert "line 2, MRN (Case) is a date or a time, which Excel makes of numbers such as 3-21 or 1:20." in ran.err
    assert [one.name for one in (tmp_path / "charts").iterdir()] == ["21-mart"]


def test_an_ndc_is_what_the_mapping_file_says(tmp_path: Path) -> None:
    by_ndc = MAP.replace("Fills.Medicine", "Fills.NDC")
    lines = [HEAD, fill("2025-01-15", 30, 30, "00000-1111-22")]
    assert "is an NDC of which nothing says what it is" in taken(tmp_path, lines, by_ndc).err
    for number in ("00000111122", "0000-1111-22", "00000-1111-22"):
        ran = taken(tmp_path, lines, f'{by_ndc}ndc: {{"{number}": sertraline 50 mg}}\n')
        assert ran.code == ExitCode.OK
    ran = taken(tmp_path, lines, f'{by_ndc}ndc: {{"0000111122": sertraline 50 mg}}\n')
    assert "is an NDC of ten digits without dashes, which can be read in three ways" in ran.err
    assert [str(one.dose) for one in case(tmp_path).trials[0].steps] == ["50"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    line = fill("2025-01-15", 30, 30).replace("Zebulon", "Renée")
    ran = taken(tmp_path, [HEAD, line], encoding=encoding)
    assert ran.code == ExitCode.OK
    assert case(tmp_path).patient.name.first == "Renée"
    assert ("read as cp1252" in ran.out) == (encoding == "cp1252")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    lines = [line.replace(",", delimiter) for line in (HEAD, fill("2025-01-15", 30, 30))]
    assert taken(tmp_path, lines).code == ExitCode.OK


@pytest.mark.parametrize(
    ("lines", "mapping", "told"),
    [
        (["x"], MAP, "The first line holds no headings."),
        ([",".join(f"h{n}" for n in range(10_000))], MAP, "The file has more than 200 columns."),
        ([HEAD, '7001,"Zeb'], MAP, "line 2: The file is damaged: a field in quotes does not end"),
        ([HEAD, f"7001,{'x' * 200_000},Q"], MAP, "line 2: A field is longer than 131,072 letters."),
        ([HEAD], MAP, "The file holds no patient."),
        (["a\0,b"], MAP, "The file is no text in an encoding that is known here."),
        ([HEAD], MAP.replace("Drug", "Drugs"), "names a heading that the file has nowhere (Drugs). Did you mean Drug?"),
        ([f"{HEAD},MRN"], MAP, "names a heading that the file has more than once (MRN)."),
        ([HEAD], MAP.replace("Fills.Fill date", "Fills.Day"), "has a place that is no column of the workbook."),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, lines: list[str], mapping: str, told: str) -> None:
    ran = taken(tmp_path, lines, mapping)
    assert (ran.code, ran.err.count("\n")) == (ExitCode.BAD_INPUT, 1)
    assert told in ran.err


def test_a_line_with_a_field_too_many_holds_its_patient_back_and_no_other(tmp_path: Path) -> None:
    lines = [HEAD, f"{fill('2025-01-15', 30, 30)},9", fill("2025-01-15", 30, 30, case="7002")]
    ran = taken(tmp_path, lines)
    assert ran.code == ExitCode.PARTLY_FAILED
    assert "stands on a line of 9 fields, under 8 headings" in ran.err
    assert [one.name for one in (tmp_path / "charts").iterdir()] == ["7002"]


def test_a_mapping_file_is_proposed_from_the_headings_and_can_be_read(tmp_path: Path) -> None:
    head = "MRN,Patient First Name,Last Name,DOB,Drug Name,Date Filled,Qty,Days Supply"
    (tmp_path / "fills.csv").write_text(f"{head}\n{fill('2025-01-15', 30, 30)}\n", "utf-8")
    ran = priorauth("intake", "csv", tmp_path / "fills.csv", "--draft-map")
    assert ran.code == ExitCode.OK
    drafted = ran.out.replace("# fixed:", "fixed:").replace("#   ", "  ")
    assert taken(tmp_path, [head, fill("2025-01-15", 30, 30)], drafted).code == ExitCode.OK
    assert len(case(tmp_path).trials) == 1


def test_without_a_mapping_file_nothing_is_read(tmp_path: Path) -> None:
    (tmp_path / "fills.csv").write_text(HEAD, "utf-8")
    for command in (("intake", "csv"), ("batch",)):
        ran = priorauth(*command, tmp_path / "fills.csv", "-o", tmp_path / "charts")
        assert (ran.code, "A CSV is read by a mapping file." in ran.err) == (ExitCode.USAGE, True)
