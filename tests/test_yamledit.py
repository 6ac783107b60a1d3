"""What is written into somebody's file goes to its place, and no other character changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.errors import BadInput
from priorauth.yamledit import with_item, with_value
from priorauth.yamltree import parse, read

if TYPE_CHECKING:
    from priorauth.yamltree import KeyPath, Tree

FILE = Path("chart.yaml")
CHARTS = sorted((Path(__file__).parents[1] / "examples" / "charts").glob("*/chart.yaml"))


@pytest.mark.parametrize(
    ("before", "at", "value", "after"),
    [
        # A key that is not there yet goes behind the last one of what it belongs to, above comments that follow.
        ("a: 1  # one\n# end\n", ("b",), "2", "a: 1  # one\nb: 2\n# end\n"),
        ("a:\n  b: 1\nc: 2\n", ("a", "d"), "3", "a:\n  b: 1\n  d: 3\nc: 2\n"),
        ("asks:\n  - id: x\n    b: 1\n\n  - id: y\n", ("asks", 0, "c"), "2",
         "asks:\n  - id: x\n    b: 1\n    c: 2\n\n  - id: y\n"),
        ("a: {b: 1}\n", ("a", "c"), "2", "a: {b: 1, c: 2}\n"),
        ("a: {}\n", ("a", "c"), "2", "a: {c: 2}\n"),
        # One that is there is written over, whatever its form; what stands behind it stays.
        ("a: 1  # one\nb: 2\n", ("a",), "3", "a: 3  # one\nb: 2\n"),
        ("a: >-\n  many\n  words\n# end\nb: 2\n", ("a",), "few", "a: few\n# end\nb: 2\n"),
        ("a:\n  b: 1\n  c: 2\n# end\nd: 3\n", ("a",), {"e": "4"}, "a: {e: 4}\n# end\nd: 3\n"),
        ('a: "1"\n', ("a",), "two\nlines: of #it", 'a: "two\\nlines: of #it"\n'),
        # Without a line's end at the end; with Windows' ends of lines; with a mark of the encoding.
        ("a: 1", ("b",), "2", "a: 1\nb: 2\n"),
        ("a: 1\r\nc: 3\r\n", ("b",), "2", "a: 1\r\nc: 3\r\nb: 2\r\n"),
        ("\ufeffa: 1\n", ("b",), "2", "\ufeffa: 1\nb: 2\n"),
    ],
)  # fmt: skip
def test_a_value(before: str, at: KeyPath, value: Tree, after: str) -> None:
    assert with_value(before.encode(), FILE, at, value).decode() == after


def test_json_stays_json() -> None:
    before, after = b'{"a": {"b": "1"}}', b'{"a": {"b": "1", "c": "2"}}'
    assert with_value(before, FILE.with_suffix(".json"), ("a", "c"), "2") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a:\n  - 1\n  - 2  # two\n# end\n", "a:\n  - 1\n  - 2  # two\n  - {by: me}\n# end\n"),
        ("a:\n- 1\nb: 2\n", "a:\n- 1\n- {by: me}\nb: 2\n"),
        ("a: [1]\n", "a: [1, {by: me}]\n"),
        ("a: []\n", "a: [{by: me}]\n"),
        ("b: 2\n", "b: 2\na: [{by: me}]\n"),
    ],
)
def test_an_item_of_a_list(before: str, after: str) -> None:
    assert with_item(before.encode(), FILE, ("a",), {"by": "me"}).decode() == after


@pytest.mark.parametrize("chart", CHARTS, ids=lambda path: path.parent.name)
@given(words=st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1))
def test_no_other_line_of_a_chart_changes(chart: Path, words: str) -> None:
    data = chart.read_bytes()
    if words.strip().casefold() in ("", "~", "null"):
        return
    written = with_item(data, chart, ("attestations",), {"by": words})
    tree = read(chart).tree
    assert isinstance(tree, dict)
    known = tree.get("attestations") or []
    assert isinstance(known, list)
    assert parse(written, chart).tree == tree | {"attestations": [*known, {"by": words}]}
    before, after = data.splitlines(), written.splitlines()
    assert len(set(after) - set(before)) == 1
    assert [line for line in after if line in set(before)] == before


def test_a_file_that_cannot_be_added_to_is_left_alone() -> None:
    with pytest.raises(BadInput, match="cannot write into this file"):
        with_value(b"{a: 1,}\n", FILE, ("b",), "2")
