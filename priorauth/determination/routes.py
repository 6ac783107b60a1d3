"""What is open to a patient at all: Spravato for one of its indications, off-label ketamine, or nothing.

The label's indications need a depressive disorder: bipolar depression, PTSD and anxiety without it have no labelled
route. Ketamine is another product; what the payer thinks of it is a policy of its own, and without one it is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from priorauth.chart.suicidality import suicide_risk
from priorauth.determination.cautions import label_instead_of
from priorauth.determination.determine import Dates, determine
from priorauth.determination.label import closed_by_label, unknown_to_label
from priorauth.logic.verdict import Verdict
from priorauth.policy.telling import UNJUDGED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from priorauth.chart.ask import Ask, Indication, Phase
    from priorauth.chart.chart import Chart
    from priorauth.determination.determine import Determination
    from priorauth.policy.load import Loaded
    from priorauth.policy.model import Policy

Way = Literal["spravato_trd", "spravato_mdsi", "off_label_ketamine"]
State = Literal["open", "closed", "not_documented"]

NAMES: dict[Way, str] = {
    "spravato_trd": "Spravato for treatment-resistant depression",
    "spravato_mdsi": "Spravato for major depression with acute suicidal ideation or behavior",
    "off_label_ketamine": "Off-label ketamine",
}


@dataclass(frozen=True, slots=True)
class Route:
    """One way to treatment, whether it is open, and why."""

    way: Way
    state: State
    reasons: tuple[str, ...]
    judged_by: tuple[Policy, ...] = ()
    """The policies on which the state rests; none, where the chart alone closes it or none is known."""
    label_instead: bool = False
    """Whether it is the label's terms that it was judged by, the payer's own criteria being unknown."""
    request: Phase | None = None
    """Which request it was judged as; ``None``, where the chart alone closes it or nothing is judged."""


@dataclass(frozen=True, slots=True)
class Routes:
    """Every way, and what to look at before choosing one."""

    routes: tuple[Route, ...]
    warnings: tuple[str, ...]

    @property
    def open(self) -> tuple[Route, ...]:
        """The ways that are open."""
        return tuple(one for one in self.routes if one.state == "open")


def request_for(indication: Indication, asks: Sequence[Ask]) -> Ask:
    """The one of ``asks`` for that indication; where none is, a first request on the terms of the first.

    Who responds to treatment under way no longer qualifies to begin it: such a way is judged as the renewal it is.
    """
    own = next((one for one in asks if one.indication == indication), None)
    return own or asks[0].model_copy(update={"indication": indication, "phase": "initial"})


def routes(
    chart: Chart, asks: Sequence[Ask], policies: Mapping[Indication, Loaded], ketamine: Iterable[Policy], as_of: date
) -> Routes:
    """What is open to the patient of ``chart`` with the payer of ``asks``.

    Args:
        chart: the facts.
        asks: the requests to one payer, at least one.
        policies: by which the payer judges Spravato, for each indication (the label's terms in place of its own, where
            it has none).
        ketamine: the payer's policies on off-label ketamine.
        as_of: what is known by then.
    """
    known = chart.as_of(as_of)
    found = (
        _spravato("spravato_trd", known, request_for("trd", asks), policies["trd"], as_of),
        _spravato("spravato_mdsi", known, request_for("mdsi", asks), policies["mdsi"], as_of),
        _ketamine(known, tuple(ketamine)),
    )
    return Routes(found, tuple(_warnings(known, found, policies)))


def _spravato(way: Way, known: Chart, asked: Ask, loaded: Loaded, as_of: date) -> Route:
    """By the label first; then by the payer's own criteria."""
    closed = list(closed_by_label(known, asked, as_of))
    if asked.indication == "mdsi" and asked.phase == "initial":
        closed += _no_acute_suicidality(known)
    if closed:
        return Route(way, "closed", tuple(closed))
    state, told = _judged(determine(known, asked, loaded.policy, Dates.of(asked, as_of)))
    missing = [*unknown_to_label(known), *_ketamine_beside(known)]
    if missing and state == "open":
        state = "not_documented"
    instead = loaded.by_label
    reasons = ([label_instead_of(loaded.payer_name)] if instead else []) + [told, *missing]
    return Route(way, state, tuple(reasons), (loaded.policy,), instead, asked.phase)


def _judged(judged: Determination) -> tuple[State, str]:
    """What the criteria leave of a way, and what decides."""
    policy, name = judged.policy, f"{_named(judged.policy)}, {judged.ask.phase} request"
    if judged.verdict is None:
        told = f"{name}: {UNJUDGED[judged.outcome]}"
        if policy.stance == "billing_only":
            told = f"{name}: no criteria for an authorization were seen, only how it is billed"
        return "closed" if judged.outcome == "not_covered" else "open", told
    if judged.verdict is Verdict.NOT_MET:
        failing = [one.id for one in judged.criteria if one.verdict is Verdict.NOT_MET and one.on_winning_path]
        later = ""
        if judged.eligible:
            provided = f", provided that {judged.eligible.provided[0]}" if judged.eligible.provided else ""
            later = f"; from {judged.eligible.start} on, if nothing but time changes{provided}"
        return "closed", f"{name}: not met ({', '.join(failing)}){later}"
    if judged.verdict is Verdict.NOT_DOCUMENTED:
        needed = [gap.needed for gap in judged.gaps if gap.decisive] or [gap.needed for gap in judged.gaps]
        more = f" (+{len(needed) - 1})" if len(needed) > 1 else ""
        return "not_documented", f"{name}: {needed[0] if needed else 'not documented'}{more}"
    return "open", f"{name}: met"


def _named(policy: Policy) -> str:
    """The policy, and whether somebody has read it live."""
    return f"{policy.name} {policy.policy.number}{'' if policy.verified else ' (unverified)'}"


def _ketamine_beside(known: Chart) -> list[str]:
    """Two forms of one medicine: no route is open before the prescriber has decided between them."""
    answer = known.safety.asked("concurrent_ketamine")
    if answer and answer.answer == "yes":
        return ["ketamine is given at the same time: which of the two, the prescriber has to decide first"]
    return []


def _no_acute_suicidality(known: Chart) -> list[str]:
    """An assessment that found neither ideation nor behavior, and that nothing contradicts, closes this way."""
    risk = suicide_risk(known)
    latest = risk.assessment
    if latest and risk.settled and latest.ideation == "no" and latest.behavior == "no":
        return [f"neither suicidal ideation nor behavior on {latest.on}"]
    return []


def _ketamine(known: Chart, policies: tuple[Policy, ...]) -> Route:
    """By the payer's stance: without a policy, none is presumed."""
    if known.safety.hypersensitivity and known.safety.hypersensitivity.answer == "yes":
        return Route("off_label_ketamine", "closed", ("hypersensitivity to esketamine, ketamine or an excipient",))
    if not policies:
        told = "no policy of this payer on ketamine is known: presume investigational or silent"
        return Route("off_label_ketamine", "not_documented", (told, _OFF_LABEL))
    reasons = []
    for one in policies:
        stance = "covered with authorization" if one.indications else one.stance.replace("_", " ")
        form = "infusions" if one.policy.product == "ketamine_iv" else "ketamine"
        reasons.append(f"{_named(one)}: {form} {stance}")
    not_covered = all(one.without_criteria == "not_covered" and not one.indications for one in policies)
    state: State = "closed" if not_covered else "not_documented"
    return Route("off_label_ketamine", state, (*reasons, _OFF_LABEL), policies)


_OFF_LABEL = (
    "no labelled psychiatric use: individual consideration by the payer, or self-pay, and never Spravato's label"
)


def _warnings(known: Chart, found: tuple[Route, ...], policies: Mapping[Indication, Loaded]) -> Iterator[str]:
    answer = known.safety.asked("concurrent_ketamine")
    if answer and answer.answer == "yes":
        yield "Ketamine is given at the same time: do not ask for Spravato beside it before the prescriber has decided."
    both = [one for one in found if one.way != "off_label_ketamine" and one.state == "open"]
    if len(both) > 1:
        yield f"Both indications are open. {_consequences(policies)}"


def _consequences(policies: Mapping[Indication, Loaded]) -> str:
    """What the choice of the indication means with this payer, by its own policy: the label grants nothing for it."""
    told = []
    choices: tuple[Indication, ...] = ("trd", "mdsi")
    for indication in choices:
        loaded = policies[indication]
        own = None if loaded.in_place_of else loaded.policy
        rules = own.rules(indication, "initial") if own else None
        length = str(rules.authorization) if rules and rules.authorization else "length not seen"
        indicated = own.indications.get(indication) if own else None
        renewal = indicated.renewal.replace("_", " ") if indicated else "not seen"
        told.append(f"{indication.upper()}: authorization {length}, renewal {renewal}")
    return "; ".join(told) + "."
