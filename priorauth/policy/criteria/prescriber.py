"""Who may prescribe: alone, or in consultation with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from priorauth.chart.people import Role
from priorauth.logic.finding import Gap, Judgement
from priorauth.logic.verdict import Verdict
from priorauth.model import Frozen
from priorauth.policy.criteria.base import Criterion, sentence
from priorauth.policy.trials.open_lists import still_open

if TYPE_CHECKING:
    from priorauth.policy.view import View

SPOKEN: dict[Role, str] = {
    "psychiatrist": "psychiatrist",
    "psychiatric_np": "psychiatric nurse practitioner",
    "psychiatric_pa": "psychiatric physician assistant",
    "other_mental_health_prescriber": "mental-health prescriber",
    "other_physician": "physician of another specialty",
    "other": "prescriber of another kind",
}


class PrescriberWanted(Frozen):
    """``{roles: [psychiatrist], consultation: accepted}``"""

    roles: Annotated[tuple[Role, ...], Field(min_length=1)]
    consultation: Literal["accepted", "not_accepted"]
    """Whether another prescriber may ask in consultation with one of these."""


class Prescriber(Criterion):
    """The prescriber's kind, or a named and dated consultation."""

    kind: ClassVar[str] = "prescriber"
    prescriber: PrescriberWanted

    def judge(self, view: View) -> Judgement:
        """By one of the roles; else, where accepted, by a consultation with one."""
        wanted = self.prescriber
        accepted = " or ".join(SPOKEN[role] for role in wanted.roles)
        who = view.chart.prescriber
        if who is None or who.role is None:
            needed = f"what kind of prescriber asks ({accepted}?)"
            return Judgement(
                Verdict.NOT_DOCUMENTED,
                sentence("the prescriber's specialty is not documented."),
                gaps=(Gap(needed, "billing", "prescriber"),),
            )
        own = view.evidence("prescriber", f"{SPOKEN[who.role]} prescribes")
        if who.role in wanted.roles:
            return Judgement(Verdict.MET, sentence(f"prescribed by a {SPOKEN[who.role]}."), own)
        if wanted.consultation == "not_accepted":
            return Judgement(
                Verdict.NOT_MET, sentence(f"prescribed by a {SPOKEN[who.role]}; only a {accepted} is accepted."), own
            )
        for one in view.chart.consultations:
            if one.role in wanted.roles:
                evidence = view.evidence(
                    one.id, f"consultation with a {SPOKEN[one.role]} on {one.on}", shown=one.shown_in
                )
                return Judgement(
                    Verdict.MET,
                    sentence(
                        f"prescribed by a {SPOKEN[who.role]} in consultation with a {SPOKEN[one.role]} on {one.on}."
                    ),
                    own + evidence,
                )
        if not still_open(None, "consultations", view):
            return Judgement(
                Verdict.NOT_MET,
                sentence(f"prescribed by a {SPOKEN[who.role]}, and there was no consultation with a {accepted}."),
                own,
            )
        gap = Gap(f"a consultation with a {accepted} (name and date)", "prescriber")
        return Judgement(
            Verdict.NOT_DOCUMENTED,
            sentence(f"prescribed by a {SPOKEN[who.role]}; no consultation with a {accepted} is documented."),
            own,
            (gap,),
        )
