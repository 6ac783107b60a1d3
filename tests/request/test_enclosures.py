"""What the payer wants enclosed, held against the exhibits that the chart has."""

from __future__ import annotations

import pytest

from priorauth.policy.envelope import Documentation
from priorauth.request.enclosures import not_enclosed
from tests.spec.builders import chart


def missing(items: tuple[str, ...], exhibits: str, if_missing: str = "not_stated") -> list[str]:
    wanted = Documentation.model_validate({"level": "submit", "items": items, "if_missing": if_missing})
    return list(not_enclosed(wanted, chart(f"exhibits: [{exhibits}]")))


def exhibit(kind: str) -> str:
    return f"{{id: one, file: a.pdf, kind: {kind}, title: t}}"


@pytest.mark.parametrize(
    ("item", "shown_by", "not_by"),
    [
        ("chart_notes", "chart_note", "scale_sheet"),
        ("chart_notes", "hospital_record", "lab"),
        ("medication_history", "pharmacy_record", "scale_sheet"),
        ("scale_sheets", "scale_sheet", "chart_note"),
        ("labs", "lab", "chart_note"),
    ],
)
def test_each_kind_of_record_by_the_exhibits_that_are_one(item: str, shown_by: str, not_by: str) -> None:
    assert missing((item,), exhibit(shown_by)) == []
    assert len(missing((item,), exhibit(not_by))) == 1
    assert len(missing((item,), "")) == 1


@pytest.mark.parametrize(
    ("if_missing", "told"),
    [
        ("returned", "chart notes, which the payer wants enclosed, or it returns the request unread"),
        ("denied", "chart notes, which the payer wants enclosed, or it denies the request"),
        ("not_stated", "chart notes, which the payer wants enclosed"),
    ],
)
def test_what_happens_without_them(if_missing: str, told: str) -> None:
    assert missing(("chart_notes",), "", if_missing) == [told]


def test_where_the_prescribers_word_is_enough_nothing_is_wanted() -> None:
    assert list(not_enclosed(Documentation(level="attest"), chart())) == []
    assert list(not_enclosed(None, chart())) == []
