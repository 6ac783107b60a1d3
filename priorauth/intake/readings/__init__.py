"""What people type into cells, read without guessing.

Each reading gives what a chart takes, and says whether it is what was typed or was made of it; or it says why the cell
cannot be read. Nothing here repeats what could not be read: it may be a name in the wrong column.
"""

from __future__ import annotations

from priorauth.intake.readings.amounts import decimal, dose, number_text, numbers, percent, pressure, strength, whole
from priorauth.intake.readings.cells import (
    Habits,
    Locale,
    Read,
    Reader,
    case_number,
    key,
    kind,
    list_of_words,
    own_words,
    plain,
    state,
    text,
    zip_code,
)
from priorauth.intake.readings.choices import one_of, some_of, yes_no
from priorauth.intake.readings.dates import birth_date, clock, day, end, exact_day
from priorauth.intake.readings.names import medicine, mentioned, person, product, shown

__all__ = [
    "Habits",
    "Locale",
    "Read",
    "Reader",
    "birth_date",
    "case_number",
    "clock",
    "day",
    "decimal",
    "dose",
    "end",
    "exact_day",
    "key",
    "kind",
    "list_of_words",
    "medicine",
    "mentioned",
    "number_text",
    "numbers",
    "one_of",
    "own_words",
    "percent",
    "person",
    "plain",
    "pressure",
    "product",
    "shown",
    "some_of",
    "state",
    "strength",
    "text",
    "whole",
    "yes_no",
    "zip_code",
]
