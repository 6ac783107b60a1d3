"""Treatment of depression that is no medicine, in the words of letters: psychotherapy and stimulation of the brain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from priorauth.chart.dates import PartialDate, spoken
from priorauth.chart.trials import Ongoing
from priorauth.documents.traced import Traced

if TYPE_CHECKING:
    from collections.abc import Mapping

    from priorauth.chart.chart import Chart
    from priorauth.chart.therapies import Neuromodulation, Psychotherapy


THERAPIES = {
    "CBT": "cognitive behavioral therapy",
    "IPT": "interpersonal therapy",
    "ST": "social therapy",
    "PEI": "a psychoeducational intervention",
    "DBT": "dialectical behavior therapy",
    "psychodynamic": "psychodynamic psychotherapy",
    "supportive": "supportive psychotherapy",
    "other": "psychotherapy",
}


PROCEDURES = {
    "ECT": "Electroconvulsive therapy",
    "TMS": "Transcranial magnetic stimulation",
    "VNS": "Vagus nerve stimulation",
    "DBS": "Deep brain stimulation",
}


_RESPONSES = {
    "none": "no response",
    "inadequate": "an inadequate response",
    "partial": "a partial response",
    "response": "a response",
}


def psychotherapies(chart: Chart) -> list[dict[str, Any]]:
    """Each psychotherapy, when it was taken and what it brought."""
    return [_told(one, THERAPIES) for one in chart.psychotherapies]


def neuromodulations(chart: Chart) -> list[dict[str, Any]]:
    """The same of each kind of stimulation."""
    return [_told(one, PROCEDURES) for one in chart.neuromodulations]


def _told(one: Psychotherapy | Neuromodulation, names: Mapping[str, str]) -> dict[str, Any]:
    end = one.end
    return {
        "kind": Traced(names[one.kind], one.id),
        "begun": Traced(one.start.spoken_with_preposition if one.start else "", one.id),
        "ended": Traced(end.spoken_with_preposition if isinstance(end, PartialDate) else "", one.id),
        # The last day on which it was known to go on; neither, where the chart has none.
        "seen": Traced(spoken(end.ongoing_as_of) if isinstance(end, Ongoing) else "", one.id),
        "sessions": Traced(one.sessions or "", one.id),
        "outcome": Traced(_RESPONSES.get(one.outcome or "", ""), one.id),
        "item": one.id,
    }
