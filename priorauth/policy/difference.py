"""What changed between two policies, in words that a biller reads: "weeks per trial: at least 6 → at least 8"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from priorauth.policy.criteria.base import Criterion
from priorauth.policy.envelope import Verified
from priorauth.policy.nodes import Logical, parts
from priorauth.policy.thresholds import Threshold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.chart.ask import Phase
    from priorauth.policy.model import Policy, Rules
    from priorauth.policy.nodes import Node

WORDS = {
    "weeks": "weeks per trial",
    "count": "number of trials",
    "classes": "classes",
    "in_current_episode": "in the current episode",
    "non_response.improvement": "improvement that counts as a failure, in percent",
    "non_response.words": "what counts as a failure",
    "fails_by": "ways to fail",
    "reuse": "one course counted twice",
    "or_judged_sufficient": "left to the prescriber's judgement",
    "within.years": "years looked back",
    "within.months": "months looked back",
    "agents.classes": "classes that count",
    "agents.route": "route that counts",
    "agents.preferred": "preferred products",
    "within_days": "days old at most",
    "unless_abstinent_months": "months of abstinence that lift it",
}
"""Keys in the field's own words; any other is told as it is written."""

PHASES: tuple[Phase, ...] = ("initial", "continuation")
Told = TypeVar("Told")
_BESIDE = {"id", "source", "completeness", "proof", "note"}
_NOTHING = "not mentioned"
_SAID: dict[str, str] = {"monotherapy": "allowed", "not_seen": "known to exist, not seen"}
"""What a criterion of these kinds does, where others require."""


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
    """Everything that is otherwise in ``new``: the envelope first, then each request's criteria in the new order."""
    changes = [
        Change("", name, before, after)
        for name, (before, after) in _beside(_envelope(old), _envelope(new)).items()
        if before != after
    ]
    for indication in dict.fromkeys((*old.indications, *new.indications)):
        for phase in PHASES:
            before, after = (one.rules(indication, phase) for one in (old, new))
            was_cut, is_cut = (one.seen(indication, phase) == "partial" for one in (old, new))
            where = f"{indication.upper()} {phase}"
            changes += _of_rules(where, before, after, old_cut_off=was_cut, new_cut_off=is_cut)
    return changes


def _envelope(policy: Policy) -> dict[str, str]:
    return {
        "policy": f"{policy.policy.number}, {policy.policy.title}",
        "benefit": policy.policy.benefit,
        "in force": f"from {policy.effective.start}"
        + (f" until {policy.effective.until}" if policy.effective.until else ""),
        "stance": policy.stance.replace("_", " "),
        "completeness": policy.completeness,
        "status": "verified" if isinstance(policy.status, Verified) else "unverified",
    }


def _of_rules(
    where: str, old: Rules | None, new: Rules | None, *, old_cut_off: bool, new_cut_off: bool
) -> Iterator[Change]:
    if old is None or new is None:
        if old is not new:
            yield Change(where, "this request", _how_known(old), _how_known(new))
        return
    for name in ("authorization", "quantity"):
        before, after = (_told(getattr(one, name)) for one in (old, new))
        if before != after:
            yield Change(where, name, before, after)
    yield from _of_nodes(where, _stated(old), _stated(new), old_cut_off=old_cut_off, new_cut_off=new_cut_off)


def _how_known(rules: Rules | None) -> str:
    if rules is None:
        return "no criteria known"
    seen = [one for one in _stated(rules).values() if one.kind != "not_seen"]
    return "criteria are stated" if seen else "criteria exist and were not seen"


def _of_nodes(
    where: str, old: dict[str, Node], new: dict[str, Node], *, old_cut_off: bool, new_cut_off: bool
) -> Iterator[Change]:
    """ "Not seen" is not "not required": where a text was cut off, nobody can say that a criterion came or went."""
    pairs = _paired(old, new)
    for name, node in new.items():
        before = pairs.get(name)
        if before is None:
            unknown = old_cut_off and node.kind != "not_seen"
            absent = "not seen in what was known of the old text" if unknown else _NOTHING
            yield Change(where, _title(node), absent, _SAID.get(node.kind, "required"))
            continue
        for key, (was, now) in _beside(_fields(before), _fields(node)).items():
            what = f"{_title(node)}, {WORDS.get(key, key.replace('_', ' ').replace('.', ', '))}"
            yield from _of_values(where, what, was, now)
    kept = {id(one) for one in pairs.values()}
    for node in old.values():
        if id(node) in kept:
            continue
        if new_cut_off:
            gone = "not seen in what is known of the new text"
        else:
            gone = "nothing is left unseen" if node.kind == "not_seen" else "no longer mentioned"
        yield Change(where, _title(node), _SAID.get(node.kind, "required"), gone)


def _of_values(where: str, what: str, was: Value, now: Value) -> Iterator[Change]:
    """Of two lists that have something in common, only what came and what went."""
    if was == now:
        return
    if isinstance(was, tuple) and isinstance(now, tuple) and set(was) & set(now):
        if came := [one for one in now if one not in was]:
            yield Change(where, what, "", ", ".join(came))
        if went := [one for one in was if one not in now]:
            yield Change(where, what, ", ".join(went), "")
        return
    yield Change(where, what, *(one if isinstance(one, str) else _listed(one) for one in (was, now)))


def _listed(told: tuple[str, ...]) -> str:
    return ("; " if any(", " in one for one in told) else ", ").join(told)


def _paired(old: dict[str, Node], new: dict[str, Node]) -> dict[str, Node]:
    """For each new node the old one that it goes on: by id, else by its kind where that leaves no doubt."""
    pairs = {name: old[name] for name in new if name in old and old[name].kind == new[name].kind}
    loose = {name: node for name, node in old.items() if name not in pairs}
    for name, node in new.items():
        if name not in pairs:
            alike = [one for one in loose.values() if one.kind == node.kind != "not_seen"]
            rivals = [one for key, one in new.items() if key not in pairs and one.kind == node.kind]
            if len(alike) == len(rivals) == 1:
                pairs[name] = alike[0]
    return pairs


def _stated(rules: Rules) -> dict[str, Node]:
    """Each criterion, and each node that joins some, by its id (made up where it has none)."""
    found: dict[str, Node] = {}

    def add(node: Node, beside: str) -> None:
        name = node.id or f"{beside}/{node.kind}"
        found[name] = node
        for part in parts(node):
            add(part, name)

    for part in rules.all_of:
        add(part, "all")
    return found


def _title(node: Node) -> str:
    return node.id.replace("-", " ") if node.id else node.kind.replace("_", " ")


Value = str | tuple[str, ...]


def _fields(node: Node) -> dict[str, Value]:
    """What a criterion asks, flat; of a node that joins some, how and which."""
    if isinstance(node, Logical):
        return {"which": tuple(_title(one) for one in parts(node))}
    rule = getattr(node, node.kind)
    given = {"": rule} | {
        name: getattr(node, name) for name in type(node).model_fields if name not in {*_BESIDE, node.kind}
    }
    flat = {key: value for name, one in given.items() for key, value in _flat(name, one)}
    return {"wording": flat.pop("says"), **flat} if "says" in flat else flat


def _flat(name: str, value: object) -> Iterator[tuple[str, Value]]:
    if isinstance(value, BaseModel) and not isinstance(value, Threshold | Criterion):
        for key in type(value).model_fields:
            yield from _flat(f"{name}.{key}" if name else key, getattr(value, key))
    elif isinstance(value, tuple) and value:
        yield name or "asked", tuple(_told(one) for one in value)
    else:
        nothing = value in (0, "not_asked") and name.endswith("in_current_episode")
        yield name or "asked", "not asked" if nothing else _told(value)


def _told(value: object) -> str:
    if value is None or value == ():
        return _NOTHING
    if isinstance(value, bool):
        return "asked" if value else "not asked"
    if isinstance(value, tuple):
        return ", ".join(_told(one) for one in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_told(one)}" for key, one in value.items())
    if isinstance(value, BaseModel) and type(value).__str__ is BaseModel.__str__:
        return ", ".join(f"{key.replace('_', ' ')} {_told(one)}" for key, one in value if one not in (None, ()))
    return str(value).replace("_", " ")


def _beside(old: Mapping[str, Told], new: Mapping[str, Told]) -> dict[str, tuple[Told | str, Told | str]]:
    return {key: (old.get(key, _NOTHING), new.get(key, _NOTHING)) for key in dict.fromkeys((*new, *old))}
