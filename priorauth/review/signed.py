"""The prescriber signs on the page: with a key that is in memory for the one request, and nowhere afterwards."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from priorauth.errors import UsageError
from priorauth.review.signer import must_be_as_shown, must_be_the_signer, of_the_page
from priorauth.signing.key import open_file
from priorauth.signing.sign import sign
from priorauth.worklist.recorder import Recorder, Signing
from priorauth.worklist.trail import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from priorauth.review.desk import Desk, Open
    from priorauth.review.door import Person
    from priorauth.signing.key import Key
    from priorauth.signing.opened import Signed

MOST_KEY_BYTES = 100_000
"""Of a key and its certificates. The project's own choice."""


@contextmanager
def key_file(data: bytes, passphrase: str) -> Iterator[Key]:
    """The key in the PKCS#12 file that was chosen; the passphrase is stored and logged nowhere.

    Raises:
        UsageError: none was chosen.
        BadInput: as :func:`priorauth.signing.key.open_file`.
    """
    if not data or len(data) > MOST_KEY_BYTES:
        raise UsageError("No key was chosen, or the file is too large for one.", fix="Choose your .p12 or .pfx file.")
    yield open_file(data, passphrase, Path("the key that was chosen"))


def sign_it(
    desk: Desk, one: Open, person: Person, key: AbstractContextManager[Key], seen: str, accepts: str | None = None
) -> Signed:
    """Sign the request's own letter, form and packet, and write it down in the worklist.

    Args:
        desk: the practice's work.
        one: the case.
        person: who signs; it must be the prescriber of the case.
        key: opened once all else is right, and for this alone.
        seen: the pins that the page was made with, as JSON.
        accepts: what was edited in the letter's Word file and is signed for, by its key.

    Raises:
        UsageError: somebody else signs, or something that the letter rests on was changed since the page was shown.
        PriorauthError: as :func:`priorauth.signing.sign.sign`, and as opening the key.
    """
    must_be_the_signer(desk, one, person)
    must_be_as_shown(desk, one, seen)
    with key as held:
        done = sign(replace(of_the_page(desk, one), accepts=accepts), held, desk.now().astimezone())
    written_down(desk, one, person, done)
    return done


def written_down(desk: Desk, one: Open, person: Person, done: Signed) -> None:
    """In the worklist, in that person's name."""
    recorder = Recorder(desk.worklist, lambda: Writer(person.name, desk.now()))
    signing = Signing(done.by, done.on, done.kind)
    recorder.made(done.assessment, done.made, one.chart_file, desk.workspace, desk.today(), signing)
