"""Changes put into a chart's own text: every way in which people write YAML, and nothing else changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.errors import BadInput
from priorauth.intake.merging.edits import Append, Edit, Put, Swap, changed, edited
from priorauth.intake.written import dumped
from priorauth.yamltree import parse

FILE = Path("chart.yaml")


@pytest.mark.parametrize(
    ("before", "edit", "after"),
    [
        ("a: b\n", Put((), "c", "d"), "a: b\nc: d\n"),
        ("a: b", Put((), "c", "d"), "a: b\nc: d\n"),
        ("a: b # why\n", Put((), "c", "d"), "a: b # why\nc: d\n"),
        ("{a: b}\n", Put((), "c", "d"), "{a: b, c: d}\n"),
        ("{a: b,}\n", Put((), "c", "d"), "{a: b,c: d}\n"),
        ("x:\n  a: b\n  # of a\n# of y\ny: z\n", Put(("x",), "c", "d"), "x:\n  a: b\n  # of a\n  c: d\n# of y\ny: z\n"),
        ("x:\n  - a: b\n", Put(("x", 0), "c", "d"), "x:\n  - a: b\n    c: d\n"),
        ("x:\n  - a: |\n      long\n\ny: z\n", Put(("x", 0), "c", "d"), "x:\n  - a: |\n      long\n\n    c: d\ny: z\n"),
        ("x:\n- a\n# of y\ny: z\n", Append(("x",), ["b"]), "x:\n- a\n- b\n# of y\ny: z\n"),
        ("x: [a]\n", Append(("x",), ["b", "c"]), "x: [a, b, c]\n"),
        ("x: []\n", Append(("x",), ["b"]), "x: [b]\n"),
        ("x:\ny: z\n", Append(("x",), ["b"]), "x: [b]\ny: z\n"),
        ("a: b # why\n", Swap((), "a", "a", "#1"), "a: '#1' # why\n"),
        ("a: b\nc: d\n", Swap((), "a", "e", ["1"]), "e: [1]\nc: d\n"),
        ("a:\n  - b\n  - c\nd: e\n", Swap((), "a", "a", "f"), "a: f\nd: e\n"),
        ('{"a": "b"}', Put((), "c", "d"), '{"a": "b", c: d}'),
    ],
)
def test_each_way_of_writing(before: str, edit: Edit, after: str) -> None:
    for mark, line in (("", "\n"), ("\ufeff", "\n"), ("", "\r\n" if "\n" in before else "\n")):
        made = edited((mark + before.replace("\n", line)).encode(), FILE, [edit], [])
        assert made.decode() == mark + after.replace("\n", line)


def test_what_is_told_stands_on_top() -> None:
    assert edited(b"a: b\n", FILE, [], ["one", "two"]) == b"# one\n# two\n\na: b\n"
    assert edited(b"# mine\na: b\n", FILE, [], ["one"]) == b"# one\n# mine\na: b\n"


def test_what_cannot_be_put_in_without_changing_the_rest_is_refused() -> None:
    with pytest.raises(BadInput, match="nothing can be put into without changing the rest of it"):
        edited(b"{a: b # why\n}", FILE, [Put((), "a", "twice")], [])


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12) | st.sampled_from(
    ["yes", "null", "a: b", "- a", "# a", "'", '"', "2021-01-01", "a\nb", " a ", "{", "=1"]
)
KEYS = st.from_regex(r"[a-z_]{1,12}", fullmatch=True)
TREES = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(KEYS, inner, min_size=1, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(KEYS, TREES, min_size=1, max_size=4), TREES, st.booleans())
def test_whatever_the_chart_and_the_fact_the_file_says_both_or_is_not_written(
    tree: dict[str, Any], value: Any, in_a_line: bool
) -> None:
    before = dumped(tree, in_a_line=in_a_line).encode()
    was = parse(before, FILE).tree
    edits: list[Edit] = [Put((), "new", value)]
    edits += [Append((key,), [value]) for key, items in tree.items() if isinstance(items, list)]
    edits += [Put((key,), "new", value) for key, items in tree.items() if isinstance(items, dict)]
    edits += [Swap((), key, key, value) for key, items in tree.items() if isinstance(items, str)]
    if "new" in tree or any("new" in one for one in tree.values() if isinstance(one, dict)):
        return
    assert parse(edited(before, FILE, edits, ["told"]), FILE).tree == changed(was, edits)
