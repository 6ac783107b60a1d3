"""A policy file: the envelope, and for each indication and phase a tree of criteria."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, model_validator

from priorauth.chart.ask import Indication, Period, Phase
from priorauth.chart.coverage import Benefit, LineOfBusiness
from priorauth.chart.dates import ExactDay
from priorauth.chart.item import Id, Text
from priorauth.chart.people import State
from priorauth.model import Frozen
from priorauth.policy.nodes import AllOf, Node, walk
from priorauth.policy.pathways import rewritten
from priorauth.reading import Flaw

Provenance = Literal["own_page", "copy", "summary", "notice", "general_knowledge"]


class Identity(Frozen):
    """Which policy of the payer it is."""

    number: Text
    title: Text
    benefit: Benefit | Literal["unknown"]
    lines: tuple[LineOfBusiness, ...] | Literal["unknown"] = "unknown"
    states: tuple[State, ...] = ()
    """Where it holds; everywhere, if none are named."""


class Effective(Frozen):
    """The days on which it holds, the last one included."""

    start: ExactDay | Literal["unknown"] = Field(alias="from")
    until: ExactDay | Literal["unknown"] | None = None
    chosen_by: Literal["receipt", "service", "unknown"] = "unknown"
    """Whether the day of receipt or of service decides which version holds."""

    @model_validator(mode="after")
    def _in_order(self) -> Effective:
        if (
            not isinstance(self.start, str)
            and self.until
            and not isinstance(self.until, str)
            and self.until < self.start
        ):
            raise Flaw("is before from.", "until")
        return self


class Verified(Frozen):
    """Who read the payer's live policy, and when."""

    verified_by: Text
    on: ExactDay


class PolicySource(Frozen):
    """Where criteria were read."""

    kind: Provenance
    title: Text
    url: Text | None = None
    retrieved: ExactDay
    note: Text | None = None


class Quantity(Frozen):
    """What one authorization covers."""

    devices: Annotated[int, Field(ge=1)] | None = None


class Submission(Frozen):
    """How the payer takes requests, as far as it was seen."""

    fax: Text | None = None
    phone: Text | None = None
    portal: Text | None = None


class Rules(Frozen):
    """What is asked for one indication in one phase."""

    authorization: Period | None = None
    """How long an approval lasts; left out where it was not seen."""
    quantity: Quantity | None = None
    all_of: Annotated[tuple[Node, ...], Field(min_length=1)]

    @cached_property
    def tree(self) -> AllOf:
        """The criteria as one node, pathways rewritten."""
        return AllOf.model_construct(id="all", says=None, source=None, note=None, all_of=_rewritten(self.all_of))


class Indicated(Frozen):
    """The phases of one indication."""

    initial: Rules | None = None
    continuation: Rules | None = None


class Policy(Frozen):
    """One version of one payer's policy."""

    payer: Id
    name: Text
    """The payer's name as documents print it."""
    policy: Identity
    effective: Effective
    status: Literal["unverified"] | Verified
    completeness: Literal["complete", "partial", "assumed"]
    completeness_note: Text | None = None
    stance: Literal["covered_with_pa", "no_pa_needed", "not_covered"] = "covered_with_pa"
    stance_source: Id | None = None
    sources: dict[Id, PolicySource]
    submission: Submission = Field(default_factory=Submission)
    indications: dict[Indication, Indicated] = {}

    @property
    def verified(self) -> bool:
        """Whether a person has read the live policy."""
        return isinstance(self.status, Verified)

    def rules(self, indication: Indication, phase: Phase) -> Rules | None:
        """What is asked for an indication in a phase, if anything was seen."""
        indicated = self.indications.get(indication)
        return getattr(indicated, phase) if indicated else None

    @model_validator(mode="after")
    def _holds_together(self) -> Policy:
        if self.stance == "covered_with_pa" and not self.indications:
            raise Flaw("is missing: a policy that asks for authorization has criteria.", "indications")
        if self.stance_source and self.stance_source not in self.sources:
            raise Flaw(f"names a source ({self.stance_source}) that is not among sources.", "stance_source")
        for indication, indicated in self.indications.items():
            for phase in ("initial", "continuation"):
                if rules := getattr(indicated, phase):
                    self._check(rules, f"indications.{indication}.{phase}")
        return self

    def _check(self, rules: Rules, here: str) -> None:
        nodes = [node for part in rules.all_of for node in walk(part)]
        for node in nodes:
            if node.source and node.source not in self.sources:
                raise Flaw(f"{node.id or node.kind} names a source ({node.source}) that is not among sources.", here)
        twice = [name for name, times in Counter(node.id for node in nodes if node.id).items() if times > 1]
        if twice:
            raise Flaw(f"has two criteria of one id ({', '.join(twice)}). Give each an id of its own.", here)
        try:
            _rewritten(rules.all_of)
        except KeyError as error:
            raise Flaw(
                f"has a pathway that replaces {error.args[0]}, which is not an id among its siblings.", here
            ) from None


def _rewritten(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    whole = rewritten(AllOf.model_construct(all_of=nodes))
    return whole.all_of if isinstance(whole, AllOf) else (whole,)
