"""What a policy's file leaves open, for whoever fills it in. None of it is a mistake: the payer may not say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from priorauth.chart.ask import Indication, Phase
from priorauth.policy.criteria.not_seen import NotSeen
from priorauth.policy.nodes import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.policy.model import Policy


def still_open(policy: Policy) -> Iterator[str]:
    """Each thing in a few words, the envelope first."""
    identity, effective = policy.policy, policy.effective
    unknown = {
        "the benefit: medical or pharmacy (benefit)": identity.benefit == "unknown",
        "for which lines of business it holds (lines)": identity.lines == "unknown",
        "the day from which it holds (effective, from)": effective.start == "unknown",
        "whether the day of receipt or of service picks the version (effective, chosen_by)": effective.chosen_by
        == "unknown",
        "how a request is sent (submission)": not policy.submission.lines,
        "what must be enclosed (documentation)": policy.documentation is None,
    }
    yield from (text for text, is_open in unknown.items() if is_open)
    yield from (f"the address of the source {name} (url)" for name, one in policy.sources.items() if not one.url)
    if policy.stance != "covered_with_pa":
        return
    for indication in get_args(Indication):
        indicated = policy.indications.get(indication)
        if indicated is None:
            yield f"{indication.upper()}: all of it (indications, {indication})"
            continue
        for phase in get_args(Phase):
            where, rules = f"{indication.upper()}, {phase} request", policy.rules(indication, phase)
            if rules is None:
                yield f"{where}: the criteria ({phase})"
                continue
            if rules.authorization is None:
                yield f"{where}: how long an approval lasts (authorization)"
            for node in (one for part in rules.all_of for one in walk(part)):
                if isinstance(node, NotSeen):
                    yield f"{where}: {node.not_seen} ({node.id})"
        if indicated.renewal == "not_seen":
            yield f"{indication.upper()}: whether it can be renewed (renewal)"
