"""Small asks and their requests for the tests of this folder: complete but for what a test changes."""

from __future__ import annotations

from datetime import date

import pytest

from priorauth.chart.ask import Ask, Period, Regimen
from priorauth.chart.coverage import Coverage
from priorauth.chart.people import Address, Site
from priorauth.request.calculator import price
from priorauth.request.codebook import codebook

OFFICE = Site(
    name="Quiet Harbor Psychiatry",
    address=Address(street="1 Main Street", city="Baltimore", state="MD", zip="21201"),
    place_of_service="11",
)
ASKED = {
    "coverage": "coverage-example",
    "indication": "trd",
    "benefit": "medical",
    "acquisition": "buy_and_bill",
    "start": date(2026, 3, 2),  # a Monday
    "period": Period(weeks=8),
    "regimen": Regimen(dose_mg=84, first_dose_mg=56, maintenance_every_weeks=2),
    "patient_status": "established",
}


@pytest.fixture(scope="session")
def an_ask():
    """Makes a complete ask, with the fields given instead; one given as None is left out."""

    def make(**changed):
        return Ask(**{key: value for key, value in {**ASKED, **changed}.items() if value is not None})

    return make


@pytest.fixture(scope="session")
def priced(an_ask):
    """Prices such an ask at a commercial plan. What :func:`price` takes by keyword goes to it."""

    def make(line_of_business="commercial", site=OFFICE, verification=None, **changed):
        settings = {key: changed.pop(key) for key in ("policy_period", "limit", "payer_habit") if key in changed}
        coverage = Coverage(payer="example", line_of_business=line_of_business, verification=verification)
        return price(an_ask(**changed), coverage, site, codebook(), **settings)

    return make
