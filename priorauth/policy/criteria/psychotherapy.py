"""Psychotherapy tried, of the kinds a payer names."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from priorauth.chart.therapies import Psychotherapy as Therapy
from priorauth.logic.finding import Gap, Judgement
from priorauth.logic.verdict import Verdict, all_of, any_of, verdict_of
from priorauth.model import Frozen
from priorauth.policy.criteria.base import Criterion, sentence
from priorauth.policy.trials.episodes import in_current_episode
from priorauth.policy.trials.open_lists import still_open

if TYPE_CHECKING:
    from priorauth.policy.view import View

Kind = Literal["CBT", "IPT", "ST", "PEI", "DBT", "psychodynamic", "supportive", "other"]


class TherapyWanted(Frozen):
    """``{kinds: [CBT, IPT, ST, PEI], in_current_episode: true, outcome: inadequate}``"""

    kinds: tuple[Kind, ...] = ()
    in_current_episode: bool = False
    outcome: Literal["inadequate", "tried"]


class Psychotherapy(Criterion):
    """Evidence-based psychotherapy that did not help enough, or was at least tried."""

    kind: ClassVar[str] = "psychotherapy"
    psychotherapy: TherapyWanted

    def judge(self, view: View) -> Judgement:
        """Any one course that passes is enough."""
        wanted = self.psychotherapy
        judged = [(one, *_judge(one, wanted, view)) for one in view.chart.psychotherapies]
        verdict = any_of([one[1] for one in judged]) if judged else Verdict.NOT_DOCUMENTED
        unlisted = still_open(None, "psychotherapies", view)
        if not judged and not unlisted:
            verdict = Verdict.NOT_MET
        if verdict is Verdict.NOT_MET and unlisted:
            verdict = Verdict.NOT_DOCUMENTED
        rests_on = [one for one in judged if one[1] is verdict] or judged
        gaps = [gap for one in judged if one[1] is Verdict.NOT_DOCUMENTED for gap in one[3]]
        if verdict is Verdict.NOT_DOCUMENTED and not gaps:
            kinds = " or ".join(wanted.kinds) or "psychotherapy"
            gaps = [
                Gap(
                    f"a course of {kinds} (dates, sessions, outcome), or the statement that there was none", "therapist"
                )
            ]
        told = "; ".join(one[2] for one in rests_on) or "no psychotherapy is documented"
        return Judgement(
            verdict,
            sentence(f"{told}."),
            tuple(piece for one in rests_on for piece in view.evidence(one[0].id, one[2], shown=one[0].shown_in)),
            tuple(gaps) if verdict is Verdict.NOT_DOCUMENTED else (),
        )


def _judge(therapy: Therapy, wanted: TherapyWanted, view: View) -> tuple[Verdict, str, list[Gap]]:
    kind = verdict_of(not wanted.kinds or therapy.kind in wanted.kinds)
    told = [f"{therapy.kind} {therapy.span}" + (f", {therapy.sessions} sessions" if therapy.sessions else "")]
    gaps: list[Gap] = []
    verdicts = [kind]
    if kind is Verdict.NOT_MET:
        told.append(f"not one of {', '.join(wanted.kinds)}")
    if wanted.in_current_episode:
        episode = in_current_episode(therapy, view)
        verdicts.append(episode.verdict)
        told.append(episode.text)
        gaps += [episode.gap] if episode.gap and not episode.verdict.decided else []
    if wanted.outcome == "inadequate":
        known = {"inadequate": Verdict.MET, "partial": Verdict.MET, "response": Verdict.NOT_MET}
        outcome = known.get(therapy.outcome or "", Verdict.NOT_DOCUMENTED)
        verdicts.append(outcome)
        told.append(
            {"inadequate": "inadequate response", "partial": "partial response", "response": "response"}.get(
                therapy.outcome or "", "outcome not documented"
            )
        )
        if outcome is Verdict.NOT_DOCUMENTED:
            gaps.append(Gap(f"the outcome of {therapy.kind}", "therapist", therapy.id))
    return all_of(verdicts), ", ".join(told), gaps
