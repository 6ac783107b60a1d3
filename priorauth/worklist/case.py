"""A case as its events have made it: in which state it is, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeVar, cast

from priorauth.errors import UsageError
from priorauth.worklist.events import (
    AnyEvent,
    Appealed,
    Approved,
    Closed,
    Denied,
    Event,
    InformationRequested,
    InformationSent,
    Judged,
    Opened,
    PeerToPeer,
    Returned,
    Signed,
    Submitted,
)

if TYPE_CHECKING:
    from datetime import date

State = Literal[
    "draft", "needs_information", "ready_to_sign", "signed", "submitted", "more_requested", "approved", "denied",
    "appealed", "closed",
]  # fmt: skip
SPOKEN: dict[State, str] = {
    "draft": "draft",
    "needs_information": "needs information",
    "ready_to_sign": "ready to sign",
    "signed": "signed",
    "submitted": "submitted",
    "more_requested": "more information requested",
    "approved": "approved",
    "denied": "denied",
    "appealed": "appealed",
    "closed": "closed",
}
"""As a biller reads them."""

_AT_HOME: tuple[State, ...] = ("draft", "needs_information", "ready_to_sign", "signed")
_WITH_THE_PAYER: tuple[State, ...] = ("submitted", "more_requested", "appealed")
_FROM: dict[type[Event], tuple[State, ...]] = {
    Signed: ("ready_to_sign", "needs_information", "draft", "signed"),
    Returned: ("ready_to_sign", "needs_information", "draft"),
    Submitted: (*_AT_HOME, "denied"),
    InformationRequested: _WITH_THE_PAYER,
    InformationSent: ("more_requested",),
    PeerToPeer: (*_WITH_THE_PAYER, "denied"),
    Approved: (*_WITH_THE_PAYER, "denied"),
    Denied: (*_WITH_THE_PAYER, "approved"),
    Appealed: ("denied",),
    Closed: (*_AT_HOME, *_WITH_THE_PAYER, "approved", "denied"),
}
"""In which states something can happen; what is not named can happen in all."""

Kind = TypeVar("Kind", bound=Event)


@dataclass(frozen=True)
class Case:
    """One ask to one payer, over time."""

    events: tuple[AnyEvent, ...]
    """Those that count, in the order in which they were written down; the first is that it was opened."""

    @cached_property
    def opened(self) -> Opened:
        """What it is, as the chart said last."""
        return cast("Opened", self.last(Opened))

    @property
    def id(self) -> str:
        """How it is called: the patient's number and the ask."""
        return f"{self.opened.case}/{self.opened.ask}"

    @cached_property
    def state(self) -> State:
        """As the last event that moves it has left it."""
        return self._course[0][-1]

    @property
    def returned(self) -> Returned | None:
        """That it was given back to staff, where nothing has ended that since."""
        return self._course[1]

    @cached_property
    def _course(self) -> tuple[tuple[State, ...], Returned | None]:
        """The state after each event, and what :attr:`returned` tells."""
        states: list[State] = []
        state: State = "draft"
        returned: Returned | None = None
        judged: Judged | None = None
        for one in self.events:
            if isinstance(one, Judged):
                if not (returned and _finds_the_same(one, judged, returned)):
                    state, returned = after(state, one), None
                judged = one
            else:
                state = after(state, one)
                if type(one) in _FROM:
                    returned = one if isinstance(one, Returned) else None
            states.append(state)
        return tuple(states), returned

    @property
    def at_home(self) -> bool:
        """Whether it has not gone out yet."""
        return self.state in _AT_HOME

    def has_as_news(self, signed: Signed) -> bool:
        """Whether it does not know yet that it was signed then."""
        before = self.last(Signed)
        if before and before.on == signed.on:
            return self.at_home and self.state != "signed"
        return self.at_home and (before is None or before.on < signed.on)

    @property
    def since(self) -> date:
        """The day on which it came into its state."""
        state, since = "draft", self.events[0].on
        for one, now in zip(self.events, self._course[0], strict=True):
            state, since = (now, one.on) if now != state else (state, since)
        return since

    def corrected(self, opened: Opened) -> Opened | None:
        """What the case is by a chart that was corrected; ``None`` where that says nothing else of it.

        Who is asked, and for what, is corrected until the request has gone out: what is decided then is of that one.
        The chart stays the one with which the case was opened.
        """
        kept = ("chart",) if self.at_home else ("chart", "payer", "payer_name", "policy", "indication", "phase")
        before = self.opened
        now = opened.model_copy(update={key: getattr(before, key) for key in kept})
        return None if now == before.model_copy(update={"on": now.on}) else now

    def last(self, kind: type[Kind]) -> Kind | None:
        """The last event of its kind."""
        return next((one for one in reversed(self.events) if isinstance(one, kind)), None)

    @property
    def granted(self) -> Approved | None:
        """What the payer has granted and not taken back."""
        return None if self.taken_back else self.last(Approved)

    @property
    def taken_back(self) -> Denied | None:
        """That the payer took back what it had granted."""
        return self.decided if isinstance(self.decided, Denied) and self.last(Approved) else None

    @property
    def decided(self) -> Approved | Denied | None:
        """The payer's last word, if it has spoken."""
        return next((one for one in reversed(self.events) if isinstance(one, Approved | Denied)), None)

    def each(self, kind: type[Kind]) -> Sequence[Kind]:
        """Every event of its kind."""
        return [one for one in self.events if isinstance(one, kind)]

    def can_have(self, event: AnyEvent) -> bool:
        """Whether that can happen to it as it is."""
        try:
            self.checked(event)
        except UsageError:
            return False
        return True

    def checked(self, event: AnyEvent) -> Case:
        """The case after ``event``.

        Raises:
            UsageError: that cannot happen to a case in this state, or on that day.
        """
        allowed = _FROM.get(type(event))
        if allowed is not None and self.state not in allowed:
            raise UsageError(
                f"{self.id} stands at “{SPOKEN[self.state]}”: {event.spoken} cannot be recorded for it.",
                fix=f"It can be recorded for a case that is {' or '.join(SPOKEN[one] for one in allowed)}.",
            )
        before = next((one for one in reversed(self.events) if type(one) in _FROM), None)
        if allowed is not None and before is not None and event.on < before.on:
            raise UsageError(
                f"{self.id}: {event.spoken} is said to be of {event.on}, before what came before it "
                f"({before.spoken}, {before.on}).",
                fix="Correct --on; or, if the earlier entry is a slip, withdraw it first (record withdrawn).",
            )
        return Case((*self.events, event))


def _finds_the_same(now: Judged, before: Judged | None, returned: Returned) -> bool:
    """Whether a judgement finds nothing new in a chart that was given back to staff.

    What they were to do is not done then: documents were made again, or it is another day.
    """
    given_back = returned.chart or (before.chart if before else None)
    if now.chart is None or now.chart != given_back:
        return False
    if before is None or before.chart != now.chart:
        return True
    return (now.verdict, now.wanted) == (before.verdict, before.wanted)


def after(state: State, event: AnyEvent) -> State:
    """The state into which ``event`` brings a case that is in ``state``."""
    match event:
        case Returned():
            return "needs_information"
        case Judged(ready=False) if state in _AT_HOME:
            return "needs_information"
        case Judged(wanted=wanted) if state in _AT_HOME and (wanted or state != "signed"):
            return "ready_to_sign"
        case Signed():
            return "signed"
        case Submitted() | InformationSent():
            return "submitted"
        case InformationRequested():
            return "more_requested"
        case Approved():
            return "approved"
        case Denied():
            return "denied"
        case Appealed():
            return "appealed"
        case Closed():
            return "closed"
        case _:
            return state
