"""Which names a template uses that nothing offers, in every branch of it: also in those that no letter takes.

The names are held against the values that letters were filled with. Where no such value tells what is behind a name
(an empty list, a macro's argument), every name behind it may be right.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError, nodes
from jinja2.runtime import LoopContext

from priorauth.documents.wording import mistake, nothing_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from priorauth.documents.wording import Wording

_KEEPS_ITEMS = {"batch", "list", "reject", "rejectattr", "reverse", "select", "selectattr", "slice", "sort", "unique"}
"""Filters of a list whose items are those of the list."""


@dataclass
class Shape:
    """What is known of a value: the names behind it and the shape of its items, where it has some."""

    names: Mapping[str, Shape] | None = None
    """``None``: nothing is known, and every name may be right."""
    item: Shape | None = None
    texts: frozenset[str] = frozenset()
    """The texts themselves, where it is one."""


ANYTHING = Shape()
LOOP = Shape({name: ANYTHING for name in dir(LoopContext) if not name.startswith("_")})


def shape_of(values: Iterable[Any]) -> Shape:
    """What the values have in common, taken together: each name that any of them has."""
    told = [one for one in values if one is not None and one != ""]
    if not told:
        return ANYTHING
    objects = [one for one in told if isinstance(one, dict)]
    lists = [one for one in told if isinstance(one, list | tuple)]
    if objects:
        names = dict.fromkeys(name for one in objects for name in one)
        return Shape({name: shape_of([one[name] for one in objects if name in one]) for name in names})
    if lists:
        return Shape({}, shape_of([part for one in lists for part in one]))
    texts = frozenset(str(one) for one in told if isinstance(one, str))
    return Shape({}, texts=texts) if all(isinstance(one, str | int) for one in told) else ANYTHING


@dataclass
class Names:
    """Goes through templates with the shapes of the values that they are filled with."""

    wording: Wording
    mistakes: dict[str, None] = field(default_factory=dict)
    """Each once, in the order in which they were found."""
    reached: set[str] = field(default_factory=set)
    """The templates that were gone through."""
    _within: list[str] = field(default_factory=list)

    def read(self, template: str, scope: Mapping[str, Shape]) -> None:
        """A template, and all that it includes, with what it may name."""
        if template in self._within:
            return
        self._within.append(template)
        try:
            self.reached.add(template)
            self._visit(self.wording.parsed(template), dict(scope))
        except TemplateError:
            pass  # filling the template tells what is wrong with it as a whole
        finally:
            self._within.pop()

    def _visit(self, node: nodes.Node, scope: dict[str, Shape]) -> None:
        match node:
            case nodes.For():
                items = self._shape(node.iter, scope).item or ANYTHING
                inner = {**scope, **_bound(node.target, items), "loop": LOOP}
                for part in (*([node.test] if node.test else []), *node.body):
                    self._visit(part, inner)
                self._all(node.else_, scope)
            case nodes.Macro() | nodes.CallBlock():
                if isinstance(node, nodes.Macro):
                    scope[node.name] = ANYTHING
                else:
                    self._visit(node.call, scope)
                arguments = {str(one.name): ANYTHING for one in node.args}
                self._all(node.body, {**scope, **arguments, "caller": ANYTHING})
            case nodes.Assign():
                scope.update(_bound(node.target, self._shape(node.node, scope)))
            case nodes.AssignBlock():
                self._all(node.body, scope)
                scope.update(_bound(node.target, ANYTHING))
            case nodes.With():
                held = [self._shape(value, scope) for value in node.values]
                bound = [_bound(target, value) for target, value in zip(node.targets, held, strict=True)]
                self._all(node.body, {**scope, **{name: one for part in bound for name, one in part.items()}})
            case nodes.Include():
                self._include(node, scope)
            case nodes.Expr():
                self._shape(node, scope)
            case _:
                self._all(node.iter_child_nodes(), scope)

    def _all(self, parts: Iterable[nodes.Node], scope: dict[str, Shape]) -> None:
        for part in parts:
            self._visit(part, scope)

    def _include(self, node: nodes.Include, scope: dict[str, Shape]) -> None:
        """One that a value names is gone through as the values have it, and those beside it without that value."""
        if isinstance(node.template, nodes.Const):
            if node.template.value in self.wording.known:
                self.read(str(node.template.value), scope)
            else:
                self._mistake(node, f"It calls for a template that is not there: {node.template.value}.")
            return
        named = self._shape(node.template, scope).texts
        for template in sorted(named & self.wording.known):
            self.read(template, scope)
        folders = {template.rpartition("/")[0] for template in named}
        whose = {one.name for one in node.template.find_all(nodes.Name)}
        for template in sorted(self.wording.known - named):
            if template.rpartition("/")[0] in folders:
                self.read(template, {**scope, **dict.fromkeys(whose, ANYTHING)})

    def _shape(self, node: nodes.Node, scope: dict[str, Shape]) -> Shape:
        match node:
            case nodes.Name():
                return self._known(node, node.name, {**dict.fromkeys(self.wording.helpers, ANYTHING), **scope})
            case nodes.Getattr():
                return self._behind(node, node.attr, self._shape(node.node, scope))
            case nodes.Getitem(arg=nodes.Const(value=str() as name)):
                return self._behind(node, name, self._shape(node.node, scope))
            case nodes.Getitem():
                self._visit(node.arg, scope)
                return self._shape(node.node, scope).item or ANYTHING
            case nodes.Filter():
                held = self._shape(node.node, scope) if node.node else ANYTHING
                self._all((*node.args, *node.kwargs), scope)
                if node.name not in self.wording.filters:
                    self._mistake(node, f"No filter named {node.name!r}.")
                return held if node.name in _KEEPS_ITEMS else ANYTHING
            case _:
                self._all(node.iter_child_nodes(), scope)
                return ANYTHING

    def _behind(self, node: nodes.Node, name: str, held: Shape) -> Shape:
        return ANYTHING if held.names is None else self._known(node, name, held.names)

    def _known(self, node: nodes.Node, name: str, names: Mapping[str, Shape]) -> Shape:
        if name not in names:
            self._mistake(node, nothing_of(name))
        return names.get(name, ANYTHING)

    def _mistake(self, node: nodes.Node, what: str) -> None:
        path = self.wording.template_used(self._within[-1])
        self.mistakes[str(mistake(str(path), node.lineno, what))] = None


def _bound(target: nodes.Node, shape: Shape) -> dict[str, Shape]:
    """The names that are given to a value, or to its parts."""
    if isinstance(target, nodes.Name):
        return {target.name: shape}
    return {one.name: ANYTHING for one in target.find_all(nodes.Name)}
