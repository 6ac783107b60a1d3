"""The reference as rows and as labelled lines, for whoever prints it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from priorauth.medicines.doses import DoseNumber, dose_range, maximum_dose
from priorauth.medicines.model import Cited, Medicine, Source, Use
from priorauth.medicines.reference import Named, Reference, reference

_MARKETED = {"yes": "yes", "no": "no", "unsure": "not certain"}
_WHEN = {"usual": "Maximum", "inpatient": "Maximum for inpatients", "over_60": "Maximum over 60 years"}


@dataclass(frozen=True, slots=True)
class Row:
    """One medicine, or one formulation of it whose numbers differ."""

    id: str
    name: str
    pharmacologic_class: str
    minimum: Mapping[str, DoseNumber]
    """By the id of the rule; a rule without a number for it is not there."""
    maximum: DoseNumber | None
    uses: tuple[Use, ...]


def rows(known: Reference | None = None) -> list[Row]:
    """The whole reference by name, each formulation after its medicine."""
    known = known or reference()
    return [_row(named, known) for medicine in known.each() for named in known.forms(medicine)]


def describe(medicine: Medicine, known: Reference | None = None) -> list[tuple[str, str]]:
    """All that is known of ``medicine`` as (label, text), with the tag of each source and the sources at the end."""
    known = known or reference()
    lines = [*_identity(medicine, known), *_doses(medicine, known), *_remarks(medicine, known.sources)]
    tags = dict.fromkeys(medicine.cited())
    sources = [(f"Source {tag}", _source(known.sources[tag])) for tag in known.sources if tag in tags]
    return [(label, text) for label, text in lines if text] + sources


def _row(named: Named, known: Reference) -> Row:
    minimum = {number.rule: number for number in dose_range(named, known.dose_rules).numbers}
    medicine = named.medicine
    return Row(medicine.id, named.name, medicine.pharmacologic_class, minimum, maximum_dose(named), named.uses)


def _identity(medicine: Medicine, known: Reference) -> Iterator[tuple[str, str]]:
    yield "Name", medicine.name
    yield "Brands", ", ".join(medicine.brands)
    yield "Former brands", ", ".join(medicine.former_brands)
    yield "Salts", ", ".join(medicine.salts)
    yield "Also written", ", ".join(medicine.also)
    yield "Can count as", ", ".join(medicine.uses)
    yield "Augments as", (medicine.augments_as or "").replace("_", " ")
    yield "Class", medicine.pharmacologic_class
    yield "Payers' class group", medicine.group
    yield "Counts once with", medicine.moiety if medicine.moiety != medicine.id else ""
    yield "Some reviewers count it with", ", ".join(known.get(other).name for other in medicine.related_to)
    yield "Doses are those of", medicine.measured_as
    yield "Route", medicine.route
    yield "Marketed in the US", _MARKETED[medicine.marketed_us]
    codes = ", ".join(medicine.rxcui.codes) or "not known"
    tags = f" [{', '.join(medicine.rxcui.sources)}]" if medicine.rxcui.sources else ""
    yield "RxNorm ingredient", f"{codes}{tags}{'; to be verified' if medicine.rxcui.verify else ''}"
    yield "ATC", f"{medicine.atc.code} [{medicine.atc.source}]" if medicine.atc else ""


def _doses(medicine: Medicine, known: Reference) -> Iterator[tuple[str, str]]:
    for named in known.forms(medicine):
        form = f"{named.name}: " if named.formulation else ""
        for rule, figure in named.minimum.items():
            text = f"{figure.dose:f} {named.unit}{_mark(figure, known.sources)}"
            title = known.dose_rules[rule].title
            yield f"{form}{title[0].upper()}{title[1:]}", _with_note(text, figure.note)
        for limit in named.maximum:
            text = f"{limit.dose:f} {named.unit}{_mark(limit, known.sources)}"
            yield f"{form}{_WHEN[limit.when]}", _with_note(text, limit.note)
        for note in named.formulation.notes if named.formulation else ():
            yield f"{form}Note", note.text + _mark(note, known.sources)


def _remarks(medicine: Medicine, sources: Mapping[str, Source]) -> Iterator[tuple[str, str]]:
    if level := medicine.level:
        text = f"{level.low:f} to {level.high:f} {level.unit}{_mark(level, sources)}"
        yield "Serum level", _with_note(text, level.note)
    for use in medicine.low_dose_uses:
        text = f"{use.low:f} to {use.high:f} {medicine.unit} is for {use.purpose}{_mark(use, sources)}"
        yield "Too low for depression", text
    for note in medicine.notes:
        yield "Note", note.text + _mark(note, sources)


def _mark(fact: Cited, sources: Mapping[str, Source]) -> str:
    return f" [{fact.source}{', weak source' if sources[fact.source].weak else ''}]"


def _with_note(text: str, note: str) -> str:
    return f"{text}. {note}" if note else text


def _source(source: Source) -> str:
    parts = (f"{source.title}.", f"{source.url}." if source.url else "", f"Trust: {source.trust}.", source.note)
    return " ".join(part for part in parts if part)
