"""Sessions that were given, as lines: each dose by the days on which it was given, each code by the days it holds.

S0013 holds to 31 December 2025, J0013 from the day after (the table of codes has the sources).
"""

from __future__ import annotations

from typing import Any

import pytest

from priorauth.chart.ask import Ask
from priorauth.chart.coverage import Coverage
from priorauth.chart.treatment import Session
from priorauth.request.codebook import codebook
from priorauth.request.given import given_lines

ASK = {"coverage": "c", "indication": "trd", "benefit": "medical", "acquisition": "buy_and_bill"}


def sessions(*given: tuple[str, int]) -> list[Session]:
    return [Session.model_validate({"on": on, "dose_mg": str(mg)}) for on, mg in given]


def told(own: list[Session], **more: Any) -> tuple[list[tuple[str | None, int, str]], list[int]]:
    ask = Ask.model_validate({**ASK, "patient_status": "established", **more})
    coverage = Coverage.model_validate({"payer": "cigna", "line_of_business": "commercial"})
    lines, visits = given_lines(ask, coverage, None, own, codebook())
    return (
        [(one.code, one.units, f"{one.service.first} to {one.service.last}") for one in lines],
        [one.count for one in visits],
    )


def test_each_dose_has_the_days_on_which_it_was_given() -> None:
    lines, visits = told(sessions(("2026-05-04", 56), ("2026-05-07", 84), ("2026-05-11", 84)))

    assert lines == [("J0013", 56, "2026-05-04 to 2026-05-04"), ("J0013", 168, "2026-05-07 to 2026-05-11")]
    assert visits == [3]


def test_where_a_code_ends_each_has_its_own_sessions() -> None:
    lines, _ = told(sessions(("2025-12-29", 84), ("2026-01-05", 84)))

    assert lines == [("S0013", 84, "2025-12-29 to 2025-12-29"), ("J0013", 84, "2026-01-05 to 2026-01-05")]


@pytest.mark.parametrize("more", [{"benefit": None}, {"acquisition": None}])
def test_while_the_route_is_open_no_line_is_made_up(more: dict[str, Any]) -> None:
    assert told(sessions(("2026-05-04", 56)), **more) == ([], [])
