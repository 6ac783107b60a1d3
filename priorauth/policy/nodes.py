"""The tree of a policy: logical nodes over criteria.

A node states exactly one thing under a key that names it: ``all_of``, ``any_of``, ``age``, ``severity`` ...
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, TypeAlias, Union

from pydantic import BeforeValidator, Discriminator, Field, Tag

from priorauth.chart.item import Id, Text
from priorauth.model import Frozen
from priorauth.policy.criteria import kinds
from priorauth.policy.criteria.available import Available, Resource
from priorauth.reading import Flaw, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.policy.criteria.base import Criterion


class Logical(Frozen):
    """What logical nodes have in common. Ids and words are optional: the parts speak for themselves."""

    kind: ClassVar[str]

    id: Id | None = None
    says: Text | None = None
    source: Id | None = None
    note: Text | None = None


class AllOf(Logical):
    """Every part must hold."""

    kind = "all_of"
    all_of: Annotated[tuple[Node, ...], Field(min_length=1)]


class AnyOf(Logical):
    """One part is enough."""

    kind = "any_of"
    any_of: Annotated[tuple[Node, ...], Field(min_length=1)]


class NoneOf(Logical):
    """No part may hold."""

    kind = "none_of"
    none_of: Annotated[tuple[Node, ...], Field(min_length=1)]


class Several(Frozen):
    """``{k: 2, of: [...]}``"""

    k: Annotated[int, Field(ge=1)]
    of: Annotated[tuple[Node, ...], Field(min_length=1)]


class AtLeast(Logical):
    """At least ``k`` of the parts must hold."""

    kind = "at_least"
    at_least: Several


class Waived(Frozen):
    """``{base: ..., waiver: ...}``"""

    base: Node
    waiver: Node


class Unless(Logical):
    """The base must hold, or else the waiver."""

    kind = "unless"
    unless: Waived


class Conditional(Frozen):
    """``{if: ..., then: ...}``"""

    condition: Node = Field(alias="if")
    then: Node


class When(Logical):
    """Where the condition holds, the rest must; where it does not, nothing is asked."""

    kind = "when"
    when: Conditional


class Availability(Frozen):
    """``{resource: psychotherapy, then: ...}``"""

    resource: Resource
    then: Node


class IfAvailable(Logical):
    """Asked only where the world has it: psychotherapy within reach, a state's drug monitoring program."""

    kind = "if_available"
    if_available: Availability

    @property
    def condition(self) -> Available:
        """Whether the resource is there."""
        resource = self.if_available.resource
        return Available.model_construct(
            id=f"{resource}-available",
            says=f"{resource} is available".replace("pdmp", "a prescription drug monitoring program"),
            source=self.source or "",
            available=resource,
        )


class Definition(Frozen):
    """``{term: failed trial, means: ...}``"""

    term: Text
    means: Node


class DefinedAs(Logical):
    """A word of the payer's own, and what the policy means by it."""

    kind = "defined_as"
    defined_as: Definition


class Repetition(Frozen):
    """``{phase: initial, except: [never-had-esketamine]}``"""

    phase: Literal["initial"]
    leaving_out: tuple[Id, ...] = Field(default=(), alias="except")
    """Criteria that are not asked again."""


class Remeets(Logical):
    """The criteria of the initial request, asked again at renewal. Severity is then read from before treatment."""

    kind = "remeets"
    remeets: Repetition


class Unclear(Logical):
    """A text that can be read in several ways. Decided only where all readings agree."""

    kind = "unclear"
    unclear: Annotated[tuple[Node, ...], Field(min_length=2)]


class Disputed(Logical):
    """Sources that contradict each other. Decided only where all of them agree."""

    kind = "disputed"
    disputed: Annotated[tuple[Node, ...], Field(min_length=2)]


class Route(Frozen):
    """``{replaces: [two-antidepressants], by: ...}``"""

    replaces: Annotated[tuple[Id, ...], Field(min_length=1)]
    by: Node


class Pathway(Logical):
    """A route that takes the place of sibling criteria. Rewritten at load to *any of* (those criteria, the route)."""

    kind = "pathway"
    pathway: Route


LOGICAL: tuple[type[Logical], ...] = (
    AllOf,
    AnyOf,
    NoneOf,
    AtLeast,
    Unless,
    When,
    IfAvailable,
    DefinedAs,
    Unclear,
    Disputed,
    Pathway,
    Remeets,
)


@cache
def _keys() -> dict[str, str]:
    return {kind: f"<{kind}>" for kind in (*(one.kind for one in LOGICAL), *kinds())}


def _which(value: Any) -> str | None:
    given = value if isinstance(value, dict) else vars(value)
    named = [key for key in given if key in _keys()]
    return _keys()[named[0]] if len(named) == 1 else None


def _one_thing(value: Any) -> Any:
    """A clear word before Pydantic's own, where a node states nothing, two things or an unknown thing."""
    if not isinstance(value, dict):
        return value
    named = [key for key in value if key in _keys()]
    if len(named) > 1:
        raise Flaw(f"states {' and '.join(named)} in one node. Give each a node of its own.")
    if not named:
        unknown = [key for key in value if key not in ("id", "says", "source", "note", "proof", "completeness")]
        near = [hit for key in unknown for hit in nearest(key, _keys())]
        meant = f" Did you mean {' or '.join(near)}?" if near else ""
        raise Flaw(f"states nothing that is known here.{meant} It may state one of: {', '.join(sorted(_keys()))}.")
    return value


def _node_type() -> Any:
    members = [Annotated[one, Tag(f"<{kind}>")] for kind, one in ({one.kind: one for one in LOGICAL} | kinds()).items()]
    return Annotated[Union[tuple(members)], Discriminator(_which), BeforeValidator(_one_thing)]  # noqa: UP007  (made at run time)


if TYPE_CHECKING:
    Node: TypeAlias = Logical | Criterion
else:
    Node = _node_type()


def parts(node: Node) -> tuple[Node, ...]:
    """The nodes directly below ``node``."""
    match node:
        case (
            AllOf(all_of=below)
            | AnyOf(any_of=below)
            | NoneOf(none_of=below)
            | Unclear(unclear=below)
            | Disputed(disputed=below)
        ):
            return below
        case AtLeast(at_least=several):
            return several.of
        case Unless(unless=waived):
            return (waived.base, waived.waiver)
        case When(when=conditional):
            return (conditional.condition, conditional.then)
        case IfAvailable(if_available=resource) as conditional_on_the_world:
            return (conditional_on_the_world.condition, resource.then)
        case DefinedAs(defined_as=definition):
            return (definition.means,)
        case Pathway(pathway=route):
            return (route.by,)
        case _:
            return ()


def with_parts(node: Node, below: tuple[Node, ...]) -> Node:
    """``node`` with other nodes directly below it, as many as :func:`parts` gives."""

    def changed(value: Frozen, **nodes: Node | tuple[Node, ...]) -> Node:
        return node.model_copy(update={node.kind: value.model_copy(update=nodes)})

    match node:
        case AllOf() | AnyOf() | NoneOf() | Unclear() | Disputed():
            return node.model_copy(update={node.kind: below})
        case AtLeast(at_least=several):
            return changed(several, of=below)
        case Unless(unless=waived):
            return changed(waived, base=below[0], waiver=below[1])
        case When(when=conditional):
            return changed(conditional, condition=below[0], then=below[1])
        case IfAvailable(if_available=resource):
            return changed(resource, then=below[1])
        case DefinedAs(defined_as=definition):
            return changed(definition, means=below[0])
        case Pathway(pathway=route):
            return changed(route, by=below[0])
        case _:
            return node


def walk(node: Node) -> Iterator[Node]:
    """``node`` and all below it, in the file's order."""
    yield node
    for part in parts(node):
        yield from walk(part)
