"""What people type, what is in their files, and what is neither: one plain line each, and the session goes on."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.command import priorauth

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.command import Ran

CIGNA = "charts/4711 --payer cigna --indication trd"
WHO = ["4711", "Marigold", "Testwell", "1981-04-17", "TEST-CIG-0001", "1"]

ANSWERS = [
    *("", "?", "back", "yes", "no", "none", "1", "2", "sertraline", "Wellbutrin", "2025-02-03", "2025", "3/4/25"),
    *("50 mg from 2025-02-03", "20 mg", "ongoing as of 2026-11-12", "PHQ-9 20 on 2026-11-12", "lack of effect"),
    *("2025-03-01 to 2025-03-07", "partial", "84", "F33.2", "don't know", "2099-01-01", "\x1b[D", "= 1 + 1"),
    *("a" * 5000, "é “x” 日本"),
]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.lists(st.sampled_from(ANSWERS) | st.text(max_size=20), max_size=60))
@example(typed=["back"] * 5 + ["?"] * 5)
def test_whatever_is_typed_the_chart_can_be_read(
    typed: list[str], types: Callable[[str, Sequence[str]], Ran], practice: Path
) -> None:
    shutil.rmtree(practice / "charts", ignore_errors=True)
    folder = "charts/4711"
    lines = [*WHO[:5], "1", *(line.replace("\n", " ").replace("\r", " ") for line in typed)]

    ran = types(f"{folder} --payer medical-mutual --indication trd", lines)

    assert (ran.err, ran.code in (0, 3, 4)) == ("", True)
    if not (practice / folder / "chart.yaml").exists():  # gone back to before there was one
        return
    checked = priorauth("check", folder, "--as-of", "2026-11-20", folder=practice)
    assert (checked.err, checked.code) == ("", ran.code)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ([*WHO[:3], "1881-04-17"], "That does not go with the rest: patient.birth_date is before 1900."),
        ([*WHO[:3], "4/17/81"], "Is that right? (yes or no)"),
        ([*WHO[:3], "4/5/1981"], "That is a date that can be read in two ways"),
        ([*WHO[:3], ""], "It cannot go on without an answer."),
        ([*WHO[:5], "ashgrov"], "Did you mean ashgrove?"),
        ([*WHO, "Sertralin 50 mg"], "Write the name without the dose."),
        ([*WHO, "Abilify"], "That is known here, and not as an antidepressant."),
        ([*WHO, "sertraline", "2026-12-01"], "That is after 2026-11-20, the day by which this is judged."),
        ([*WHO, "\x1b[A"], "That holds a character that cannot be read. Type it again."),
    ],
)
def test_an_answer_that_cannot_be_taken_says_why(
    typed: list[str], told: str, types: Callable[[str, Sequence[str]], Ran]
) -> None:
    assert told in " ".join(types(CIGNA, typed).out.split())


CALLS = [
    ("charts/4711 --payer cign --indication trd", 2, "No payer of this name is known (cign). Did you mean cigna?"),
    ("practice.yaml --payer cigna", 5, "This is a file, and a chart is asked for in a folder of its own."),
    ("charts/list", 5, "This is no chart."),
    ("charts/broken", 5, "has a key that is not known here."),
    ("charts/beside", 5, "has a key that is not known here."),
    ("charts/two", 2, "The chart holds several requests."),
    ("charts/two --payer label", 2, "it is not said what this payer is asked for."),
    ("charts/plan", 2, "The chart holds no request yet."),
    ("charts/one --policy wrong --payer uhc --indication trd", 5, "No policy of uhc is known to govern"),
]
HEAD = "case: x\npatient: {name: {first: Marigold, last: Testwell}, birth_date: 1981-04-17}\n"
TWO = """\
coverages: [{payer: cigna}]
asks: [{coverage: coverage-cigna, indication: trd}, {coverage: coverage-cigna, indication: mdsi}]
"""
PLAN = "ketamine_plans: [{treats: ptsd, route: intramuscular, dose_mg_per_kg: 1, sessions: 6, sessions_per_week: 2}]\n"
FILES = {
    "charts/list/chart.yaml": "[1, 2]\n",
    "charts/broken/chart.yaml": "patiend: {}\n",
    "charts/beside/asked.txt": "patiend: {}\n",
    "charts/two/chart.yaml": HEAD + TWO,
    "charts/plan/chart.yaml": HEAD + PLAN,
    "charts/one/chart.yaml": HEAD + "coverages: [{payer: uhc}]\nasks: [{coverage: coverage-uhc, indication: trd}]\n",
}


@pytest.mark.parametrize(("call", "code", "told"), CALLS)
def test_a_call_that_cannot_be(
    call: str, code: int, told: str, types: Callable[[str, Sequence[str]], Ran], practice: Path
) -> None:
    for name, text in FILES.items():
        (practice / name).parent.mkdir(parents=True, exist_ok=True)
        (practice / name).write_text(text, encoding="utf-8")

    ran = types(call, [])

    assert (ran.code, told in ran.err) == (code, True), ran.err
    assert not {"Marigold", "Testwell", "1981"} & set(ran.err.replace(".", " ").split())
