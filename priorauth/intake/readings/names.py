"""Medicines, people and exhibits, by what people call them."""

from __future__ import annotations

import re
from decimal import Decimal

from priorauth.intake.readings.amounts import AMOUNT, number_text
from priorauth.intake.readings.cells import Habits, Read, key, plain
from priorauth.medicines.names import words
from priorauth.medicines.reference import reference

_PRODUCT = re.compile(rf"(?P<name>.+?)[ ,]+{AMOUNT} ?mg\b(?P<form>.*)", re.IGNORECASE)
_FORMS = {
    *("tablet", "tablets", "tab", "tabs", "capsule", "capsules", "cap", "caps", "oral", "po", "ec", "dr"),
    *("film", "coated"),
}


def medicine(value: object, _: Habits) -> Read:
    """A medicine that counts, by its generic name: of "Zoloft", sertraline."""
    typed = plain(value)
    named = reference().known(typed)
    if named is None:
        near = reference().near(typed)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        return Read(wrong=f"names no medicine that is known here.{hint} Write the name without the dose")
    return Read(named.name, "" if words(typed) == words(named.name) else f"{typed} read as {named.name}")


def product(value: object, _: Habits) -> Read:
    """What a pharmacy dispensed: the generic name and, where it says so, the milligrams in one unit.

    Any medicine may stand here. One that is not known keeps the name it has.
    """
    typed = plain(value)
    if named := reference().known(typed):
        return Read((named.name, None), "" if words(typed) == words(named.name) else f"{typed} read as {named.name}")
    if found := _PRODUCT.fullmatch(typed):
        # "bupropion 150 mg XL tablet": what follows the strength is a part of the name, or a form.
        behind = [word for word in re.findall(r"[A-Za-z]+", found["form"].lower()) if word not in _FORMS]
        if named := reference().known(" ".join([found["name"], *behind])):
            unit = number_text(Decimal(found["amount"].replace(",", "")))
            return Read((named.name, unit), f"{typed} read as {named.name}, {unit} mg")
    return Read((typed, None))


def mentioned(said: str) -> list[str]:
    """Medicines of the reference that are named among other words, so that nobody can tell what is said of them."""
    names = (found.name for word in re.findall(r"[^\W\d_]{4,}", said) if (found := reference().known(word)))
    return list(dict.fromkeys(names))


_CREDENTIALS = {
    *(
        "md",
        "do",
        "np",
        "pmhnp",
        "pmhnp-bc",
        "fnp",
        "fnp-bc",
        "aprn",
        "arnp",
        "dnp",
        "msn",
        "cns",
        "crnp",
        "pa",
        "pa-c",
    ),
    *("phd", "psyd", "lcsw", "lpc", "rn", "bc", "mph", "facp", "dfapa", "fapa"),
}


def person(value: object, _: Habits) -> Read:
    """A prescriber: a key of the practice's profile, or a name with credentials in one cell."""
    typed = plain(value)
    if re.fullmatch(r"[a-z0-9][a-z0-9._-]*", typed):
        return Read(typed)
    name, _comma, after = typed.partition(",")
    titled = re.sub(r"^(dr|doctor)\.? ", "", name.strip(), flags=re.IGNORECASE)
    spoken, behind = titled.split(), [one.strip() for one in after.split(",") if one.strip()]
    while len(spoken) > 2 and _bare(spoken[-1]) in _CREDENTIALS:
        behind.insert(0, spoken.pop())
    if not all(_bare(word) in _CREDENTIALS for one in behind for word in one.split()):
        return Read(wrong="is not a name and credentials, as Ada Example, MD")
    if len(spoken) < 2:
        return Read(wrong="is no full name, and no key of the practice's profile. Write it as Ada Example, MD")
    made = {"name": " ".join(spoken)} | ({"credentials": ", ".join(behind)} if behind else {})
    same = typed == ", ".join(made.values())
    return Read(made, "" if same else "the name and the credentials told apart")


def _bare(word: str) -> str:
    return word.lower().replace(".", "")


def shown(value: object, habits: Habits) -> Read:
    """Where a fact can be read: "progress-note 2; pharmacy-history 1"."""
    places: list[dict[str, str]] = []
    for part in re.split(r"[;\n]", str(value)):
        found = re.fullmatch(r"(?P<name>\S+)(?:,? +(?:p|p\.|page)? ?(?P<page>\d+))?", plain(part), re.IGNORECASE)
        if not found or not (name := key(found["name"], habits)).value:
            return Read(wrong="is not an exhibit's ID and page, as progress-note 2; pharmacy-history 1")
        places.append({"exhibit": name.value} | ({"page": found["page"]} if found["page"] else {}))
    return Read(places)
