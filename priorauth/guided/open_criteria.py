"""Which criteria an answer can still turn, in the policy's order: those above which nothing is settled yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.determination.tree import combined
from priorauth.logic.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.logic.finding import Finding


def verdict_if_invoked(one: Finding) -> Verdict:
    """The verdict of a node where every other way of the policy may still be gone: nobody has invoked it yet."""
    if one.node == "criterion":
        return one.verdict
    return combined(one.node, one.k, [verdict_if_invoked(child) for child in one.children])


def open_criteria(root: Finding) -> Iterator[Finding]:
    """Each criterion that is not documented and on which the whole may still turn, each once.

    Where the whole cannot be met any more, those that it is not met besides.
    """
    seen: set[str] = set()
    settled = verdict_if_invoked(root) is not Verdict.NOT_DOCUMENTED
    for one in _open(root, settled=settled):
        if one.id not in seen:
            seen.add(one.id)
            yield one


def _open(one: Finding, *, settled: bool) -> Iterator[Finding]:
    verdict = verdict_if_invoked(one)
    if verdict in (Verdict.MET, Verdict.NOT_APPLICABLE) or (verdict is Verdict.NOT_MET and not settled):
        return
    if one.node == "criterion":
        if verdict is Verdict.NOT_DOCUMENTED:
            yield one
        return
    # What was had was evidently to be had: whether it was is asked only where it was not.
    children = reversed(one.children) if one.node == "if_available" else one.children
    for child in children:
        yield from _open(child, settled=settled)
