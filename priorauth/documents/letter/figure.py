"""A figure as a drawing: every day as its place between the axis's ends (0 to 1). The templates only draw."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from priorauth.documents.curve import Curve
from priorauth.documents.typeset import draw_png

if TYPE_CHECKING:
    from pathlib import Path

    from priorauth.documents.timeline import Bar, Mark, Timeline

_MONTHS_BETWEEN_TICKS = (1, 2, 3, 6, 12, 24, 60, 120)
_MOST_TICKS = 9
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def drawn(figure: Timeline | Curve) -> dict[str, Any]:
    """A figure as plain data for a template; days outside the axis are drawn at its ends."""
    return _curve(figure) if isinstance(figure, Curve) else _timeline(figure)


def _place(figure: Timeline | Curve, day: date, *, after: bool = False) -> float:
    days = (figure.end - figure.start).days + 1
    return min(max(((day - figure.start).days + after) / days, 0.0), 1.0)


def _curve(curve: Curve) -> dict[str, Any]:
    shares = (0.0, 0.5, 1.0)
    return {
        "kind": "curve",
        "instrument": curve.instrument,
        "points": [
            {"at": _place(curve, one.day), "height": min(one.total / curve.highest, 1.0), "label": str(one.total)}
            for one in curve.points
        ],
        "lines": [{"height": share, "label": f"{curve.highest * share:g}"} for share in shares],
        "sessions": [{"at": _place(curve, day)} for day in curve.sessions],
        "sessions_label": curve.sessions_label,
        "ticks": [{"at": _place(curve, day), "label": label} for day, label in ticks(curve.start, curve.end)],
    }


def _timeline(timeline: Timeline) -> dict[str, Any]:
    def place(day: date, *, after: bool = False) -> float:
        return _place(timeline, day, after=after)

    def mark(one: Mark) -> dict[str, Any]:
        return {"at": place(one.day), "label": one.label}

    def bar(one: Bar) -> dict[str, Any]:
        return {
            "label": one.label,
            "detail": one.detail,
            "open_start": one.open_start,
            "open_end": one.open_end,
            "milestones": [mark(milestone) for milestone in one.milestones],
            "segments": [
                {
                    "from": place(part.start),
                    "to": place(part.end, after=True),
                    "dose": part.dose,
                    "adequate": part.adequate,
                }
                for part in one.segments
            ],
        }

    return {
        "kind": "timeline",
        "bars": [bar(one) for one in timeline.bars],
        "marks": [mark(one) for one in timeline.marks],
        "marks_label": timeline.marks_label,
        "ticks": [{"at": place(day), "label": label} for day, label in ticks(timeline.start, timeline.end)],
        "adequate_label": timeline.adequate_label,
        "below_label": timeline.below_label,
        "unknown_label": timeline.unknown_label,
        "milestone_label": timeline.milestone_label,
        "open_label": timeline.open_label,
    }


def ticks(start: date, end: date) -> list[tuple[date, str]]:
    """First days of months to label the axis with, as close as nine or fewer can stand."""
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    for step in _MONTHS_BETWEEN_TICKS:
        months = [month for month in range(first, last + 1) if month % step == 0 and _first_day(month) >= start]
        if len(months) <= _MOST_TICKS:
            break
    return [(_first_day(month), _label(month, step, first=month == months[0])) for month in months]


def draw(figure: Timeline | Curve, template: Path) -> bytes:
    """A figure as PNG, as wide as a letter's text, through the template ``figure.typ``."""
    return draw_png(template, drawn(figure))


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _label(month: int, step: int, *, first: bool) -> str:
    year, name = str(month // 12), _MONTHS[month % 12]
    if step >= 12:
        return year
    return f"{name} {year}" if first or month % 12 == 0 else name
