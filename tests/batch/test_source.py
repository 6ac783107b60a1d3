"""What a batch takes for charts, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from priorauth.batch.source import apart, how_many, items
from priorauth.errors import BadInput, UsageError

if TYPE_CHECKING:
    from pathlib import Path


def touch(folder: Path, *names: str, text: str = "") -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def test_a_folder_gives_its_charts_in_order_and_nothing_else(tmp_path: Path) -> None:
    touch(tmp_path, "b/chart.yaml", "a/chart.yaml", "deep/er/chart.yaml", "z.json", "c.yml")
    touch(tmp_path, "practice.yaml", "manifest.json", "a/notes.txt", "a/exhibits/scan.pdf", "x.cases.yaml")
    names = [one.path.relative_to(tmp_path).as_posix() for one in items(tmp_path)]
    assert names == ["a/chart.yaml", "b/chart.yaml", "c.yml", "deep/er/chart.yaml", "z.json"]
    assert how_many(items(tmp_path)) == 5


def test_a_file_of_lines_gives_a_chart_for_each_line_that_is_not_empty(tmp_path: Path) -> None:
    touch(tmp_path, "all.ndjson", text='{"case": "a"}\n\n{"case": "b"}\n')
    assert [(one.line, one.data) for one in items(tmp_path / "all.ndjson")] == [
        (1, b'{"case": "a"}'),
        (3, b'{"case": "b"}'),
    ]


@pytest.mark.parametrize(
    ("name", "told"),
    [("empty", "There is no chart in this folder"), ("nowhere", "There is no such folder or file")],
)
def test_where_nothing_is_that_is_told(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match=told):
        list(items(tmp_path / name))


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    touch(tmp_path, "all.docx")
    with pytest.raises(UsageError, match="cannot be read from a"):
        list(items(tmp_path / "all.docx"))


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("case: a-1\n", "case: a-1\n", True),
        ("case: a-1\n", 'case: "a-1"  # again\n', True),
        ("case: A-1\n", "case: a-1\n", True),  # one folder on Windows
        ("case: a/1\n", "case: a-1\n", True),
        ('{"case": "a-1"}', "case: a-1\n", True),
        ("case: a-1\n", "case: a-2\n", False),
        ("trials:\n  - case: a-1\n", "case: a-1\n", False),
        # However YAML lets somebody write it
        ("case: a-1\n", "case : a-1\n", True),
        ("case: a-1\n", '"case": a-1\n', True),
        ("case: a-1\n", "'case' : 'a-1'\n", True),
        ("case: a-1\n", "{patient: {case: b}, case: a-1}\n", True),
        ("case: a-1\n", '{\n "case":\n "a-1"}\n', True),
        ("case: a-1\n", "# a chart\n---\npatient: {}\ncase:\n  a-1\n", True),
        ("case: a-1\n", '"c\\x61se": "\\x61-1"\n', True),
        ("case: a-1\n", "\ufeffcase: a-1\r\n", True),
        ("case: a-1\n", "case: a\n  -1\n", False),
        ("case: a-1\n", "notes: |\n  case: a-1\ncase: a-2\n", False),
        ("case: a-1\n", "patient: {case: a-1}\n", False),
        ("case: a-1\n", "- case\n- a-1\n", False),
        ("no chart", "none either", False),
    ],
)
def test_two_charts_of_one_number_would_write_into_one_folder(
    tmp_path: Path, first: str, second: str, same: bool
) -> None:
    touch(tmp_path, "1/chart.yaml", text=first)
    touch(tmp_path, "2/chart.yaml", text=second)
    one, two = apart(items(tmp_path))
    assert one.twin == ""
    assert two.twin == (str(tmp_path / "1" / "chart.yaml") if same else "")
