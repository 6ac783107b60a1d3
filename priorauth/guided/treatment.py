"""What criteria ask about esketamine so far: its sessions, its authorizations, and the scores before and under it.

Each gives its questions in their order, of what is not said yet; what was said or passed over is taken out elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from priorauth.chart.statements import SPOKEN as STATED
from priorauth.guided.draft import at
from priorauth.guided.parts import score_kept, score_on
from priorauth.guided.words import ASKS, MORE, OR_NONE
from priorauth.policy.baseline import baseline, depression_scales, latest_under_treatment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.guided.question import Question
    from priorauth.guided.situation import Situation

    Questions = Iterator[Question]


def score(s: Situation, accepted: tuple[str, ...], key: str, words: str) -> Question:
    """A score on one of these instruments; asked again where one that was told does not settle it."""
    number = len(s.places("scores"))
    if any(not accepted or one.instrument in accepted for one in s.view.chart.scores):
        words = f"{MORE}{words}"
    hint = f"{'Asked for: ' + ', '.join(accepted) + '. ' if accepted else ''}As PHQ-9 19 on 2025-06-06."
    into = ("scores", number)
    read = score_on(accepted)
    return s.of(*into, words=words, key=f"score.{key}-{number + 1}", read=read, keep=score_kept(), hint=hint)


def session(s: Situation, *more: str, words: str = "") -> Questions:
    """A session of esketamine, or that there was none."""
    first = min(s.view.chart.sessions, key=lambda one: (one.on, one.id), default=None)
    if first and more:
        yield from s.form("sessions", s.place("sessions", first.id), *more)
    yield from s.listed("sessions", "on", "spravato_sessions", hint=f"A day, as 2021-03-14; {OR_NONE}", words=words)


def first_session(s: Situation) -> Questions:
    """The session with which treatment began, where none is known."""
    if not s.view.chart.sessions:
        yield from session(s, words="On which day was the first session of Spravato given?")


_BEFORE = "The latest score from before the first session"


def gap_in_treatment(_: Any, s: Situation) -> Questions:
    """The sessions, between which a gap would be."""
    yield from session(s)


def grandfathered(_: Any, s: Situation) -> Questions:
    """The first fill, which says whether treatment began before the policy."""
    yield from s.unfinished("fills")
    medicine = ("fills", len(s.places("fills")), "medicine")
    yield s.new("fills", "on", besides=((medicine, "Spravato"),), none=s.nothing, words=ASKS["fills.on"])


def improvement(one: Any, s: Situation) -> Questions:
    """A score from before the first session and one under treatment, and what the prescriber states of them."""
    rule = one.improvement
    accepted = depression_scales() if rule.shown_on == "any_validated" else rule.shown_on
    yield from first_session(s)
    before = [name for name in accepted if baseline(name, s.view)]
    if not before:
        yield score(s, accepted, f"{one.id}.before", _BEFORE)
    elif not any(latest_under_treatment(name, s.view) for name in before):
        yield score(s, tuple(before), f"{one.id}.after", "The latest score under treatment")
    if rule.sustained != "not_asked":
        yield from s.statement("sustained_improvement", f"Does the prescriber state {STATED['sustained_improvement']}?")


def prior_approval(one: Any, s: Situation) -> Questions:
    """The earlier authorization, and what would take its worth: supply by other ways, a denial since."""
    rule = one.prior_approval
    yield from s.unfinished("authorizations")
    place, payer = len(s.places("authorizations")), at(s.facts, ("coverages", s.covered, "payer"))
    product = ("authorizations", place, "product")
    besides: list[Any] = [(product, "Spravato")]
    if rule.by == "this_payer":
        besides.append((("authorizations", place, "payer"), payer))
    if not place:
        yield s.new("authorizations", "from", besides=tuple(besides), none=s.nothing)
    if rule.excluded_supply or rule.not_after_denial:
        yield from session(s, *(["supply"] if rule.excluded_supply else []))
    if rule.not_after_denial:
        place = len(s.places("denials"))
        product = ("denials", place, "product")
        denied = ((product, "Spravato"), (("denials", place, "payer"), payer))
        yield from s.listed("denials", "on", "denials", besides=denied, hint=f"A day, as 2021-03-14; {OR_NONE}")


def prior_exposure(one: Any, s: Situation) -> Questions:
    """The scores before and under an earlier treatment, where there was one."""
    if s.view.chart.sessions:
        accepted = (one.prior_exposure.instrument,)
        yield score(s, accepted, f"{one.id}.before", _BEFORE)
        yield score(s, accepted, f"{one.id}.after", "The best score under treatment with esketamine")
    yield from session(s)


def scale_on_file(one: Any, s: Situation) -> Questions:
    """Any score on an accepted scale."""
    rule = one.scale_on_file
    accepted = () if rule.accepted == "any_validated" else rule.accepted
    before = " from before the first session" if rule.measured == "baseline" else ""
    yield score(s, accepted, one.id, f"A score on a depression scale{before}")
    if rule.attestation_suffices:
        words = f"Does the prescriber state {STATED['baseline_score_recorded']}?"
        yield from s.statement("baseline_score_recorded", words)


def score_gate(one: Any, s: Situation) -> Questions:
    """The score that has to reach a total."""
    yield from _shown_on(one.score, tuple(gate.instrument for gate in one.score.any_of), one.id, s)


def severity(one: Any, s: Situation) -> Questions:
    """The score that has to show a severity."""
    yield from _shown_on(one.severity, one.severity.shown_on, one.id, s)


def _shown_on(rule: Any, accepted: tuple[str, ...], key: str, s: Situation) -> Questions:
    before = " from before the first session" if rule.measured == "baseline" else ""
    yield score(s, accepted, key, f"The latest score{before} on {' or '.join(accepted) or 'a depression scale'}")
