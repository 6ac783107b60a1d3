"""What is wrong with a policy file although it can be read."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from priorauth.policy.bounds import impossible
from priorauth.policy.criteria.base import Criterion
from priorauth.policy.nodes import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from priorauth.policy.load import Loaded


def lint(loaded: Loaded) -> Iterator[str]:
    """Each remark in one sentence."""
    policy = loaded.policy
    if policy.indications and not loaded.cases_path.is_file():
        yield f"has no cases beside it ({loaded.cases_path.name}): nobody has said what must come out"
    cited = {policy.stance_source}
    for indication, indicated in policy.indications.items():
        cited.add(indicated.renewal_source)
        for phase, rules in (("initial", indicated.initial), ("continuation", indicated.continuation)):
            for node in (one for part in (rules.all_of if rules else ()) for one in walk(part)):
                cited.add(node.source)
                assumed = isinstance(node, Criterion) and node.completeness == "assumed"
                if assumed and rules and (rules.completeness or policy.completeness) == "complete":
                    yield f"is called complete, while {node.id} ({indication}, {phase}) is assumed"
        for phase, tree in indicated.trees.items():
            for remark in impossible(tree):
                yield f"{remark} ({indication}, {phase})"
    for name in policy.sources:
        if name not in cited and not policy.sources[name].note:
            yield f"lists a source ({name}) that nothing cites and no note explains"
    if policy.completeness != "complete" and not policy.completeness_note:
        yield f"is {policy.completeness} without a completeness_note that says what is missing"


def overlaps(policies: Iterable[Loaded]) -> list[str]:
    """Versions of one number that hold on the same day: nothing would say which of them decides."""
    told = []
    for one, other in combinations(policies, 2):
        alike = [
            (each.policy.payer, each.policy.policy.number, each.policy.policy.product, each.policy.policy.benefit)
            for each in (one, other)
        ]
        if alike[0] == alike[1] and (day := _both_hold_on(one, other)):
            told.append(
                f"{one.path} and {other.path.name} both hold on {day}. Correct from or until, so that one ends before "
                "the other begins."
            )
    return told


def _both_hold_on(one: Loaded, other: Loaded) -> date | None:
    """The first day on which both certainly hold, if there is one."""
    starts = [each.policy.effective.start for each in (one, other)]
    known = [day for day in starts if isinstance(day, date)]
    if len(known) < len(starts):
        return None
    day = max(known)
    ends = [each.policy.effective.until for each in (one, other)]
    return None if any(end == "unknown" or (isinstance(end, date) and end < day) for end in ends) else day
