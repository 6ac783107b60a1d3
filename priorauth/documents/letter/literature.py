"""A small library of published trials, each with the one thing it may be cited for.

TRANSFORM-1 is not in it: its primary result was not significant, and it must not be cited as if it were. Esketamine and
ketamine are kept apart: no trial of the one is cited for the other.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from priorauth.chart.ask import Indication
from priorauth.chart.ketamine import Disorder
from priorauth.medicines.doses import against_depression
from priorauth.model import Frozen
from priorauth.reading import validated
from priorauth.yamltree import read

if TYPE_CHECKING:
    from priorauth.request.assessment import Assessment

MOST = 3


class Fit(Frozen):
    """Where a work may be cited."""

    indications: tuple[Indication, ...] = ()
    disorders: tuple[Disorder, ...] = ()
    """Of ketamine: what it was studied in."""
    kinds: tuple[str, ...] = ("initial",)
    """The kinds of letter whose argument it bears out."""
    with_oral_antidepressant: bool | None = None
    """Whether it studied esketamine beside an oral antidepressant; ``None`` fits either plan."""


class Work(Frozen):
    """A publication and what a letter may say of it."""

    medicine: Literal["esketamine", "ketamine"] = "esketamine"
    citation: str
    says: str
    source: str
    fits: Fit


class Source(Frozen):
    """Where the numbers were read."""

    title: str
    url: str | None = None
    trust: Literal["strong", "moderate", "weak"]


class Library(Frozen):
    """The works with their sources."""

    sources: dict[str, Source]
    works: dict[str, Work]


@cache
def library() -> Library:
    """The library that comes with the program."""
    return validated(Library, read(Path(__file__).with_name("literature.yaml")))


def cited(assessment: Assessment, kind: str = "initial") -> list[Work]:
    """Two or three works that fit the indication, what is argued, and the plan for an oral antidepressant."""
    goes_on = {one.continues for one in assessment.case.current_medicines if against_depression(one)}
    oral = True if "yes" in goes_on else None if None in goes_on else False
    return [
        work
        for work in library().works.values()
        if work.medicine == "esketamine"
        and assessment.ask.indication in work.fits.indications
        and kind in work.fits.kinds
        and work.fits.with_oral_antidepressant in (None, oral if oral is not None else True)
    ][:MOST]


def cited_for_ketamine(disorder: Disorder) -> list[Work]:
    """What may be cited where ketamine is given for ``disorder``; nothing, where nothing was read."""
    return [
        work for work in library().works.values() if work.medicine == "ketamine" and disorder in work.fits.disorders
    ][: MOST + 1]
