"""The mapping file of a CSV: which of its columns goes where. It can be proposed from the headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, field_validator

from priorauth.chart.codes import Ndc
from priorauth.chart.item import Text
from priorauth.intake.columns import CASE, COVERAGE, FILLS, PATIENTS, SHEETS, Sheet, sheet_named
from priorauth.intake.readings import Locale
from priorauth.model import Frozen
from priorauth.reading import Flaw, validated
from priorauth.yamltree import read

if TYPE_CHECKING:
    from pathlib import Path

    from priorauth.intake.columns import Column


class Map(Frozen):
    """What the columns of a CSV hold. Places are those of the workbook: ``Fills.Fill date``."""

    case: Text
    """The heading of the column with the practice's number for the patient."""
    columns: dict[str, Text]
    """The heading by the place in the workbook."""
    fixed: dict[str, Text] = {}
    """What is the same for every patient of the file, by the place."""
    ndc: dict[Ndc, Text] = {}
    """What each NDC is, as ``sertraline 50 mg``, besides those of the practice's profile."""
    locale: Locale | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    encoding: str | None = None
    trials_from_fills: bool = False
    """Whether antidepressants that were dispensed become trials."""
    new_trial_after_days: Annotated[int, Field(ge=1, le=3650)] | None = None
    """More days without supply than these part two trials: the practice's own rule, for no source has one."""

    @field_validator("columns", "fixed")
    @classmethod
    def _places(cls, value: dict[str, str]) -> dict[str, str]:
        for place in value:
            if place_of(place) is None:
                raise Flaw("has a place that is no column of the workbook. Write it as Fills.Fill date.")
        return value


def load_map(path: Path) -> Map:
    """Read a mapping file.

    Raises:
        BadInput: it cannot be read, or names a place that the workbook does not have.
    """
    return validated(Map, read(path))


def place_of(text: str) -> tuple[Sheet, Column] | None:
    """The sheet and column of ``Fills.Fill date``."""
    title, _, named = text.partition(".")
    sheet = sheet_named(title)
    column = sheet.column(named) if sheet else None
    return (sheet, column) if sheet and column else None


_CASES = ("mrn", "case", "patientid", "patientnumber", "medicalrecordnumber", "chartnumber", "ptid", "accountnumber")
_CALLED: dict[str, tuple[str, ...]] = {
    "Patients.First name": ("firstname", "patientfirstname", "givenname", "patfirst", "fname"),
    "Patients.Middle name": ("middlename", "middleinitial"),
    "Patients.Last name": ("lastname", "patientlastname", "surname", "familyname", "patlast", "lname"),
    "Patients.Birth date": ("birthdate", "dob", "dateofbirth", "patientdob"),
    "Patients.Sex": ("sex", "gender", "administrativesex"),
    "Patients.Street": ("street", "address", "address1", "streetaddress"),
    "Patients.City": ("city",),
    "Patients.State": ("state",),
    "Patients.ZIP": ("zip", "zipcode", "postalcode"),
    "Patients.Phone": ("phone", "telephone", "phonenumber"),
    "Coverage.Payer": ("payer", "insurance", "payor", "insurer"),
    "Coverage.Member ID": ("memberid", "subscriberid", "memberno", "policynumber"),
    "Coverage.Group": ("group", "groupnumber", "groupid"),
    "Fills.Medicine": ("medicine", "drug", "drugname", "medication", "medicationname", "productname", "labelname"),
    "Fills.NDC": ("ndc", "ndcnumber", "ndc11", "ndccode"),
    "Fills.Fill date": ("filldate", "datefilled", "dispensedate", "dispensed", "servicedate", "dateofservice"),
    "Fills.Days' supply": ("dayssupply", "daysupply", "supplydays", "days", "ds"),
    "Fills.Quantity": ("quantity", "qty", "quantitydispensed", "qtydispensed"),
    "Fills.Strength (mg)": ("strength", "strengthmg"),
    "Fills.Pharmacy": ("pharmacy", "pharmacyname", "dispenser"),
}
"""How exports call what the workbook has, in small letters and digits alone."""


def proposed(headings: Iterable[str]) -> tuple[str | None, dict[str, str], list[str]]:
    """The case's heading, a heading for each place that one is known for, and the headings that are left."""
    left = {re.sub(r"[^a-z0-9]", "", heading.lower()): heading for heading in headings}
    case = next((left.pop(name) for name in _CASES if name in left), None)
    found = {
        place: left.pop(name) for place, names in _CALLED.items() for name in [_first(names, left)] if name is not None
    }
    main = max(SHEETS[2:], key=lambda sheet: sum(_title(one.title) in left for one in sheet.columns))
    for column in (*PATIENTS.columns, *COVERAGE.columns, *main.columns):
        sheet = next(one for one in (PATIENTS, COVERAGE, main) if column in one.columns)
        if column is not CASE and _title(column.title) in left and f"{sheet.title}.{column.title}" not in found:
            found[f"{sheet.title}.{column.title}"] = left.pop(_title(column.title))
    return case, found, list(left.values())


def _first(names: Iterable[str], among: Mapping[str, str]) -> str | None:
    return next((name for name in names if name in among), None)


def _title(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def draft(headings: Iterable[str], numbers: Iterable[str]) -> str:
    """A mapping file to look over; ``numbers`` are the NDCs that the file names."""
    case, found, left = proposed(headings)
    lines = [
        "# Proposed from the headings: look at each line. Places are the workbook's sheets and columns.",
        f"case: {_quoted(case)}" if case else "case:  # the heading of your own number for the patient",
        "columns:",
        *(f"  {_quoted(place)}: {_quoted(heading)}" for place, heading in found.items()),
    ]
    if left:
        lines.append("  # not used:")
        lines += [f"  # ? : {_quoted(heading)}" for heading in left]
    given = {place for place in found if place.startswith(("Coverage.", "Patients."))}
    if "Coverage.Payer" not in given:
        lines += ["# The same for every patient of the file, where it is:", "# fixed:"]
        lines += ['#   "Coverage.Payer": cigna', '#   "Coverage.Request for": trd']
    if any(place.startswith(f"{FILLS.title}.") for place in found):
        lines += ["trials_from_fills: yes", "# More days without supply than these part two trials: your own rule."]
        lines.append("# new_trial_after_days:")
    if numbers := sorted(set(numbers)):
        lines += ["# What each NDC is, as: sertraline 50 mg. The package or the pharmacy says it.", "# ndc:"]
        lines += [f"#   {_quoted(number)}: " for number in numbers]
    lines.append("# locale: en-US  # 3/4/21 is March 4; practice.yaml may say it too")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
