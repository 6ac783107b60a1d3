"""What changed between two policies, in words that a biller reads: "weeks per trial: at least 6 → at least 8"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from priorauth.policy.counterparts import counterparts, placed
from priorauth.policy.field_names import name_of
from priorauth.policy.in_words import NOTHING, of_node, of_policy, of_rules, of_sources, read_in
from priorauth.policy.nodes import Logical, parts
from priorauth.policy.standing import asks, kind, standing, title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from priorauth.chart.ask import Indication, Phase
    from priorauth.policy.counterparts import Placed
    from priorauth.policy.in_words import Value
    from priorauth.policy.model import Policy, Rules

PHASES: tuple[Phase, ...] = ("initial", "continuation")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise."""

    where: str
    """``TRD initial``, ``sources``, or empty for the policy as a whole."""
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
    """Everything that is otherwise in ``new``: the envelope first, then each request, then where it was read."""
    changes = list(_of_fields("", "", of_policy(old), of_policy(new)))
    for indication in dict.fromkeys((*old.indications, *new.indications)):
        before, after = (_renewal(one, indication) for one in (old, new))
        changes += _of_fields(indication.upper(), "", before, after)
        for phase in PHASES:
            was_asked, is_asked = (one.rules(indication, phase) for one in (old, new))
            was_cut, is_cut = (one.seen(indication, phase) == "partial" for one in (old, new))
            where = f"{indication.upper()} {phase}"
            changes += _of_rules(where, was_asked, is_asked, old_cut_off=was_cut, new_cut_off=is_cut)
            changes += _read_elsewhere(where, was_asked, is_asked, old, new)
    changes += _of_fields("sources", "", of_sources(old), of_sources(new))
    return changes


def _renewal(policy: Policy, indication: Indication) -> dict[str, Value]:
    indicated = policy.indications.get(indication)
    return {
        "renewal": (indicated.renewal if indicated else "not_seen").replace("_", " "),
        "renewal, read in": read_in(indicated.renewal_source if indicated else None, policy),
    }


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
    tree = placed(rules.all_of)
    seen = [name for name, one in tree.items() if one.node.kind != "not_seen" and not one.above]
    lasts = f"; authorization {rules.authorization}" if rules.authorization else ""
    if not seen:
        return f"criteria exist and were not seen{lasts}"
    return f"criteria are stated ({', '.join(title(name, tree) for name in seen)}){lasts}"


def _read_elsewhere(where: str, old: Rules | None, new: Rules | None, *policies: Policy) -> Iterator[Change]:
    """Which criteria go on and were read in another source: as one, where it is the same other source."""
    if old is None or new is None:
        return
    was, now = placed(old.all_of), placed(new.all_of)
    found: dict[tuple[str, str], list[str]] = {}
    for name, before in counterparts(was, now).items():
        titles = (read_in(was[before].node.source, policies[0]), read_in(now[name].node.source, policies[1]))
        if titles[0] != titles[1]:
            found.setdefault(titles, []).append(title(name, now))
    for (before, after), names in found.items():
        yield Change(where, f"{', '.join(names)}, read in", before, after)


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
            yield Change(self.where, ", ".join(title(name, self.new) for name in names), before, after)
        told = {self.new[name].above for names in moved.values() for name in names}
        for name, now in self.new.items():
            if name in self.pairs:
                yield from self._of_pair(name)
            elif not (name in told and isinstance(now.node, Logical)):
                unknown = old_cut_off and now.node.kind != "not_seen"
                absent = "not seen in what was known of the old text" if unknown else NOTHING
                asked = asks(name, self.new, self._called_now)
                yield Change(self.where, title(name, self.new), absent, asked)
        told = {self.old[self.pairs[name]].above for names in moved.values() for name in names}
        for name, was in self.old.items():
            if name in self.later or (name in told and isinstance(was.node, Logical)):
                continue
            if new_cut_off:
                gone = "not seen in what is known of the new text"
            else:
                gone = "nothing is left unseen" if was.node.kind == "not_seen" else "no longer mentioned"
            yield Change(self.where, title(name, self.old), asks(name, self.old, self._called), gone)

    def _moved(self) -> dict[tuple[str, str], list[str]]:
        """What goes on and stands elsewhere: "one of these" became "required"."""
        moved: dict[tuple[str, str], list[str]] = {}
        for now, was in self.pairs.items():
            above = self.new[now].above
            if self.pairs.get(above, above) != self.old[was].above:
                before, after = standing(was, self.old, self._called), standing(now, self.new, self._called_now)
                if before != after:
                    moved.setdefault((before, after), []).append(now)
        return moved

    def _of_pair(self, name: str) -> Iterator[Change]:
        was, now = self.old[self.pairs[name]], self.new[name]
        what, same = title(name, self.new), was.node.kind == now.node.kind
        if (was.node.id or now.node.id) and was.node.id != now.node.id:
            yield Change(self.where, f"{what}, {name_of('id')}", was.node.id or NOTHING, now.node.id or NOTHING)
        if not same:
            joined = isinstance(was.node, Logical) and isinstance(now.node, Logical)
            of = f"{what}, {'how they are joined' if joined else 'what is asked'}"
            yield Change(self.where, of, kind(was.node), kind(now.node))
        before = of_node(was.node, self._called, _named(was, self._called), rule=same)
        after = of_node(now.node, self._called_now, _named(now, self._called_now), rule=same)
        if not same:  # what joins criteria has no such field
            before, after = ({key: of[key] for key in of if key in before and key in after} for of in (before, after))
        yield from _of_fields(self.where, what, before, after, now.node.kind)

    def _called(self, name: str) -> str:
        return self._called_now(self.later[name]) if name in self.later else title(name, self.old)

    def _called_now(self, name: str) -> str:
        return title(name, self.new)


def _named(one: Placed, called: Callable[[str], str]) -> dict[int, str]:
    return {id(part): called(name) for part, name in zip(parts(one.node), one.below, strict=True)}


def _of_fields(
    where: str, of: str, old: Mapping[str, Value], new: Mapping[str, Value], kind: str = ""
) -> Iterator[Change]:
    for key in dict.fromkeys((*new, *old)):
        field = name_of(key, kind)
        what = f"{of}, {field}" if of and field != of else field
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
