"""Psychosis: a reason to exclude for one payer, a weighing of risk and benefit for another."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from priorauth.logic.finding import Evidence, Gap, Judgement, Proof
from priorauth.logic.verdict import Verdict
from priorauth.model import Frozen
from priorauth.policy.criteria.base import Criterion, Part, sentence, together

if TYPE_CHECKING:
    from priorauth.chart.episode import Diagnosis
    from priorauth.policy.view import View


class PsychosisRule(Frozen):
    """``{history: allowed_if_benefit_outweighs}``"""

    history: Literal["excluded", "allowed_if_benefit_outweighs", "not_asked"]
    """``not_asked``: only the current episode's features count."""


class Psychosis(Criterion):
    """No history of psychosis, or the prescriber's judgement about it."""

    kind: ClassVar[str] = "psychosis"
    psychosis: PsychosisRule

    def judge(self, view: View) -> Judgement:
        """The answer to the safety question, held against the episode's features and codes."""
        answer = view.chart.safety.asked("history_of_psychosis")
        episode = view.chart.episode
        coded = [one for one in view.chart.diagnoses if one.code in ("F32.3", "F33.3") or one.code.startswith("F2")]
        evidence: tuple[Evidence, ...] = ()
        if answer:
            evidence += view.evidence(
                "safety.history_of_psychosis", f"history of psychosis: {answer.answer}", shown=answer.shown_in
            )
        if episode and episode.psychotic_features:
            evidence += view.evidence(
                episode.id, f"psychotic features: {episode.psychotic_features}", shown=episode.shown_in
            )
        for one in coded:
            evidence += view.evidence(one.id, f"diagnosis {one.code}", shown=one.shown_in)
        if self.psychosis.history == "not_asked":
            return _of_this_episode(view, coded)
        features = (episode is not None and episode.psychotic_features == "yes") or bool(coded)
        if answer is None and not features:
            gap = Gap("whether there is a history of psychosis", "prescriber", "safety.history_of_psychosis")
            return Judgement(
                Verdict.NOT_DOCUMENTED,
                sentence("whether there is a history of psychosis is not documented."),
                evidence,
                (gap,),
            )
        if answer and answer.answer == "no" and features:
            gap = Gap(
                "which is right: no history of psychosis, or the psychotic features in diagnosis or episode",
                "prescriber",
                "safety.history_of_psychosis",
            )
            return Judgement(
                Verdict.NOT_DOCUMENTED,
                sentence(
                    "the chart says that there is no history of psychosis, and also that there are psychotic features."
                ),
                evidence,
                (gap,),
            )
        if not features and answer and answer.answer == "no":
            return Judgement(Verdict.MET, sentence("no history of psychosis."), evidence)
        if self.psychosis.history == "excluded":
            return Judgement(Verdict.NOT_MET, sentence("there is a history of psychosis."), evidence)
        weighed = view.chart.safety.asked("psychosis_benefit_outweighs_risk")
        if weighed is None:
            gap = Gap(
                "the prescriber's judgement whether benefit outweighs the risk, given a history of psychosis",
                "prescriber",
                "safety.psychosis_benefit_outweighs_risk",
                states="psychosis_benefit_outweighs_risk",
            )
            return Judgement(
                Verdict.NOT_DOCUMENTED,
                sentence("there is a history of psychosis; whether benefit outweighs the risk is not documented."),
                evidence,
                (gap,),
            )
        evidence += view.evidence(
            "safety.psychosis_benefit_outweighs_risk",
            f"benefit outweighs risk: {weighed.answer}",
            shown=weighed.shown_in,
            proof=Proof.ATTESTATION,
        )
        if weighed.answer == "yes":
            return Judgement(
                Verdict.MET,
                sentence("there is a history of psychosis, and the prescriber judges that benefit outweighs the risk."),
                evidence,
            )
        return Judgement(
            Verdict.NOT_MET,
            sentence(
                "there is a history of psychosis, and the prescriber does not judge that benefit outweighs the risk."
            ),
            evidence,
        )


def _of_this_episode(view: View, coded: list[Diagnosis]) -> Judgement:
    """No psychotic features now, by what is stated of the episode and by the codes."""
    episode = view.chart.episode
    stated = episode.psychotic_features if episode else None
    parts = [
        Part(Verdict.NOT_MET, f"diagnosis {one.code}", evidence=view.evidence(one.id, one.code, shown=one.shown_in))
        for one in coded
    ]
    if episode is not None and stated:
        told = f"psychotic features: {stated}"
        verdict = Verdict.MET if stated == "no" else Verdict.NOT_MET
        parts.append(Part(verdict, told, evidence=view.evidence(episode.id, told, shown=episode.shown_in)))
    if not parts:
        gap = Gap("whether the episode has psychotic features", "prescriber", "episode")
        parts = [Part(Verdict.NOT_DOCUMENTED, "whether the episode has psychotic features is not documented", gap)]
    if stated == "no" and coded:
        needed = "which is right: no psychotic features in the episode, or the code that says so"
        conflict = Gap(needed, "prescriber", coded[0].id)
        parts = [Part(Verdict.NOT_DOCUMENTED, part.text, conflict, part.evidence) for part in parts]
    return together(parts)
