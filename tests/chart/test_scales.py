"""Rating scales: a total agrees with its items, and each severity begins where its source says."""

from __future__ import annotations

import pytest

from priorauth.chart.scales import instruments
from priorauth.errors import BadInput
from tests.spec.builders import chart

TABLE = instruments()


def refusal(score: str) -> str:
    with pytest.raises(BadInput) as caught:
        chart(f"scores: [{{on: 2026-11-12, {score}}}]")
    return str(caught.value)


@pytest.mark.parametrize(
    ("instrument", "lowest", "highest"),
    [
        ("PHQ-9", 0, 27),
        ("MADRS", 0, 60),
        ("HAM-D17", 0, 52),
        ("QIDS-SR16", 0, 27),
        ("QIDS-C16", 0, 27),
        ("BDI-II", 0, 63),
        ("GAD-7", 0, 21),
        ("CGI-S", 1, 7),
    ],
)
def test_a_total_lies_within_its_instrument(instrument: str, lowest: int, highest: int) -> None:
    for total in (lowest, highest):
        assert chart(f"scores: [{{instrument: {instrument}, on: 2026-11-12, total: {total}}}]").scores[0].total == total
    for total in (lowest - 1, highest + 1):
        said = refusal(f"instrument: {instrument}, total: {total}")
        assert f"must lie between {lowest} and {highest} for {instrument}" in said


def test_a_total_agrees_with_its_items() -> None:
    score = "instrument: PHQ-9, total: 20, items: [3, 3, 3, 3, 2, 2, 2, 2, 0]"
    assert chart(f"scores: [{{on: 2026-11-12, {score}}}]").scores[0].total == 20
    assert "add up to 20, but the total says 21" in refusal(score.replace("total: 20", "total: 21"))


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ("[3, 3, 3, 3, 2, 2, 2, 2]", "must be 9 answers for PHQ-9, not 8"),
        ("[3, 3, 3, 3, 2, 2, 2, 1, 1, 0]", "must be 9 answers for PHQ-9, not 10"),
        ("[4, 3, 3, 3, 2, 2, 2, 1, 0]", "must each lie between 0 and 3 for PHQ-9"),
        ("[-1, 3, 3, 3, 3, 3, 3, 3, 0]", "must be at least 0"),
    ],
)
def test_items_are_as_many_and_as_high_as_the_instrument_has(items: str, said: str) -> None:
    assert said in refusal(f"instrument: PHQ-9, total: 20, items: {items}")


@pytest.mark.parametrize("instrument", ["CGI-S", "QIDS-SR16"])
def test_where_a_total_is_no_sum_of_items_none_are_kept(instrument: str) -> None:
    assert "Give the total only" in refusal(f"instrument: {instrument}, total: 5, items: [5]")


@pytest.mark.parametrize(
    ("instrument", "total", "severity"),
    [
        ("PHQ-9", 4, None), ("PHQ-9", 5, "mild"), ("PHQ-9", 9, "mild"), ("PHQ-9", 10, "moderate"),
        ("PHQ-9", 14, "moderate"), ("PHQ-9", 15, "moderately_severe"), ("PHQ-9", 19, "moderately_severe"),
        ("PHQ-9", 20, "severe"), ("PHQ-9", 27, "severe"),
        ("MADRS", 6, None), ("MADRS", 7, "mild"), ("MADRS", 19, "mild"), ("MADRS", 20, "moderate"),
        ("MADRS", 34, "moderate"), ("MADRS", 35, "severe"),
        ("QIDS-SR16", 5, None), ("QIDS-SR16", 6, "mild"), ("QIDS-SR16", 10, "mild"), ("QIDS-SR16", 11, "moderate"),
        ("QIDS-SR16", 15, "moderate"), ("QIDS-SR16", 16, "severe"),
        ("BDI-II", 13, None), ("BDI-II", 14, "mild"), ("BDI-II", 19, "mild"), ("BDI-II", 20, "moderate"),
        ("BDI-II", 28, "moderate"), ("BDI-II", 29, "severe"),
    ],
)  # fmt: skip
def test_where_a_severity_begins(instrument: str, total: int, severity: str | None) -> None:
    assert TABLE.instruments[instrument].severity(total) == severity


@pytest.mark.parametrize("name", sorted(TABLE.instruments))
def test_every_number_about_an_instrument_has_its_source(name: str) -> None:
    one = TABLE.instruments[name]
    assert one.bands_source in TABLE.sources
    assert (one.loinc_total is None) == (one.loinc_source is None)
    assert one.loinc_source is None or one.loinc_source in TABLE.sources
    assert list(one.bands.values()) == sorted(one.bands.values())
    assert all(one.lowest <= band <= one.highest for band in one.bands.values())


@pytest.mark.parametrize("name", [name for name, one in TABLE.instruments.items() if one.items])
def test_the_items_make_up_the_highest_total(name: str) -> None:
    one = TABLE.instruments[name]
    assert one.items is not None
    if name == "HAM-D17":  # nine items go to 4 and eight to 2
        assert one.highest == 9 * 4 + 8 * 2
    else:
        assert one.highest == one.items.count * one.items.highest


def test_the_answer_about_suicide() -> None:
    (score,) = chart(
        "scores: [{instrument: PHQ-9, on: 2026-11-12, total: 3, items: [0, 0, 0, 0, 0, 0, 0, 1, 2]}]"
    ).scores
    assert score.suicide_item == 2
    (score,) = chart("scores: [{instrument: PHQ-9, on: 2026-11-12, total: 3}]").scores
    assert score.suicide_item is None
    (score,) = chart("scores: [{instrument: GAD-7, on: 2026-11-12, total: 3, items: [0, 0, 0, 0, 0, 1, 2]}]").scores
    assert score.suicide_item is None
