"""A course of a medicine as a clinician notes it down, for the example exhibits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exhibit_words import RESPONSES, brief, capital, dose, said, span

from priorauth.chart.trials import Augmentation

if TYPE_CHECKING:
    from priorauth.chart.chart import Case
    from priorauth.chart.trials import AdverseEffect, Course


def course(case: Case, item: Course) -> dict[str, Any]:
    """Its name and time, and what is noted of it line by line."""
    told = [
        _doses(item),
        _alongside(case, item),
        f"For {item.purpose}, not as an antidepressant." if item.purpose != "depression" else "",
        {"current": "In the current episode.", "earlier": "In an earlier episode."}.get(item.episode or "", ""),
        said("Taken on {} % of days, as stated.", item.adherence and item.adherence.percent),
        said("Serum level {}.", item.serum_level),
        _outcome(case, item),
        *(_effect(effect) for effect in item.adverse_effects),
        said("Ended: {}.", item.ended_because_text or ", ".join(item.ended_because)),
        "The highest dose tolerated was reached." if item.highest_tolerated == "yes" else "",
        said("Not raised further: {}.", item.not_raised_because),
        "Treatment was changed." if item.therapy_changed == "yes" else "",
        said("Prescribed by {}.", item.prescribed_by),
        said("Dispensed by {}.", item.dispensed_by),
    ]
    return {
        "medicine": capital(item.medicine),
        "time": span(item.start, item.end),
        "lines": [line for line in told if line],
    }


def _doses(item: Course) -> str:
    if item.steps:
        return "Daily dose: " + ", ".join(f"{dose(step.dose)} from {brief(step.start)}" for step in item.steps) + "."
    if item.constant_dose is not None:
        return f"Daily dose: {dose(item.constant_dose)} throughout."
    return f"Highest daily dose: {dose(item.max_dose)}." if item.max_dose is not None else "Dose not recorded."


def _alongside(case: Case, item: Course) -> str:
    trial = item.alongside if isinstance(item, Augmentation) else None
    return said("Taken together with {}.", next((one.medicine for one in case.trials if one.id == trial), ""))


def _outcome(case: Case, item: Course) -> str:
    scores = {score.id: score for score in case.scores}
    before, after = scores.get(item.score_before or ""), scores.get(item.score_after or "")
    change = (
        f"{before.instrument} {before.total} ({brief(before.on)}) to {after.total} ({brief(after.on)})"
        if before and after
        else ""
    )
    return said("Outcome: {}.", ", ".join(part for part in (RESPONSES.get(item.response or ""), change) if part))


def _effect(item: AdverseEffect) -> str:
    limiting = ", which limited the dose" if item.dose_limiting == "yes" else ""
    return f"Side effect: {item.effect}{said(' ({})', item.on)}{limiting}."
