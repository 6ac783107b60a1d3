"""A gate of severity at an initial request of a patient who is already treated: whoever changes the insurer mid-course.

A gate is written for somebody not yet treated, whose score of today is the baseline too. Under treatment these are two,
and a policy that says only "severe" does not say which: the one under treatment would refuse whom the medicine helps,
and the one from before is not what the words say. So it is read both ways, and where they differ, the payer is asked.
Once a course has ended, the score of today is from before the next one again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from priorauth.logic.finding import Gap, Judgement
from priorauth.logic.verdict import agreed
from priorauth.policy.baseline import already_treated_since
from priorauth.policy.criteria.base import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from priorauth.policy.view import View

Measured = Literal["current", "baseline"]


def at_either_time(measured: Measured, judged: Callable[[Measured, View], Judgement], view: View) -> Judgement:
    """What ``judged`` finds at the time that the policy says; under treatment, what it finds at both agrees on."""
    began = already_treated_since(view)
    if measured == "baseline" or began is None:
        return judged(measured, view)
    before, under = judged("baseline", view), judged("current", view)
    if (before.verdict, before.facts) == (under.verdict, under.facts):
        return under  # no score was taken since: it is one and the same
    verdict = agreed([before.verdict, under.verdict])
    told = f"before the first session ({began}): {before.facts.because} At this request: {under.facts.because}"
    goes_on = ("treatment with Spravato goes on",) if view.assuming else ()
    return Judgement(
        verdict,
        sentence(told),
        tuple(dict.fromkeys((*before.evidence, *under.evidence))),
        () if verdict.decided else _open(before, under),
        (*before.moments, *under.moments),
        goes_on,
    )


def _open(before: Judgement, under: Judgement) -> tuple[Gap, ...]:
    """Which of the two counts, where they differ; and what is missing of either."""
    which = Gap("from the payer: whether the score from before treatment counts, or the one under treatment", "billing")
    differ = (which,) if before.verdict is not under.verdict else ()
    return tuple(dict.fromkeys((*differ, *before.gaps, *under.gaps)))
