"""How charts write the names of medicines: brands, salts, release letters, misspellings."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.medicines.model import Formulation, Medicine

Entry: TypeAlias = "tuple[Medicine, Formulation | None]"
"""A medicine, and its formulation where the name tells it."""

RELEASES = {"xr", "er", "sr", "cr", "xl", "ir", "dr", "la", "cd", "odt"}
_IN_WORDS = {
    "extended release": "er",
    "sustained release": "sr",
    "controlled release": "cr",
    "immediate release": "ir",
    "delayed release": "dr",
    "orally disintegrating": "odt",
}
_FORMS = {"tablet", "tablets", "tab", "tabs", "capsule", "capsules", "cap", "caps"}
_SAME_WORD = {"hcl": "hydrochloride", "hbr": "hydrobromide", "sulphate": "sulfate", "mesilate": "mesylate"}
_WITH_BRACKETS = re.compile(r"([^()]+)\(([^()]+)\)\s*")


def words(text: str) -> list[str]:
    """``text`` in the spelling that names are compared in: lower case, no accents, marks, dose forms or "and"."""
    plain = unicodedata.normalize("NFKD", re.sub("[®™'’]", "", text)).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    joined = " ".join(re.findall(r"[a-z0-9]+", plain))
    for phrase, letters in _IN_WORDS.items():
        joined = joined.replace(phrase, letters)
    return [_SAME_WORD.get(word, word) for word in joined.split() if word not in _FORMS and word != "and"]


def spellings(medicine: Medicine) -> Iterator[tuple[str, Formulation | None]]:
    """Every name under which ``medicine`` is known, with the formulation that the name alone tells."""
    for name in (medicine.name, *medicine.brands, *medicine.former_brands, *medicine.also):
        yield name, None
    for salt in medicine.salts:
        yield f"{medicine.name} {salt}", None
    for formulation in medicine.formulations:
        for name in (formulation.name, *formulation.brands, *formulation.former_brands):
            yield name, formulation
        for salt in formulation.salts:
            yield f"{medicine.name} {salt}", formulation


def resolved(text: str, index: dict[str, Entry]) -> Entry | None:
    """What ``text`` names, or None: "Effexor XR", "sertraline HCl (Zoloft)", "bupropion XL"."""
    found = _without_release(words(text), index)
    if found is None and (brackets := _WITH_BRACKETS.fullmatch(text)):
        outer, inner = (_without_release(words(part), index) for part in brackets.groups())
        return _agreed(outer, inner) if outer and inner else None
    return found


def _without_release(spelled: list[str], index: dict[str, Entry]) -> Entry | None:
    if exact := index.get(" ".join(spelled)):
        return exact
    base = index.get(" ".join(word for word in spelled if word not in RELEASES))
    return _released(*base, {word.upper() for word in spelled if word in RELEASES}) if base else None


def _released(medicine: Medicine, formulation: Formulation | None, letters: set[str]) -> Entry | None:
    """The formulation that release letters tell. A product that there is not ("sertraline XR") is none."""
    if formulation is None:
        formulation = next((one for one in medicine.formulations if letters & set(one.releases)), None)
    known = {*medicine.releases, *(formulation.releases if formulation else ())}
    return (medicine, formulation) if letters <= known else None


def _agreed(one: Entry, other: Entry) -> Entry | None:
    """Two names for one thing, as "bupropion (Wellbutrin XL)"; None if they are names of two things."""
    (medicine, formulation), (same, also) = one, other
    if medicine.id != same.id or (formulation and also and formulation.id != also.id):
        return None
    return medicine, formulation or also
