"""The codes that requests are made of, and how insurers take them, as tables with their sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.tables import table, tags
from priorauth.determination.cautions import TROUBLESOME_CODES as TROUBLESOME
from priorauth.request.codebook import codebook

if TYPE_CHECKING:
    from priorauth.request.codebook import DrugCode


def billing_codes() -> str:
    """Each code and package with what it stands for and when."""
    known = codebook()
    rows: list[tuple[object, ...]] = [
        (one.code, one.label, _days(one), tags(one.sources, known.sources)) for one in known.drug_codes
    ]
    rows += [(one.code, one.label, "", tags(one.sources, known.sources)) for one in known.visit_with_drug_codes]
    rows += [
        (f"{one.codes[0]} to {one.codes[-1]}", f"{one.label}. {one.note}", "", tags(one.sources, known.sources))
        for one in (known.visits.new, known.visits.established)
    ]
    rows += [
        (f"NDC {one.ndc} ({one.ndc11})", f"Kit of {one.strength_mg} mg", "", tags(one.sources, known.sources))
        for one in known.kits
    ]
    places = ", ".join(f"{code} {name.lower()}" for code, name in known.places_of_service.items())
    rows.append(("place of service", places, "", tags(known.places_of_service_sources, known.sources)))
    checked = f"Checked on {known.checked}; held to be right for service up to {known.confirmed_until}."
    return f"{checked}\n\n{table(['code', 'what it stands for', 'service', 'sources'], rows)}"


def _days(code: DrugCode) -> str:
    told = (f"from {code.start}" if code.start else "", f"until {code.until}" if code.until else "")
    return " ".join(text for text in told if text)


def lines_of_business() -> str:
    """How a line of business takes a drug that the practice bought, and how far that is known."""
    known = codebook()
    conventions = {"visit_with_drug": "one code for visit and drug", "drug_and_visit": "drug code beside a visit"}
    rows = [
        (
            name.replace("_", " "),
            conventions[one.convention],
            one.standing,
            one.note,
            tags(one.sources, known.sources),
        )
        for name, one in known.lines_of_business.items()
    ]
    rows += [
        (
            f"pharmacy's drug, {benefit} benefit",
            "kits by NDC",
            one.standing,
            one.note,
            tags(one.sources, known.sources),
        )
        for benefit, one in known.dispensed.items()
    ]
    return table(["line of business", "how", "standing", "what is known", "sources"], rows)


def diagnosis_codes() -> str:
    """The diagnosis codes that the program warns of."""
    return table(["code", "the warning"], TROUBLESOME.items())
