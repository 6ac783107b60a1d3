"""The clinical facts that the program works with, as tables, and the sources of all facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.tables import link, table, tag
from priorauth.chart.scales import instruments
from priorauth.documents.letter.literature import library
from priorauth.medicines.response import WORDS
from priorauth.medicines.spravato import spravato
from priorauth.request import appeals
from priorauth.request.codebook import codebook
from priorauth.worklist import clocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from priorauth.chart.episode import Severity
    from priorauth.chart.scales import Instrument, ScaleSource
    from priorauth.documents.letter.literature import Source as CitedSource
    from priorauth.logic.ranges import Range
    from priorauth.medicines.model import Source
    from priorauth.medicines.spravato import Schedule
    from priorauth.request.appeals import RuleSource


def response_words() -> str:
    """Which improvement, in percent, each word of a chart can stand for."""
    return table(["a chart's word", "improvement in percent"], ((word, _percent(span)) for word, span in WORDS.items()))


def _percent(span: Range) -> str:
    if span.low is None:
        return "0 or less: the same or worse" if span.high == 0 else f"up to {span.high}, worse included"
    return f"{span.low} to {span.high}"


def instrument_bands() -> str:
    """Each rating scale: its range, who rates, its bands and their source."""
    rows = [
        (
            key,
            one.name,
            one.rated_by,
            f"{one.lowest} to {one.highest}",
            _bands(one.bands, one),
            _bands(one.other_bands, one),
            f"{tag(one.bands_source, instruments().sources)} {one.bands_note or ''}",
            f"{one.loinc_total} {tag(one.loinc_source, instruments().sources)}" if one.loinc_source else "",
        )
        for key, one in instruments().instruments.items()
    ]
    header = [
        "scale",
        "name",
        "rated by",
        "totals",
        "bands",
        "other bands in use",
        "source of the bands",
        "LOINC of the total",
    ]
    return table(header, rows)


def _bands(bands: Mapping[Severity, int], one: Instrument) -> str:
    names, lowest = list(bands), list(bands.values())
    highest = [*(following - 1 for following in lowest[1:]), one.highest]
    told = zip(names, lowest, highest, strict=False)  # without bands there is no highest either
    return "; ".join(
        f"{name.replace('_', ' ')} {low}" + (f" to {high}" if high > low else "") for name, low, high in told
    )


def label() -> str:
    """The sessions of each indication, what forbids the medicine, and what to watch."""
    known = spravato()
    rows = [(f"one device: {known.device.mg} mg", "", tag(known.device.source, known.sources))]
    for indication, plan in known.schedules.items():
        rows += [(text, indication.upper(), tag(source, known.sources)) for text, source in _schedule(plan)]
    for one in known.contraindications:
        rows.append((f"contraindicated: {one.says}", "", tag(one.source, known.sources)))
        if one.icd10cm:
            codes = f"codes taken as saying so: {', '.join(one.icd10cm.prefixes)}. {one.icd10cm.note}"
            rows.append((codes, "", tag(one.icd10cm.source, known.sources)))
    rows += [(one.says, "", tag(one.source, known.sources)) for one in known.interactions]
    limit = known.blood_pressure
    rows.append(
        (f"over {limit.systolic_over}/{limit.diastolic_over} mmHg: {limit.says}", "", tag(limit.source, known.sources))
    )
    return table(["what", "indication", "source"], rows)


def _schedule(plan: Schedule) -> Iterator[tuple[str, str]]:
    doses = f"doses: {' or '.join(map(str, plan.doses.mg))} mg; {plan.doses.note}".rstrip("; ")
    yield doses, plan.doses.source
    yield f"first dose: {plan.first_dose.mg} mg", plan.first_dose.source
    for phase in plan.phases:
        until = f"weeks {phase.from_week} to {phase.until_week}" if phase.until_week else f"week {phase.from_week} on"
        times = {1: "once", 2: "twice"}[phase.sessions_per_week]
        often = " or ".join(
            f"{times} a week" if weeks == 1 else f"{times} in {weeks} weeks" for weeks in phase.every_weeks
        )
        yield f"{until} ({phase.id}): {often}", phase.source
    yield plan.review.says, plan.review.source


def literature() -> str:
    """What a letter may cite, and what it says of it."""
    known = library()
    rows = [(work.citation, work.says, tag(work.source, known.sources)) for work in known.works.values()]
    return table(["publication", "what the letter says of it", "read at"], rows)


def sources() -> str:
    """Every source of the facts above with how far to trust it."""
    used: dict[str, Mapping[str, Source | ScaleSource | CitedSource | RuleSource]] = {
        "rating scales": instruments().sources,
        "label": spravato().sources,
        "codes": codebook().sources,
        "literature": library().sources,
        "deadlines": clocks.known().sources,
        "appeals": appeals.sources(),
    }
    rows = [
        (what, tag, link(one.title, getattr(one, "url", None)), one.trust, getattr(one, "note", ""))
        for what, known in used.items()
        for tag, one in known.items()
    ]
    return table(["for", "tag", "source", "trust", "note"], rows)
