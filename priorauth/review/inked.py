"""The scan of what was signed in ink: that it shows the prescriber's hand is the prescriber's own word."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from priorauth.errors import UsageError
from priorauth.files import read_bytes, sha256
from priorauth.review.actions import unchanged
from priorauth.review.signed import written_down
from priorauth.review.signer import must_be_the_signer, of_the_page
from priorauth.signing.ink import Scan, take_in
from priorauth.worklist.events import Reviewed, Signed

if TYPE_CHECKING:
    from priorauth.review.desk import Desk, Open
    from priorauth.review.door import Person
    from priorauth.signing.opened import Signed as Done

MOST_SCAN_BYTES = 12_000_000
"""Of one scan: letter and form together fit into what a request may hold. The project's own choice."""


def take_in_it(desk: Desk, one: Open, person: Person, letter: bytes, form: bytes, on: str, seen: str) -> Done:
    """Take in the scan of what was signed by hand, and write it down in the worklist.

    Args:
        desk: the practice's work.
        one: the case.
        person: who signed and takes it in; it must be the prescriber of the case.
        letter: the scan of the letter.
        form: that of the form; empty where it was not signed.
        on: the day of the signature.
        seen: the hash of the chart that the page showed.

    Raises:
        UsageError: somebody else does, no scan was chosen or it is too large, the day is none, or the chart was changed
            since the page was shown.
        PriorauthError: as :func:`priorauth.signing.ink.take_in`.
    """
    name = must_be_the_signer(desk, one, person)
    if not letter:
        raise UsageError("No scan of the letter was chosen.", fix="Choose a PDF, TIFF, JPEG or PNG file.")
    if max(len(letter), len(form)) > MOST_SCAN_BYTES:
        raise UsageError(
            f"A scan has more than {MOST_SCAN_BYTES // 1_000_000} million bytes.",
            fix="Scan it in gray or black and white, with 300 dots per inch or fewer.",
        )
    day = _day(on)
    unchanged(one, seen)
    one.case.checked(Signed(on=day, by=name))
    scans = Scan(None, letter), Scan(None, form) if form else None
    done = take_in(of_the_page(desk, one), *scans, name, day, person.name, desk.today())
    chart = sha256(read_bytes(one.chart_file))
    desk.write_down(one.case.id, Reviewed(on=desk.today(), did="took_scan_in", chart=chart), person)
    written_down(desk, one, person, done)
    return done


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("The day of the signature is not given.", fix="Give it as 2026-12-01.") from None
