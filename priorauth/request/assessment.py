"""Everything that is worked out for one ask by one policy: the determination, the request, and what blocks it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from priorauth.determination.cautions import Caution, label_instead_of, ways_of_the_payer
from priorauth.determination.determine import Dates, Determination, determine, without_authorization
from priorauth.errors import ExitCode
from priorauth.logic.finding import Gap
from priorauth.logic.verdict import Verdict
from priorauth.request.calculator import price
from priorauth.request.codebook import codebook
from priorauth.request.new_payer import judged_as_renewal
from priorauth.request.readiness import lacking
from priorauth.request.sign_off import sign_off, unstated_urgency
from priorauth.request.verified import reviewer, spared, told_otherwise, unproven
from priorauth.request.wanted import NotDocumented, NotMet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from priorauth.chart.ask import Ask, Submitted
    from priorauth.chart.chart import Case
    from priorauth.chart.coverage import Coverage, ReviewingEntity, Verification
    from priorauth.policy.load import Loaded
    from priorauth.request.model import Request
    from priorauth.request.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Assessment:
    """One ask, judged and priced. Documents are made from this and from nothing else."""

    case: Case
    """As it was known on the determination's day, its exhibits in the order of the packet for this payer."""
    ask: Ask
    coverage: Coverage
    loaded: Loaded
    determination: Determination
    request: Request
    lacking: tuple[Wanted, ...]
    """What must be mended before the prescriber may sign, whatever is signed."""
    spared: Verification | None = None
    """The insurer's own word that nothing has to be authorized, where the outcome rests on it."""
    signing: str | None = None
    """The kind of letter that is made to be signed: of that one the signature is not wanted."""
    undone: Mapping[str, Wanted] = field(default_factory=dict)
    """By kind of letter: that it was signed, and that what was signed is not what it would say now."""

    @property
    def reviewer(self) -> ReviewingEntity | None:
        """Who decides for the coverage's own payer, where anybody has said so."""
        return reviewer(self.coverage, self.ask) if self.loaded.payer == self.coverage.payer else None

    @property
    def submitted(self) -> Submitted | None:
        """That the request was made, where it is judged by the policy of whom it was made to."""
        return self.ask.submitted if self.loaded.payer == self.coverage.payer else None

    @property
    def blocking(self) -> tuple[Wanted, ...]:
        """What keeps the request from going out: what is lacking, and last of all the signature."""
        return self.before(self.ask.phase)

    def before(self, letter: str, *, although_not_met: bool = False) -> tuple[Wanted, ...]:
        """What keeps a letter of that kind from going out; the phase's own is the request itself.

        ``although_not_met``: the letter asks although criteria are not met, and says which.
        """
        lacking = (one for one in self.lacking if not (although_not_met and isinstance(one, NotMet)))
        if letter == self.signing:
            return tuple(lacking)
        signature = tuple(sign_off(self.case, self.ask, self.determination.dates.as_of, letter))
        undone = [self.undone[letter]] if letter in self.undone and not signature else []
        return (*lacking, *signature, *undone)

    def owed(self, wanted: Iterable[Wanted]) -> tuple[Gap, ...]:
        """What is missing, and who has it: for the criteria first, then for all else that keeps it from going out.

        Nobody is asked for the rest of a request that fails its criteria, or that the payer does not cover.

        Args:
            wanted: before this letter, as :meth:`before` or :attr:`lacking` tell it.
        """
        judged = self.determination
        if judged.outcome in ("not_covered", "no_criteria") or judged.verdict is Verdict.NOT_MET:
            return judged.gaps
        named = {one.needed for one in judged.gaps}
        beside = (one for one in wanted if one not in named and not (judged.gaps and isinstance(one, NotDocumented)))
        return (
            *judged.gaps,
            *(Gap(str(one), one.owner, next(iter(one.items), None), states=one.states) for one in beside),
        )

    @property
    def expedited(self) -> bool:
        """Whether an expedited review may be asked for: the prescriber has stated that it is urgent."""
        wanted = unstated_urgency(self.case, self.ask, self.determination.dates.as_of)
        return self.ask.urgency == "expedited" and not any(True for _ in wanted)

    @property
    def ready(self) -> bool:
        """Whether the request may go out as it is."""
        return not self.blocking

    @property
    def exit_code(self) -> ExitCode:
        """The documented exit code for this one request."""
        return self.exit_code_with(self.blocking)

    def exit_code_with(self, wanted: tuple[Wanted, ...]) -> ExitCode:
        """The same for a letter before which this is still wanted."""
        judged = self.determination
        if judged.outcome == "not_covered" or judged.verdict is Verdict.NOT_MET:
            return ExitCode.NOT_MET
        if judged.outcome == "no_pa_needed":
            return ExitCode.NOT_DOCUMENTED if judged.gaps else ExitCode.OK
        return ExitCode.NOT_DOCUMENTED if wanted else ExitCode.OK


def assess(case: Case, ask: Ask, loaded: Loaded, as_of: date) -> Assessment:
    """Judge and price ``ask`` by one policy, from what was known on ``as_of``."""
    known, ask = loaded.own.submission.arranged(case.as_of(as_of)), ask.known_on(as_of)
    policy = loaded.policy
    determination = determine(known, ask, policy, Dates.of(ask, as_of))
    if loaded.in_place_of:
        instead = [Caution("label_instead_of_criteria", label_instead_of(loaded.payer_name))] if loaded.by_label else []
        told_first = (*instead, *ways_of_the_payer(loaded.own))
        determination = replace(determination, warnings=(*told_first, *determination.warnings))
    if nothing_needed := spared(known, ask, loaded, as_of):
        determination = without_authorization(determination, unproven(nothing_needed, known.coverage(ask)))
    if otherwise := tuple(told_otherwise(known.coverage(ask), ask, loaded, rests_on_it=nothing_needed is not None)):
        determination = replace(determination, warnings=(*otherwise, *determination.warnings))
    if anew := tuple(judged_as_renewal(ask, known.coverage(ask), loaded)):
        determination = replace(determination, warnings=(*anew, *determination.warnings))
    rules = policy.rules(ask.indication, ask.phase)
    request = price(
        ask,
        known.coverage(ask),
        known.site,
        codebook(),
        policy_period=rules.authorization if rules else None,
        limit=rules.quantity if rules else None,
    )
    wanted = lacking(known, ask, loaded, determination, request)
    return Assessment(known, ask, known.coverage(ask), loaded, determination, request, wanted, nothing_needed)
