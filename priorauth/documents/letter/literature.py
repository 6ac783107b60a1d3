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
from priorauth.chart.treatment import DenialReason
from priorauth.model import Frozen
from priorauth.reading import validated
from priorauth.yamltree import read

if TYPE_CHECKING:
    from collections.abc import Collection

MOST = 4


class Fit(Frozen):
    """Where a work may be cited."""

    indications: tuple[Indication, ...] = ()
    disorders: tuple[Disorder, ...] = ()
    """Of ketamine: what it was studied in."""
    kinds: tuple[str, ...] = ("initial",)
    """The kinds of letter whose argument it bears out."""
    with_oral_antidepressant: bool | None = None
    """Whether it studied esketamine beside an oral antidepressant; ``None`` fits either plan."""
    response: Literal["needed", "not_missing"] | None = None
    """Where it studied those whom esketamine had helped: ``needed``, only where that is so of the patient too;
    ``not_missing``, also where treatment is yet to begin. It is never cited against the patient's own result."""
    answers: tuple[DenialReason, ...] = ()
    """The reasons of a denial that it bears on: there it goes before the others, and beside either plan."""


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


def cited(
    kind: str,
    indication: Indication,
    *,
    oral: bool | None,
    responded: bool | None,
    reasons: Collection[DenialReason] = (),
) -> list[Work]:
    """Up to four works that fit the indication, the plan, the course so far and what is argued.

    Args:
        kind: of letter.
        indication: of the request.
        oral: whether an oral antidepressant is taken with esketamine; ``None`` where that is not documented, and then
            no trial of esketamine alone is cited.
        responded: whether esketamine has helped; ``None`` where treatment is yet to begin.
        reasons: of the denial that is answered, if one is.
    """

    def bears_on_the_reason(work: Work) -> bool:
        return bool(set(work.fits.answers) & set(reasons))

    def fits_the_plan(work: Work) -> bool:
        match work.fits.with_oral_antidepressant:
            case None:
                return True
            case False if oral is None:
                return False
            case studied:
                return studied is (oral is not False) or bears_on_the_reason(work)

    fitting = [
        work
        for work in library().works.values()
        if work.medicine == "esketamine"
        and indication in work.fits.indications
        and kind in work.fits.kinds
        and {"needed": responded is True, "not_missing": responded is not False, None: True}[work.fits.response]
        and fits_the_plan(work)
    ]
    once = {work.citation: work for work in sorted(fitting, key=bears_on_the_reason)}  # the last of a citation stays
    return sorted(once.values(), key=lambda work: (not bears_on_the_reason(work), fitting.index(work)))[:MOST]


def cited_for_ketamine(disorder: Disorder) -> list[Work]:
    """What may be cited where ketamine is given for ``disorder``; nothing, where nothing was read."""
    return [
        work for work in library().works.values() if work.medicine == "ketamine" and disorder in work.fits.disorders
    ][:MOST]
