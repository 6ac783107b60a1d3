"""Pins are of what the chart says, and of all that it says but the sign-off and that it was sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from priorauth.signing.pins import Pins, _of_chart
from priorauth.yamltree import parse, read
from tests.command import CHARTS

if TYPE_CHECKING:
    from priorauth.yamltree import KeyPath, Tree

CHART = CHARTS / "case-01" / "chart.yaml"
SAID = read(CHART).tree
FILE = Path("chart.yaml")


def leaves(tree: Tree, at: KeyPath = ()) -> list[KeyPath]:
    """The place of each value."""
    parts = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    found = [place for key, part in parts for place in leaves(part, (*at, key))]
    return found or [at]


def otherwise(tree: Tree, at: KeyPath) -> Tree:
    """The same with another value there."""
    if not at:
        return f"{tree} and more"
    if isinstance(tree, dict):
        return {key: otherwise(part, at[1:]) if key == at[0] else part for key, part in tree.items()}
    assert isinstance(tree, list)
    return [otherwise(part, at[1:]) if place == at[0] else part for place, part in enumerate(tree)]


@given(st.sampled_from(leaves(SAID)))
def test_each_value_counts_but_the_sign_off(at: KeyPath) -> None:
    same = _of_chart(otherwise(SAID, at), of_the_request=True) == _of_chart(SAID, of_the_request=True)
    assert same == ("sign_off" in at)


@pytest.mark.parametrize(("of_the_request", "same"), [(True, True), (False, False)])
def test_that_it_was_sent_counts_for_the_letters_that_follow(of_the_request: bool, same: bool) -> None:
    """The request was there before; an appeal cites it."""
    before = parse(b"asks: [{coverage: a}]", FILE).tree
    after = parse(b"asks: [{coverage: a, submitted: {on: 2026-11-20, by: fax}}]", FILE).tree
    assert (_of_chart(before, of_the_request=of_the_request) == _of_chart(after, of_the_request=of_the_request)) == same


def test_how_it_is_written_does_not_count() -> None:
    turned = yaml.safe_dump(SAID, sort_keys=True, default_flow_style=True, allow_unicode=True).encode()
    assert _of_chart(parse(turned, FILE).tree, of_the_request=True) == _of_chart(SAID, of_the_request=True)


def test_what_changed_is_told_in_words() -> None:
    then = Pins(chart="1" * 64, policy="2" * 64, practice="3" * 64, templates="4" * 64, exhibits="5" * 64)
    now = then.model_copy(update={"policy": "0" * 64, "exhibits": "0" * 64})
    assert (then.changed(then), then.changed(now)) == ((), ("the policy", "the exhibits"))
