"""Resources as a bundle, held against FHIR's own models before anybody gets it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from priorauth.exchange.values import TERMINOLOGY, Json, coding, kept

if TYPE_CHECKING:
    from datetime import date

    from priorauth.exchange.entries import Entries

TAGS = "urn:priorauth:state"


def bundle(entries: Entries, dated: date, *, first: str, draft: str, fictional: bool) -> Json:
    """A collection that begins with ``first``. It is dated on the first moment of the day that it was judged on.

    While it is a draft it says so on its cover, in ``meta``, and an invented patient is marked as FHIR marks tests.
    """
    tags = [coding(TAGS, "draft") | {"display": draft}] if draft else []
    test = [coding(f"{TERMINOLOGY}/v3-ActReason", "HTEST")] if fictional else []
    return {
        "resourceType": "Bundle",
        **kept(meta=kept(security=test, tag=tags)),
        "identifier": {"system": "urn:ietf:rfc:3986", "value": entries.url("Bundle")},
        "type": "collection",
        "timestamp": f"{dated.isoformat()}T00:00:00Z",
        "entry": list(entries.each(first)),
    }


def written(made: Json) -> bytes:
    """The bundle as a file, if FHIR's models accept it; where they do not, that is a defect of ours."""
    from fhir.resources.R4B.bundle import Bundle  # noqa: PLC0415  (its models take a tenth of a second to load)

    Bundle.model_validate(made)
    return (json.dumps(made, indent=1, ensure_ascii=False) + "\n").encode()
