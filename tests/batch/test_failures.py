"""One chart that is wrong stops no other, and is told with what to do; so is a worker that dies."""

from __future__ import annotations

import errno
import json
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import pytest

from priorauth.batch import run as running
from priorauth.batch import worker
from priorauth.batch.outcome import Outcome
from priorauth.batch.source import Item
from tests.batch.conftest import bytes_in, job_for, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_the_others_are_made_and_the_reason_is_told(practice: Callable[..., Path]) -> None:
    folder = practice("case-01", "case-03", "case-05")
    chart = folder / "charts" / "case-03" / "chart.yaml"
    chart.write_text(chart.read_text("utf-8").replace("medicine: escitalopram", "medicine: escitalopran"), "utf-8")
    found = run(folder / "charts", folder / "out")
    assert [one.how for one in found] == ["made", "failed", "made"]
    assert found[1].case == "case-03"
    assert "names a medicine that is not known here. Did you mean escitalopram?" in found[1].error
    assert found[1].fix


def test_two_charts_of_one_number_are_not_both_made(practice: Callable[..., Path]) -> None:
    folder = practice("case-01", "case-05")
    chart = folder / "charts" / "case-05" / "chart.yaml"
    chart.write_text(chart.read_text("utf-8").replace("case: case-05", "case: CASE-01"), "utf-8")
    first, second = run(folder / "charts", folder / "out")
    assert (first.how, second.how) == ("made", "failed")
    assert "has the case number of" in second.error


def test_a_defect_is_told_without_its_text(practice: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """An error's own text may hold what stands in the chart."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError("Marigold Testwell")

    folder = practice("case-01")
    monkeypatch.setattr(worker, "assess", broken)
    (one,) = run(folder / "charts", folder / "out")
    assert (one.how, one.error) == ("failed", "The program has a defect (ZeroDivisionError).")
    assert "Marigold" not in one.model_dump_json()


def test_charts_on_lines_are_made_as_charts_in_files(practice: Callable[..., Path]) -> None:
    folder = practice("case-01")
    source = folder / "charts" / "case-01" / "all.ndjson"
    from priorauth.yamltree import read  # noqa: PLC0415

    tree = read(folder / "charts" / "case-01" / "chart.yaml").tree
    source.write_text(json.dumps(tree) + "\nnot JSON\n", "utf-8")
    made, failed = run(source, folder / "out")
    assert (made.how, made.rows[0].ready) == ("made", True)
    assert (failed.how, failed.where) == ("failed", f"{source}, line 2")


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ('{"case": "bad"', "This line is not valid JSON (Expecting ',' delimiter, character 15)."),
        (
            "{case: bad}",
            "This line is not valid JSON (Expecting property name enclosed in double quotes, character 2).",
        ),
        ('{"case": "bad"} more', "This line is not valid JSON (Extra data, character 17)."),
        ('{"case": "bad", "case": "bad"}', "This key stands twice."),
        ('{"case": "bad"}', "patient is missing."),
    ],
)
def test_a_line_is_told_as_the_line_that_it_is(practice: Callable[..., Path], line: str, error: str) -> None:
    source = practice() / "all.ndjson"
    source.write_text(f'\n{{"case": "other"}}\n{line}\n', "utf-8")
    _, failed = run(source, source.parent / "out")
    assert (failed.where, failed.error) == (f"{source}, line 3", error)
    assert failed.fix


@pytest.mark.parametrize("nth", [1, 2, 5, 9, 14, 20])
def test_a_full_disk_leaves_nothing_half_done(
    practice: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    """From the nth file on, nothing can be flushed; then somebody makes room."""
    folder = practice("case-01", "case-05")
    run(folder / "charts", folder / "whole")
    flushed = 0

    def full(descriptor: int) -> None:
        nonlocal flushed
        flushed += 1
        if flushed >= nth:
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("priorauth.files.os.fsync", full)
        found = run(folder / "charts", folder / "out")
    assert found[-1].how == "failed"
    assert "No space left on device" in found[-1].error
    assert found[-1].fix.startswith("Make room")
    again = run(folder / "charts", folder / "out")
    assert not any(row.kept for one in again for row in one.rows)
    ours, theirs = (
        {name: data for name, data in bytes_in(folder / out).items() if not name.endswith("/batch.json")}
        for out in ("out", "whole")
    )
    assert ours == theirs


# What stands below runs in other processes, which know it by its name here.


def told(_job: object, number: int, item: Item) -> Outcome:
    """A chart that is called "dies" takes its process with it; "once" does so the first time only."""
    name = item.path.name
    mark = item.path.with_suffix(".tried")
    if name == "dies" or (name == "once" and not mark.exists()):
        mark.touch()
        os._exit(9)
    return Outcome(number=number, where=name, how="made")


@pytest.mark.parametrize(
    ("names", "failed"),
    [
        (["a", "b", "c"], []),
        (["a", "once", "b", "c"], []),
        (["dies", "a", "b"], ["dies"]),
        ([*"abcdefgh", "dies", *"ijklmnop", "once", "q"], ["dies"]),
    ],
)
def test_a_worker_that_dies_takes_no_other_chart_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: list[str], failed: list[str]
) -> None:
    monkeypatch.setattr(running, "done", told)
    items = [Item(tmp_path / name) for name in names]

    def pool() -> ProcessPoolExecutor:
        return ProcessPoolExecutor(2, mp_context=get_context("fork"))

    found = list(running.outcomes(job_for(tmp_path, tmp_path), items, 2, pool))
    assert [one.number for one in found] == list(range(len(names)))
    assert [names[one.number] for one in found if one.how == "failed"] == failed


class Lazy:
    """An executor that does nothing until somebody asks for the result, and remembers how many wait."""

    def __init__(self) -> None:
        self.waiting = self.most = 0

    def __enter__(self) -> Lazy:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def submit(self, work: Callable[..., Outcome], *given: Any) -> Any:
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        lazy = self

        class Later:
            def result(self) -> Outcome:
                lazy.waiting -= 1
                return work(*given)

        return Later()


def test_no_more_charts_are_taken_than_the_workers_need(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand charts in one file are never all in memory."""
    monkeypatch.setattr(running, "done", told)
    lazy = Lazy()
    items = (Item(tmp_path / str(number)) for number in range(1000))
    found = running.outcomes(job_for(tmp_path, tmp_path), items, 3, lambda: lazy)  # type: ignore[arg-type, return-value]
    assert [one.where for one in found] == [str(number) for number in range(1000)]
    assert lazy.most == 12
