"""A pathway rewritten: among its siblings, the criteria it replaces become *any of* (all of them, the route).

The route keeps its node, for it counts only where somebody invoked it: a statement that nobody made is no gap to be
filled, and a tool that asked for it would invite a false one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.policy.nodes import AllOf, AnyOf, Pathway, parts, with_parts

if TYPE_CHECKING:
    from priorauth.policy.nodes import Node


def rewritten(node: Node) -> Node:
    """The same tree with each :class:`Pathway` beside what it replaces.

    Raises:
        KeyError: a pathway replaces an id that none of its siblings has, or stands elsewhere than in an *all of*.
    """
    if isinstance(node, Pathway):
        raise KeyError(node.id or "pathway")
    if isinstance(node, AllOf):
        return with_parts(node, siblings_rewritten(node.all_of))
    return with_parts(node, tuple(map(rewritten, parts(node))))


def siblings_rewritten(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """The parts of an *all of*, each route beside what it replaces. Raises as :func:`rewritten` does."""
    siblings: tuple[Node, ...] = tuple(_route(one) if isinstance(one, Pathway) else rewritten(one) for one in nodes)
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
                id=f"{pathway.id}-usual", says=None, source=None, note=None, all_of=tuple(replaced)
            )
        )
        either = AnyOf.model_construct(
            id=f"{pathway.id}-or-usual", says=None, source=None, note=None, any_of=(usual, pathway)
        )
        first = siblings.index(replaced[0])
        siblings = tuple(
            either if place == first else one
            for place, one in enumerate(siblings)
            if place == first or (one not in replaced and one is not pathway)
        )
    return siblings


def _route(pathway: Pathway) -> Pathway:
    """The route with what is inside it rewritten, and an id to be told by."""
    by = pathway.pathway.model_copy(update={"by": rewritten(pathway.pathway.by)})
    return pathway.model_copy(update={"id": pathway.id or "pathway", "pathway": by})
