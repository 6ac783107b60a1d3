"""The list shows patients by name: read from the charts, never from the worklist, and as their files are now."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from priorauth.review.names import Names
from tests.review.reading import words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.review.reading import Visitor


def chart(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("patient: {name: {first: Marigold, last: Testwell}}", "Marigold Testwell"),
        ("patient: {name: {first: Marigold, middle: Q., last: Testwell}}", "Marigold Q. Testwell"),
        ('{"patient": {"name": {"first": "Zoë", "last": "Testwell"}}}', "Zoë Testwell"),
        ("patient: {name: {first: Marigold, last: Testwell}}\ntrials: what is this", "Marigold Testwell"),
        ("patient: {birth_date: 1981-04-17}", ""),
        ("patient: nobody", ""),
        ("- a list", ""),
        ("patient: {name: [", ""),
        ("", ""),
    ],
)
def test_the_name_is_read_and_nothing_else(tmp_path: Path, text: str, name: str) -> None:
    path = chart(tmp_path, "chart.yaml", text)
    assert Names().of([path]) == ({path: name} if name else {})


def test_a_chart_that_is_gone_has_no_name(tmp_path: Path) -> None:
    assert Names().of([tmp_path / "chart.yaml"]) == {}


def test_a_name_that_was_corrected_is_shown_as_it_is_now(tmp_path: Path) -> None:
    names, path = Names(), chart(tmp_path, "chart.yaml", "patient: {name: {first: Marigold, last: Testwel}}")
    assert names.of([path]) == {path: "Marigold Testwel"}
    chart(tmp_path, "chart.yaml", "patient: {name: {first: Marigold, last: Testwell}}")
    os.utime(path, ns=(1, 1))
    assert names.of([path]) == {path: "Marigold Testwell"}


def test_so_many_are_read_at_once_and_the_others_when_they_are_asked_for_again(tmp_path: Path) -> None:
    names = Names()
    charts = [chart(tmp_path, f"{n}.yaml", f"patient: {{name: {{first: A{n}, last: B}}}}") for n in range(5)]
    assert list(names.of(charts, 3)) == charts[:3]
    assert list(names.of(charts, 1)) == charts[:4]
    names.read_all(charts)
    assert list(names.of(charts, 0)) == charts


def test_the_list_shows_them(practice: Callable[..., Path], visit: Callable[..., Visitor]) -> None:
    page = words(visit(practice("case-09", "case-18")).get("/"))
    assert "Rosamund Fabricton case-09/ask-qualchoice-trd-medical QualChoice" in page


def test_a_case_leads_along_the_list(practice: Callable[..., Path], visit: Callable[..., Visitor]) -> None:
    visitor = visit(practice("case-01", "case-02", "case-09"))
    first = visitor.get("/case/case-09/ask-qualchoice-trd-medical").text
    assert '<a rel="next" href="/case/case-02/ask-cigna-trd-medical">' in first
    assert 'rel="prev"' not in first
    last = visitor.get("/case/case-01/ask-cigna-trd-medical").text
    assert '<a rel="prev" href="/case/case-02/ask-cigna-trd-medical">' in last
    assert 'rel="next"' not in last
