"""One patient by every policy: a row for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.cli.options import console
from priorauth.determination.label import without_indication
from priorauth.logic.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.determination.determine import Determination
    from priorauth.logic.finding import Finding
    from priorauth.request.assessment import Assessment

_RANK = {Verdict.MET: 0, Verdict.NOT_DOCUMENTED: 1, Verdict.NOT_MET: 2, None: 3}
_WORDS = {Verdict.MET: "met", Verdict.NOT_DOCUMENTED: "not documented", Verdict.NOT_MET: "NOT MET"}


def matrix(done: list[Assessment]) -> None:
    """Print the verdicts of all policies, those that are met first, with what decides."""
    from rich.table import Table  # noqa: PLC0415  (only this prints it)

    first = done[0]
    title = f"{first.case.case} · {first.ask.indication.upper()}, {first.ask.phase} request"
    out = console()
    out.print(f"{title} · as of {first.determination.dates.as_of}")
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column("policy", overflow="fold", min_width=max(len(one.loaded.key) for one in done))
    table.add_column("verdict", no_wrap=True)
    table.add_column("met", justify="right", no_wrap=True)
    table.add_column("what decides", overflow="fold", max_width=29)
    table.add_column("from", no_wrap=True, min_width=10)
    for one in sorted(done, key=lambda one: (_RANK[one.determination.verdict], one.loaded.key)):
        judged = one.determination
        asked = list(_asked(judged.root)) if judged.root else []
        met = sum(each.verdict is Verdict.MET for each in asked)
        table.add_row(
            one.loaded.key,
            _WORDS[judged.verdict] if judged.verdict else _unjudged(judged),
            f"{met}/{len(asked)}" if asked else "",
            _decides(one),
            str(judged.eligible.start) if judged.eligible and judged.verdict is not Verdict.MET else "",
        )
    out.print(table)


def _unjudged(judged: Determination) -> str:
    if judged.policy.stance == "billing_only":
        return "billing only"  # that nothing need be authorized, nobody has read
    return judged.outcome.replace("_", " ")


def _asked(one: Finding) -> Iterator[Finding]:
    """What was asked of this patient: of alternatives one, and nothing that does not apply."""
    if one.verdict is Verdict.NOT_APPLICABLE:
        return
    if one.node in ("criterion", "unclear", "disputed", "none_of", "at_least"):
        yield one
    elif one.node in ("any_of", "unless"):
        taken = next((each for each in one.children if each.verdict is Verdict.MET), None)
        if taken is None:
            yield one
        else:
            yield from _asked(taken)
    else:
        for each in one.children:
            yield from _asked(each)


def _decides(one: Assessment) -> str:
    """The criteria that fail, or else those that are open, on which the verdict rests."""
    judged = one.determination
    if without_indication(one.case, one.ask, judged.dates.as_of):
        return "no labelled indication"
    if judged.verdict in (None, Verdict.MET):
        return ""
    named = [each.id for each in judged.criteria if each.verdict is judged.verdict and each.on_winning_path]
    return ", ".join(named[:3]) + (f" (+{len(named) - 3})" if len(named) > 3 else "")
