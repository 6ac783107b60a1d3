"""The doses of a statement: milligrams of a day, and from when until when, as far as a chart can hold them."""

from __future__ import annotations

from decimal import Context, Decimal, Inexact, localcontext
from typing import TYPE_CHECKING

from pydantic import ValidationError

from priorauth.chart.trials import Course
from priorauth.intake.fhir.fills import COUNTED
from priorauth.intake.fhir.values import Json, amount, group, groups, number, text, texts, units, whole, written

if TYPE_CHECKING:
    from priorauth.intake.fhir.medication import Line
    from priorauth.intake.fhir.notes import Notes

_EACH_DAY = {"frequency", "period", "periodUnit", "boundsPeriod", "when"}
"""What a timing may say of a dose that is the same on each day. On Mondays, or for so many days, it is not."""
_DIGITS = 3
_HOURS = {"h": 1, "d": 24, "wk": 7 * 24}


def doses(line: Line, taken: Json, notes: Notes) -> Json:
    """The doses, if a course with the days of ``taken`` can have them; else it has none, and they are told."""
    dosages = groups(line.resource.get("dosage"))
    found = _stated(dosages, line)
    if dosages and not (found and _holds({"medicine": line.named.name} | taken | found)):
        since = f" from {taken['start']}" if "start" in taken else ""
        said = " / ".join(_in_words(one) for one in dosages)
        notes.remark(f"The dose of {line.named.name}{since} is not read: {said}. Add what was taken in a day.")
        return {}
    return found


def _stated(dosages: list[Json], line: Line) -> Json:
    """One dose: throughout where it is bounded as the course is, from a day on, or the highest; several: as steps.

    One that holds for some days of the course says nothing of the others, and may not be the highest.
    """
    steps = [{"dose": daily(one, line), "from": written(bounds(one).get("start"))} for one in dosages]
    if not steps or not all(step["dose"] for step in steps):
        return {}
    taken = group(line.resource.get("effectivePeriod"))
    if len(steps) == 1 and taken and bounds(dosages[0]) == taken:
        return {"constant_dose": steps[0]["dose"]}
    if any("end" in bounds(one) for one in dosages):
        return {}
    if all(step["from"] for step in steps) and _one_after_another(dosages):
        return {"steps": steps}
    return {"max_dose": steps[0]["dose"]} if len(steps) == 1 else {}


def _one_after_another(dosages: list[Json]) -> bool:
    """Whether they are numbered as such, or begin on days of their own; if not, they may be taken together."""
    numbers = [whole(one.get("sequence")) for one in dosages]
    known = [one for one in numbers if one is not None]
    if known:
        return len(known) == len(numbers) and known == sorted(set(known))
    return len({written(bounds(one).get("start")) for one in dosages}) == len(dosages)


def _holds(one: Json) -> bool:
    try:
        Course.model_validate(one)
    except ValidationError:
        return False
    return True


def _in_words(dosage: Json) -> str:
    """What a dosage says to people; else its amounts."""
    rates = groups(dosage.get("doseAndRate"))
    amounts = [group(one.get("doseQuantity")) or group(group(one.get("rateRatio")).get("numerator")) for one in rates]
    return text(dosage.get("text")) or ", ".join(filter(None, map(amount, amounts))) or "no amount"


def bounds(dosage: Json) -> Json:
    """From when until when a dosage holds."""
    return group(group(group(dosage.get("timing")).get("repeat")).get("boundsPeriod"))


def daily(dosage: Json, line: Line) -> str:
    """The milligrams of a day, where a dosage says them, or the pieces of a known strength, and how often."""
    rates = groups(dosage.get("doseAndRate"))
    if len(rates) != 1 or dosage.get("asNeededBoolean") is True or dosage.get("asNeededCodeableConcept"):
        return ""
    rate = group(rates[0].get("rateRatio"))
    quantity = group(rates[0].get("doseQuantity")) or group(rate.get("numerator"))
    timing = group(dosage.get("timing"))
    repeat = group(timing.get("repeat"))
    if timing.get("event") or not repeat.keys() <= _EACH_DAY:
        return ""
    if len(texts(repeat.get("when"))) not in {0, 1, whole(repeat.get("frequency"))}:
        return ""  # once in the morning and once in the evening, or once in all?
    if "doseQuantity" not in rates[0]:
        each = group(rate.get("denominator"))
        repeat = {"frequency": 1, "period": each.get("value"), "periodUnit": each.get("code")}
    dose, times, period = (number(quantity.get("value")), number(repeat.get("frequency")), number(repeat.get("period")))
    hours = _HOURS.get(text(repeat.get("periodUnit")), 0)
    strength = _milligrams(quantity, line)
    if not (strength and dose and times and period and hours):
        return ""
    return f"{_exactly(dose * strength * times * 24, period * hours).normalize():f} mg"


def _exactly(total: Decimal, parts: Decimal) -> Decimal:
    """A part of an amount as it is, micrograms and all; one that has no end, such as a seventh, in three digits."""
    with localcontext() as context:
        context.clear_flags()
        found = total / parts
        return Context(prec=_DIGITS).plus(found) if context.flags[Inexact] else found


def _milligrams(quantity: Json, line: Line) -> Decimal | None:
    """How many milligrams one of the dose's units is."""
    said = units(quantity)
    if "mg" in said:
        return Decimal(1)
    return line.meant.strength if said and said <= COUNTED else None
