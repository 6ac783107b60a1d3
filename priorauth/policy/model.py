"""A policy file: the envelope, and for each indication and phase a tree of criteria."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, model_validator

from priorauth.chart.ask import Indication, Period, Phase
from priorauth.chart.item import Id, Text
from priorauth.model import Frozen
from priorauth.policy.criteria.failed_antidepressants import FailedAntidepressants, TrialsWanted
from priorauth.policy.envelope import (
    NOT_COVERED,
    Documentation,
    Effective,
    Identity,
    Outdated,
    PolicySource,
    Quantity,
    Stance,
    Unjudged,
    Verified,
)
from priorauth.policy.nodes import AllOf, Node, walk
from priorauth.policy.pathways import siblings_rewritten
from priorauth.policy.renewal import asked_again
from priorauth.policy.submission import Submission
from priorauth.reading import Flaw

Completeness = Literal["complete", "partial", "assumed"]
"""``partial``: some criteria were not seen; ``assumed``: something was taken over from elsewhere."""


class Rules(Frozen):
    """What is asked for one indication in one phase."""

    authorization: Period | None = None
    """How long an approval lasts; left out where it was not seen."""
    quantity: Quantity | None = None
    completeness: Completeness | None = None
    """How much of these was seen, where that differs from the rest of the policy."""
    completeness_note: Text | None = None
    all_of: Annotated[tuple[Node, ...], Field(min_length=1)]


class Indicated(Frozen):
    """The phases of one indication."""

    initial: Rules | None = None
    continuation: Rules | None = None
    renewal: Literal["allowed", "none", "new_episode_only", "not_seen"] = "not_seen"
    """Whether an authorization can be renewed at all."""
    renewal_source: Id | None = None

    @cached_property
    def trees(self) -> dict[Phase, AllOf]:
        """The criteria of each phase as one node, with pathways and repeated criteria in their places."""
        initial = self.initial.all_of if self.initial else None
        phases: dict[Phase, Rules | None] = {"initial": self.initial, "continuation": self.continuation}
        return {phase: _whole(rules.all_of, initial) for phase, rules in phases.items() if rules}

    @cached_property
    def failures(self) -> dict[Phase, tuple[TrialsWanted, ...]]:
        """By which rules failed antidepressants are counted in each phase."""
        return {
            phase: tuple(one.failed_antidepressants for one in walk(tree) if isinstance(one, FailedAntidepressants))
            for phase, tree in self.trees.items()
        }


class Policy(Frozen):
    """One version of one payer's policy."""

    payer: Id
    name: Text
    """The payer's name as documents print it."""
    policy: Identity
    effective: Effective
    status: Literal["unverified"] | Verified
    completeness: Completeness
    completeness_note: Text | None = None
    stance: Stance = "covered_with_pa"
    stance_source: Id | None = None
    stance_note: Text | None = None
    sources: dict[Id, PolicySource]
    submission: Submission = Field(default_factory=Submission)
    documentation: Documentation | None = None
    exception_route: Text | None = None
    """The way for those who miss a criterion, such as individual consideration."""
    indications: dict[Indication, Indicated] = {}

    @property
    def without_criteria(self) -> Unjudged:
        """What there is instead of a verdict, where no criteria are stated for a request."""
        if self.stance in ("no_pa_needed", "billing_only"):
            return "no_pa_needed"
        return "not_covered" if self.stance in NOT_COVERED else "no_criteria"

    @property
    def reading(self) -> Verified | None:
        """Who found that the live policy says what stands here, and when."""
        return self.status if isinstance(self.status, Verified) and not isinstance(self.status, Outdated) else None

    @property
    def verified(self) -> bool:
        """Whether somebody did."""
        return self.reading is not None

    def rules(self, indication: Indication, phase: Phase) -> Rules | None:
        """What is asked for an indication in a phase, if anything was seen."""
        indicated = self.indications.get(indication)
        return getattr(indicated, phase) if indicated else None

    def tree(self, indication: Indication, phase: Phase) -> AllOf | None:
        """The criteria as one node, ready to be judged."""
        indicated = self.indications.get(indication)
        return indicated.trees.get(phase) if indicated else None

    def failures(self, indication: Indication, phase: Phase) -> tuple[TrialsWanted, ...]:
        """By which rules failed antidepressants are counted there."""
        indicated = self.indications.get(indication)
        return indicated.failures.get(phase, ()) if indicated else ()

    def seen(self, indication: Indication, phase: Phase) -> Completeness:
        """How much of the criteria for an indication in a phase was seen."""
        rules = self.rules(indication, phase)
        return (rules.completeness if rules else None) or self.completeness

    @model_validator(mode="after")
    def _holds_together(self) -> Policy:
        if self.stance == "covered_with_pa" and not self.indications:
            raise Flaw("is missing: a policy that asks for authorization has criteria.", "indications")
        if self.stance_source and self.stance_source not in self.sources:
            raise Flaw(f"names a source ({self.stance_source}) that is not among sources.", "stance_source")
        for indication, indicated in self.indications.items():
            if indicated.renewal_source and indicated.renewal_source not in self.sources:
                here = f"indications.{indication}.renewal_source"
                raise Flaw(f"names a source ({indicated.renewal_source}) that is not among sources.", here)
            for phase in ("initial", "continuation"):
                if rules := getattr(indicated, phase):
                    self._check(rules, indicated, f"indications.{indication}.{phase}")
        self._check_questions()  # last: it reads the trees, which hold together only then
        return self

    def _check_questions(self) -> None:
        trees = (tree for one in self.indications.values() for tree in one.trees.values())
        known = {node.id for tree in trees for node in walk(tree)}
        for place, one in enumerate(self.submission.questions):
            if one.criterion and one.criterion not in known:
                raise Flaw(
                    "names a criterion that the policy does not have.", f"submission.questions[{place}].criterion"
                )

    def _check(self, rules: Rules, indicated: Indicated, here: str) -> None:
        nodes = [node for part in rules.all_of for node in walk(part)]
        for node in nodes:
            if node.source and node.source not in self.sources:
                raise Flaw(f"{node.id or node.kind} names a source ({node.source}) that is not among sources.", here)
        twice = [name for name, times in Counter(node.id for node in nodes if node.id).items() if times > 1]
        if twice:
            raise Flaw(f"has two criteria of one id ({', '.join(twice)}). Give each an id of its own.", here)
        initial = indicated.initial.all_of if indicated.initial else None
        try:
            again = tuple(asked_again(one, initial) for one in rules.all_of)
        except KeyError as error:
            if initial is None:
                raise Flaw("asks the initial criteria again, and there are none of this indication.", here) from None
            raise Flaw(f"leaves out {error.args[0]}, which is not an id among the initial criteria.", here) from None
        try:
            siblings_rewritten(again)
        except KeyError as error:
            raise Flaw(
                f"has a pathway that replaces {error.args[0]}, which is not an id among its siblings.", here
            ) from None


def _whole(nodes: tuple[Node, ...], initial: tuple[Node, ...] | None) -> AllOf:
    again = tuple(asked_again(one, initial) for one in nodes)
    return AllOf.model_construct(id="all", says=None, source=None, note=None, all_of=siblings_rewritten(again))
