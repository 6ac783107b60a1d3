"""However many patients a source has, one is held at a time; and junk in it never stops the others."""

from __future__ import annotations

import contextlib
import gc
import json
import weakref
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from priorauth.intake.fhir import reading
from priorauth.intake.fhir.charted import Charted, Wanted
from priorauth.intake.fhir.index import Index
from priorauth.intake.fhir.reading import Account, patients
from priorauth.intake.fhir.record import Record
from priorauth.intake.fhir.source import OtherVersion
from tests.intake.fhir.building import AS_OF, WHO, about, code, medicine, patient, phq9, source

if TYPE_CHECKING:
    from pathlib import Path

MANY = 50


def test_no_more_than_one_patient_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each resource of each patient is read when its turn comes, and let go before the next one's."""
    alive: weakref.WeakSet[Record] = weakref.WeakSet()
    most, loaded = [0], [0]

    class Counted(Record):
        def __init__(self, *given: Any) -> None:
            gc.collect()
            most[0] = max(most[0], len(alive) + 1)
            alive.add(self)
            super().__init__(*given)

    plain = Index.load

    def load(self: Index, place: Any) -> Any:
        loaded[0] += 1
        return plain(self, place)

    monkeypatch.setattr(reading, "Record", Counted)
    monkeypatch.setattr(Index, "load", load)
    people = [patient(f"p{n}", birthDate=f"19{n + 10}-01-01") for n in range(MANY)]
    said = [phq9(n % 28, subject={"reference": f"Patient/p{n}"}) for n in range(MANY)]
    path = source(tmp_path, *said, *people)  # every score stands before its patient
    found = []
    for turn, (_, chart, _) in enumerate(patients(path, Wanted(AS_OF), "case-", Account()), start=1):
        assert loaded[0] == 2 * turn  # nothing ahead of its turn
        assert isinstance(chart, Charted)
        found.append(chart.tree["scores"][0]["total"])
    assert most == [1]
    assert found == [n % 28 for n in range(MANY)]


RESOURCES: list[dict[str, Any]] = [
    patient(),
    phq9(14),
    medicine("MedicationRequest", "sertraline", requester={"reference": "Practitioner/x"}),
    medicine("MedicationStatement", "sertraline", effectivePeriod={"start": "2024", "end": "2025"}),
    medicine("MedicationDispense", "fluoxetine 20 MG", whenHandedOver="2025-01-01", daysSupply={"value": 30}),
    about("Condition", code=code("http://hl7.org/fhir/sid/icd-10-cm", "F33.2"), recordedDate="2025-01-01"),
    about("Procedure", status="completed", code={"text": "Electroconvulsive therapy"}, performedDateTime="2020"),
    about("DocumentReference", status="current", content=[{"attachment": {"contentType": "application/pdf"}}]),
    {"resourceType": "Coverage", "beneficiary": WHO, "payor": [{"display": "Cigna"}], "order": 1},
    {"resourceType": "AllergyIntolerance", "patient": WHO, "code": {"text": "ketamine"}},
]
TEXTS = ["", "\ud800", "9999-12-31", "0000-00-00", "a\x00: b\n#"]
JUNK = st.sampled_from([None, True, -1, 1e300, 10**60, *TEXTS, [], {}, [[]], [{}], {"value": []}])


@given(where=st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200), JUNK), min_size=1, max_size=8))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_junk_anywhere_is_left_out_and_stops_nothing(tmp_path: Path, where: list[tuple[int, int, Any]]) -> None:
    resources = json.loads(json.dumps(RESOURCES))
    for which, what, junk in where:
        one = resources[which % len(resources)]
        places = list(_places(one))
        holder, key = places[what % len(places)]
        if key != "resourceType":
            holder[key] = json.loads(json.dumps(junk))
    path = source(tmp_path, *resources, patient("other", birthDate="1990-01-01"))
    account = Account()
    with contextlib.suppress(OtherVersion):  # of which a list is a sign where R4 has a text
        assert len(list(patients(path, Wanted(AS_OF), "case-", account))) == 2
        assert account.charts >= 1


def _places(here: Any) -> Any:
    """Each key of a group and each place of a list in it, with what holds it."""
    for key, below in here.items() if isinstance(here, dict) else enumerate(here):
        yield here, key
        if isinstance(below, dict | list):
            yield from _places(below)
