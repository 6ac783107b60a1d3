"""How a payer takes requests: by which way, on which form, and what the packet must be like."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar, get_args

from pydantic import Field, model_validator

from priorauth.chart.item import Text
from priorauth.chart.treatment import ExhibitKind
from priorauth.model import Frozen
from priorauth.policy.questions import Question
from priorauth.reading import Flaw

if TYPE_CHECKING:
    from priorauth.chart.chart import Chart

AChart = TypeVar("AChart", bound="Chart")
PartName = Literal["cover", "index", "form", "letter", "exhibits"] | ExhibitKind
"""A part of the packet, or all exhibits, or those of one kind."""
EXHIBITS: tuple[ExhibitKind, ...] = get_args(ExhibitKind)
USUAL: tuple[PartName, ...] = ("cover", "index", "form", "letter", *EXHIBITS)
"""The order where a policy says nothing."""


class Submission(Frozen):
    """How the payer takes requests, as far as it was seen."""

    fax: Text | None = None
    phone: Text | None = None
    portal: Text | None = None
    address: Text | None = None
    form: Text | None = None
    """The payer's own form, by its number or name: filled where a folder of ``templates/forms`` is called so."""
    form_required: bool | None = None
    turnaround: Text | None = None
    """How soon the payer decides."""
    order: tuple[PartName, ...] = ()
    """The packet's parts as the payer wants them; what is not named follows in the usual order."""
    max_pages: Annotated[int, Field(ge=2)] | None = None
    """The most pages that it takes at a time. A larger packet is sent in parts, each behind a cover."""
    max_mb: Annotated[Decimal, Field(gt=0)] | None = None
    """The largest file that it takes, in millions of bytes."""
    questions: tuple[Question, ...] = ()
    """What its portal or telephone line asks, in that order."""

    @property
    def parts(self) -> tuple[PartName, ...]:
        """Every part once, in the order of this payer: those that it names, then the others as is usual."""
        others = tuple(one for one in EXHIBITS if one not in self.order)
        named = [each for one in self.order for each in (others if one == "exhibits" else (one,))]
        return tuple(dict.fromkeys(("cover", *named, *USUAL)))

    def arranged(self, chart: AChart) -> AChart:
        """The chart with its exhibits as the packet has them: by kind, those of one kind as the chart has them.

        They are numbered in that order, so that letter, index and bookmarks speak of the same ones.
        """
        exhibits = tuple(sorted(chart.exhibits, key=lambda one: self.parts.index(one.kind)))
        return chart if exhibits == chart.exhibits else chart.changed(exhibits=exhibits)

    @property
    def lines(self) -> tuple[str, ...]:
        """The ways in, the form, and what the packet must be like, as a person reads them."""
        ways = (("fax", self.fax), ("phone", self.phone), ("portal", self.portal), ("post", self.address))
        told = [f"{way} {where}" for way, where in ways if where]
        if self.form or self.form_required:
            own = f"the payer's own form{f' {self.form}' if self.form else ''}"
            told.append(f"{own}, which it requires" if self.form_required else own)
        if self.turnaround:
            told.append(f"decided {self.turnaround}")
        if self.order:
            told.append(f"in this order: {', '.join(self.order).replace('_', ' ')}")
        if self.max_pages:
            told.append(f"no more than {self.max_pages} pages at a time")
        if self.max_mb:
            told.append(f"no file larger than {self.max_mb:f} MB")
        return tuple(told)

    @model_validator(mode="after")
    def _holds_together(self) -> Submission:
        if len(set(self.order)) < len(self.order):
            raise Flaw("names a part twice.", "order")
        if "cover" in self.order[1:]:
            raise Flaw("puts something before the cover, which is what a fax begins with.", "order")
        names = [one.id for one in self.questions]
        if len(set(names)) < len(names):
            raise Flaw("has two questions of one id.", "questions")
        return self
