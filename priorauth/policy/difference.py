"""What changed between two policies, in words that a biller reads: "weeks per trial: at least 6 → at least 8"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from priorauth.policy.counterparts import counterparts, placed
from priorauth.policy.in_words import NOTHING, name_of, of_node, of_policy, of_rules
from priorauth.policy.nodes import AllOf, Logical, parts
from priorauth.policy.telling import how_joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from priorauth.chart.ask import Indication, Phase
    from priorauth.policy.counterparts import Placed
    from priorauth.policy.in_words import Value
    from priorauth.policy.model import Policy, Rules
    from priorauth.policy.nodes import Node

PHASES: tuple[Phase, ...] = ("initial", "continuation")
_REQUIRED = "required"
_SAID: dict[str, str] = {"monotherapy": "allowed", "not_seen": "known to exist, not seen"}
"""What a criterion of these kinds does, where others require."""
_MOST_NAMED = 3
"""So many parts name what joins them, where it has no name of its own."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise."""

    where: str
    """``TRD initial``, or empty for the policy as a whole."""
    what: str
    before: str
    """Empty where only something was added."""
    after: str
    """Empty where only something was taken away."""

    def __str__(self) -> str:
        if not self.before:
            return f"{self.what}: now also {self.after}"
        if not self.after:
            return f"{self.what}: no longer {self.before}"
        return f"{self.what}: {self.before} → {self.after}"


def differences(old: Policy, new: Policy) -> list[Change]:
    """Everything that is otherwise in ``new`` but notes, sources and ids: the envelope first, then each request."""
    changes = list(_of_fields("", "", of_policy(old), of_policy(new)))
    for indication in dict.fromkeys((*old.indications, *new.indications)):
        was, now = (_renewal(one, indication) for one in (old, new))
        changes += _of_values(indication.upper(), "renewal", was, now)
        for phase in PHASES:
            before, after = (one.rules(indication, phase) for one in (old, new))
            was_cut, is_cut = (one.seen(indication, phase) == "partial" for one in (old, new))
            where = f"{indication.upper()} {phase}"
            changes += _of_rules(where, before, after, old_cut_off=was_cut, new_cut_off=is_cut)
    return changes


def _renewal(policy: Policy, indication: Indication) -> str:
    indicated = policy.indications.get(indication)
    return (indicated.renewal if indicated else "not_seen").replace("_", " ")


def _of_rules(
    where: str, old: Rules | None, new: Rules | None, *, old_cut_off: bool, new_cut_off: bool
) -> Iterator[Change]:
    if old is None or new is None:
        if old is not new:
            yield Change(where, "this request", _how_known(old), _how_known(new))
        return
    yield from _of_fields(where, "", of_rules(old), of_rules(new))
    yield from _Trees(where, placed(old.all_of), placed(new.all_of)).told(old_cut_off, new_cut_off)


def _how_known(rules: Rules | None) -> str:
    if rules is None:
        return "no criteria known"
    seen = [one for one in placed(rules.all_of).values() if one.node.kind != "not_seen"]
    return "criteria are stated" if seen else "criteria exist and were not seen"


class _Trees:
    """The criteria of one request, before and after."""

    def __init__(self, where: str, old: dict[str, Placed], new: dict[str, Placed]) -> None:
        self.where, self.old, self.new = where, old, new
        self.pairs = counterparts(old, new)
        self.later = {was: now for now, was in self.pairs.items()}
        """What an old node is called now: that something has another name is no change of what is asked."""

    def told(self, old_cut_off: bool, new_cut_off: bool) -> Iterator[Change]:
        """ "Not seen" is not "not required": where a text was cut off, nobody can say that a criterion came or went."""
        moved = self._moved()
        for (before, after), names in moved.items():
            yield Change(self.where, ", ".join(_title(name, self.new) for name in names), before, after)
        told = {self.new[name].above for names in moved.values() for name in names}
        for name, now in self.new.items():
            if name in self.pairs:
                yield from self._of_pair(name)
            elif not (name in told and isinstance(now.node, Logical)):
                unknown = old_cut_off and now.node.kind != "not_seen"
                absent = "not seen in what was known of the old text" if unknown else NOTHING
                yield Change(self.where, _title(name, self.new), absent, _asks(name, self.new))
        told = {self.old[self.pairs[name]].above for names in moved.values() for name in names}
        for name, was in self.old.items():
            if name in self.later or (name in told and isinstance(was.node, Logical)):
                continue
            if new_cut_off:
                gone = "not seen in what is known of the new text"
            else:
                gone = "nothing is left unseen" if was.node.kind == "not_seen" else "no longer mentioned"
            yield Change(self.where, _title(name, self.old), _asks(name, self.old), gone)

    def _moved(self) -> dict[tuple[str, str], list[str]]:
        """What goes on and stands elsewhere: "one of these" became "required"."""
        moved: dict[tuple[str, str], list[str]] = {}
        for now, was in self.pairs.items():
            above = self.new[now].above
            if self.pairs.get(above, above) != self.old[was].above:
                before, after = _standing(was, self.old), _standing(now, self.new)
                if before != after:
                    moved.setdefault((before, after), []).append(now)
        return moved

    def _of_pair(self, name: str) -> Iterator[Change]:
        was, now = self.old[self.pairs[name]], self.new[name]
        title, same = _title(name, self.new), was.node.kind == now.node.kind
        if not same:
            joined = isinstance(was.node, Logical) and isinstance(now.node, Logical)
            what = f"{title}, {'how they are joined' if joined else 'what is asked'}"
            yield Change(self.where, what, _kind(was.node), _kind(now.node))
        before = of_node(was.node, self._called, _named(was, self._called), rule=same)
        after = of_node(now.node, self._called_now, _named(now, self._called_now), rule=same)
        yield from _of_fields(self.where, title, before, after)

    def _called(self, name: str) -> str:
        return self._called_now(self.later[name]) if name in self.later else _title(name, self.old)

    def _called_now(self, name: str) -> str:
        return _title(name, self.new)


def _named(one: Placed, called: Callable[[str], str]) -> dict[int, str]:
    return {id(part): called(name) for part, name in zip(parts(one.node), one.below, strict=True)}


def _title(name: str, tree: Mapping[str, Placed]) -> str:
    """An id in words; of what has none, what it joins."""
    node = tree[name].node if name in tree else None
    if node is None or node.id:
        return name.replace("-", " ")
    titles = [_title(below, tree) for below in tree[name].below]
    more = [f"{len(titles) - _MOST_NAMED} more"] if len(titles) > _MOST_NAMED else []
    return ", ".join([*titles[:_MOST_NAMED], *more]) or _kind(node)


def _kind(node: Node) -> str:
    return how_joined(node) if isinstance(node, Logical) else _SAID.get(node.kind, node.kind.replace("_", " "))


def _asks(name: str, tree: Mapping[str, Placed]) -> str:
    node, standing = tree[name].node, _standing(name, tree)
    if isinstance(node, Logical) and standing == _REQUIRED:
        return how_joined(node)
    return _SAID.get(node.kind, standing)


def _standing(name: str, tree: Mapping[str, Placed]) -> str:
    """Whether it is required in any case, or is one part of something."""
    above = tree[name].above
    if not above or (isinstance(tree[above].node, AllOf) and _standing(above, tree) == _REQUIRED):
        return _REQUIRED
    node = tree[above].node
    return how_joined(node) if isinstance(node, Logical) else _REQUIRED


def _of_fields(where: str, of: str, old: Mapping[str, Value], new: Mapping[str, Value]) -> Iterator[Change]:
    for key in dict.fromkeys((*new, *old)):
        what = f"{of}, {name_of(key)}" if of else name_of(key)
        yield from _of_values(where, what, old.get(key, NOTHING), new.get(key, NOTHING))


def _of_values(where: str, what: str, was: Value, now: Value) -> Iterator[Change]:
    """Of two lists that have something in common, only what came and what went, and whose bound is another."""
    if was == now:
        return
    if isinstance(was, tuple) and isinstance(now, tuple):
        came, went = [one for one in now if one not in was], [one for one in was if one not in now]
        rebound = [(old, new) for old in went for new in came if _but_for_bounds(old) == _but_for_bounds(new)]
        if len({old for old, _ in rebound}) == len({new for _, new in rebound}) == len(rebound):
            came, went = ([one for one in side if all(one not in pair for pair in rebound)] for side in (came, went))
        else:
            rebound = []
        if rebound or set(was) & set(now):
            for old, new in rebound:
                yield Change(where, what, old, " and ".join(_BOUND.findall(new)))
            if came:
                yield Change(where, what, "", ", ".join(came))
            if went:
                yield Change(where, what, ", ".join(went), "")
            return
    yield Change(where, what, *(one if isinstance(one, str) else _listed(one) for one in (was, now)))


_BOUND = re.compile(r"\b(?:at least|more than|at most|less than) [\d.]+")


def _but_for_bounds(told: str) -> str:
    """ "PHQ-9 at least 10" and "PHQ-9 at least 12" are one thing with another bound."""
    return _BOUND.sub("", told) if _BOUND.search(told) else told


def _listed(told: tuple[str, ...]) -> str:
    return ("; " if any(", " in one for one in told) else ", ").join(told)
