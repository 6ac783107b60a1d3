"""What the insurer said when the benefit was verified, held against the request: day, coverage, benefit, policy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from priorauth.chart.dates import add_months
from priorauth.determination.cautions import Caution
from priorauth.request.wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from priorauth.chart.ask import Ask
    from priorauth.chart.coverage import Coverage, Verification
    from priorauth.policy.load import Loaded


def verification(coverage: Coverage, ask: Ask, as_of: date, service_start: date) -> Iterator[Wanted]:
    """A month old, or from before the first of January, is stale: plans end and change with months and years."""
    known = coverage.verification
    if known is None or known.on > as_of:
        yield Wanted("the verification of benefits", coverage.id)
        return
    if add_months(known.on, 1) < as_of or known.on.year < service_start.year:
        yield Wanted(f"a new verification of benefits (the last is of {known.on})", coverage.id, ask.id)
    elif known.active is None:
        yield Wanted("whether the coverage is active", coverage.id)
    elif known.active == "no":
        yield Wanted("an active coverage (the insurer said it is not)", coverage.id)
    if known.benefit and ask.benefit and known.benefit != ask.benefit and not _giving_only(ask):
        text = f"which benefit pays: {known.benefit} as the insurer said on {known.on}, or {ask.benefit} as is asked"
        yield Wanted(text, coverage.id, ask.id)


def _giving_only(ask: Ask) -> bool:
    """Whether a pharmacy supplies the drug: the medical benefit is then asked to pay for giving it, and no more."""
    return ask.benefit == "medical" and ask.acquisition == "specialty_pharmacy"


def told_otherwise(coverage: Coverage, loaded: Loaded) -> Iterator[Caution]:
    """What the insurer said that does not go with a request, or with the policy that it is judged by."""
    known = coverage.verification
    if known is None:
        return
    if known.authorization_needed == "no":
        told = f"The insurer said on {known.on} that no authorization is needed{_reference(known)}"
        yield Caution("no_authorization_needed", f"{told}: ask again before a request goes out.", coverage.id)
    judged_by = loaded.policy.policy
    names = (judged_by.number, judged_by.title, loaded.path.stem)
    if known.governing_policy and not any(_same(known.governing_policy, name) for name in names):
        by = "the label's own terms" if loaded.in_place_of else judged_by.number
        told = f"The insurer said on {known.on} that its policy {known.governing_policy} governs{_reference(known)}"
        yield Caution("other_policy", f"{told}; the request is judged by {by}.", coverage.id)


def _reference(known: Verification) -> str:
    return f" (reference {known.reference})" if known.reference else ""


def _same(one: str, other: str) -> bool:
    """Whether two names of a policy are one, whatever the dashes, or one says more than the other."""
    said, named = (" ".join(re.findall(r"[a-z0-9]+", text.casefold())) for text in (one, other))
    return f" {said} " in f" {named} " or f" {named} " in f" {said} "
