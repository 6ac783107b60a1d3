"""Who is let in: a one-time token opens the page, then a cookie holds the session until nobody has touched it a while.

What is secret is compared by its hash, so that how long a comparison takes tells nothing.
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from priorauth.files import sha256

if TYPE_CHECKING:
    from collections.abc import Callable

Role = Literal["biller", "clinician", "administrator"]

IDLE_SECONDS = 15 * 60
"""After so long without a request a session is over: others see a screen in a clinic. The project's own choice."""
TOKEN_SECONDS = 5 * 60
"""For so long the address that opens the page may be used, and once only. The project's own choice."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who uses the page."""

    name: str
    """As the audit trail has it."""
    role: Role
    prescriber: str | None = None
    """Who this is among the prescribers of the practice's profile; nobody else signs."""
    account: str = ""
    """Of the account by which the person came in: another one with each password. Empty where there are no accounts."""


@dataclass(frozen=True, slots=True)
class Session:
    """One browser that was let in."""

    person: Person
    csrf: str
    """What a form of this session's pages holds: another page cannot know it."""
    seen: float
    """When it was last used, by the door's clock in seconds."""


class Door:
    """The tokens that were given out and the sessions that are open; kept in memory alone."""

    def __init__(self, clock: Callable[[], float], idle: float = IDLE_SECONDS) -> None:
        """``clock`` gives seconds that only go forward; ``idle`` is after how many of them a session is over."""
        self._clock, self.idle = clock, idle
        self._tokens: dict[str, tuple[Person, float]] = {}
        self._sessions: dict[str, Session] = {}
        self._ended: list[Person] = []
        self._lock = threading.Lock()

    def token(self, person: Person) -> str:
        """A word that lets ``person`` in once."""
        word = secrets.token_urlsafe(32)
        with self._lock:
            self._tokens[_hashed(word)] = (person, self._clock() + TOKEN_SECONDS)
        return word

    def enter(self, token: str) -> str | None:
        """The cookie of a new session, if ``token`` was given out, is not too old and was not used."""
        with self._lock:
            person, until = self._tokens.pop(_hashed(token), (None, 0.0))
        return self.let_in(person) if person and self._clock() <= until else None

    def let_in(self, person: Person) -> str:
        """The cookie of a new session of somebody who has shown who it is."""
        cookie = secrets.token_urlsafe(32)
        with self._lock:
            self._sessions[_hashed(cookie)] = Session(person, secrets.token_urlsafe(32), self._clock())
        return cookie

    def session(self, cookie: str) -> Session | None:
        """The session of that cookie, used just now; ``None`` if there is none, or nobody has touched it too long."""
        with self._lock:
            self._end_the_idle()
            key = _hashed(cookie)
            one = self._sessions.get(key)
            if one is None:
                return None
            self._sessions[key] = used = replace(one, seen=self._clock())
            return used

    def ended(self) -> list[Person]:
        """Whose sessions have ended since this was asked last, because nobody touched them."""
        with self._lock:
            self._end_the_idle()
            ended, self._ended = self._ended, []
            return ended

    def not_told(self, ended: list[Person]) -> None:
        """Take back those of whom it could not be told that their session has ended."""
        with self._lock:
            self._ended = [*ended, *self._ended]

    def leave(self, cookie: str) -> None:
        """End that session."""
        with self._lock:
            self._sessions.pop(_hashed(cookie), None)

    def _end_the_idle(self) -> None:
        now = self._clock()
        idle = [key for key, one in self._sessions.items() if now - one.seen > self.idle]
        self._ended += [self._sessions.pop(key).person for key in idle]


def _hashed(word: str) -> str:
    return sha256(word.encode())
