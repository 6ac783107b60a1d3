"""Spravato's labelled schedule, counted out."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.chart.safety import LABEL_QUESTIONS
from priorauth.errors import BadInput
from priorauth.medicines.reference import reference
from priorauth.medicines.spravato import PlannedSession, schedule, spravato


def devices(sessions: tuple[PlannedSession, ...]) -> int:
    return sum(session.devices for session in sessions)


def test_the_first_four_weeks_have_eight_sessions_two_a_week() -> None:
    assert Counter(session.week for session in schedule("trd", 4, 84)) == {1: 2, 2: 2, 3: 2, 4: 2}


def test_the_first_eight_weeks_have_twelve_sessions() -> None:
    # 4 weeks x 2 + 4 weeks x 1
    assert len(schedule("trd", 8, 84)) == 12


def test_an_induction_of_56_mg_and_then_84_mg_takes_23_devices() -> None:
    # 1 session x 2 devices + 7 sessions x 3 devices
    sessions = schedule("trd", 4, 84, 56)
    assert [session.mg for session in sessions] == [56, 84, 84, 84, 84, 84, 84, 84]
    assert devices(sessions) == 23


def test_an_induction_all_at_84_mg_takes_24_devices() -> None:
    # 8 sessions x 3 devices: so begins the schedule for acute suicidal ideation
    assert devices(schedule("mdsi", 4, 84)) == 24


def test_an_induction_all_at_56_mg_takes_16_devices() -> None:
    assert devices(schedule("trd", 4, 56)) == 16


def test_a_session_says_its_week_its_place_in_it_and_its_devices() -> None:
    assert schedule("trd", 1, 84, 56) == (PlannedSession(1, 1, 56, 2), PlannedSession(1, 2, 84, 3))


@pytest.mark.parametrize(
    ("every", "weeks"),
    [(1, [9, 10, 11, 12, 13, 14]), (2, [9, 11, 13])],
)
def test_from_week_nine_on_there_is_a_session_each_week_or_every_second(every: int, weeks: list[int]) -> None:
    assert [session.week for session in schedule("trd", 6, 84, None, every, from_week=9)] == weeks


def test_a_renewal_begins_with_a_session_in_its_first_week() -> None:
    assert [session.week for session in schedule("trd", 5, 84, None, 2, from_week=14)] == [14, 16, 18]


def test_the_first_dose_is_the_first_ever_and_not_that_of_a_renewal() -> None:
    assert {session.mg for session in schedule("trd", 4, 84, 56, from_week=5)} == {84}


def test_a_year_with_a_session_every_second_week_from_week_nine() -> None:
    # 8 + 4, then weeks 9, 11 ... 51: 22 sessions
    assert len(schedule("trd", 52, 84, None, 2)) == 34


@pytest.mark.parametrize(
    ("dose", "count"),
    [(28, 1), (56, 2), (84, 3)],
)
def test_one_device_holds_28_mg(dose: int, count: int) -> None:
    assert spravato().devices(dose) == count


@pytest.mark.parametrize("dose", [0, -28, 27, 29, 83, 85])
def test_a_dose_that_is_no_whole_number_of_devices_is_refused(dose: int) -> None:
    with pytest.raises(BadInput, match="28 mg"):
        spravato().devices(dose)


@pytest.mark.parametrize("dose", [28, 55, 57, 83, 85, 112])
def test_a_dose_that_the_label_does_not_have_is_refused(dose: int) -> None:
    with pytest.raises(BadInput, match="56 or 84"):
        schedule("trd", 4, dose)


def test_the_label_begins_treatment_resistant_depression_with_56_mg() -> None:
    with pytest.raises(BadInput, match="first dose in mg is 84; the label has 56"):
        schedule("trd", 4, 84, 84)


@pytest.mark.parametrize("every", [None, 0, 3, 4])
def test_maintenance_is_each_week_or_every_second_and_must_be_said(every: int | None) -> None:
    assert len(schedule("trd", 8, 84, None, every)) == 12
    with pytest.raises(BadInput, match="1 or 2"):
        schedule("trd", 9, 84, None, every)


def test_acute_suicidal_ideation_has_no_labelled_fifth_week() -> None:
    assert len(schedule("mdsi", 4, 84)) == 8
    with pytest.raises(BadInput, match="week 5"):
        schedule("mdsi", 5, 84)


@pytest.mark.parametrize(("weeks", "from_week"), [(0, 1), (1, 0)])
def test_weeks_count_from_one(weeks: int, from_week: int) -> None:
    with pytest.raises(BadInput, match="count from 1"):
        schedule("trd", weeks, 84, from_week=from_week)


@given(
    weeks=st.integers(1, 60),
    dose=st.sampled_from([56, 84]),
    every=st.sampled_from([1, 2]),
    from_week=st.integers(1, 60),
)
def test_no_week_has_more_than_168_mg_and_each_session_its_devices(
    weeks: int, dose: int, every: int, from_week: int
) -> None:
    sessions = schedule("trd", weeks, dose, None, every, from_week=from_week)
    by_week = Counter[int]()
    for session in sessions:
        by_week[session.week] += session.mg
        assert session.devices * 28 == session.mg
    assert max(by_week.values()) <= 168
    assert min(by_week) == from_week
    assert max(by_week) < from_week + weeks


@given(first=st.integers(1, 30), then=st.integers(1, 30), dose=st.sampled_from([56, 84]))
def test_two_periods_that_meet_have_the_sessions_of_one(first: int, then: int, dose: int) -> None:
    whole = schedule("trd", first + then, dose, None, 1)
    assert schedule("trd", first, dose, None, 1) + schedule("trd", then, dose, None, 1, from_week=first + 1) == whole


def test_the_reference_and_the_schedule_agree_on_the_highest_dose() -> None:
    assert reference().get("esketamine").maximum[0].dose == max(spravato().schedules["trd"].doses.mg)


def test_the_label_forbids_four_things_and_each_has_its_safety_question() -> None:
    assert [one.id.replace("-", "_") for one in spravato().contraindications] == list(LABEL_QUESTIONS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Adderall XR", ["stimulant"]),
        ("modafinil", ["stimulant"]),
        ("Nardil", ["maoi"]),
        ("Emsam", ["maoi"]),
        ("selegiline", ["maoi"]),
        ("sertraline", []),
        ("lorazepam", ["sedative"]),
        ("Ativan", ["sedative"]),
        ("clonazepam ODT", ["sedative"]),
        ("acetaminophen with codeine", ["sedative"]),
        ("chlordiazepoxide-amitriptyline", ["sedative"]),
        ("something that nobody knows", []),
    ],
)
def test_what_the_label_says_of_other_medicines_together_with_it(text: str, expected: list[str]) -> None:
    assert [one.id for one in spravato().interactions_of(text)] == expected


def test_every_source_is_listed_and_cited() -> None:
    assert set(spravato().cited()) == spravato().sources.keys()
