"""Which medicines count at all: by class, by route, by the payer's list of preferred products."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, field_validator, model_validator

from priorauth.chart.item import Text
from priorauth.logic.verdict import Verdict
from priorauth.medicines.reference import reference
from priorauth.model import Frozen
from priorauth.policy.trials.facets import Facet
from priorauth.reading import Flaw

if TYPE_CHECKING:
    from priorauth.medicines.reference import Named

Names = Annotated[tuple[Text, ...], Field(min_length=1)]


class Agents(Frozen):
    """``{classes: [SSRI, SNRI, TCA, bupropion, mirtazapine], route: oral}``"""

    classes: Names | None = None
    """Classes of the medicines' reference, or single medicines that a payer counts as classes of their own."""
    route: Literal["oral"] | None = None
    preferred: Names | None = None
    """The payer's list of preferred products."""

    @model_validator(mode="after")
    def _names_something(self) -> Agents:
        if not (self.classes or self.route or self.preferred):
            raise Flaw("names nothing. State classes, route or preferred.")
        return self

    @field_validator("classes")
    @classmethod
    def _classes_known(cls, given: Names | None) -> Names | None:
        known = {name for one in reference().medicines for name in (one.group, one.pharmacologic_class)}
        for name in given or ():
            if name not in known and reference().known(name) is None:
                raise Flaw(f"names neither a class nor a medicine that is known ({name}).")
        return given

    @field_validator("preferred")
    @classmethod
    def _medicines_known(cls, given: Names | None) -> Names | None:
        for name in given or ():
            if reference().known(name) is None:
                raise Flaw(f"names a medicine that is not known ({name}).")
        return given

    def counts(self, named: Named) -> bool:
        """Whether a medicine is one of these."""
        medicine = named.medicine
        in_class = self.classes is None or (
            medicine.group in self.classes
            or medicine.pharmacologic_class in self.classes
            or medicine.moiety in _moieties(self.classes)
        )
        by_mouth = self.route is None or medicine.route == self.route
        return in_class and by_mouth and (self.preferred is None or medicine.moiety in _moieties(self.preferred))


def _moieties(names: Names) -> set[str]:
    return {one.medicine.moiety for name in names if (one := reference().known(name))}


def agent_facet(agents: Agents, named: Named) -> Facet | None:
    """That a medicine is not one of those that count; nothing, where it is."""
    if agents.counts(named):
        return None
    return Facet("agent", Verdict.NOT_MET, "not one of the medicines that this policy counts")
