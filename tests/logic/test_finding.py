"""Proof has an order, and findings a tree."""

from __future__ import annotations

import pytest

from priorauth.logic.finding import Finding, Proof, weakest
from priorauth.logic.verdict import Verdict


@pytest.mark.parametrize(
    ("proofs", "together"),
    [
        ([Proof.EXHIBIT], Proof.EXHIBIT),
        ([Proof.EXHIBIT, Proof.FILLS], Proof.FILLS),
        ([Proof.FILLS, Proof.ATTESTATION], Proof.ATTESTATION),
        ([Proof.ENTERED_ONLY, Proof.EXHIBIT], Proof.ENTERED_ONLY),
        ([], None),
    ],
)
def test_together_they_stand_as_well_as_the_weakest(proofs: list[Proof], together: Proof | None) -> None:
    assert weakest(proofs) is together


def finding(name: str, *children: Finding) -> Finding:
    node = "all_of" if children else "criterion"
    return Finding(name, node, node, name, Verdict.MET, "", children=children)


def test_a_tree_is_walked_in_the_policys_order() -> None:
    root = finding("root", finding("a"), finding("b", finding("c"), finding("d")), finding("e"))
    assert [one.id for one in root.walk()] == ["root", "a", "b", "c", "d", "e"]
    assert [one.id for one in root.criteria()] == ["a", "c", "d", "e"]
