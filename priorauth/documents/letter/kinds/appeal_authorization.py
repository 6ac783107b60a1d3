"""The patient's permission that the practice appeals in the patient's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.documents.letter.kinds.appeal import denial_facts, office
from priorauth.documents.letter.kinds.base import Kind, needs_denial

if TYPE_CHECKING:
    from priorauth.request.assessment import Assessment

KIND: Kind[Assessment] = Kind(
    "appeal-authorization",
    "Authorization of a representative for an appeal",
    "for the patient to sign",
    "Appeal of the denial of {drug}",
    needs_denial,
    denial_facts,
    outside=True,
    to=office,
)
