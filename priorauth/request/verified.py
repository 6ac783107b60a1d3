"""What the insurer said when the benefit was verified, held against the request: whether, by whom, by which policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.dates import add_months
from priorauth.determination.cautions import Caution
from priorauth.logic.finding import Gap
from priorauth.medicines.spravato import is_spravato
from priorauth.request.model import giving_only
from priorauth.request.wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from priorauth.chart.ask import Ask
    from priorauth.chart.chart import Chart
    from priorauth.chart.coverage import Coverage, ReviewingEntity, Verification
    from priorauth.policy.load import Loaded

REVIEWERS: dict[ReviewingEntity, str] = {
    "plan": "the plan itself",
    "pbm": "the plan's pharmacy benefit manager",
    "delegate": "a company to which the plan has delegated it",
}
"""Who decides, in words."""
_OF_POLICY: dict[str, tuple[ReviewingEntity, ...]] = {"payer": ("plan",), "delegate": ("pbm", "delegate")}
"""Who decides by a policy: a pharmacy benefit manager is one of those to whom a payer delegates."""


def verification(coverage: Coverage, ask: Ask, loaded: Loaded, as_of: date, service_start: date) -> Iterator[Wanted]:
    """What is missing of it, and where the answers and the request exclude each other."""
    known = coverage.verification
    if known is None or known.on > as_of:
        yield Wanted("the verification of benefits", coverage.id, owner="billing")
        return
    if _stale(known, as_of, service_start):
        yield Wanted(
            f"a new verification of benefits (the last is of {known.on})", coverage.id, ask.id, owner="billing"
        )
    elif known.active is None:
        yield Wanted("whether the coverage is active", coverage.id, owner="billing")
    elif known.active == "no":
        yield Wanted("an active coverage (the insurer said it is not)", coverage.id, owner="billing")
    if known.benefit and ask.benefit and known.benefit != ask.benefit and not giving_only(ask.benefit, ask.acquisition):
        text = f"which benefit pays: {known.benefit} as the insurer said on {known.on}, or {ask.benefit} as is asked"
        yield Wanted(text, coverage.id, ask.id, owner="billing")
    if _another_governs(known, coverage, loaded):
        by = f"{_judged_by(loaded)}, by which it is judged"
        text = f"which policy governs: {known.governing_policy} as the insurer said on {known.on}, or {by}"
        yield Wanted(text, coverage.id, ask.id, owner="billing")


def reviewer(coverage: Coverage, ask: Ask) -> ReviewingEntity | None:
    """Who decides: as the insurer said, or else as the request has it."""
    known = coverage.verification
    return (known.reviewing_entity if known else None) or ask.reviewing_entity


def who_reviews(coverage: Coverage, ask: Ask, loaded: Loaded) -> Iterator[Wanted]:
    """Whom to send it to, where the insurer, the request and the policy do not name the same."""
    known = coverage.verification
    told: dict[ReviewingEntity, str] = {}
    if known and known.reviewing_entity:
        told[known.reviewing_entity] = f"as the insurer said on {known.on}"
    if ask.reviewing_entity:
        told.setdefault(ask.reviewing_entity, "as is asked")
    fitting = _OF_POLICY.get((loaded.own if loaded.by_label else loaded.policy).policy.reviewed_by, ())
    if told and fitting and loaded.payer == coverage.payer and not any(one in fitting for one in told):
        told[fitting[-1]] = "as the policy has it"
    if len(told) > 1:
        named = ", or ".join(f"{REVIEWERS[one]} {whence}" for one, whence in told.items())
        yield Wanted(f"who reviews it: {named}", coverage.id, ask.id, owner="billing")


def spared(chart: Chart, ask: Ask, loaded: Loaded, as_of: date) -> Verification | None:
    """The insurer's word that nothing has to be authorized, where it bears on this request and still holds.

    It does not hold where the insurer itself acted otherwise: it has denied the treatment, or services without
    authorization are asked for afterwards. Nor is it a word about another benefit, or another payer's policy.
    """
    coverage = chart.coverage(ask)
    known = coverage.verification
    if known is None or known.authorization_needed != "no" or loaded.payer != coverage.payer:
        return None
    another = bool(known.benefit and ask.benefit and known.benefit != ask.benefit)
    denied = any(one.payer == coverage.payer and is_spravato(one.product) for one in chart.denials)
    if another or denied or ask.retroactive or known.active == "no" or _stale(known, as_of, ask.service_start(as_of)):
        return None
    return known


def unproven(known: Verification, coverage: Coverage) -> tuple[Gap, ...]:
    """What a biller needs in hand before nothing is sent on the insurer's word."""
    needed = [f"the reference number of the insurer's answer of {known.on} that no authorization is needed"]
    needed = [] if known.reference else needed
    if known.active is None:
        needed.append("whether the coverage is active")
    return tuple(Gap(one, "billing", item=coverage.id, decisive=True) for one in needed)


def said_so(known: Verification) -> str:
    """The insurer's word that nothing has to be authorized, as a sentence begins with it."""
    return f"The insurer said on {known.on} that no authorization is needed{_reference(known)}"


def told_otherwise(coverage: Coverage, ask: Ask, loaded: Loaded, *, rests_on_it: bool) -> Iterator[Caution]:
    """What the insurer said that does not go with a request, or with the policy that it is judged by.

    ``rests_on_it``: nothing is sent, because it said that nothing need be authorized.
    """
    known = coverage.verification
    if known is None:
        return
    if known.authorization_needed == "no":
        then = "ask again before a request goes out."
        if rests_on_it:
            wanted = loaded.own.tree(ask.indication, ask.phase) is not None
            asks = f"{_judged_by(loaded)}, as it is known here, asks for one: " if wanted else ""
            then = f"{asks}keep the answer with the claim."
        yield Caution("no_authorization_needed", f"{said_so(known)}: {then}", coverage.id)
    if _another_governs(known, coverage, loaded):
        told = f"The insurer said on {known.on} that its policy {known.governing_policy} governs{_reference(known)}"
        yield Caution("other_policy", f"{told}; the request is judged by {_judged_by(loaded)}.", coverage.id)
    elif known.governing_policy and loaded.in_place_of and not loaded.by_label:
        whose = f"{loaded.policy.name} {loaded.policy.policy.number}"
        told = f"The insurer said on {known.on} that {known.governing_policy} governs{_reference(known)}"
        text = f"{told}: it is judged by {whose}, and not by {loaded.own.name} {loaded.own.policy.number}."
        yield Caution("judged_by_another_payers_policy", text, coverage.id)


def _stale(known: Verification, as_of: date, service_start: date) -> bool:
    """A month old, or from before the first of January: plans end and change with months and years."""
    return holds_until(known) < as_of or known.on.year < service_start.year


def holds_until(known: Verification) -> date:
    """The last day of the month for which it holds; with a new year it ends at once."""
    return add_months(known.on, 1)


def _another_governs(known: Verification, coverage: Coverage, loaded: Loaded) -> bool:
    """Whether the insurer named a policy that this is not; another payer's is looked at for comparison only."""
    return (
        known.governing_policy is not None
        and loaded.payer == coverage.payer
        and not loaded.called(known.governing_policy)
    )


def _judged_by(loaded: Loaded) -> str:
    return "the label's own terms" if loaded.by_label else loaded.policy.policy.number


def _reference(known: Verification) -> str:
    return f" (reference {known.reference})" if known.reference else ""
