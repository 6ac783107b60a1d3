"""The statement of a psychiatrist who was consulted or collaborates, where the payer wants one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.documents.letter.kinds.base import Kind

if TYPE_CHECKING:
    from priorauth.request.assessment import Assessment


def _was_consulted(assessment: Assessment) -> str:
    return "" if assessment.case.consultations else "The chart holds no consultation (key: consultations)."


KIND: Kind[Assessment] = Kind(
    "collaboration",
    "Statement of consultation",
    "for the psychiatrist who was consulted to sign",
    "{drug}",
    _was_consulted,
    outside=True,
)
