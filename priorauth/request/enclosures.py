"""What the payer wants enclosed, held against the exhibits that the chart has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.chart.chart import Chart
    from priorauth.policy.envelope import Documentation, DocumentKind

SPOKEN: dict[DocumentKind, str] = {
    "chart_notes": "chart notes",
    "medication_history": "the medication history",
    "scale_sheets": "the scale sheets",
    "labs": "laboratory results",
}
_SHOWN_BY: dict[DocumentKind, tuple[str, ...]] = {
    "chart_notes": ("chart_note", "therapy_note", "hospital_record"),
    "medication_history": ("pharmacy_record", "chart_note"),
    "scale_sheets": ("scale_sheet",),
    "labs": ("lab",),
}
_OTHERWISE = {
    "returned": ", or it returns the request unread",
    "denied": ", or it denies the request",
    "not_stated": "",
}


def not_enclosed(wanted: Documentation | None, chart: Chart) -> Iterator[str]:
    """Each kind of record that must be submitted and that no exhibit is."""
    if wanted is None:
        return
    held = {one.kind for one in chart.exhibits}
    for item in wanted.items:
        if not held.intersection(_SHOWN_BY[item]):
            yield f"{SPOKEN[item]}, which the payer wants enclosed{_OTHERWISE[wanted.if_missing]}"
