"""Files as trees of strings: every scalar as written, and nothing that is not needed here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth import yamltree
from priorauth.errors import BadInput, ExitCode
from priorauth.yamltree import dotted, parse, read, scalar_at

if TYPE_CHECKING:
    from priorauth.yamltree import KeyPath, Tree

HERE = Path("chart.yaml")


def tree(text: str | bytes) -> Tree:
    return parse(text.encode() if isinstance(text, str) else text, HERE).tree


def refusal(text: str | bytes) -> str:
    with pytest.raises(BadInput) as caught:
        tree(text)
    assert caught.value.exit_code is ExitCode.BAD_INPUT
    return str(caught.value)


@pytest.mark.parametrize(
    "scalar",
    ["0012", "NO", "yes", "on", "2021", "2021-03-14", "12:30", "1_000", "0x1F", "0o17", "1e3", ".5", "+1", "F33.2"],
)
def test_a_scalar_stays_what_was_written(scalar: str) -> None:
    assert tree(f"key: {scalar}") == {"key": scalar}
    assert tree(f"[{scalar}]") == [scalar]


@pytest.mark.parametrize("scalar", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_nothing(scalar: str) -> None:
    assert tree(f"key: {scalar}") == {"key": None}


@pytest.mark.parametrize("scalar", ["''", '""', "'null'", '"~"', "|\n  null"])
def test_what_is_quoted_is_text(scalar: str) -> None:
    assert isinstance(tree(f"key: {scalar}")["key"], str)


def test_text_over_several_lines_is_one_string() -> None:
    assert tree("a: |\n  one\n  two\nb: >-\n  one\n  two\n") == {"a": "one\ntwo\n", "b": "one two"}


def test_a_byte_order_mark_from_windows_is_no_part_of_the_file() -> None:
    assert tree("\ufeffkey: é\r\nother: 1\r\n".encode()) == {"key": "é", "other": "1"}


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "b": [true, null, 0.50, "x"]}',
        '{\n\t"a": 1,\n\t"b": [true, null, 0.50, "x"]\n}',  # indented with tabs
        '{"a":1,"b":[true,null,0.50,"x"]}',
    ],
)
def test_json_is_read_too(text: str) -> None:
    assert tree(text) == {"a": "1", "b": ["true", None, "0.50", "x"]}


JSON = st.recursive(
    st.text(st.characters(codec="utf-8")) | st.sampled_from(["\U0001f600", "\\ud83d\\ude00", "\\/", "\u2028", "\x85"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcxyz_", min_size=1), inner, max_size=3),
    max_leaves=12,
)


@given(JSON.filter(lambda value: not isinstance(value, str)), st.sampled_from([None, 2]), st.booleans())
def test_any_json_of_strings_comes_back_as_it_was(value: Tree, indent: int | None, ascii_alone: bool) -> None:
    assert tree(json.dumps(value, ensure_ascii=ascii_alone, indent=indent)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r'["\ud83d\ude00"]', "\U0001f600"),  # a character in two halves, as many programs write those beyond 65535
        (r'["\uD83D\uDE00."]', "\U0001f600."),
        (r'["12\/31"]', "12/31"),
        (r'["\\/ \\ud83d\\ude00"]', r"\/ \ud83d\ude00"),  # a backslash itself, and what only looks like an escape
        ('["a\x7fb\x85c\u2028d"]', "a\x7fb\x85c\u2028d"),
    ],
)
def test_what_only_json_may_write_is_read(text: str, value: str) -> None:
    assert tree(text) == [value]
    assert scalar_at("case", text.replace("[", '{"case": ').replace("]", "}").encode()) == value


def test_lines_are_told_of_json_with_such_escapes_as_of_any() -> None:
    assert parse(b'{"a": "\\ud83d\\ude00",\n"b": "\\/"}', Path("chart.json")).line(("b",)) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": "b",\n "c" "d"}', "chart.json, line 2: This is not valid JSON (Expecting ':' delimiter, character 6)"),
        ('{"a": "\\x"}', "chart.json, line 1: This is not valid JSON (Invalid \\escape, character"),
        (
            '{"a": "\\ud83d"}',
            "chart.json, line 1: This JSON holds what no text can hold (found invalid Unicode",
        ),  # half a character is JSON, but no text
    ],
)
def test_a_broken_file_of_json_is_told_as_json(text: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(text.encode(), Path("chart.json"))
    assert said in str(caught.value)


@given(JSON, st.sampled_from([None, 2]), st.sampled_from("abc"))
def test_a_scalar_at_the_top_is_found_without_building_the_tree(value: Tree, indent: int | None, key: str) -> None:
    found = value.get(key) if isinstance(value, dict) else None
    written = json.dumps(value, ensure_ascii=False, indent=indent).encode()
    assert scalar_at(key, written) == (found if isinstance(found, str) else "")


def test_each_key_has_its_line() -> None:
    document = parse(b"# a comment\na: 1\nb:\n  - c: 2\n    d: 3\n  - 4\n", HERE)
    lines: list[tuple[KeyPath, int]] = [
        (("a",), 2),
        (("b",), 3),
        (("b", 0, "c"), 4),
        (("b", 0, "d"), 5),
        (("b", 1), 6),
        (("b", 0, "not", "there"), 4),  # the nearest ancestor that stands in the file
        (("nowhere",), 2),
    ]
    assert [(at, document.line(at)) for at, _ in lines] == lines
    assert document.place(("b", 0, "d")) == "chart.yaml, line 5, b[0].d"


@pytest.mark.parametrize(
    ("at", "text"),
    [((), ""), (("a",), "a"), (("a", 0, "b"), "a[0].b"), (("a", "b", 2, 3), "a.b[2][3]"), ((0, "a"), "[0].a")],
)
def test_a_key_path_is_told_as_people_write_it(at: KeyPath, text: str) -> None:
    assert dotted(at) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", "chart.yaml, line 3: This key stands twice (first on line 1)"),
        ("a:\n  - b: 1\n    b: 2\n", "chart.yaml, line 3: This key stands twice (first on line 2)"),
        ('{"a": 1, "a": 1}', "This key stands twice"),
        ("a: &x 1\n", "chart.yaml, line 1: YAML anchors and aliases"),
        ("a: 1\nb: *x\n", "chart.yaml, line 2: YAML anchors and aliases"),
        ("a: &x [1]\n", "anchors and aliases"),
        ("&x a: 1\n", "A key must be a plain word"),
        ("*x : 1\n", "A key must be a plain word"),
        ("a: !!int 1\n", "chart.yaml, line 1: YAML tags (!)"),
        ("a: !!python/object/apply:os.system [ls]\n", "YAML tags (!)"),
        ("a: !secret b\n", "YAML tags (!)"),
        ("!!str a: 1\n", "A key must be a plain word"),
        ("[a]: 1\n", "A key must be a plain word"),
        ("? {a: 1}\n: 2\n", "A key must be a plain word"),
        ("", "The file is empty"),
        ("# only a comment\n", "The file is empty"),
        ("a: 1\n---\nb: 2\n", "more than one YAML document"),
        ("a: 1\n b: 2\n", "chart.yaml, line 2: This is not valid YAML"),
        ("a: [1\nb: 2\n", "This is not valid YAML"),
        ("a: 'one\n", "This is not valid YAML"),
        ("\ta: 1\n", "This is not valid YAML"),
        ("a: \x00\n", "a character that text files cannot have"),
        (b"a: caf\xe9\n", "chart.yaml, line 1: The file is not UTF-8 text"),
        (b"a: 1\nb: 2\nc: \xff\n", "chart.yaml, line 3: The file is not UTF-8 text"),
        ("a: 1".encode("utf-16"), "The file is not UTF-8 text"),
    ],
)
def test_what_is_refused_is_told_with_its_line(text: str | bytes, said: str) -> None:
    assert said in refusal(text)


@pytest.mark.parametrize("after", ["--- @\n", "...\n}\n", "---\na: [\n", "--- 'x\n", "...\n%\n"])
def test_a_broken_second_document_is_refused_as_any_other(after: str) -> None:
    assert "chart.yaml, line" in refusal(f"a: 1\n{after}")


def test_what_stands_under_a_merge_key_is_not_merged() -> None:
    assert tree("<<: {a: 1}\nb: 2\n") == {"<<": {"a": "1"}, "b": "2"}


def test_a_million_aliases_are_refused_at_the_first() -> None:
    """Ten levels of ten would be ten thousand million strings; nothing is ever expanded."""
    levels = ['a0: &a0 ["x"]', *(f"a{n}: &a{n} [{', '.join(['*a' + str(n - 1)] * 10)}]" for n in range(1, 11))]
    assert "chart.yaml, line 1: YAML anchors and aliases" in refusal("\n".join(levels))
    assert "chart.yaml, line 1: YAML anchors and aliases" in refusal("[" + "*a," * 1_000_000 + "]")


@pytest.mark.parametrize("opening", ["[", '{"a":', "- "])
def test_a_file_that_nests_without_end_is_refused(opening: str) -> None:
    assert f"deeper than {yamltree.MAX_DEPTH} levels" in refusal(opening * 50_000)


@pytest.mark.parametrize(("levels", "refused"), [(yamltree.MAX_DEPTH, False), (yamltree.MAX_DEPTH + 1, True)])
def test_how_deep_a_file_may_nest(levels: int, refused: bool) -> None:
    text = "[" * levels + "x" + "]" * levels
    if refused:
        assert "deeper than" in refusal(text)
    else:
        assert dotted((0,) * levels) in parse(text.encode(), HERE).place((0,) * levels)


def test_a_file_of_more_than_twenty_megabytes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert yamltree.MAX_BYTES == 20_000_000
    monkeypatch.setattr(yamltree, "MAX_BYTES", 10)
    assert tree("a: 5678901"[:10]) == {"a": "5678901"}
    assert "larger than" in refusal("a: 56789012")


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    (tmp_path / "chart.yaml").write_bytes(b"a: 1\n")
    assert read(tmp_path / "chart.yaml").tree == {"a": "1"}


def test_a_missing_file_or_a_folder_is_told_by_its_path(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "chart.yaml", "There is no such file"), (tmp_path, "This is a folder")):
        with pytest.raises(BadInput, match=said) as caught:
            read(path)
        assert str(caught.value).startswith(str(path))
