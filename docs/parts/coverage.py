"""What is encoded of which payer, how it is known, and what of it is not modelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.tables import table
from priorauth.policy.criteria.not_seen import NotSeen
from priorauth.policy.load import load_all
from priorauth.policy.nodes import Disputed, walk
from priorauth.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.policy.load import Loaded
    from priorauth.policy.model import Policy, Rules

KNOWN_BY = {
    "own_page": "the payer's own page",
    "copy": "a copy",
    "summary": "a third party's summary",
    "notice": "a notice only",
    "general_knowledge": "general knowledge",
}
"""How something is known, in words."""


def every_policy() -> str:
    """A row for each policy: what is encoded, how it is known, what is not modelled."""
    policies = sorted(load_all([shipped("payers")]), key=lambda one: (one.policy.policy.product != "spravato", one.key))
    rows = [tuple(_row(one)) for one in policies]
    return table(["payer", "policy", "in force", "product", "encoded", "known by", "not seen or not modelled"], rows)


def _row(loaded: Loaded) -> Iterator[str]:
    policy = loaded.policy
    file = f"payers/{loaded.path.parent.name}/{loaded.path.name}"
    yield policy.name
    version = f" ({policy.policy.version})" if policy.policy.version else ""
    yield f"[{policy.policy.number}{version}](../{file})"
    until = f" to {policy.effective.until}" if policy.effective.until else ""
    yield f"from {policy.effective.start}{until}".replace("from unknown", "dates unknown")
    yield policy.policy.product.replace("_iv", ", infusions")
    yield "; ".join(_encoded(policy)) or policy.stance.replace("_", " ")
    yield "; ".join(dict.fromkeys(KNOWN_BY[one.kind] for one in policy.sources.values()))
    yield " ".join(_missing(policy))


def _phases(policy: Policy) -> Iterator[tuple[str, Rules]]:
    for indication, indicated in policy.indications.items():
        for phase, rules in (("initial", indicated.initial), ("continuation", indicated.continuation)):
            if rules:
                yield f"{indication.upper()} {phase}", rules


def _encoded(policy: Policy) -> Iterator[str]:
    for name, rules in _phases(policy):
        number = sum(1 for part in rules.all_of for node in walk(part) if hasattr(node, "judge"))
        seen = rules.completeness or policy.completeness
        yield f"{name}: {number} criteria, {seen}"


def _missing(policy: Policy) -> Iterator[str]:
    if policy.completeness_note:
        yield policy.completeness_note
    for name, rules in _phases(policy):
        if rules.completeness_note:
            yield rules.completeness_note
        nodes = [node for part in rules.all_of for node in walk(part)]
        unseen = [node.not_seen for node in nodes if isinstance(node, NotSeen)]
        if unseen:
            yield f"{name}: {'; '.join(unseen)}."
        for node in nodes:
            if isinstance(node, Disputed):
                yield f"{name}: the sources disagree ({' or: '.join(one.says or '' for one in node.disputed)})."
