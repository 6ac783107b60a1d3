"""The diagnosis: by code, by manual, by whom. No ICD-10-CM code says "treatment-resistant"; trials show that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from priorauth.chart.dates import ExactDay
from priorauth.logic.days import ONE_DAY
from priorauth.logic.finding import Gap, Judgement
from priorauth.logic.verdict import Verdict, all_of, verdict_of
from priorauth.model import Frozen
from priorauth.policy.criteria.base import Criterion, sentence

if TYPE_CHECKING:
    from datetime import date

    from priorauth.chart.episode import Diagnosis as Diagnosed
    from priorauth.policy.view import View


Beginning = Annotated[str, Field(pattern=r"^[A-Z]\d[0-9A-Z](\.[0-9A-Z]{0,4})?$")]
"""An ICD-10-CM code, or how a group of codes begins."""


class DatedCode(Frozen):
    """``{code: F32.3, from: 2025-10-01}``: a code that a payer accepts for service from a day on."""

    code: Beginning
    start: ExactDay | None = Field(default=None, alias="from")
    until: ExactDay | None = None
    """The last day of service for which it is accepted."""

    def __str__(self) -> str:
        """ "F32.3", "F32.3 from 2025-10-01"."""
        days = ((" from", self.start), (" until", self.until))
        return self.code + "".join(f"{word} {day}" for word, day in days if day)


def _plain_code(value: object) -> object:
    return {"code": value} if isinstance(value, str) else value


AcceptedCode = Annotated[DatedCode, BeforeValidator(_plain_code, json_schema_input_type=Beginning | DatedCode)]


class DiagnosisRule(Frozen):
    """``{codes: [F32.2, F33.2], manuals: [DSM-5-TR], by_mental_health_professional: true}``"""

    codes: Annotated[tuple[AcceptedCode, ...], Field(min_length=1)]
    """ICD-10-CM codes, or their beginnings; one that holds only for some days of service is written with them."""
    excluded_codes: tuple[Beginning, ...] = ()
    """Codes that must not stand beside it."""
    manuals: tuple[Literal["DSM-5", "DSM-5-TR", "ICD-10-CM"], ...] = ()
    by_mental_health_professional: bool = False
    method: Literal["structured_interview", "any"] = "any"

    def accepted_on(self, day: date) -> tuple[str, ...]:
        """The codes that are accepted for service on ``day``."""
        return tuple(
            one.code
            for one in self.codes
            if (one.start is None or one.start <= day) and (one.until is None or day <= one.until)
        )

    def changes(self) -> tuple[date, ...]:
        """The days on which other codes are accepted than on the day before."""
        begins = [one.start for one in self.codes if one.start]
        return tuple(sorted({*begins, *(one.until + ONE_DAY for one in self.codes if one.until)}))


class Diagnosis(Criterion):
    """A diagnosis that stands, of the codes and in the way the payer asks."""

    kind: ClassVar[str] = "diagnosis"
    diagnosis: DiagnosisRule

    def judge(self, view: View) -> Judgement:
        """Of the diagnoses with a fitting code, the one that passes best."""
        rule = self.diagnosis
        standing = [one for one in view.chart.diagnoses if one.stands(view.as_of)]
        accepted = rule.accepted_on(view.service_start)
        excluded = [one for one in standing if rule.excluded_codes and one.code.startswith(rule.excluded_codes)]
        if excluded:
            told = f"{', '.join(one.code for one in excluded)} stands beside it and is excluded."
            evidence = tuple(e for one in excluded for e in view.evidence(one.id, one.code, shown=one.shown_in))
            return Judgement(Verdict.NOT_MET, sentence(told), evidence)
        fitting = [one for one in standing if one.code.startswith(accepted)]
        if not fitting:
            primary = next((one for one in standing if one.primary), None)
            if primary is None:
                gap = Gap("the diagnosis with its ICD-10-CM code", "prescriber", "diagnoses")
                return Judgement(
                    Verdict.NOT_DOCUMENTED,
                    sentence("no diagnosis of major depressive disorder is documented."),
                    gaps=(gap,),
                )
            evidence = view.evidence(primary.id, f"primary diagnosis {primary.code}", shown=primary.shown_in)
            return Judgement(
                Verdict.NOT_MET,
                sentence(f"the primary diagnosis is {primary.code}; required: {', '.join(accepted)}."),
                evidence,
                moments=rule.changes(),
            )
        order = [Verdict.MET, Verdict.NOT_DOCUMENTED, Verdict.NOT_MET]
        one, verdict, told, gaps = min(
            ((one, *self._judge(one)) for one in fitting), key=lambda judged: (order.index(judged[1]), judged[0].id)
        )
        evidence = view.evidence(one.id, told, shown=one.shown_in)
        return Judgement(
            verdict,
            sentence(f"{told}."),
            evidence,
            gaps if verdict is Verdict.NOT_DOCUMENTED else (),
            moments=rule.changes(),
        )

    def _judge(self, one: Diagnosed) -> tuple[Verdict, str, tuple[Gap, ...]]:
        rule = self.diagnosis
        verdicts = [Verdict.MET]
        told = [f"{one.code}" + (f", {one.description}" if one.description else "")]
        gaps = []
        if rule.manuals:
            verdicts.append(verdict_of(one.criteria in rule.manuals if one.criteria else None))
            told.append(f"by {one.criteria}" if one.criteria else "manual not documented")
            if one.criteria is None:
                gaps.append(
                    Gap(f"by which manual {one.code} was diagnosed ({' or '.join(rule.manuals)})", "prescriber", one.id)
                )
        if rule.by_mental_health_professional:
            answer = one.by_mental_health_professional
            verdicts.append(verdict_of(answer == "yes" if answer else None))
            told.append(
                {"yes": "by a mental health professional", "no": "not by a mental health professional"}.get(
                    answer or "", "by whom is not documented"
                )
            )
            if answer is None:
                gaps.append(
                    Gap(f"who diagnosed {one.code}, and whether a mental health professional", "prescriber", one.id)
                )
        if rule.method == "structured_interview":
            verdicts.append(verdict_of(one.method == "structured_interview" if one.method else None))
            told.append(
                {"structured_interview": "by structured interview", "clinical": "clinically"}.get(
                    one.method or "", "how is not documented"
                )
            )
            if one.method is None:
                gaps.append(Gap(f"whether {one.code} was diagnosed by a structured interview", "prescriber", one.id))
        return all_of(verdicts), ", ".join(told), tuple(gaps)
