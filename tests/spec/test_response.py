"""How much better a patient got: percent of the first score, words, and what to do where they do not agree."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.chart.scales import Score, instruments
from priorauth.chart.trials import Course
from priorauth.logic.ranges import Range
from priorauth.medicines.response import WORDS, Change, Improvement, improvement
from tests.spec.builders import chart


def scored(instrument: str, before: int, after: int) -> Change:
    return Change(
        Score(instrument=instrument, on="2025-02-03", total=before),
        Score(instrument=instrument, on="2025-04-01", total=after),
    )


def told(change: Change | None = None, percent: int | None = None, word: str | None = None) -> Improvement:
    """What a chart tells in up to three ways."""
    return Improvement(change, percent, word, None)


@pytest.mark.parametrize(
    ("before", "after", "percent"),
    [
        (20, 15, "25.0"),  # 5 of 20
        (20, 14, "30.0"),  # 6 of 20
        (21, 18, "14.3"),  # 3 of 21 = 14.29
        (22, 19, "13.6"),  # 3 of 22 = 13.64
        (16, 15, "6.3"),  # 1 of 16 = 6.25, half rounded up
        (20, 10, "50.0"),
        (20, 0, "100.0"),
        (20, 20, "0.0"),
        (20, 25, "-25.0"),  # worse
        (10, 27, "-170.0"),
    ],
)
def test_improvement_is_the_change_in_percent_of_the_first_score(before: int, after: int, percent: str) -> None:
    assert str(scored("PHQ-9", before, after).percent) == percent


@given(st.data(), st.sampled_from(sorted(instruments().instruments)))
def test_rounding_carries_no_score_over_25_or_50_percent(data: st.DataObject, name: str) -> None:
    scale = instruments().instruments[name]
    before = data.draw(st.integers(max(1, scale.lowest), scale.highest))
    after = data.draw(st.integers(scale.lowest, scale.highest))
    percent = scored(name, before, after).percent
    for threshold in (25, 50):
        assert (percent <= threshold) == ((before - after) * 100 <= threshold * before)
        assert (percent < threshold) == ((before - after) * 100 < threshold * before)


COURSE = """
trials: [{medicine: sertraline, end: 2025-04-01, score_before: before, score_after: after}]
scores:
  - {id: before, instrument: %s, on: 2025-02-03, total: %s}
  - {id: after, instrument: %s, on: 2025-04-01, total: %s}
"""


def effect(text: str) -> Improvement:
    facts = chart(text)
    return improvement(facts.trials[0], {score.id: score for score in facts.scores})


def test_two_scores_of_one_instrument_are_compared() -> None:
    known = effect(COURSE % ("PHQ-9", 20, "PHQ-9", 17))
    assert known.possible == (Range.exactly(Decimal("15.0")),)
    assert known.spoken() == "PHQ-9 20 to 17 (15% improvement)"


@pytest.mark.parametrize(
    ("one", "other"),
    [("PHQ-9", "MADRS"), ("QIDS-SR16", "QIDS-C16"), ("HAM-D17", "MADRS"), ("PHQ-9", "BDI-II")],
)
def test_different_instruments_are_never_compared(one: str, other: str) -> None:
    assert effect(COURSE % (one, 20, other, 10)).possible == ()


def test_an_anxiety_scale_shows_nothing_of_depression() -> None:
    assert effect(COURSE % ("GAD-7", 20, "GAD-7", 5)).possible == ()


def test_a_first_score_of_zero_has_no_percentage() -> None:
    assert effect(COURSE % ("PHQ-9", 0, "PHQ-9", 5)).possible == ()


def test_one_score_alone_tells_nothing() -> None:
    assert effect((COURSE % ("PHQ-9", 20, "PHQ-9", 17)).replace(", score_after: after", "")).possible == ()


@pytest.mark.parametrize(
    ("word", "low", "high"),
    [
        ("worse", None, "0"),
        ("none", None, "24.99"),
        ("partial", "25", "49.99"),
        ("inadequate", None, "49.99"),
        ("response", "50", "100"),
        ("remission", "50", "100"),
    ],
)
def test_a_word_stands_for_a_range(word: str, low: str | None, high: str) -> None:
    assert WORDS[word] == Range(low and Decimal(low), Decimal(high))


def test_the_words_policies_use_follow_each_other_without_overlap() -> None:
    bands = [WORDS[word] for word in ("none", "partial", "response")]
    for one, following in pairwise(bands):
        assert not one.overlaps(following)
        assert one.high is not None
        assert following.low is not None
        assert following.low - one.high == Decimal("0.01")  # scores are told to 0.1, so that nothing falls between


def trial(**facts: object) -> Course:
    return Course.model_validate({"medicine": "sertraline", "end": "2025-04-01", **facts})


@pytest.mark.parametrize(
    ("facts", "possible", "spoken"),
    [
        ({"improvement_percent": 20}, [Range.exactly(Decimal(20))], "stated as 20% improvement"),
        ({"improvement_percent": -10}, [Range.exactly(Decimal(-10))], "stated as 10% worsening"),
        ({"response": "none"}, [WORDS["none"]], "no response"),
        ({"response": "partial"}, [WORDS["partial"]], "partial response"),
        ({"response": "remission"}, [WORDS["remission"]], "remission"),
        ({"response": "unknown"}, [], ""),
        ({}, [], ""),
        ({"ended_because": ["lack_of_effect"]}, [WORDS["inadequate"]], "ended for lack of effect"),
        ({"ended_because": ["partial_effect"]}, [WORDS["inadequate"]], "ended for partial effect only"),
        ({"ended_because": ["side_effects"]}, [], ""),
        # The reason it ended implies an effect only where the effect is not told.
        ({"response": "none", "ended_because": ["lack_of_effect"]}, [WORDS["none"]], "no response"),
        (
            {"improvement_percent": 10, "response": "none"},
            [Range.exactly(Decimal(10)), WORDS["none"]],
            "stated as 10% improvement; no response",
        ),
    ],
)
def test_each_way_in_which_an_effect_is_told_is_kept(
    facts: dict[str, object], possible: list[Range], spoken: str
) -> None:
    known = improvement(trial(**facts), {})
    assert (list(known.possible), known.spoken()) == (possible, spoken)


@pytest.mark.parametrize(
    ("ways", "conflicting"),
    [
        (told(percent=20), False),
        (told(percent=20, word="none"), False),
        (told(percent=30, word="none"), True),
        (told(percent=30, word="inadequate"), False),
        (told(percent=50, word="partial"), False),  # a point of rounding is no conflict
        (told(percent=51, word="partial"), True),
        (told(percent=49, word="response"), False),
        (told(percent=48, word="response"), True),
        (told(percent=1, word="worse"), False),
        (told(percent=2, word="worse"), True),
        (told(scored("PHQ-9", 20, 17), percent=15), False),  # computed 15
        (told(scored("PHQ-9", 20, 17), percent=16), False),
        (told(scored("PHQ-9", 20, 17), percent=17), True),
        (told(scored("PHQ-9", 20, 17), word="response"), True),
        (told(scored("PHQ-9", 20, 17), percent=15, word="remission"), True),
    ],
)
def test_two_ways_of_telling_that_exclude_each_other_are_a_conflict(ways: Improvement, conflicting: bool) -> None:
    assert ways.conflicting is conflicting


def test_a_conflict_is_told_with_both_sides() -> None:
    assert told(scored("PHQ-9", 20, 17), word="remission").spoken() == "PHQ-9 20 to 17 (15% improvement); remission"
