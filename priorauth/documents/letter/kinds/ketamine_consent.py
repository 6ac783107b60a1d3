"""The patient's consent before the first dose: off-label, route and dose, watching, risks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.documents.letter.kinds.base import Kind

if TYPE_CHECKING:
    from priorauth.offlabel.prepared import Prepared

KIND: Kind[Prepared] = Kind(
    "ketamine-consent",
    "Consent to treatment with ketamine, off-label",
    "off-label ketamine: for the patient to read and sign before the first dose",
    outside=True,
    of="plan",
)
