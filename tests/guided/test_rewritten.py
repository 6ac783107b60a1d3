"""A chart's file with new facts in it: what nobody changed stays to the letter, and no comment is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from priorauth.guided.draft import placed
from priorauth.guided.rewritten import rewritten
from priorauth.yamltree import parse
from tests.command import CHARTS, example_names

HERE = Path("chart.yaml")


def facts_of(data: bytes) -> dict[str, object]:
    tree = parse(data, HERE).tree
    assert isinstance(tree, dict)
    return tree


def comments(text: str) -> list[str]:
    """Those that stand on lines of their own."""
    return [line.strip() for line in text.splitlines() if line.lstrip().startswith("#")]


@pytest.mark.parametrize("name", example_names())
def test_the_same_facts_are_the_same_file(name: str) -> None:
    data = (CHARTS / name / "chart.yaml").read_bytes()

    assert rewritten(data, HERE, facts_of(data)) == data


@pytest.mark.parametrize("name", example_names())
def test_one_new_fact_changes_its_own_part_only(name: str) -> None:
    data = (CHARTS / name / "chart.yaml").read_bytes()
    new = placed(facts_of(data), ("episode", "form"), "single")

    now = rewritten(data, HERE, new)

    assert facts_of(now) == new
    assert set(comments(data.decode())) <= set(comments(now.decode()))
    changed = set(data.decode().splitlines()) - set(now.decode().splitlines())
    about_the_episode = re.search(r"^episode:.*?(?=^\S|\Z)", data.decode(), re.MULTILINE | re.DOTALL)
    assert changed <= set(about_the_episode[0].splitlines() if about_the_episode else [])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "case: a # ours\nsex: x\n", "# ours\ncase: b\nsex: x\n", id="a comment in a changed part stands above it"
        ),
        pytest.param("{case: a, sex: x} # ours\n", "# ours\ncase: b\nsex: x\n", id="one line of JSON becomes several"),
        pytest.param("case: a\r\nsex: x\r\n", "case: b\r\nsex: x\r\n", id="the line ends of Windows stay"),
        pytest.param("\ufeffcase: a\nsex: x", "case: b\nsex: x\n", id="no line end at the end"),
        pytest.param("case: a\n# of the next\nsex: x\n", "case: b\n# of the next\nsex: x\n", id="above the next part"),
        pytest.param("case: a\nsex: x\n# the end\n", "case: b\nsex: x\n# the end\n", id="below all parts"),
    ],
)
def test_one_part_is_written_anew(before: str, after: str) -> None:
    assert rewritten(before.encode(), HERE, {"case": "b", "sex": "x"}).decode() == after


def test_a_new_part_stands_where_charts_have_it() -> None:
    facts = {"case": "a", "asks": ["x"], "patient": {"sex": "female"}}

    now = rewritten(b"case: a\n\n# asked\nasks: [x]\n", HERE, facts)

    assert now.decode() == "case: a\npatient:\n  sex: female\n\n# asked\nasks: [x]\n"
