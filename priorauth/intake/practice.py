"""Finding and reading the practice's profile, and putting it in the place of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from priorauth.chart.people import CareTeam
from priorauth.chart.practice import Practice
from priorauth.errors import BadInput
from priorauth.files import is_file
from priorauth.reading import mistakes, nearest, validated
from priorauth.yamltree import read

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from priorauth.yamltree import Document

FILE_NAME = "practice.yaml"
Party = TypeVar("Party")


def load_practice(path: Path) -> Practice:
    """Read a profile.

    Raises:
        BadInput: it cannot be read, or a key or value in it is wrong.
    """
    return validated(Practice, read(path))


def find_practice(start: Path) -> Path | None:
    """The nearest ``practice.yaml`` in ``start`` or a folder above it."""
    folder = start.resolve()
    for one in (folder, *folder.parents):
        if is_file(one / FILE_NAME):
            return one / FILE_NAME
    return None


def resolved(team: CareTeam, practice: Practice | None, document: Document) -> CareTeam:
    """The care team with the profile's entries in the place of keys.

    Raises:
        BadInput: a key is not in the profile, or there is no profile.
    """
    there = practice is not None
    return CareTeam(
        prescriber=_party(
            team.prescriber, "prescriber", practice.prescribers if practice else {}, document, there=there
        ),
        site=_party(team.site, "site", practice.sites if practice else {}, document, there=there),
        pharmacy=_party(team.pharmacy, "pharmacy", practice.pharmacies if practice else {}, document, there=there),
    )


def _party(
    given: str | Party | None, what: str, known: Mapping[str, Party], document: Document, *, there: bool
) -> Party | None:
    if not isinstance(given, str):
        return given
    if given in known:
        return known[given]
    if not there:
        raise BadInput(
            f"The chart names its {what} by a key ({given}), and there is no {FILE_NAME} that says who that is.",
            where=document.place(("care_team", what)),
            fix=f"Put your {FILE_NAME} beside the chart or into a folder above it (priorauth init writes one "
            f"to fill in), or write the {what} out in the chart.",
        )
    near = nearest(given, known)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"Known: {', '.join(sorted(known)) or 'none'}."
    raise mistakes(
        document,
        [
            (
                ("care_team", what),
                f"names a {what} ({given}) that the practice's profile ({FILE_NAME}) does not have. {hint}",
            )
        ],
    )
