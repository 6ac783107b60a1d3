"""The forms that do something, one after another; each leads back to the case that it was about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse

from priorauth.review import actions, for_ink
from priorauth.review.edits import accepted
from priorauth.review.said import Said, is_news, keep
from priorauth.review.word import MOST_BYTES, put_back, take_back

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from priorauth.review.desk import Open
    from priorauth.review.door import Session
    from priorauth.review.house import House


class Deeds:
    """What can be done in one house."""

    def __init__(self, house: House) -> None:
        self.house = house

    def keep(self, request: Request, session: Session, form: FormData) -> Response:
        """The boxes as they are ticked now, and the clinician's own words."""
        changed = keep(self.house.desk, self.house.opened(request), session.person, _said(form))
        return _back(request, "kept" if changed else "nothing")

    def give_back(self, request: Request, session: Session, form: FormData) -> Response:
        """Back to staff."""
        actions.give_back(self.house.desk, self.house.opened(request), session.person, word(form, "why"))
        return _back(request, "returned")

    def sign(self, request: Request, session: Session, form: FormData) -> Response:
        """The request's own letter, form and packet, with the token's key or the one that was chosen."""
        from priorauth.review.signed import MOST_KEY_BYTES, key_file, sign_it  # noqa: PLC0415  (pyHanko is slow to load)

        one, token, secret = self.house.opened(request), self.house.token, word(form, "passphrase")
        if self._has_more_to_say(one, form):
            return self._kept_first(request, one, session, form)
        key = token.opened(secret) if token else key_file(file(form, "key", MOST_KEY_BYTES), secret)
        done = sign_it(
            self.house.desk,
            one,
            session.person,
            key,
            word(form, "pins"),
            self._accepted(one, form),
        )
        return _back(request, "signed_but_form" if done.notes else "signed")

    def print_out(self, request: Request, session: Session, form: FormData) -> Response:
        """Letter and form as they are to be signed by hand."""
        one = self.house.opened(request)
        if self._has_more_to_say(one, form):
            return self._kept_first(request, one, session, form)
        accepts = self._accepted(one, form)
        for_ink.print_it(self.house.desk, one, session.person, word(form, "pins"), accepts)
        return _back(request, "printed")

    def take_in(self, request: Request, session: Session, form: FormData) -> Response:
        """The scan of what was signed by hand."""
        from priorauth.review.inked import MOST_SCAN_BYTES, take_in_it  # noqa: PLC0415

        letter, other = (file(form, name, MOST_SCAN_BYTES) for name in ("letter", "form"))
        one = self.house.opened(request)
        done = take_in_it(self.house.desk, one, session.person, letter, other, word(form, "on"), word(form, "chart"))
        return _back(request, "taken_in_but_form" if done.notes else "taken_in")

    def take_back(self, request: Request, session: Session, form: FormData) -> Response:
        """The letter as it was edited in Word."""
        one, data = self.house.opened(request), file(form, "letter", MOST_BYTES)
        new = take_back(self.house.desk, one, session.person, data, word(form, "chart"), word(form, "lies"))
        return _back(request, "edited" if new else "nothing")

    def put_back(self, request: Request, session: Session, form: FormData) -> Response:
        """The program's own letter again."""
        one = self.house.opened(request)
        put_back(self.house.desk, one, session.person, word(form, "chart"), word(form, "lies"))
        return _back(request, "put-back")

    @staticmethod
    def _has_more_to_say(one: Open, form: FormData) -> bool:
        """Whether the form holds ticks or words that the chart does not; that of staff has none at all."""
        return "words" in form and is_news(one, _said(form))

    def _kept_first(self, request: Request, one: Open, session: Session, form: FormData) -> Response:
        """What was ticked or typed and is not in the chart yet is kept; its letter is looked at before it is signed."""
        keep(self.house.desk, one, session.person, _said(form))
        return _back(request, "kept_first")

    def _accepted(self, one: Open, form: FormData) -> str | None:
        """The edit of the letter that is accepted, if there is one."""
        ticked = {str(each) for each in form.getlist("accepts")}
        return accepted(self.house.desk.taken(one), word(form, "edit"), ticked)


def _said(form: FormData) -> Said:
    """What the prescriber has ticked and typed."""
    shown, ticked = ({str(each) for each in form.getlist(name)} for name in ("shown", "states"))
    return Said(word(form, "chart"), shown, ticked, word(form, "words"))


def one_by_one(house: House, deed: Callable[[Request, Session, FormData], Response]) -> Callable[..., Response]:
    """The same deed, done while nobody else changes anything of that house."""

    def alone(request: Request, session: Session, form: FormData) -> Response:
        with house.desk.writing:
            return deed(request, session, form)

    return alone


def word(form: FormData, name: str) -> str:
    """What was typed there; nothing, if the form has no such field."""
    return str(form.get(name, ""))


def file(form: FormData, name: str, most: int) -> bytes:
    """The file that was chosen there, at most one byte more than ``most``; empty if none was."""
    chosen = form.get(name)
    return chosen.file.read(most + 1) if isinstance(chosen, UploadFile) else b""


def _back(request: Request, done: str) -> Response:
    patient, ask = request.path_params["patient"], request.path_params["ask"]
    return RedirectResponse(f"/case/{patient}/{ask}?done={done}", status_code=303)
