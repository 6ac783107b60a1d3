"""The charts of a folder, found by case number or by who the patient is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from priorauth.chart.people import Patient
from priorauth.errors import BadInput
from priorauth.files import is_folder
from priorauth.intake.merging.merge import who
from priorauth.yamltree import read

if TYPE_CHECKING:
    from pathlib import Path


class Charts:
    """Every chart below a folder, looked into once; what cannot be read is no chart of anybody's."""

    def __init__(self, folder: Path) -> None:
        if not is_folder(folder):
            raise BadInput("There is no such folder.", where=str(folder), fix="Name the folder of your charts.")
        self.patients: dict[str, dict[str, Any]] = {}
        """Who each is, by case number, as the chart has it."""
        self._by_case: dict[str, list[Path]] = {}
        self._by_person: dict[tuple[str, ...], list[Path]] = {}
        for path in sorted(folder.rglob("chart.yaml")):
            try:
                match read(path).tree:
                    case {"case": str() as number, "patient": dict() as patient}:
                        self._by_case.setdefault(number, []).append(path)
                        self.patients[number] = patient
                        self._by_person.setdefault(who(Patient.model_validate(patient)), []).append(path)
            except (BadInput, ValidationError):
                continue

    def of_case(self, number: str) -> list[Path]:
        """The charts of that case number."""
        return self._by_case.get(number, [])

    def of_person(self, patient: Patient) -> list[Path]:
        """The charts of one who has that name and that birth date, both."""
        return self._by_person.get(who(patient), [])
