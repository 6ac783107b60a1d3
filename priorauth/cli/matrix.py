"""One patient by every policy: a row for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.cli.options import console
from priorauth.determination.label import without_indication
from priorauth.logic.verdict import Verdict
from priorauth.policy.envelope import LABEL
from priorauth.policy.telling import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.determination.determine import Determination
    from priorauth.logic.finding import Finding
    from priorauth.request.assessment import Assessment

_RANK = {Verdict.MET: 0, Verdict.NOT_DOCUMENTED: 1, Verdict.NOT_MET: 2, None: 3}
_NO_RENEWAL = {"none": "no renewal", "new_episode_only": "new episode only"}
UNREAD = "* unverified: nobody has read the live policy, or the label's current text, since the file changed."
ANEW = "^ judged as an initial request: a new payer has approved nothing yet."
BY_LABEL = "+ criteria not known: --payer judges by the label's terms, as in the row {key}."


def matrix(done: list[Assessment]) -> None:
    """Print the verdicts of all policies, those that are met first, with what decides; below, what the marks mean."""
    from rich.table import Table  # noqa: PLC0415  (only this prints it)

    first = done[0]
    # To payers who have approved nothing yet a continuation is an initial request, and is judged so.
    phase = "continuation" if any(one.ask.phase == "continuation" for one in done) else first.ask.phase
    title = f"{first.case.case} · {first.ask.indication.upper()}, {phase} request"
    out = console()
    out.print(f"{title} · as of {first.determination.dates.as_of}")
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column("policy", overflow="fold", min_width=max(len(one.loaded.key) for one in done))
    table.add_column("verdict", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("met", justify="right", no_wrap=True)
    table.add_column("what decides", overflow="fold", max_width=29)
    table.add_column("from", no_wrap=True, min_width=10)
    label = next((one for one in done if one.loaded.payer == LABEL and one.determination.verdict), None)
    marks = {one.loaded.key: _marks(one, label) + ("^" if one.ask.phase != phase else "") for one in done}
    for one in sorted(done, key=lambda one: (_RANK[one.determination.verdict], one.loaded.key)):
        judged = one.determination
        asked = list(_asked(judged.root)) if judged.root else []
        met = sum(each.verdict is Verdict.MET for each in asked)
        table.add_row(
            one.loaded.key,
            VERDICTS[judged.verdict] if judged.verdict else _unjudged(judged),
            marks[one.loaded.key],
            f"{met}/{len(asked)}" if asked else "",
            _decides(one),
            str(judged.eligible.start) if judged.eligible and judged.verdict is not Verdict.MET else "",
        )
    out.print(table)
    if any("*" in mark for mark in marks.values()):
        out.print(UNREAD)
    if any("^" in mark for mark in marks.values()):
        out.print(ANEW)
    if label and any("+" in mark for mark in marks.values()):
        out.print(BY_LABEL.format(key=label.loaded.key))


def _marks(one: Assessment, label: Assessment | None) -> str:
    """What a verdict rests on: a policy that nobody has read, or the label's terms where the payer's are not known."""
    unread = "" if one.determination.policy.verified else "*"
    return unread + ("+" if label and one.determination.outcome == "no_criteria" else "")


def _unjudged(judged: Determination) -> str:
    indicated = judged.policy.indications.get(judged.ask.indication)
    if judged.ask.phase == "continuation" and indicated and indicated.renewal in _NO_RENEWAL:
        return _NO_RENEWAL[indicated.renewal]
    if judged.policy.stance == "billing_only":
        return "billing only"  # that nothing need be authorized, nobody has read
    if judged.policy.stance == "covered_per_label":
        return "per label"
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
    elif one.node in ("when", "if_available"):
        condition, then = one.children  # the condition is nothing that the payer asks of the patient
        if one.verdict is Verdict.MET or condition.verdict is Verdict.MET:
            yield from _asked(then)
        else:
            yield one
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
