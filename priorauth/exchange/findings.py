"""The determination as a document of the practice: what was found for each criterion, and what it rests on.

A DocumentReference, and not a ClaimResponse: that is the payer's word, and no payer has spoken. Nor Observations: a
system that files them would have a verdict among the patient's results. What is meant for the practice alone (warnings,
the exception route, how to submit) stays out.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from priorauth import __version__
from priorauth.exchange.entries import PATIENT
from priorauth.exchange.values import concept
from priorauth.request.report import report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.exchange.entries import Entries
    from priorauth.logic.finding import Finding
    from priorauth.request.assessment import Assessment

FINDINGS = "Findings"
_SENT = ("ask", "payer", "policy", "indication", "phase", "as_of", "outcome", "verdict", "criteria", "gaps", "ready")
_WHOSE = "Findings of the practice, made with priorauth from its chart; not the payer's decision"
_READ = "the payer's policy, as somebody has read it in its live text"
_UNREAD = "nobody has read them in the payer's live policy: nothing in them is attributed to the payer"


def findings(assessment: Assessment, into: Entries, *, draft: bool) -> None:
    """The findings, with references to whatever of the bundle they rest on."""
    told = report(assessment)
    sent = {"judged_by": f"the practice, with priorauth {__version__}; not the payer"}
    sent["criteria_of"] = _READ if assessment.loaded.attributable else _UNREAD
    sent |= {name: told[name] for name in _SENT}
    data = json.dumps(sent | {"blocking": told["blocking"]}, indent=1).encode()
    into.add(
        FINDINGS,
        "DocumentReference",
        status="current",
        docStatus="preliminary" if draft else "final",
        type=concept(_WHOSE),
        subject=into.to(PATIENT),
        content=[
            {
                "attachment": {
                    "contentType": "application/json",
                    "data": base64.b64encode(data).decode(),
                    "title": "findings.json",
                    "creation": told["as_of"],
                }
            }
        ],
        context={"related": [into.to(one) for one in evident(assessment, into)]},
    )


def evident(assessment: Assessment, into: Entries) -> list[str]:
    """The keys of what the findings name as their evidence and the bundle holds."""
    root = assessment.determination.root
    return into.those(one for found in (_each(root) if root else ()) for one in found)


def _each(one: Finding) -> Iterator[tuple[str, ...]]:
    for piece in one.evidence:
        yield (piece.item, piece.item.capitalize(), *([piece.exhibit] if piece.exhibit else []))
    for child in one.children:
        yield from _each(child)
