"""What is wrong with a policy file although it can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.policy.criteria.base import Criterion
from priorauth.policy.nodes import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.policy.load import Loaded


def lint(loaded: Loaded) -> Iterator[str]:
    """Each remark in one sentence."""
    policy = loaded.policy
    if policy.indications and not loaded.cases_path.is_file():
        yield f"has no cases beside it ({loaded.cases_path.name}): nobody has said what must come out"
    cited = {policy.stance_source}
    for indication, indicated in policy.indications.items():
        for phase in ("initial", "continuation"):
            rules = getattr(indicated, phase)
            if rules is None:
                continue
            for part in rules.all_of:
                for node in walk(part):
                    cited.add(node.source)
                    if (
                        isinstance(node, Criterion)
                        and node.completeness == "assumed"
                        and policy.completeness == "complete"
                    ):
                        yield f"is called complete, while {node.id} ({indication}, {phase}) is assumed"
    for name in policy.sources:
        if name not in cited and not policy.sources[name].note:
            yield f"lists a source ({name}) that nothing cites and no note explains"
    if policy.completeness != "complete" and not policy.completeness_note:
        yield f"is {policy.completeness} without a completeness_note that says what is missing"
