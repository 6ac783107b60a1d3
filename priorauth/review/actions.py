"""What is done to a case on the page, and what must be so before: its chart is as shown, and it has not gone out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.errors import UsageError
from priorauth.files import read_bytes, sha256
from priorauth.review.typed import typed
from priorauth.worklist.events import Returned

if TYPE_CHECKING:
    from priorauth.review.desk import Desk, Open
    from priorauth.review.door import Person


class Meanwhile(UsageError):
    """Somebody has changed the chart since the page was made."""


def give_back(desk: Desk, one: Open, person: Person, why: str) -> None:
    """Return a case to staff, with what is to be done.

    Raises:
        UsageError: no reason was given, the case has gone out already, or as :func:`typed`.
    """
    why = typed(why)
    if not why:
        raise UsageError("What is to be done is not said.", fix="Write a line to whoever gets it back.")
    desk.write_down(one.case.id, Returned(on=desk.today(), why=why, chart=one.chart), person)


def unchanged(one: Open, seen: str) -> bytes:
    """The chart's file, if it is still the one that the page was made from.

    Raises:
        Meanwhile: it is not.
    """
    data = read_bytes(one.chart_file)
    if one.chart != seen or sha256(data) != seen:
        raise changed_meanwhile()
    return data


def changed_meanwhile() -> Meanwhile:
    """What is told to whoever says something of a chart that is another one by now."""
    return Meanwhile(
        "The chart was changed since this page was shown; nothing was written.",
        fix="Look at it again, and say it once more.",
    )


def must_be_at_home(one: Open) -> None:
    """Refuse to change what the payer has.

    Raises:
        UsageError: the request has gone out.
    """
    if not one.case.at_home:
        raise UsageError(
            "The request has gone out; what was sent stays as it is.", fix="Say it in the letter that follows it."
        )
