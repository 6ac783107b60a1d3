"""A session that is left and taken up again, as often as one likes, comes to the same chart."""

from __future__ import annotations

import shutil
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from priorauth.guided.draft import Draft
from priorauth.guided.kept import Kept
from priorauth.guided.steps import Wanted
from priorauth.intake.chart_file import load_case
from priorauth.workspace import open_case
from tests.command import CHARTS, priorauth
from tests.guided.answering import WORKSPACE, Knows, Willing, drafts, interview, nobody_knows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from priorauth.guided.question import Question
    from tests.command import Ran

CIGNA = "charts/4711 --payer cigna --indication trd"
WHO = ["4711", "Marigold", "Testwell", "1981-04-17", "TEST-CIG-0001", "1"]


def example(name: str) -> tuple[Wanted, Callable[[Question], str]]:
    case = open_case(CHARTS / name / "chart.yaml", WORKSPACE)
    ask = case.asks[0]
    return Wanted(case.coverage(ask).payer, ask.indication, ask.phase), Knows(CHARTS / name / "chart.yaml")


@pytest.mark.parametrize(
    ("wanted", "answer"),
    [
        *(example(name) for name in ("case-01", "case-05", "case-20", "case-21")),
        (Wanted("highmark", "trd"), Willing(0)),
        (Wanted("hcsc", "mdsi"), Willing(1)),
        (Wanted("qualchoice", "trd"), nobody_knows),
    ],
)
def test_whoever_stops_after_any_answer_finds_the_same_draft_again(
    wanted: Wanted, answer: Callable[[Question], str], tmp_path: Path
) -> None:
    """The next question is made from the draft alone: so it makes no difference where somebody stopped."""
    kept = Kept(tmp_path / "chart")
    held = interview(wanted, CHARTS / "new" / "chart.yaml")
    kept.read()
    for draft, _, _ in drafts(held, answer):
        kept.write(draft)
        again = Kept(kept.folder)
        found = held.settled(held.begun(again.read()))
        assert found == draft
        again.write(found)
        assert again._there == kept._there


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stops=st.sets(st.integers(1, 40)))
def test_a_session_in_parts_writes_the_same_chart(
    stops: set[int],
    types: Callable[[str, Sequence[str]], Ran],
    tmp_path_factory: pytest.TempPathFactory,
    practice: Path,
) -> None:
    """Typed at a terminal that is closed after these answers."""
    trial = ["sertraline", "2025-02-03", "2025-06-08", "50 mg from 2025-02-03", "", "none", "lack of effect"]
    other = ["bupropion XL", "2025-06-23", "2025-10-19", "300 mg", "yes", "none", "none", "lack of effect"]
    rest = ["", "no", "2026-11-12", "1", "1", "1", "1", "2026-12-01", "84", "56", "2", "", "F33.2"]
    lines = [*WHO, *trial, "2025-01", *other, *rest]
    whole, parts = (f"charts/{name}{tmp_path_factory.mktemp('run').name}" for name in ("whole", "parts"))

    types(f"{whole} --payer cigna --indication trd", lines)
    edges = [0, *sorted(one for one in stops if one < len(lines)), len(lines)]
    for start, end in pairwise(edges):
        types(f"{parts} --payer cigna --indication trd", lines[start:end])

    for name in ("chart.yaml", "asked.txt"):
        assert (practice / parts / name).read_bytes() == (practice / whole / name).read_bytes()


def test_before_there_is_a_chart_the_answers_wait_beside_it(
    types: Callable[[str, Sequence[str]], Ran], practice: Path
) -> None:
    first = types(CIGNA, WHO[:2])

    assert (first.code, (practice / "charts/4711/chart.yaml").exists()) == (3, False)
    assert "A chart comes of it once name and birth date are there." in first.out

    types(CIGNA, WHO[2:4])
    assert load_case(practice / "charts/4711/chart.yaml").patient.name.full == "Marigold Testwell"


def test_what_nobody_knew_is_asked_again_only_where_somebody_wants_it(
    types: Callable[[str, Sequence[str]], Ran],
) -> None:
    asked = "Is there a history of psychosis?"
    types(CIGNA, [*WHO, "don't know", ""])

    assert asked not in types(CIGNA, [""]).out
    assert asked in types(f"{CIGNA} --again", ["", ""]).out


def test_a_change_by_hand_stays_and_its_comments_with_it(
    types: Callable[[str, Sequence[str]], Ran], practice: Path
) -> None:
    """The trial is corrected and a score added; what is asked then goes on from there."""
    chart = practice / "charts" / "4711" / "chart.yaml"
    types(CIGNA, [*WHO, "sertraline", "2025-02-03"])
    text = chart.read_text(encoding="utf-8").replace(
        "start: 2025-02-03", "start: 2025-02-10 # by the pharmacy's record"
    )
    chart.write_text(
        f"{text}\n# From the sheet of November:\nscores: [{{instrument: PHQ-9, on: 2026-11-12, total: 20}}]\n"
    )

    ran = types(CIGNA, ["2025-06-08"])

    now = chart.read_text(encoding="utf-8")
    assert "scores (1)" in ran.out
    assert "When was sertraline last taken?" in ran.out
    assert "start: 2025-02-10" in now
    assert "end: 2025-06-08" in now
    assert "# by the pharmacy's record" in now
    assert "# From the sheet of November:\nscores: [{instrument: PHQ-9, on: 2026-11-12, total: 20}]\n" in now


def test_a_chart_that_was_begun_otherwise_is_gone_on_with(
    types: Callable[[str, Sequence[str]], Ran], practice: Path
) -> None:
    """Of one trial the month is known in which it ended. That is all that is asked, and nothing else is touched."""
    shutil.copytree(CHARTS / "case-03", practice / "charts" / "case-03")
    chart = practice / "charts" / "case-03" / "chart.yaml"
    before = chart.read_text(encoding="utf-8")

    ran = types("charts/case-03", ["none", "2025-07-20"])

    now = chart.read_text(encoding="utf-8")
    assert "Which antidepressant has the patient taken?" not in ran.out
    assert "Is the exact day known? escitalopram was last taken in July 2025, by the chart." in " ".join(
        ran.out.split()
    )
    assert ran.out.count("So far: 5 met, 0 not met, 0 not documented.") == 1
    start, end = before.index("\ntrials:"), before.index("\nscores:")
    assert now.startswith(before[:start])
    assert now.endswith(before[end:])
    assert "end: 2025-07-20" in now


def test_a_chart_that_changes_under_the_session_is_not_written_over(practice: Path) -> None:
    kept = Kept(practice / "charts" / "4711")
    held = interview(Wanted("cigna", "trd"))
    drafts_of_it = [draft for draft, judged, _ in drafts(held, nobody_knows) if judged]
    kept.read()
    kept.write(drafts_of_it[0])
    kept.chart.write_bytes(kept.chart.read_bytes() + b"# mine\n")

    with pytest.raises(Exception, match="changed by somebody else meanwhile"):
        kept.write(drafts_of_it[1])

    assert kept.chart.read_bytes().endswith(b"# mine\n")


def test_nothing_is_written_before_something_is_answered(
    types: Callable[[str, Sequence[str]], Ran], practice: Path
) -> None:
    ran = types(CIGNA, [])

    assert "Nothing was answered, and nothing is written." in ran.out
    assert not (practice / "charts").exists()


def test_an_empty_draft_has_no_file(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "new")
    assert kept.read() == Draft()
    assert priorauth("check", tmp_path).code == 5
