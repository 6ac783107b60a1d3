"""A pathway rewritten: among its siblings, the criteria it replaces become *any of* (all of them, the route).

The route keeps its node, for it counts only where somebody invoked it: a statement that nobody made is no gap to be
filled, and a tool that asked for it would invite a false one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.policy.nodes import (
    AllOf,
    AnyOf,
    AtLeast,
    Conditional,
    Disputed,
    NoneOf,
    Pathway,
    Route,
    Several,
    Unclear,
    Unless,
    Waived,
    When,
)

if TYPE_CHECKING:
    from priorauth.policy.nodes import Node


def rewritten(node: Node) -> Node:
    """The same tree with each :class:`Pathway` beside what it replaces.

    Raises:
        KeyError: a pathway replaces an id that none of its siblings has, or stands elsewhere than in an *all of*.
    """
    match node:
        case AllOf(all_of=below):
            return node.model_copy(
                update={
                    "all_of": _among_siblings(
                        tuple(rewritten(one) if not isinstance(one, Pathway) else one for one in below)
                    )
                }
            )
        case AnyOf(any_of=below):
            return node.model_copy(update={"any_of": tuple(map(rewritten, below))})
        case NoneOf(none_of=below):
            return node.model_copy(update={"none_of": tuple(map(rewritten, below))})
        case Unclear(unclear=below):
            return node.model_copy(update={"unclear": tuple(map(rewritten, below))})
        case Disputed(disputed=below):
            return node.model_copy(update={"disputed": tuple(map(rewritten, below))})
        case AtLeast(at_least=several):
            return node.model_copy(
                update={"at_least": Several.model_construct(k=several.k, of=tuple(map(rewritten, several.of)))}
            )
        case Unless(unless=waived):
            return node.model_copy(
                update={"unless": Waived.model_construct(base=rewritten(waived.base), waiver=rewritten(waived.waiver))}
            )
        case When(when=conditional):
            return node.model_copy(
                update={
                    "when": Conditional.model_construct(
                        condition=rewritten(conditional.condition), then=rewritten(conditional.then)
                    )
                }
            )
        case Pathway():
            raise KeyError(node.id or "pathway")
        case _:
            return node


def _among_siblings(siblings: tuple[Node, ...]) -> tuple[Node, ...]:
    for pathway in [one for one in siblings if isinstance(one, Pathway)]:
        wanted = pathway.pathway.replaces
        replaced = [one for one in siblings if one.id in wanted]
        for name in wanted:
            if name not in {one.id for one in replaced}:
                raise KeyError(name)
        usual = (
            replaced[0]
            if len(replaced) == 1
            else AllOf.model_construct(
                id=f"{pathway.id or 'pathway'}-usual", says=None, source=None, note=None, all_of=tuple(replaced)
            )
        )
        either = AnyOf.model_construct(
            id=f"{pathway.id or 'pathway'}-or-usual", says=None, source=None, note=None, any_of=(usual, _route(pathway))
        )
        first = siblings.index(replaced[0])
        siblings = tuple(
            either if place == first else one
            for place, one in enumerate(siblings)
            if place == first or (one not in replaced and one is not pathway)
        )
    return siblings


def _route(pathway: Pathway) -> Pathway:
    by = Route.model_construct(replaces=pathway.pathway.replaces, by=rewritten(pathway.pathway.by))
    return Pathway.model_construct(
        id=pathway.id or "pathway", says=pathway.says, source=pathway.source, note=pathway.note, pathway=by
    )
