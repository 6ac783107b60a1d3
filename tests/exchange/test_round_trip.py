"""Chart → FHIR → chart keeps what the bundle can hold and the reader can tell without guessing."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from priorauth.chart.chart import Chart
from priorauth.chart.trials import Ongoing
from priorauth.exchange.bundle import bundle, written
from priorauth.exchange.charted import charted
from priorauth.exchange.entries import PATIENT, Entries
from priorauth.medicines.reference import reference
from tests.exchange.charts import AS_OF, charts
from tests.intake.fhir.building import Seen
from tests.spec.builders import tree

if TYPE_CHECKING:
    from priorauth.chart.item import Item
    from priorauth.chart.trials import Course

PAYERS = {"cigna": "Cigna", "acme": "Acme Mutual"}

WHOLE = {
    "diagnoses": ("code", "description", "on", "by", "resolved"),
    "current_medicines": ("medicine", "dose", "since", "unchanged_since", "as_of"),
    "neuromodulations": ("kind", "start"),
    "scores": ("instrument", "on", "total", "items"),
    "inpatient": ("admitted", "discharged", "reason", "level"),
    "blood_pressures": ("on", "systolic", "diastolic"),
    "sessions": ("on", "dose_mg"),
    "fills": ("medicine", "on", "days_supply", "quantity", "strength_mg", "pharmacy"),
    "coverages": ("payer", "plan", "order", "member_id", "group", "bin", "pcn"),
}
"""What of each list comes back as it was."""
OF_A_COURSE = ("medicine", "start", "end", "constant_dose", "max_dose", "steps", "interruptions")


def sent(chart: Chart) -> bytes:
    entries = Entries(chart.model_dump_json())
    charted(chart, PAYERS, AS_OF, {}, entries)
    return written(bundle(entries, AS_OF, first=PATIENT, draft="", fictional=True))


def came_back(chart: Chart) -> Chart:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bundle.json"
        path.write_bytes(sent(chart))
        seen = Seen(path, payers={"cigna": "cigna", "acme mutual": "acme"})
    (found,) = seen.charts
    return Chart.model_validate(found)


def told(items: tuple[Item, ...], keys: tuple[str, ...]) -> list[str]:
    """The items, each as the named facts of it, in an order that does not matter."""
    return sorted(repr([(key, _alike(getattr(one, key))) for key in keys]) for one in items)


def _alike(value: object) -> object:
    """A medicine by its name in the reference: a bundle may hold a brand, and the chart then has the generic name."""
    named = reference().known(value) if isinstance(value, str) else None
    return named.name if named else value


def as_held(one: Course) -> Course:
    """The course as FHIR holds it.

    Where no day bounds the time, one dose is the highest. One step from the first day on, of a course whose end is not
    known, is the same as one dose throughout.
    """
    dated = one.start is not None or not isinstance(one.end, Ongoing)
    if one.constant_dose is not None and not dated:
        return one.model_copy(update={"max_dose": one.constant_dose, "constant_dose": None})
    if (
        len(one.steps) == 1
        and one.steps[0].start == one.start
        and (one.end == "unknown" or isinstance(one.end, Ongoing))
    ):
        return one.model_copy(update={"steps": (), "constant_dose": one.steps[0].dose})
    return one


@given(charts())
def test_a_chart_comes_back_with_what_fhir_holds(chart: Chart) -> None:
    again = came_back(chart)
    assert again.patient == chart.patient
    for name, keys in WHOLE.items():
        assert told(getattr(again, name), keys) == told(getattr(chart, name), keys), name
    for name, more in (("trials", ("purpose",)), ("augmentations", ())):
        keys = (*OF_A_COURSE, "ended_because", "ended_because_text", *more)
        # Two courses that say the same of the same days are one to the reader.
        once = list(dict.fromkeys(told(tuple(map(as_held, getattr(chart, name))), keys)))
        assert told(getattr(again, name), keys) == once, name


ANYWHERE = """
case: case-1
patient: {name: {first: X, last: X, middle: X}, birth_date: 1981-04-17, allergies: X}
coverages: [{payer: cigna, plan: X}]
care_team:
  prescriber: {name: X, credentials: X}
  site: {name: X, address: {street: X, city: X, state: MD, zip: "00021"}}
diagnoses: [{code: F33.2, description: X, by: X}]
trials: [{medicine: X, end: unknown, ended_because_text: X, serum_level: X, adverse_effects: [{effect: X}]}]
contraindicated_medicines: [{medicine: X, because: X, by: X}]
scores: [{instrument: CGI-S, on: 2026-11-01, total: 4, rater: X}]
inpatient: [{admitted: 2025, reason: X}]
sessions: [{on: 2026-11-01, dose_mg: 56, adverse_events: [X]}]
fills: [{medicine: X, on: 2026-11-01, days_supply: 30, pharmacy: X}]
exhibits: [{id: note, file: note.pdf, kind: chart_note, title: X}]
"""


@given(st.text(min_size=1, max_size=20).filter(str.strip))
def test_whatever_people_write_is_valid_fhir(text: str) -> None:
    """White space alone, control characters, the other half of a letter: FHIR's texts take less than a chart's do."""
    sent(Chart.model_validate(_with(tree(ANYWHERE), text)))


def _with(value: Any, text: str) -> Any:
    match value:
        case dict():
            return {key: _with(one, text) for key, one in value.items()}
        case list():
            return [_with(one, text) for one in value]
        case _:
            return text if value == "X" else value
