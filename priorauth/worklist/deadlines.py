"""What a case makes due with the payer: its decision, our answer, the call, the appeal; each by the plan's own rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.request import appeals
from priorauth.worklist.clocks import Span, known
from priorauth.worklist.deadline import NOTICE, Deadline, uncertain
from priorauth.worklist.events import (
    Appealed,
    Denied,
    InformationRequested,
    InformationSent,
    PeerToPeer,
    Submitted,
)
from priorauth.worklist.refusals import coverage_of, last_days, no_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.worklist.case import Case
    from priorauth.worklist.clocks import Clock
    from priorauth.worklist.events import AppealLevel

_HEARD_AT: dict[AppealLevel, appeals.Level] = {
    "first": "first",
    "second": "second",
    "external": "external",
    "hearing": "second",
}
_NO_APPEAL = "It is no appeal, and the days to appeal run on."
_COUNTED = "The hour of {since} is not known, so it is due by the end of the day."


def deadlines(case: Case) -> Iterator[Deadline]:
    """What the case makes due as it stands."""
    match case.state:
        case "submitted":
            yield from _decision(case)
            yield from _call(case)
        case "appealed":
            yield from _decision_of_appeal(case)
            yield from _call(case)
        case "more_requested":
            yield from _answer(case)
            yield from _call(case)
        case "denied":
            yield from last_days(case)
            yield from _call(case)
        case _:
            return


def _decision(case: Case) -> Iterator[Deadline]:
    asked = _last_asked(case)
    if isinstance(asked, Appealed):  # information was sent for an appeal
        yield from _decision_of_appeal(case)
        return
    latest = next(one for one in reversed(case.events) if isinstance(one, Submitted | InformationSent))
    clock = known().decision(case.opened, latest.on, expedited=asked.expedited)
    if clock is None:
        text = f"By when the payer decides on the request of {asked.on}, {no_rule(case.opened)}."
        yield Deadline(case.id, "decision", None, text, NOTICE, True, f"{asked.on}")
        return
    yield _by_clock(case, clock, asked, latest)


def _by_clock(case: Case, clock: Clock, asked: Submitted, latest: Submitted | InformationSent) -> Deadline:
    span, source = clock.span(expedited=asked.expedited), known().source(clock)
    since, event = latest.on, "submission" if isinstance(latest, Submitted) else "the answer"
    told = [f"The payer must decide within {span}: {since} ({event}) + {span} ({clock.name})."]
    told += [_COUNTED.format(since=event)] if span.hours else []
    if event == "the answer":
        told.append("Whether the time began anew with the answer, the payer has to say.")
    told += [text for text in (clock.extension if span == clock.within else "", clock.note) if text]
    verify = uncertain(source) or event == "the answer"
    return Deadline(
        case.id, "decision", span.after(since), " ".join(told), source.title, verify, f"{asked.on}"
    )  # fmt: skip


def _decision_of_appeal(case: Case) -> Iterator[Deadline]:
    appealed = case.last(Appealed)
    if appealed is None:
        return
    opened = case.opened
    track = appeals.track(coverage_of(opened), opened.benefit, _HEARD_AT[appealed.level])
    span = _decided_in(track, appealed)
    if track is None or span is None:
        text = f"By when the appeal of {appealed.on} is decided, {no_rule(opened)}."
        yield Deadline(case.id, "decision", None, text, NOTICE, True, f"{appealed.on}")
        return
    source = appeals.sources()[track.source]
    rough = track.decided_about and span.days == track.decided_in_days
    within = f"within about {span}, which is no fixed day" if rough else f"within {span}"
    text = f"The appeal must be decided {within}: {appealed.on} + {span} ({track.name}: {track.decision})."
    yield Deadline(
        case.id, "decision", span.after(appealed.on), text, source.title, uncertain(source) or rough, f"{appealed.on}"
    )  # fmt: skip


def _decided_in(track: appeals.Track | None, appealed: Appealed) -> Span | None:
    if track is None:
        return None
    if appealed.expedited and track.expedited_hours:
        return Span(hours=track.expedited_hours)
    return Span(days=track.decided_in_days) if track.decided_in_days else None


def _answer(case: Case) -> Iterator[Deadline]:
    asked = case.last(InformationRequested)
    if asked is None:
        return
    key = f"{asked.on}"
    if asked.until:
        text = f"The payer asked for more on {asked.on} and named {asked.until} as the last day."
        yield Deadline(case.id, "answer", asked.until, text, NOTICE, False, key)
        return
    pended = _last_asked(case)
    clock = known().answer(case.opened, asked.on, expedited=pended.expedited)
    if clock is None or isinstance(pended, Appealed):
        text = f"By when the payer wants what it asked for on {asked.on}, {no_rule(case.opened)}. Ask it today."
        yield Deadline(case.id, "answer", None, text, NOTICE, True, key)
        return
    span, source = clock.span(expedited=pended.expedited), known().source(clock)
    text = f"The payer named no day. It must leave {span} at least: {asked.on} + {span} ({clock.name}). Ask it."
    yield Deadline(case.id, "answer", span.after(asked.on), text, source.title, True, key)


def _call(case: Case) -> Iterator[Deadline]:
    """The window of a call is the payer's own; it is no appeal, and stops none of its days."""
    asked, denied = _last_asked(case), case.last(Denied)
    latest = next(one for one in reversed(case.events) if isinstance(one, Submitted | Appealed | PeerToPeer))
    offered = latest if isinstance(latest, PeerToPeer) else None
    if offered and offered.held:
        return
    if offered and offered.until:
        text = f"The payer takes the call until {offered.until}. {_NO_APPEAL}"
        yield Deadline(case.id, "call", offered.until, text, NOTICE, False, f"{offered.on}")
    elif offered or (case.state == "denied" and denied and denied.level is None):
        text = f"Until when the payer takes a call, it says itself; the time is often short. Ask it today. {_NO_APPEAL}"
        yield Deadline(case.id, "call", None, text, NOTICE, True, f"{asked.on}")


def _last_asked(case: Case) -> Submitted | Appealed:
    """What the payer was asked last: the request, or an appeal."""
    return next(one for one in reversed(case.events) if isinstance(one, Submitted | Appealed))
