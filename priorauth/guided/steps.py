"""What is asked next: who, then criterion by criterion, then what the request needs besides. It looks at no terminal.

From one draft always the same question comes, so that it makes no difference where somebody stopped and went on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from priorauth.chart.coverage import Coverage
from priorauth.errors import BadInput, UsageError
from priorauth.guided.courses import more
from priorauth.guided.criteria import asked_by, prescriber
from priorauth.guided.draft import ESSENTIAL, Draft, Group, at, joined, lists, parted, placed
from priorauth.guided.open_criteria import open_criteria, verdict_if_invoked
from priorauth.guided.question import Question
from priorauth.guided.request import for_the_request
from priorauth.guided.situation import Situation, question
from priorauth.intake.assembled import with_ids
from priorauth.intake.chart_file import parse_case
from priorauth.intake.readings import Habits, Read, key, one_of, yes_no
from priorauth.logic.verdict import Verdict
from priorauth.policy.load import in_force
from priorauth.policy.nodes import walk
from priorauth.policy.telling import UNJUDGED
from priorauth.policy.view import View
from priorauth.reading import meant
from priorauth.request.assessment import Assessment, assess
from priorauth.workspace import payers_known, policy_for
from priorauth.yamledit.written import dumped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from priorauth.chart.ask import Indication, Phase
    from priorauth.chart.chart import Case
    from priorauth.logic.finding import Finding
    from priorauth.policy.criteria.base import Criterion
    from priorauth.workspace import Workspace

_SEVERAL = {"trials", "augmentations", "psychotherapies", "neuromodulations", "attestations", "complete"}
"""Lists in which the same may rightly stand twice; of a score or session twice on one day, one is a slip."""
GO_ON = "although-not-met"
_OF_TRIALS = ("failed_antidepressants", "augmentation", "trial_group")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line says of the request; what it leaves out, the chart says, or somebody is asked."""

    payer: str | None = None
    indication: Indication | None = None
    phase: Phase = "initial"
    policy: str | None = None
    """The policy's number or file name, where the payer has several."""


@dataclass(frozen=True)
class Interview:
    """All that does not change from question to question."""

    path: Path
    """The chart's file: exhibits that it names lie beside it."""
    workspace: Workspace
    wanted: Wanted
    as_of: date

    @property
    def habits(self) -> Habits:
        """How dates are typed here."""
        practice = self.workspace.practice
        return Habits(self.as_of, practice.locale if practice else None)

    def begun(self, draft: Draft) -> Draft:
        """The draft with the request in it, as far as the command line names one.

        Raises:
            UsageError: the chart holds requests to others, and it is not said what this payer is asked for.
        """
        wanted, facts = self.wanted, draft.facts
        if wanted.payer is None:
            return draft
        covered = _coverage(facts, wanted.payer)
        if covered is None:
            covered = len(facts.get("coverages") or ())
            facts = placed(facts, ("coverages", covered, "payer"), wanted.payer)
        asked = _request(facts, wanted, covered)
        if asked is None:
            asked = len(facts.get("asks") or ())
            if asked and wanted.indication is None:
                raise UsageError(
                    "The chart holds requests to others, and it is not said what this payer is asked for.",
                    where=str(self.path),
                    fix="Name it with --indication.",
                )
            facts = self._with_request(facts, covered, asked)
        if wanted.policy:
            facts = placed(facts, ("asks", asked, "policy"), wanted.policy)
        return replace(draft, facts=facts)

    def _with_request(self, facts: Group, covered: int, asked: int) -> Group:
        """The facts with a request to that coverage, as the command line has it."""
        ask = {"coverage": _own_id(facts, covered)}
        if self.wanted.indication:
            ask["indication"] = self.wanted.indication
        if self.wanted.phase != "initial":
            ask["phase"] = self.wanted.phase
        return placed(facts, ("asks", asked), ask)

    def _asked_of(self, facts: Group, payer: Any) -> Group:
        """The payer that was named, and a request to it."""
        return self._with_request(placed(facts, ("coverages", 0, "payer"), payer), 0, 0)

    def settled(self, draft: Draft) -> Draft:
        """The draft as it comes back from its files: what is not whole at the ends of its lists.

        Of a medicine taken twice, or something stated again, each has a name of its own.
        """
        ready, waiting = parted(draft.facts)
        for name in _SEVERAL & ready.keys():
            ready[name] = [dict(item) for item in ready[name]]
            with_ids(ready[name], lists()[name])
        return replace(draft, facts=joined(ready, waiting))

    def case(self, draft: Draft) -> Case | None:
        """What of the draft is a chart.

        Raises:
            BadInput: something in it is wrong, or goes not with the rest.
        """
        ready, _ = parted(draft.facts)
        if not ready:
            return None
        data = dumped(ready).encode()
        practice = self.workspace.practice
        return parse_case(data, self.path, practice, lambda document: payers_known(document, self.workspace))

    def assessed(self, draft: Draft) -> Assessment | None:
        """The request judged by the payer's policy, from what was answered.

        ``None`` while there is no chart, or while it is open which of the payer's policies governs.

        Raises:
            BadInput: as :meth:`case`; or the chart names a policy that is not known.
        """
        case = self.case(draft)
        if case is None:
            return None
        _, asked = self._places(draft.facts)
        ask = case.asks[asked]
        try:
            loaded = policy_for(case, ask, self.workspace, self.as_of)
        except UsageError:
            return None
        return assess(case, ask, loaded, self.as_of)

    def after(self, draft: Draft, one: Question, value: Any) -> tuple[Draft, str]:
        """The draft with an answer, or the same draft and why the answer cannot be."""
        new = self.settled(one.answered(draft, value))
        try:
            self.assessed(new)
        except BadInput as error:
            return draft, re.sub(r"(^| )line \d+: ", r"\1", error.what)
        return new, ""

    def next(self, draft: Draft, judged: Assessment | None) -> Question | None:
        """The first question to which nothing is said yet."""
        return next((one for one in self._questions(draft, judged) if one.open(draft)), None)

    def _questions(self, draft: Draft, judged: Assessment | None) -> Iterator[Question]:
        yield from self._essential(draft.facts)
        if judged is None:
            yield from self._which_policy(draft.facts)
            return
        s = self._situation(draft, judged)
        yield s.of("coverages", s.covered, "member_id")
        yield from asked_first(s)
        yield from self._offered(judged)
        if GO_ON in draft.passed:
            return
        yield from _of_criteria(judged, s)
        yield from for_the_request(s)

    def _essential(self, facts: Group) -> Iterator[Question]:
        for path in ESSENTIAL:
            if path == ("coverages", 0, "payer"):
                read, keep = _payer(self.workspace.payer_names), self._asked_of
                yield from (
                    [] if at(facts, path) else [question(facts, path, key="payer", read=read, keep=keep, must=True)]
                )
            elif path == ("asks", 0, "indication"):
                words = ("treatment-resistant depression", "depression with acute suicidal ideation or behavior")
                yield question(facts, path, key="indication", labels=words, must=True)
            elif path == ("case",) and (own := key(self.path.parent.name, self.habits)).value and not own.told:
                yield question(facts, path, choices=(own.value,), must=True)
            else:
                yield question(facts, path, must=True)

    def _which_policy(self, facts: Group) -> Iterator[Question]:
        """Of several that may govern, the one that the insurer names."""
        if not parted(facts)[0]:
            return
        covered, asked = self._places(facts)
        own = in_force(self.workspace.policies(at(facts, ("coverages", covered, "payer"))), self.as_of)
        names = tuple(one.path.stem for one in own)
        labels = tuple(f"{one.policy.policy.number}: {one.policy.policy.title}" for one in own)
        into = ("asks", asked, "policy")
        yield question(facts, into, key="policy", read=one_of(names), choices=names, labels=labels, must=True)

    def _situation(self, draft: Draft, judged: Assessment) -> Situation:
        covered, asked = self._places(draft.facts)
        case = self.case(draft)
        if case is None:
            raise AssertionError("what was judged is a chart")
        dates = judged.determination.dates
        failures = judged.loaded.policy.failures(judged.ask.indication, judged.ask.phase)
        view = View(case.as_of(dates.judged_on), judged.ask, dates.judged_on, dates.service_start, failures=failures)
        return Situation(draft, case, view, asked, covered, self.workspace.practice)

    def _places(self, facts: Group) -> tuple[int, int]:
        """Where coverage and request stand."""
        if self.wanted.payer is not None and (covered := _coverage(facts, self.wanted.payer)) is not None:
            asked = _request(facts, self.wanted, covered)
            return covered, asked or 0
        asks = facts.get("asks") or []
        own = [_own_id(facts, place) for place in range(len(facts["coverages"]))]
        return own.index(asks[0]["coverage"]), 0

    def _offered(self, judged: Assessment) -> Iterator[Question]:
        """Where no answer can make it met, whether to go on at all."""
        root = judged.determination.root
        if root is not None and verdict_if_invoked(root) is Verdict.NOT_MET:
            words = (
                "By what is answered, this policy's criteria are not met, whatever else is. Ask the rest all the same?"
            )
        elif judged.determination.outcome in ("not_covered", "no_pa_needed"):
            words = f"{UNJUDGED[judged.determination.outcome].capitalize()}. Ask what a request needs all the same?"
        else:
            return
        yield Question(GO_ON, words, (), yes_no, "yes or no; Enter for no.", ("yes", "no"), offer=True)


def asked_first(s: Situation) -> Iterator[Question]:
    """Who prescribes, before all else."""
    yield prescriber(s)
    if isinstance(at(s.facts, ("care_team", "prescriber")), dict):
        yield s.of("care_team", "prescriber", "role")


def _of_criteria(judged: Assessment, s: Situation) -> Iterator[Question]:
    root = judged.determination.root
    tree = judged.loaded.policy.tree(judged.ask.indication, judged.ask.phase)
    if root is None or tree is None:
        return
    nodes: dict[str, Any] = {node.id: node for node in walk(tree) if node.id}
    waiting = {one.id: one for one in open_criteria(root)}
    for finding in _in_order(root, waiting):
        node: Criterion = nodes[finding.id]
        questions: Iterable[Question] = ()
        if finding.id in waiting:
            questions = asked_by(node, s)
        elif finding.kind in _OF_TRIALS and finding.verdict is Verdict.MET:
            questions = more(s, finding.kind)
        yield from (replace(one, criterion=finding.id) for one in questions)


def _in_order(root: Finding, waiting: dict[str, Finding]) -> list[Finding]:
    """The policy's order; but what is only asked if something else is not met stands behind it."""
    order = {one.id: place for place, one in enumerate(waiting.values())}
    every = {one.id: one for one in root.criteria()}
    ids = list(every)
    moved = iter(sorted((one for one in ids if one in order), key=order.__getitem__))
    return [every[next(moved)] if one in order else every[one] for one in ids]


def _coverage(facts: Group, payer: str) -> int | None:
    coverages = facts.get("coverages") or []
    return next((place for place, one in enumerate(coverages) if one.get("payer") == payer), None)


def _own_id(facts: Group, covered: int) -> str:
    one = facts["coverages"][covered]
    return str(one.get("id") or Coverage.own_id(one))


def _request(facts: Group, wanted: Wanted, covered: int) -> int | None:
    """The request that is meant: of that coverage and phase, for that indication if one is named."""
    for place, one in enumerate(facts.get("asks") or ()):
        same = one.get("coverage") == _own_id(facts, covered) and (one.get("phase") or "initial") == wanted.phase
        if same and wanted.indication in (None, one.get("indication")):
            return place
    return None


def _payer(known: Iterable[str]) -> Any:
    def read(value: object, habits: Habits) -> Read:
        found = key(value, habits)
        if found.wrong or found.value in known:
            return found
        near = meant(found.value, known) or " priorauth payers list shows them."
        return Read(wrong=f"names no payer that is known.{near}")

    return read
