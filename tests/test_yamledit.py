"""Changes put into somebody's own text: every way in which people write YAML, and no other character changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.errors import BadInput
from priorauth.yamledit.edited import edited, with_item, with_value
from priorauth.yamledit.edits import Append, Edit, Put, Swap, changed
from priorauth.yamledit.places import comments
from priorauth.yamledit.written import dumped, in_a_line
from priorauth.yamltree import parse, read

if TYPE_CHECKING:
    from priorauth.yamltree import KeyPath, Tree

FILE = Path("chart.yaml")
JSON_FILE = Path("chart.json")
CHARTS = sorted((Path(__file__).parents[1] / "examples" / "charts").glob("*/chart.yaml"))
REFUSED = "nothing can be put into without changing the rest of it"


@pytest.mark.parametrize(
    ("before", "edit", "after"),
    [
        # A key that a group lacks stands behind its last, and behind the comments that stand as far in as it.
        ("a: b\n", Put((), "c", "d"), "a: b\nc: d\n"),
        ("a: b", Put((), "c", "d"), "a: b\nc: d\n"),
        ("a: b # why\n", Put((), "c", "d"), "a: b # why\nc: d\n"),
        ("a: b\n# end\n", Put((), "c", "d"), "a: b\nc: d\n# end\n"),
        ("x:\n  a: b\n  # of a\n# of y\ny: z\n", Put(("x",), "c", "d"), "x:\n  a: b\n  # of a\n  c: d\n# of y\ny: z\n"),
        ("x:\n  - a: b\n", Put(("x", 0), "c", "d"), "x:\n  - a: b\n    c: d\n"),
        ("x:\n  - a: b\n\n  - e\n", Put(("x", 0), "c", "d"), "x:\n  - a: b\n    c: d\n\n  - e\n"),
        ("x:\n  - a: |\n      long\n\ny: z\n", Put(("x", 0), "c", "d"), "x:\n  - a: |\n      long\n\n    c: d\ny: z\n"),
        ("x:\ny: z\n", Put(("x",), "c", "d"), "x: {c: d}\ny: z\n"),
        ("x: null # why\n", Put(("x",), "c", "d"), "x: {c: d} # why\n"),
        # Between brackets it stands behind the last of them.
        ("{a: b}\n", Put((), "c", "d"), "{a: b, c: d}\n"),
        ("x: {}\n", Put(("x",), "c", "d"), "x: {c: d}\n"),
        ("{a: b,}\n", Put((), "c", "d"), "{a: b, c: d}\n"),
        ("{\n  a: b,\n}\n", Put((), "c", "d"), "{\n  a: b, c: d\n}\n"),
        ("{a: b # why\n}\n", Put((), "c", "d"), "{a: b, c: d # why\n}\n"),
        ('{"a": "b"}', Put((), "c", "d"), '{"a": "b", c: d}'),
        # So it is with the items of a list.
        ("x:\n- a\n# of y\ny: z\n", Append(("x",), ["b"]), "x:\n- a\n- b\n# of y\ny: z\n"),
        ("x:\n  - a  # one\n# end\n", Append(("x",), ["b"]), "x:\n  - a  # one\n  - b\n# end\n"),
        ("x: [a]\n", Append(("x",), ["b", "c"]), "x: [a, b, c]\n"),
        ("x: []\n", Append(("x",), ["b"]), "x: [b]\n"),
        ("x: [\n  a\n]\n", Append(("x",), ["b"]), "x: [\n  a, b\n]\n"),
        ("x:\ny: z\n", Append(("x",), ["b"]), "x: [b]\ny: z\n"),
        ("x:", Append(("x",), ["b"]), "x: [b]"),
        # A value in the place of another: what stands behind it stays, and so does what was said inside of it.
        ("a: b # why\n", Swap((), "a", "a", "#1"), "a: '#1' # why\n"),
        ('"a" : b\n', Swap((), "a", "a", "c"), '"a" : c\n'),
        ("a: b\nc: d\n", Swap((), "a", "e", ["1"]), "e: [1]\nc: d\n"),
        ("a:\n  - b\n  - c\nd: e\n", Swap((), "a", "a", "f"), "a: f\nd: e\n"),
        ("a: >-\n  many\n  words\n# end\nb: 2\n", Swap((), "a", "a", "few"), "a: few\n# end\nb: 2\n"),
        ("a:\n  b: 1\n  c: 2\n# end\nd: 3\n", Swap((), "a", "a", {"e": "4"}), "a: {e: 4}\n# end\nd: 3\n"),
        ("x:\n- a: # of a\n    b: 1 # of b\n    # of c\n    c: 2 # last\n  d: 3\n", Swap(("x", 0), "a", "a", "f"),
         "x:\n- a: f # last\n  # of a\n  # of b\n  # of c\n  d: 3\n"),
        ("a: [1, # one\n  2]\n", Swap((), "a", "a", "f"), "a: f\n# one\n"),
        ("a:\nb: 2\n", Swap((), "a", "a", "f"), "a: f\nb: 2\n"),
        ('a: "1"\n', Swap((), "a", "a", "two\nlines: of #it"), 'a: "two\\nlines: of #it"\n'),
    ],
)  # fmt: skip
def test_each_way_of_writing(before: str, edit: Edit, after: str) -> None:
    """Also behind a mark of the encoding, and with the line ends of Windows."""
    for mark, line in (("", "\n"), ("\ufeff", "\n"), ("", "\r\n" if "\n" in before else "\n")):
        made = edited((mark + before.replace("\n", line)).encode(), FILE, [edit])
        assert made.decode() == mark + after.replace("\n", line)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda path: path.parent.name)
def test_no_comment_of_a_chart_is_lost_with_the_value_that_it_stood_in(chart: Path) -> None:
    data = chart.read_bytes()
    tree = parse(data, chart).tree
    assert isinstance(tree, dict)
    made = edited(data, chart, [Swap((), key, key, "other") for key in tree])
    assert sorted(one for _, one in comments(made.decode())) == sorted(one for _, one in comments(data.decode()))


def test_changes_at_one_place_go_from_the_inside_out() -> None:
    edits = [Append(("x",), ["e"]), Put(("x", 0), "c", "d"), Put((), "y", "z")]
    assert edited(b"x:\n  - a: b", FILE, edits) == b"x:\n  - a: b\n    c: d\n  - e\ny: z\n"


def test_what_is_told_stands_on_top() -> None:
    assert edited(b"a: b\n", FILE, [], ["one", "two"]) == b"# one\n# two\n\na: b\n"
    assert edited(b"# mine\na: b\n", FILE, [], ["one"]) == b"# one\n# mine\na: b\n"


@pytest.mark.parametrize(
    ("before", "at", "value", "after"),
    [
        ("a: 1  # one\n# end\n", ("b",), "2", "a: 1  # one\nb: 2\n# end\n"),
        ("a: 1  # one\nb: 2\n", ("a",), "3", "a: 3  # one\nb: 2\n"),
        ("asks:\n  - id: x\n    b: 1\n\n  - id: y\n", ("asks", 0, "c"), {"e": "4"},
         "asks:\n  - id: x\n    b: 1\n    c: {e: 4}\n\n  - id: y\n"),
        ("a: {b: 1}\n", ("a", "c"), "2, or 3", "a: {b: 1, c: '2, or 3'}\n"),
        ("a:\n", ("a", "c"), None, "a: {c: null}\n"),
    ],
)  # fmt: skip
def test_a_value_in_a_line_is_put_over_what_is_there_or_added(
    before: str, at: KeyPath, value: Tree, after: str
) -> None:
    assert with_value(before.encode(), FILE, at, value).decode() == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a:\n  - 1\n  - 2  # two\n# end\n", "a:\n  - 1\n  - 2  # two\n  - {by: me}\n# end\n"),
        ("a:\n- 1\nb: 2\n", "a:\n- 1\n- {by: me}\nb: 2\n"),
        ("a: [1]\n", "a: [1, {by: me}]\n"),
        ("a: []\n", "a: [{by: me}]\n"),
        ("a:\n", "a: [{by: me}]\n"),
        ("b: 2\n", "b: 2\na: [{by: me}]\n"),
    ],
)
def test_an_item_in_a_line_of_a_list_that_is_begun_where_there_is_none(before: str, after: str) -> None:
    assert with_item(before.encode(), FILE, ("a",), {"by": "me"}).decode() == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"a": {"b": "1"}}', '{"a": {"b": "1", "c": "\\"2\\""}}'),
        ('{\n\t"a": {\n\t\t"b": "1"\n\t}\n}\n', '{\n\t"a": {\n\t\t"b": "1", "c": "\\"2\\""\n\t}\n}\n'),
        ('{"a": {"b": "\\ud83d\\ude00 \\/"}}', '{"a": {"b": "\\ud83d\\ude00 \\/", "c": "\\"2\\""}}'),
    ],
)
def test_json_stays_json(before: str, after: str) -> None:
    assert with_value(before.encode(), JSON_FILE, ("a", "c"), '"2"').decode() == after
    assert json.loads(after)["a"]["c"] == '"2"'


@pytest.mark.parametrize(
    ("before", "edit"),
    [
        ("{a: b}\n", Put((), "a", "twice")),
        ("a: b\n", Put(("a",), "c", "of no group")),
        ("a: b\n", Append(("a",), ["of no list"])),
        ("a: {b: c}\n", Append(("a",), ["of no list"])),
        ("a: b\n", Put(("x",), "c", "nowhere")),
        ("a: |+\n  b\n\n", Swap((), "c", "c", "d")),
        ('{"a": "\x7f"}', Put((), "b", "a character that only JSON may hold")),
    ],
)
def test_what_cannot_be_put_in_without_changing_the_rest_is_refused(before: str, edit: Edit) -> None:
    with pytest.raises(BadInput, match=REFUSED):
        edited(before.encode(), FILE, [edit])


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12) | st.sampled_from(
    [
        "yes",
        "null",
        "a: b",
        "- a",
        "# a",
        "'",
        '"',
        "2021-01-01",
        "a\nb",
        " a ",
        "{",
        "=1",
        "a, b",
        "a\u2028b",
        "\t",
        "é\r",
    ]
)
KEYS = st.from_regex(r"[a-z_]{1,12}", fullmatch=True)
TREES = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(KEYS, inner, min_size=1, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(KEYS, TREES, min_size=1, max_size=4), TREES, st.sampled_from([dumped, in_a_line, json.dumps]))
def test_whatever_the_chart_and_the_fact_the_file_says_both(tree: dict[str, Any], value: Any, written: Any) -> None:
    path = JSON_FILE if written is json.dumps else FILE
    before = written(tree).encode()
    was = parse(before, path).tree
    edits: list[Edit] = [Put((), "new", value)]
    edits += [Append((key,), [value]) for key, items in tree.items() if isinstance(items, list)]
    edits += [Put((key,), "new", value) for key, items in tree.items() if isinstance(items, dict)]
    edits += [Swap((), key, key, value) for key, items in tree.items() if isinstance(items, str)]
    if "new" in tree or any("new" in one for one in tree.values() if isinstance(one, dict)):
        return
    made = edited(before, path, edits, [] if path is JSON_FILE else ["told"])
    assert parse(made, path).tree == changed(was, edits)
    if path is JSON_FILE:
        assert json.loads(made) == changed(tree, edits)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda path: path.parent.name)
@given(words=st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1))
def test_no_other_line_of_a_chart_changes(chart: Path, words: str) -> None:
    data = chart.read_bytes()
    written = with_item(data, chart, ("attestations",), {"by": words})
    tree = read(chart).tree
    assert isinstance(tree, dict)
    known = tree.get("attestations") or []
    assert isinstance(known, list)
    assert parse(written, chart).tree == tree | {"attestations": [*known, {"by": words}]}
    before, after = data.splitlines(), written.splitlines()
    assert len(set(after) - set(before)) == 1
    assert [line for line in after if line in set(before)] == before
