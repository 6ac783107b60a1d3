"""The fields of a policy, of a request's terms and of a criterion: flat, each under a name that a biller reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import BaseModel

from priorauth.policy.criteria.base import Criterion
from priorauth.policy.criteria.trial_group import Bundle
from priorauth.policy.envelope import Verified
from priorauth.policy.nodes import Logical
from priorauth.policy.thresholds import Threshold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from priorauth.policy.model import Policy, Rules
    from priorauth.policy.nodes import Node

Value = str | tuple[str, ...]
NOTHING = "not mentioned"

WORDS = {
    "says": "wording",
    "completeness": "how far it is known",
    "proof": "what must show it",
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
    "k": "how many are enough",
    "replaces": "in place of",
    "leaving_out": "not asked again",
    "condition": "if",
    "name": "payer",
    "policy.number": "number",
    "policy.title": "title",
    "policy.version": "version",
    "policy.product": "product",
    "policy.benefit": "benefit",
    "policy.lines": "lines of business",
    "policy.states": "states",
    "policy.formulary": "formulary",
    "policy.shared_with": "also for",
    "policy.reviewed_by": "decided by",
    "policy.defers_to": "another policy governs",
    "effective.chosen_by": "day that picks the version",
    "effective.reviewed_on": "last review by the payer",
    "submission.form": "the payer's own form",
    "submission.form_required": "the payer's own form and no other",
    "submission.order": "order of the packet",
    "submission.questions": "questions of the portal",
    "submission.max_pages": "most pages at a time",
    "submission.max_mb": "largest file in MB",
    "documentation.level": "documentation",
    "documentation.items": "to be enclosed",
    "documentation.if_missing": "a request without what must be enclosed",
    "exception_route": "way for those who miss a criterion",
} | {f"submission.{way}": way for way in ("fax", "phone", "portal", "address", "turnaround")}
"""Keys in the field's own words; any other is told as it is written."""

_LEFT_OUT = {"id", "payer", "note", "source", "sources"} | {
    f"{of}_{what}" for of in ("completeness", "stance", "renewal") for what in ("note", "source")
}
"""Where something was read, what the practice noted, and what things are called: nobody is asked for these."""


def name_of(key: str) -> str:
    """ "weeks per trial" for ``weeks``."""
    return WORDS.get(key, key.replace("_", " ").replace(".", ", "))


def of_policy(policy: Policy) -> dict[str, Value]:
    """Everything but the requests."""
    start, until = policy.effective.start, policy.effective.until
    read = policy.status
    return {
        "in force": f"from {start}" + (f" until {until}" if until else ""),
        "status": f"verified by {read.verified_by} on {read.on}" if isinstance(read, Verified) else "unverified",
        **_beside(policy, {"status", "effective", "indications"}),
        "effective.chosen_by": _told(policy.effective.chosen_by),
        "effective.reviewed_on": _told(policy.effective.reviewed_on),
        "submission.order": _told(policy.submission.order),  # as one: moving a part is a change too
    }


def of_rules(rules: Rules) -> dict[str, Value]:
    """What an approval is, apart from the criteria for it."""
    return {
        "authorization": _told(rules.authorization),
        "quantity": _told(rules.quantity),
        "completeness": rules.completeness or "as the rest of the policy",
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
        return flat | dict(_flat("", asked))
    given = dict(asked) if isinstance(asked, BaseModel) else {"": asked}
    for key, value in given.items():
        if isinstance(value, Logical | Criterion):
            flat[key] = below[id(value)]
        elif isinstance(value, tuple):
            joined = tuple(below[id(one)] for one in value if isinstance(one, Logical | Criterion))
            flat["which" if joined else key] = joined or tuple(map(called, value)) or NOTHING
        else:
            flat[key] = _told(value)
    return flat


def _beside(model: BaseModel, apart: set[str]) -> dict[str, Value]:
    """The fields of a model, but for those that are left out or told apart."""
    kept = [name for name in type(model).model_fields if name not in _LEFT_OUT | apart]
    return {key: value for name in kept for key, value in _flat(name, getattr(model, name))}


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
    if value in (None, (), "not_stated", "unstated"):
        return NOTHING
    if isinstance(value, bool):
        return "asked" if value else "not asked"
    if isinstance(value, tuple):
        return ", ".join(_told(one) for one in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_told(one)}" for key, one in value.items())
    if isinstance(value, BaseModel) and (type(value).__str__ is BaseModel.__str__ or isinstance(value, Bundle)):
        # a bundle's own words leave out the classes
        return ", ".join(f"{key.replace('_', ' ')} {_told(one)}" for key, one in value if one not in (None, ()))
    return str(value).replace("_", " ")
