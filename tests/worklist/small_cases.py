"""Small cases for the tests of deadlines: what was opened, and what happened since, in a line each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from priorauth.worklist.case import Case
from priorauth.worklist.events import (
    Appealed,
    Approved,
    Closed,
    Denied,
    Event,
    InformationRequested,
    InformationSent,
    Line,
    Opened,
    PeerToPeer,
    Signed,
    Submitted,
)

DAY = date(2026, 11, 20)
"""A Friday; Thanksgiving is on the Thursday after it."""


def day(text: str | date) -> date:
    """``2026-11-20``, or ``11-20`` of 2026."""
    if isinstance(text, date):
        return text
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def case(*events: Event, **opened: Any) -> Case:
    """A case of a commercial plan, opened a week before :data:`DAY`, with what happened since."""
    told = {
        "on": DAY - timedelta(days=7),
        "chart": "charts/4711/chart.yaml",
        "case": "4711",
        "ask": "first",
        "payer": "cigna",
        "payer_name": "Cigna",
        "line_of_business": "commercial",
        "benefit": "medical",
        "state": "MD",
        "indication": "trd",
        "phase": "initial",
    }
    made = Case((Opened.model_validate(told | opened),))
    for one in events:
        made = made.checked(one)  # type: ignore[arg-type]
    return made


def line(**told: Any) -> Line:
    """84 mg as 672 units of J0013 (eight sessions), December to February."""
    usual = {"code": "J0013", "strength_mg": 84, "units": 672, "from": "2026-12-01", "until": "2027-02-28"}
    return Line.model_validate({key: value for key, value in (usual | told).items() if value is not None})


def submitted(on: str | date = DAY, **more: Any) -> Submitted:
    return Submitted.model_validate({"on": day(on), "by": "fax", **more})


def approved(on: str | date, *lines: Line, **more: Any) -> Approved:
    return Approved.model_validate({"on": day(on), "lines": lines or (line(),), **more})


def denied(on: str | date, **more: Any) -> Denied:
    return Denied.model_validate({"on": day(on), **more})


def appealed(on: str | date, **more: Any) -> Appealed:
    return Appealed.model_validate({"on": day(on), **more})


def wanted(on: str | date, **more: Any) -> InformationRequested:
    return InformationRequested.model_validate({"on": day(on), **more})


def sent(on: str | date) -> InformationSent:
    return InformationSent(on=day(on))


def call(on: str | date, **more: Any) -> PeerToPeer:
    return PeerToPeer.model_validate({"on": day(on), **more})


def signed(on: str | date) -> Signed:
    return Signed(on=day(on), by="the prescriber")


def closed(on: str | date) -> Closed:
    return Closed(on=day(on), why="moved away")
