"""The fields of a policy, of a request's terms and of a criterion: flat, each under a name that a biller reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from pydantic import BaseModel

from priorauth.chart.coverage import LINES
from priorauth.policy.criteria.base import Criterion
from priorauth.policy.criteria.prescriber import SPOKEN
from priorauth.policy.criteria.trial_group import Bundle
from priorauth.policy.field_names import PERMITS
from priorauth.policy.nodes import Logical
from priorauth.policy.telling import STANCES
from priorauth.policy.thresholds import Threshold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from priorauth.policy.model import Policy, Rules
    from priorauth.policy.nodes import Node

Value = str | tuple[str, ...]
NOTHING = "not mentioned"
_PRODUCTS = {"spravato": "Spravato", "ketamine": "ketamine", "ketamine_iv": "ketamine infusions"}
_VALUES: dict[str, Mapping[str, str]] = {
    "policy.product": _PRODUCTS,
    "policy.shared_with": _PRODUCTS,
    "roles": cast("Mapping[str, str]", SPOKEN),
}
"""Values that have words of their own."""

_APART = {"id", "source", "sources", "stance_source", "renewal_source"}
"""What things are called in the file, and where they were read: told by itself."""


def of_policy(policy: Policy) -> dict[str, Value]:
    """Everything but the requests."""
    start, until = policy.effective.start, policy.effective.until
    read = policy.reading
    return {
        "in force": f"from {start}" + (f" until {until}" if until else ""),
        "status": f"verified by {read.verified_by} on {read.on}" if read else "unverified",
        **_beside(policy, {"status", "effective", "indications", "stance"}),
        "stance": STANCES[policy.stance].rstrip("."),
        "stance_source": read_in(policy.stance_source, policy),
        "policy.lines": _lines(policy),
        "effective.chosen_by": _told(policy.effective.chosen_by),
        "effective.reviewed_on": _told(policy.effective.reviewed_on),
        "submission.order": _told(policy.submission.order),  # as one: moving a part is a change too
    }


def of_sources(policy: Policy) -> dict[str, Value]:
    """Where it was read: each source by its title."""
    return {
        f"“{one.title}”": "; ".join(
            part for part in (one.kind.replace("_", " "), f"retrieved {one.retrieved}", one.url, one.note) if part
        )
        for one in policy.sources.values()
    }


def read_in(source: str | None, policy: Policy) -> str:
    """The title of a source that is named by its short name."""
    return policy.sources[source].title if source else NOTHING


def _lines(policy: Policy) -> Value:
    lines = policy.policy.lines
    return "unknown" if lines == "unknown" else tuple(LINES[one] for one in lines)


def of_rules(rules: Rules) -> dict[str, Value]:
    """What an approval is, apart from the criteria for it."""
    return {
        "authorization": _told(rules.authorization),
        "quantity": _told(rules.quantity),
        "completeness": rules.completeness or "as the rest of the policy",
        "completeness_note": _told(rules.completeness_note),
    }


def of_node(
    node: Node, called: Callable[[str], str], below: Mapping[int, str], *, rule: bool = True
) -> dict[str, Value]:
    """What a criterion asks; of a node that joins some, which, and in which part of it.

    ``called`` words an id, and ``below`` names the parts by their identity. Without ``rule``, only what every kind has.
    """
    flat = _beside(node, {node.kind})
    asked = getattr(node, node.kind)
    if not rule:
        return flat
    if isinstance(node, Criterion):
        return flat | {key or node.kind: value for key, value in _flat("", asked)}
    given = dict(asked) if isinstance(asked, BaseModel) else {"": asked}
    for key, value in given.items():
        if isinstance(value, Logical | Criterion):
            flat[key] = below[id(value)]
        elif isinstance(value, tuple):
            joined = tuple(below[id(one)] for one in value if isinstance(one, Logical | Criterion))
            flat["which" if joined else key] = joined or tuple(map(called, value)) or NOTHING
        else:
            flat[key] = _told(value, key)
    return flat


def _beside(model: BaseModel, apart: set[str]) -> dict[str, Value]:
    """The fields of a model, but for those that are left out or told apart."""
    kept = [name for name in type(model).model_fields if name not in _APART | apart]
    return {key: value for name in kept for key, value in _flat(name, getattr(model, name))}


def _flat(name: str, value: object) -> Iterator[tuple[str, Value]]:
    if isinstance(value, BaseModel) and not isinstance(value, Threshold | Criterion):
        for key in type(value).model_fields:
            yield from _flat(f"{name}.{key}" if name else key, getattr(value, key))
    elif isinstance(value, tuple) and value:
        yield name, tuple(_told(one, name) for one in value)
    else:
        nothing = value in (0, "not_asked") and name.endswith("in_current_episode")
        yield name, "not asked" if nothing else _told(value, name)


def _told(value: object, key: str = "") -> str:
    if value in (None, (), "not_stated", "unstated"):
        return NOTHING
    if isinstance(value, bool):
        yes, no = ("yes", "no") if key in PERMITS else ("asked", "not asked")
        return yes if value else no
    if isinstance(value, tuple):
        return ", ".join(_told(one) for one in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_told(one)}" for key, one in value.items())
    if isinstance(value, BaseModel) and (type(value).__str__ is BaseModel.__str__ or isinstance(value, Bundle)):
        # a bundle's own words leave out the classes
        return ", ".join(f"{key.replace('_', ' ')} {_told(one)}" for key, one in value if one not in (None, ()))
    return _VALUES.get(key, {}).get(str(value)) or str(value).replace("_", " ")
