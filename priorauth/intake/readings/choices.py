"""Words that mean one of few things."""

from __future__ import annotations

import re
from collections.abc import Iterable

from priorauth.intake.readings.cells import Habits, Read, Reader, plain
from priorauth.reading import nearest

_YES_NO = {"yes": "yes", "no": "no", "true": "yes", "false": "no", "y": "yes", "n": "no", "1": "yes", "0": "no"}


def yes_no(value: object, _: Habits) -> Read:
    """An answer. A cross or a tick is none: it may stand for either."""
    typed = plain(value).lower()
    if typed not in _YES_NO:
        return Read(wrong="is neither yes nor no. Leave it empty where nobody asked")
    return Read(
        _YES_NO[typed], "" if isinstance(value, bool) or typed in ("yes", "no") else f"read as {_YES_NO[typed]}"
    )


def one_of(choices: Iterable[str]) -> Reader:
    """One of a chart's own words, in any case, with spaces or dashes."""
    known = {_letters(choice): choice for choice in choices}

    def read(value: object, _: Habits) -> Read:
        found = known.get(_letters(plain(value)))
        if found is None:
            near = [known[one].replace("_", " ") for one in nearest(_letters(plain(value)), known)]
            hint = f"Did you mean {' or '.join(near)}?" if near else _offered(known.values())
            return Read(wrong=f"is none of the choices. {hint}")
        return Read(found)

    return read


def some_of(choices: Iterable[str]) -> Reader:
    """Several of them, with ; between them."""
    one = one_of(choices)

    def read(value: object, habits: Habits) -> Read:
        found = [one(part, habits) for part in re.split(r"[;,]", plain(value)) if part.strip()]
        wrong = next((each.wrong for each in found if each.wrong), "")
        return Read(wrong=wrong) if wrong else Read([each.value for each in found])

    return read


def _letters(typed: str) -> str:
    return re.sub(r"[^a-z0-9]", "", typed.lower())


def _offered(choices: Iterable[str]) -> str:
    return f"Choose one of: {', '.join(one.replace('_', ' ') for one in choices)}."
