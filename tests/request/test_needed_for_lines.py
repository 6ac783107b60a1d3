"""What a request lacks before its lines can be said: what it is, and who has it."""

from __future__ import annotations

import pytest

from priorauth.chart.ask import Period, Regimen
from priorauth.chart.people import Address, Site
from tests.request.in_short import needed

ADDRESS = Address(street="1 Main Street", city="Baltimore", state="MD", zip="21201")


class TestWhatIsMissing:
    @pytest.mark.parametrize(
        ("changed", "missing", "owner"),
        [
            ({"start": None}, "the first day of service", "billing"),
            ({"regimen": None}, "the regimen", "prescriber"),
            ({"period": None}, "the period to ask for", "billing"),
            ({"benefit": None}, "the benefit that pays the drug", "billing"),
            ({"acquisition": None}, "who supplies the drug", "billing"),
            ({"line_of_business": None}, "the plan's line of business", "billing"),
            ({"benefit": "pharmacy"}, "which of the two holds", "billing"),  # and bought by the practice
            ({"line_of_business": "medicare_ffs", "patient_status": None}, "new to the practice", "billing"),
        ],
    )
    def test_it_is_named_with_its_owner_and_there_is_no_line(self, priced, changed, missing, owner):
        request = priced(**changed)
        (gap,) = request.needs
        assert missing in gap.needed
        assert gap.owner == owner
        assert gap.item
        assert request.lines == ()
        assert request.visits == ()

    def test_a_complete_ask_needs_nothing(self, priced):
        assert priced().needs == ()

    def test_the_drug_does_not_wait_for_the_patients_status_but_the_visits_do(self, priced):
        request = priced(patient_status=None)
        assert "new to the practice or established" in needed(request)
        assert request.lines
        assert request.visits == ()

    @pytest.mark.parametrize("patient_status", ["new", "established"])
    def test_without_a_plan_there_is_no_visit(self, priced, patient_status):
        request = priced(period=Period(months=3), regimen=Regimen(dose_mg=84), patient_status=patient_status)
        assert (request.totals, request.lines, request.visits) == (None, (), ())

    @pytest.mark.parametrize("site", [None, Site(name="Quiet Harbor Psychiatry", address=ADDRESS)])
    def test_an_unknown_place_of_service_is_asked_for_and_left_empty(self, priced, site):
        request = priced(site=site)
        assert "place-of-service" in needed(request)
        assert {line.place_of_service for line in request.lines} == {None}

    def test_the_pharmacy_benefit_asks_for_neither_status_nor_place(self, priced):
        request = priced(None, None, benefit="pharmacy", acquisition=None, patient_status=None)
        assert request.needs == ()

    def test_several_gaps_are_all_named(self, priced):
        request = priced(start=None, regimen=None, benefit=None)
        assert [gap.owner for gap in request.needs] == ["billing", "prescriber", "billing"]
