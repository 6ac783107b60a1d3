"""A policy's tree with what was found at each node."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from priorauth.logic.finding import Evidence, Finding, Gap, Proof, weakest
from priorauth.logic.verdict import Verdict, agreed, all_of, any_of, at_least, none_of, when
from priorauth.policy.criteria.base import Criterion
from priorauth.policy.nodes import (
    AllOf,
    AnyOf,
    AtLeast,
    DefinedAs,
    Disputed,
    IfAvailable,
    Logical,
    NoneOf,
    Pathway,
    Unclear,
    Unless,
    When,
    parts,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from priorauth.policy.nodes import Node
    from priorauth.policy.view import View

_RANK = list(Proof)


def find(node: Node, view: View, still: Mapping[str, Finding] = MappingProxyType({})) -> Finding:
    """Judge ``node`` and all below it. ``still``: criteria by their ids whose findings stand as they are."""
    if isinstance(node, Criterion):
        return still.get(node.id) or _criterion(node, view)
    children = tuple(find(part, view, still) for part in parts(node))
    k = node.at_least.k if isinstance(node, AtLeast) else 0
    verdict = combined(node.kind, k, [child.verdict for child in children])
    if isinstance(node, Pathway) and not any(one.evidence for child in children for one in child.criteria()):
        verdict = Verdict.NOT_APPLICABLE  # nobody invoked it
    readings = isinstance(node, Unclear | Disputed)
    gaps: tuple[Gap, ...] = ()
    if readings and not verdict.decided:
        either = " or: ".join(child.says for child in children)
        gaps = (Gap(f"from the payer: which reading holds ({either})", "billing", criterion=_id(node, children)),)
    return Finding(
        id=_id(node, children),
        node=node.kind,
        kind=node.kind,
        says=node.says or _says(node),
        verdict=verdict,
        because=_because(children),
        source=node.source or "",
        gaps=gaps,
        children=children,
        k=k,
        notes=(node.note,) if node.note else (),
    )


def relevant_gaps(root: Finding) -> tuple[Gap, ...]:
    """What is missing where it matters: nothing from below a node that is met without it.

    A gap is decisive where its node, turned out either way, would give the whole another verdict.
    """
    gaps: list[Gap] = []

    def collect(one: Finding) -> None:
        if one.verdict in (Verdict.MET, Verdict.NOT_APPLICABLE):
            return
        if one.gaps and not one.verdict.decided:
            outcomes = {_with(root, one, verdict) for verdict in (Verdict.MET, Verdict.NOT_MET)}
            gaps.extend(replace(gap, criterion=one.id, decisive=bool(outcomes - {root.verdict})) for gap in one.gaps)
        for child in one.children:
            collect(child)

    collect(root)
    return tuple(dict.fromkeys(gaps))


def marked(root: Finding) -> Finding:
    """The tree with the winning path marked: the nodes on which the verdict of the whole rests."""
    return replace(root, on_winning_path=True, children=_marked_below(root))


def _marked_below(node: Finding) -> tuple[Finding, ...]:
    carrying = _carriers(node)
    return tuple(
        replace(child, on_winning_path=True, children=_marked_below(child)) if child in carrying else child
        for child in node.children
    )


def _carriers(node: Finding) -> list[Finding]:
    """The children on which the node's verdict rests."""
    children = list(node.children)
    if node.node in ("when", "unclear", "disputed"):
        return children
    if node.node == "if_available":
        return children[1:] if node.verdict is Verdict.MET else children
    if node.node == "none_of":
        wanted = {Verdict.MET: Verdict.NOT_MET, Verdict.NOT_MET: Verdict.MET}.get(node.verdict, node.verdict)
        return [child for child in children if child.verdict is wanted]
    same = [child for child in children if child.verdict is node.verdict]
    return same[:1] if node.node in ("any_of", "unless") and node.verdict is Verdict.MET else same


def _criterion(node: Criterion, view: View) -> Finding:
    view.looked_at.clear()
    judged = node.judge(view)
    best: dict[str, Evidence] = {}
    for one in judged.evidence:
        if one.item not in best or _RANK.index(one.proof) < _RANK.index(best[one.item].proof):
            best[one.item] = one
    return Finding(
        id=node.id,
        node="criterion",
        kind=node.kind,
        says=node.says,
        verdict=judged.verdict,
        because=judged.facts.because,
        source=node.source,
        completeness=node.completeness,
        facts=judged.facts,
        proof=weakest([one.proof for one in best.values()]),
        records_wanted=node.proof == "records" and not judged.on_word,
        evidence=tuple(dict.fromkeys(judged.evidence)),
        gaps=tuple(replace(gap, criterion=node.id) for gap in judged.gaps),
        moments=judged.moments,
        provided=judged.provided,
        looked_at=frozenset(view.looked_at),
        notes=(node.note,) if node.note else (),
    )


def combined(node: str, k: int, verdicts: list[Verdict]) -> Verdict:
    """The verdict of a logical node over those of its parts; ``k`` is for *at least*."""
    match node:
        case "all_of" | "pathway" | "defined_as":
            return all_of(verdicts)
        case "any_of" | "unless":
            return any_of(verdicts)
        case "none_of":
            return none_of(verdicts)
        case "at_least":
            return at_least(k, verdicts)
        case "when":
            return when(*verdicts)
        case "if_available":
            # What was had was evidently to be had, whether or not anybody said so.
            return Verdict.MET if verdicts[1] is Verdict.MET else when(*verdicts)
        case "unclear" | "disputed":
            return agreed(verdicts)
        case _:
            raise AssertionError(f"no judgement for a node of kind {node}")


def _with(root: Finding, changed: Finding, verdict: Verdict) -> Verdict:
    """The verdict of the whole if one node had turned out otherwise."""
    if root is changed:
        return verdict
    after = [_with(child, changed, verdict) for child in root.children]
    if after == [child.verdict for child in root.children]:
        return root.verdict  # among them a pathway that nobody invoked, whatever its parts would say
    return combined(root.node, root.k, after)


def _id(node: Logical, children: tuple[Finding, ...]) -> str:
    return node.id or f"{node.kind.replace('_', '-')}-{children[-1].id}"


def _says(node: Logical) -> str:
    match node:
        case AllOf():
            return "All of these"
        case AnyOf():
            return "One of these"
        case NoneOf():
            return "None of these"
        case AtLeast(at_least=several):
            return f"At least {several.k} of these"
        case Unless():
            return "The first, unless the second"
        case When():
            return "Where the first holds, the second"
        case IfAvailable(if_available=asked):
            return (
                "Where psychotherapy is available" if asked.resource == "psychotherapy" else "Where there is a program"
            )
        case DefinedAs(defined_as=definition):
            return f"“{definition.term}” as this policy means it"
        case Unclear():
            return "The text can be read in these ways"
        case Disputed():
            return "The sources disagree"
        case Pathway():
            return "A route of its own, where the prescriber invokes it"
        case _:
            return node.kind


def _because(children: tuple[Finding, ...]) -> str:
    counts = {kind: sum(child.verdict is kind for child in children) for kind in Verdict}
    told = [f"{number} {kind.value.replace('_', ' ')}" for kind, number in counts.items() if number]
    return f"Of {len(children)}: {', '.join(told)}."
