"""The prescriber signs on the page: with a key that is in memory for the one request, and nowhere afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from priorauth.errors import UsageError
from priorauth.review.actions import Meanwhile
from priorauth.signing.key import open_file
from priorauth.signing.opened import Request
from priorauth.signing.sign import sign
from priorauth.worklist.of_a_chart import events_of
from priorauth.worklist.recorder import Recorder
from priorauth.worklist.trail import Writer

if TYPE_CHECKING:
    from priorauth.review.desk import Desk, Open
    from priorauth.review.door import Person
    from priorauth.signing.opened import Signed

MOST_KEY_BYTES = 100_000
"""Of a key and its certificates. The project's own choice."""


def sign_it(
    desk: Desk, one: Open, person: Person, key: bytes, passphrase: str, seen: str, accepts: str | None = None
) -> Signed:
    """Sign the request's own letter, form and packet, and write it down in the worklist.

    Args:
        desk: the practice's work.
        one: the case.
        person: who signs; it must be the prescriber of the case.
        key: a PKCS#12 file.
        passphrase: of the key; it is stored and logged nowhere.
        seen: the hash of the chart that the page showed.
        accepts: what was edited in the letter's Word file and is signed for, by its key.

    Raises:
        UsageError: somebody else signs, no key was chosen, or the chart was changed since the page was shown.
        PriorauthError: as :func:`priorauth.signing.sign.sign`.
    """
    if person.role != "clinician" or not desk.is_prescriber(person, one):
        raise UsageError("Only the prescriber of this case signs.", fix="Ask the prescriber, or return the case.")
    if not key or len(key) > MOST_KEY_BYTES:
        raise UsageError("No key was chosen, or the file is too large for one.", fix="Choose your .p12 or .pfx file.")
    if one.chart != seen:
        raise Meanwhile(
            "The chart was changed since this page was shown; nothing was written.",
            fix="Look at it again, and say it once more.",
        )
    workspace = desk.workspace
    request = Request(desk.studio, one.chart_file, desk.out, one.assessment.ask.id, accepts=accepts)
    done = sign(request, open_file(key, passphrase, Path("the key that was chosen")), desk.now().astimezone())
    recorder = Recorder(desk.worklist, lambda: Writer(person.name, desk.now()))
    recorder.noted(events_of(done.assessment, done.made, one.chart_file, workspace, desk.today()))
    return done
