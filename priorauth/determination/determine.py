"""From a chart, an ask and a policy to a determination."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from priorauth.determination.cautions import Caution, cautions
from priorauth.determination.doubts import doubts
from priorauth.determination.tree import find, marked, relevant_gaps
from priorauth.determination.windows import Window, first_window, window_of_an_earlier_start
from priorauth.logic.finding import Finding, Gap
from priorauth.logic.verdict import Verdict
from priorauth.policy.envelope import LABEL, Unjudged
from priorauth.policy.view import View

if TYPE_CHECKING:
    from datetime import date

    from priorauth.chart.ask import Ask
    from priorauth.chart.chart import Chart
    from priorauth.policy.model import Policy

Outcome = Literal["judged"] | Unjudged


@dataclass(frozen=True, slots=True)
class Dates:
    """Days that are not one: what is known by then, when service begins, and by which day a version is picked."""

    as_of: date
    service_start: date
    policy_date: date

    @classmethod
    def of(cls, ask: Ask, as_of: date) -> Dates:
        """The days of an ask; receipt is as recorded, or ``as_of``."""
        return cls(as_of, ask.service_start(as_of), ask.received or as_of)

    @property
    def judged_on(self) -> date:
        """By what was known on which day it is judged: for a service already given, by what was known when it began."""
        return min(self.as_of, self.service_start)


@dataclass(frozen=True, slots=True)
class Determination:
    """What a policy says of a chart. Letter, form, index and JSON are all made from this."""

    ask: Ask
    policy: Policy
    dates: Dates
    outcome: Outcome
    verdict: Verdict | None
    root: Finding | None
    gaps: tuple[Gap, ...]
    eligible: Window | None
    warnings: tuple[Caution, ...]

    @property
    def criteria(self) -> tuple[Finding, ...]:
        """The criteria in the policy's order."""
        return tuple(self.root.criteria()) if self.root else ()


def determine(chart: Chart, ask: Ask, policy: Policy, dates: Dates) -> Determination:
    """Judge ``ask`` by ``policy`` from what ``chart`` showed on ``dates.judged_on``."""
    known = chart.as_of(dates.judged_on)
    failures = policy.failures(ask.indication, ask.phase)
    view = View(known, ask, dates.judged_on, dates.service_start, failures=failures)
    warned = cautions(view, policy)
    tree = policy.tree(ask.indication, ask.phase)
    if policy.stance != "covered_with_pa" or tree is None:
        return Determination(ask, policy, dates, policy.without_criteria, None, None, (), None, warned)
    seen = policy.seen(ask.indication, ask.phase)
    found = find(tree, view)
    warned = (*warned, *doubts(tree, found, view, policy))
    window = first_window(tree, view, found) or window_of_an_earlier_start(tree, view, found)
    if dates.judged_on < dates.as_of:  # the service was given: no other day is to be found for it
        window = None
    root = replace(marked(found), says=f"{policy.name} {policy.policy.number}")
    verdict, gaps = root.verdict, relevant_gaps(root)
    if verdict is Verdict.NOT_APPLICABLE:
        verdict = Verdict.MET
        warned = (
            *warned,
            Caution("nothing_applies", "None of the policy's criteria applies to this request; it reads as met."),
        )
    if verdict is Verdict.MET and seen != "complete":
        verdict = Verdict.NOT_DOCUMENTED
        said = f"{_known_met(root)}; {_REST[seen]}"
        text = "the label's current text" if policy.payer == LABEL else "the payer's live policy"
        needed = f"a reading of {text}: {said}"
        gaps = (Gap(needed, "billing", criterion=root.id, decisive=True),)
        root = replace(root, verdict=verdict, because=f"{said[0].upper()}{said[1:]}.")
    if window and seen != "complete":
        window = replace(window, provided=(*window.provided, _PROVIDED[seen]))
    return Determination(ask, policy, dates, "judged", verdict, root, gaps, window, warned)


def without_authorization(judged: Determination, gaps: tuple[Gap, ...]) -> Determination:
    """The same where the payer itself says that it asks for none; ``gaps``: what shows that it does is not at hand."""
    return replace(judged, outcome="no_pa_needed", verdict=None, root=None, gaps=gaps, eligible=None)


_REST = {"partial": "the rest of the policy was not seen", "assumed": "part of the policy is assumed"}
_PROVIDED = {
    "partial": "what was not seen of the policy asks for nothing more",
    "assumed": "the policy says what is assumed of it",
}


def _known_met(root: Finding) -> str:
    met, known = sum(one.verdict is Verdict.MET for one in root.criteria()), len(root.criteria())
    return f"all {met} known criteria met" if met == known else f"what is known is met, by {met} of {known} criteria"
