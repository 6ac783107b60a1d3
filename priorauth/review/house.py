"""What every page needs, and how a page is answered: through templates that take text for text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from priorauth.review.book import Book

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response

    from priorauth.review.accounts import Accounts
    from priorauth.review.desk import Desk, Open
    from priorauth.review.door import Door, Session
    from priorauth.review.guards import Place
    from priorauth.signing.token import Token


@dataclass(frozen=True)
class House:
    """The practice's desk, the door to it, and how its pages look."""

    desk: Desk
    door: Door
    place: Place
    templates: Path
    accounts: Accounts | None = None
    """Where several people use it; without, the one-time address is the only way in."""
    token: Token | None = None
    """Plugged into this machine, with the key of the one person who uses the page."""

    def page(self, template: str, session: Session | None = None, *, status: int = 200, **shown: Any) -> Response:
        """A page for whoever is in that session."""
        person = session.person if session else None
        own = {"person": person, "csrf": session.csrf if session else "", "idle": int(self.door.idle)}
        html = self._jinja.get_template(template).render(own | shown)
        return HTMLResponse(html, status)

    def told(self, status: int, what: str, fix: str, words: str = "") -> Response:
        """A page that says one thing; and what somebody has typed and would lose."""
        return self.page("told.html.j2", status=status, what=what, fix=fix, words=words)

    def opened(self, request: Request) -> Open:
        """The case that an address names. Raises UsageError where there is none."""
        return self.desk.open(f"{request.path_params['patient']}/{request.path_params['ask']}")

    @cached_property
    def book(self) -> Book:
        """What happens at the door, in the trail."""
        return Book(self.desk.worklist, self.desk.now)

    @cached_property
    def _jinja(self) -> Environment:
        return Environment(
            loader=FileSystemLoader(self.templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
