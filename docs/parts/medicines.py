"""The reference of medicines as tables, each number with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.tables import link, table, tag
from priorauth.medicines.doses import dose_range
from priorauth.medicines.reference import reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.medicines.model import Cited, Figure
    from priorauth.medicines.reference import Named

_WHEN = {"usual": "", "inpatient": " for inpatients", "over_60": " over 60 years"}


def antidepressants() -> str:
    """Each antidepressant: names, classes, least adequate dose by each rule, usual maximum."""
    return _doses("antidepressant")


def augmenting_agents() -> str:
    """Each agent that augments, likewise, with the kind that payers count it as."""
    return _doses("augmentation")


def others() -> str:
    """What is often listed among trials and counts as none."""
    rows = [
        (named.name, ", ".join(named.medicine.brands), named.medicine.pharmacologic_class)
        for named in _forms()
        if not {"antidepressant", "augmentation"} & set(named.uses)
    ]
    return table(["medicine", "brands", "class"], rows)


def _doses(use: str) -> str:
    rules = {name: rule for name, rule in reference().dose_rules.items() if rule.use == use}
    known_as = "class group" if use == "antidepressant" else "augments as"
    header = ["medicine", "brands", "class", known_as, *(rule.title for rule in rules.values()), "maximum"]
    rows = []
    for named in _forms():
        if use in named.uses:
            least = {number.rule: number for number in dose_range(named, rules).numbers}
            medicine = named.medicine
            rows.append(
                (
                    named.name,
                    ", ".join((named.formulation.brands if named.formulation else ()) or medicine.brands),
                    medicine.pharmacologic_class,
                    medicine.group if use == "antidepressant" else (medicine.augments_as or "").replace("_", " "),
                    *(_figure(named.minimum[name], named) if name in least else "" for name in rules),
                    "; ".join(_figure(limit, named) + _WHEN[limit.when] for limit in named.maximum),
                )
            )
    return table(header, rows)


def dose_rules() -> str:
    """What each rule means and what it is worth."""
    rules = reference().dose_rules
    rows = [(one.title, one.use, f"{one.meaning} {_tag(one)}", one.caveat) for one in rules.values()]
    return table(["rule", "for", "meaning", "caveat"], rows)


def remarks() -> str:
    """What there is to know about a medicine that is no number."""
    lines = []
    for medicine in reference().each():
        said = [f"{note.text} {_tag(note)}" for note in medicine.notes]
        said += [
            f"{use.low:f} to {use.high:f} {medicine.unit} is for {use.purpose}, too low for depression {_tag(use)}"
            for use in medicine.low_dose_uses
        ]
        said += [f"{form.name}: {note.text} {_tag(note)}" for form in medicine.formulations for note in form.notes]
        if medicine.related_to:
            kin = ", ".join(reference().get(other).name for other in medicine.related_to)
            said.append(f"Some reviewers take it for the same treatment as {kin}.")
        lines += [f"- **{medicine.name}**: {text}" for text in said]
    return "\n".join(lines)


def sources() -> str:
    """Every source with how far to trust it."""
    rows = [(tag, link(one.title, one.url), one.trust, one.note) for tag, one in reference().sources.items()]
    return table(["tag", "source", "trust", "note"], rows)


def _forms() -> Iterator[Named]:
    for medicine in reference().each():
        yield from reference().forms(medicine)


def _figure(figure: Figure, named: Named) -> str:
    unit = "" if named.unit == "mg/day" else f" {named.unit}"
    return f"{figure.dose:f}{unit} {_tag(figure)}" + (f" ({figure.note.rstrip('.')})" if figure.note else "")


def _tag(fact: Cited) -> str:
    return tag(fact.source, reference().sources)
