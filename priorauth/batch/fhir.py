"""Patients of a FHIR or C-CDA source as the charts of a batch, one after the other; nothing is written beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.batch.source import Item
from priorauth.intake.fhir.reading import Account, patients
from priorauth.intake.fhir.source import FHIR, Format
from priorauth.intake.fhir.writing import chart_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from priorauth.intake.fhir.charted import Wanted

PREFIX = "case-"
"""How case numbers begin, where nobody says otherwise."""
_LISTED = "Correct it where it was exported; priorauth intake fhir tells what was found of each patient."


def items(source: Path, wanted: Wanted, form: Format = FHIR) -> Iterator[Item]:
    """Each patient as a chart; one of whom none can be made, and each file that cannot be read, as a failure.

    Documents that the source holds are no exhibits here, as these are files beside a chart.
    """
    account = Account()
    for case, found, _ in patients(source, wanted, PREFIX, account, form):
        if isinstance(found, str):
            yield Item(source, case=case, wrong=f"The patient {found}.", fix=_LISTED)
        else:
            tree = {key: value for key, value in found.tree.items() if key != "exhibits"}
            yield Item(source, case=case, data=chart_line(tree))
    for fault in account.faults:
        where = fault.where.removeprefix(str(source)).lstrip("\\/, ")
        yield Item(source, wrong=f"{where}: {fault.what}" if where else fault.what, fix=fault.fix)
