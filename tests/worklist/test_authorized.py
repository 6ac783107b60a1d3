"""Sessions held against what was authorized: units left, doses above the line, days outside it, codes that ended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.chart.treatment import Session
from priorauth.worklist.authorized import Use, outdated_codes, told, uses
from priorauth.worklist.deadline import Concern
from priorauth.worklist.events import Event, Line
from tests.worklist.small_cases import approved, case, closed, denied, line, submitted


def session(on: str | date, dose_mg: int = 84, **more: Any) -> Session:
    return Session.model_validate({"on": on, "dose_mg": dose_mg, **more})


ASKED = date(2026, 12, 5)


def held(lines: list[Line], sessions: list[Session]) -> tuple[list[Use], list[Concern]]:
    return uses([case(submitted("11-20"), approved("11-25", *lines))], sessions, ASKED)


def codes(concerns: list[Concern]) -> list[str]:
    return [one.code for one in concerns]


FIRST, LAST = "2026-12-01", "2027-02-28"


@pytest.mark.parametrize(
    ("of_line", "doses", "left", "counted_in"),
    [
        # J0013 and S0013 count milligrams, G2082 and G2083 visits, and a pharmacy's line kits
        ({"units": 672}, [84, 84], 504, "units of J0013 at 84 mg"),
        ({"units": 448, "strength_mg": 56}, [56], 392, "units of J0013 at 56 mg"),
        ({"units": 672, "strength_mg": None}, [56, 84], 532, "units of J0013"),
        ({"units": 8, "code": "G2083"}, [84, 84], 6, "units of G2083 at 84 mg"),
        ({"units": 8, "code": "G2082", "strength_mg": None}, [56], 7, "units of G2082"),
        ({"units": 8, "code": None}, [84], 7, "kits at 84 mg"),
        # Sessions, where the line has no units, or such as nobody knows how to count
        ({"units": None, "sessions": 8}, [84], 7, "sessions at 84 mg"),
        ({"units": 8, "code": "J3490", "sessions": 8}, [84], 7, "sessions at 84 mg"),
        ({"units": 8, "code": "J3490"}, [84], None, "sessions at 84 mg"),
        ({"units": None}, [84], None, "sessions at 84 mg"),
    ],
)
def test_what_is_left(of_line: dict[str, Any], doses: list[int], left: int | None, counted_in: str) -> None:
    [use], _ = held([line(**of_line)], [session(f"2026-12-0{place}", mg) for place, mg in enumerate(doses, start=1)])
    assert (use.left, use.counted_in, len(use.sessions)) == (left, counted_in, len(doses))


def test_what_is_left_of_a_code_that_has_ended_since() -> None:
    of_2025 = line(code="S0013", **{"from": "2025-11-01", "until": "2025-12-31"})
    [use], _ = held([of_2025], [session("2025-12-01")])
    assert (use.left, use.counted_in) == (588, "units of S0013 at 84 mg")


@pytest.mark.parametrize(
    ("on", "taken_of"),
    [
        ("2025-12-31", "S0013"),
        ("2026-01-01", "J0013"),  # S0013 holds until the end of 2025, J0013 from then on
    ],
)
def test_a_session_takes_only_of_a_code_that_holds_on_its_day(on: str, taken_of: str) -> None:
    days = {"from": "2025-11-01", "until": "2026-02-28"}
    lines, concerns = held([line(code="S0013", **days), line(**days)], [session(on)])
    assert {one.line.code: one.used for one in lines if one.sessions} == {taken_of: 84}
    assert concerns == []


def test_what_is_granted_on_an_ended_code_alone_covers_nothing() -> None:
    lines, [concern] = held([line(code="S0013")], [session(FIRST)])
    assert lines == []
    assert concern.what == (
        "No authorization covers the session of 2026-12-01 (84 mg): the last before it ended on 2025-12-31 "
        "(S0013 holds for no later service)."
    )


def test_what_is_left_is_told_in_a_sentence() -> None:
    [use], _ = held([line(units=672)], [session(FIRST)])
    assert told(use) == "588 of 672 units of J0013 at 84 mg are left."
    [days_only], _ = held([line(units=None)], [session(FIRST)])
    assert told(days_only) == "The line until 2027-02-28 names no number that sessions can be counted in."


@pytest.mark.parametrize(
    ("on", "found"),
    [
        ("2026-11-30", []),  # before anything here was authorized: by whom, the worklist does not know
        (FIRST, []),
        (LAST, []),
        ("2027-03-01", ["session_outside"]),
    ],
)
def test_a_day_outside_the_authorization(on: str, found: list[str]) -> None:
    assert codes(held([line()], [session(on)])[1]) == found


def test_a_day_between_two_authorizations_is_outside_both() -> None:
    later = line(**{"from": "2027-03-08", "until": "2027-05-31"})
    _, [concern] = held([line(), later], [session("2027-03-07")])
    assert concern.what == (
        "No authorization covers the session of 2027-03-07 (84 mg): the last before it ended on 2027-02-28."
    )


@pytest.mark.parametrize(
    ("asked_from", "on", "found"),
    [
        ("2026-11-02", "2026-11-02", ["session_outside"]),
        ("2026-11-02", "2026-11-01", []),  # of the time before the worklist
        (None, "2026-11-02", []),
    ],
)
def test_a_day_before_the_first_authorization_is_told_from_the_day_on_that_was_asked(
    asked_from: str | None, on: str, found: list[str]
) -> None:
    asked = [line(**{"from": asked_from})] if asked_from else []
    made = case(submitted("11-20", asked=asked), approved("11-25"))
    _, concerns = uses([made], [session(on)], ASKED)
    assert codes(concerns) == found
    for one in concerns:
        assert one.what == (
            f"No authorization covers the session of {on} (84 mg): the first in this worklist begins on {FIRST}."
        )


def test_many_sessions_outside_are_told_once() -> None:
    asked = submitted("11-20", asked=[line(**{"from": "2026-11-02"})])
    given = [session("2026-11-02", 56), session("2026-11-05"), session("2026-11-09"), session(FIRST)]
    [use], [concern] = uses([case(asked, approved("11-25"))], given, ASKED)
    assert len(use.sessions) == 1
    assert concern.what == (
        "No authorization covers 3 sessions from 2026-11-02 to 2026-11-09 (56 mg and 84 mg): the first in this "
        f"worklist begins on {FIRST}."
    )


@pytest.mark.parametrize(
    ("events", "found"),
    [
        ([], ["4711/first is submitted."]),
        ([denied("11-25")], ["4711/first is denied."]),
        ([closed("11-25")], []),  # it may never have needed one
    ],
)
def test_a_session_without_any_grant(events: list[Event], found: list[str]) -> None:
    made = case(submitted("11-20", asked=[line()]), *events)
    _, concerns = uses([made], [session(FIRST)], ASKED)
    assert [one.what.partition("nothing was granted; ")[2] for one in concerns] == found


@pytest.mark.parametrize(
    ("strong", "code", "told_of_it"),
    [
        ({"until": "2026-12-15"}, "session_outside", "the line for 84 mg ended on 2026-12-15, and what is authorized"),
        ({"from": "2027-01-10"}, "session_outside", "the line for 84 mg begins on 2027-01-10, and what is authorized"),
        (None, "dose_above", "is above what is authorized (56 mg): ask for a change of dose."),
    ],
)
def test_a_line_of_the_sessions_own_dose_that_does_not_hold_then_is_named(
    strong: dict[str, Any] | None, code: str, told_of_it: str
) -> None:
    lines = [line(strength_mg=56), *([line(**strong)] if strong else [])]
    _, [concern] = held(lines, [session("2026-12-20")])
    assert concern.code == code
    assert told_of_it in concern.what


def test_a_renewal_goes_on_with_what_was_authorized_before() -> None:
    renewed = line(**{"from": "2027-03-01", "until": "2027-05-31"})
    cases = [
        case(submitted("11-20"), approved("11-25")),
        case(submitted("11-21"), approved("11-26", renewed), ask="second", phase="continuation"),
    ]
    lines, concerns = uses(cases, [session(LAST), session("2027-03-01")], ASKED)
    assert [(one.case, one.left) for one in lines] == [("4711/first", 588), ("4711/second", 588)]
    assert concerns == []


@pytest.mark.parametrize(
    ("of_line", "dose", "found", "belongs"),
    [
        ({"strength_mg": 84}, 84, [], True),
        ({"strength_mg": 84}, 56, ["dose_below"], True),
        ({"strength_mg": 56}, 84, ["dose_above"], False),
        ({"strength_mg": 56}, 56, [], True),
        ({"strength_mg": None}, 84, [], True),
        # The code itself tells a dose: G2082 up to 56 mg, G2083 above it
        ({"code": "G2082", "units": 8, "strength_mg": None}, 56, [], True),
        ({"code": "G2082", "units": 8, "strength_mg": None}, 84, ["dose_above"], False),
        ({"code": "G2083", "units": 8, "strength_mg": None}, 84, [], True),
        ({"code": "G2083", "units": 8, "strength_mg": None}, 56, ["dose_below"], True),
    ],
)
def test_a_dose_that_is_not_the_lines(of_line: dict[str, Any], dose: int, found: list[str], belongs: bool) -> None:
    [use], concerns = held([line(**of_line)], [session(FIRST, dose)])
    assert (codes(concerns), bool(use.sessions)) == (found, belongs)


def test_each_session_goes_to_the_line_of_its_strength() -> None:
    weak, strong = line(strength_mg=56, units=112), line(strength_mg=84, units=168)
    lines, concerns = held([weak, strong], [session(FIRST, 56), session("2026-12-04", 84)])
    assert {one.line.strength_mg: one.left for one in lines} == {56: 56, 84: 84}
    assert concerns == []


def test_a_line_with_something_left_goes_before_one_that_is_used_up() -> None:
    first, second = line(units=84, until="2026-12-31"), line(units=168)
    lines, concerns = held([first, second], [session(FIRST), session("2026-12-04")])
    assert [(one.line.units, one.left) for one in lines] == [(84, 0), (168, 84)]
    assert concerns == []


@pytest.mark.parametrize(
    ("units", "found"),
    [(252, []), (251, ["units_used_up"]), (168, ["units_used_up"]), (167, ["units_over"])],
)
def test_two_sessions_of_84_mg_leave_room_for_a_third_from_252_units_on(units: int, found: list[str]) -> None:
    _, concerns = held([line(units=units)], [session(FIRST), session("2026-12-04")])
    assert codes(concerns) == found


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([{"units": 168, "until": "2026-12-05"}], ["units_used_up"]),
        ([{"units": 168, "until": "2026-12-04"}], []),  # it has ended: that is the renewal's
        ([{"units": 168}, {"units": 84, "from": "2027-01-01"}], []),  # another line is to come
        ([{"units": 168}, {"units": 56, "strength_mg": 56}], ["units_used_up"]),  # room for a weaker session alone
        ([{"units": 168}, {"units": None, "sessions": 1}], []),
    ],
)
def test_another_session_must_fit_into_some_line_that_has_not_ended(
    lines: list[dict[str, Any]], found: list[str]
) -> None:
    _, concerns = held([line(**one) for one in lines], [session(FIRST), session("2026-12-04")])
    assert codes(concerns) == found


@pytest.mark.parametrize(
    ("supply", "left"), [("sample", 672), ("manufacturer", 672), ("practice_stock", 588), (None, 588)]
)
def test_what_cost_the_payer_nothing_takes_nothing(supply: str | None, left: int) -> None:
    [use], _ = held([line()], [session(FIRST, supply=supply)])
    assert use.left == left


def test_a_line_for_visits_is_none_for_the_drug() -> None:
    lines, concerns = held([line(code="99214", strength_mg=None, units=8)], [session(FIRST)])
    assert (lines, concerns) == ([], [])


WEAKER = line(strength_mg=56)
STRONGER = line(strength_mg=84)


@pytest.mark.parametrize("after", [[], [closed("12-07")]])
@pytest.mark.parametrize(("on", "found"), [("2026-12-05", []), ("2026-12-06", ["session_outside"])])
def test_what_was_taken_back_authorizes_nothing_from_then_on(after: list[Event], on: str, found: list[str]) -> None:
    """Whether the case is closed afterwards or not."""
    taken_back = case(submitted("11-20"), approved("11-25", STRONGER), denied("12-05"), *after)
    second = case(submitted("11-21"), approved("11-26", WEAKER), ask="second")
    _, concerns = uses([taken_back, second], [session(on)], ASKED)
    assert codes(concerns) == found
    for one in concerns:
        assert "the line for 84 mg ended on 2026-12-05 (it was taken back then)" in one.what


def test_what_was_taken_back_before_it_began_was_never_there() -> None:
    taken_back = case(submitted("11-20"), approved("11-25"), denied("11-27"))
    ended = case(submitted("11-20"), approved("11-25"), closed("11-27"), ask="ended")
    assert [one.case for one in uses([taken_back, ended], [], ASKED)[0]] == ["4711/ended"]


CIGNA = line(units=1736, **{"from": "2026-10-01", "until": "2027-01-31"})
"""What was granted, and the case closed on 31 October because another insurer came."""
AETNA = line(units=84, **{"from": "2026-11-01", "until": "2027-01-31"})


@pytest.mark.parametrize(
    ("on", "of_aetna", "found"),
    [
        # Until the last day of the former insurer its lines hold
        (["10-30", "10-31"], [submitted("11-02")], []),
        (["10-31", "11-01"], [submitted("11-02")], ["session_outside"]),
        (["11-05", "11-09"], [submitted("11-02")], ["session_outside"]),
        (["11-05"], [submitted("11-02"), approved("11-03", AETNA)], []),
        (["11-05", "11-09"], [submitted("11-02"), approved("11-03", AETNA)], ["units_over"]),
    ],
)
def test_a_former_insurer_pays_for_no_session_after_its_case_was_closed(
    on: list[str], of_aetna: list[Event], found: list[str]
) -> None:
    former = case(submitted("09-20"), approved("09-25", CIGNA), closed("10-31"))
    now = case(*of_aetna, ask="second", payer="aetna", payer_name="Aetna")
    _, concerns = uses([former, now], [session(f"2026-{one}") for one in on], date(2026, 11, 10))
    assert [one for one in codes(concerns) if one != "units_used_up"] == found


@pytest.mark.parametrize(
    ("ended", "others", "until"),
    [
        ("10-31", [], "2027-01-31"),  # closed, and nobody else was asked
        ("10-31", [{"payer": "cigna"}], "2027-01-31"),  # the same insurer's renewal
        ("10-31", [{"payer": "aetna"}], "2026-10-31"),
        ("10-01", [{"payer": "aetna"}], "2026-10-01"),
        ("09-30", [{"payer": "aetna"}], None),  # it was over before it began
    ],
)
def test_how_long_a_closed_cases_authorization_holds(
    ended: str, others: list[dict[str, str]], until: str | None
) -> None:
    former = case(submitted("09-20"), approved("09-25", CIGNA), closed(ended))
    lines, _ = uses([former, *(case(ask="second", **one) for one in others)], [], ASKED)
    assert [f"{one.holds.until}" for one in lines] == ([until] if until else [])


def test_a_former_insurer_stays_a_former_one_when_its_follower_is_closed_too() -> None:
    former = case(submitted("09-20"), approved("09-25", CIGNA), closed("10-31"))
    now = case(submitted("11-02"), approved("11-03", AETNA), closed("11-20"), ask="second", payer="aetna")
    lines, concerns = uses([former, now], [session("2026-11-05")], ASKED)
    assert [(one.case, one.used) for one in lines] == [("4711/first", 0), ("4711/second", 84)]
    assert concerns == []


@pytest.mark.parametrize(
    ("on", "counted", "told_of_them"),
    [
        ([], 0, None),
        (["10-30"], 84, None),  # before the second insurer's line begins
        (["11-05"], 0, "; the session of 2026-11-05 (84 mg) is counted for neither."),
        (
            ["10-30", "11-05", "11-09"],
            84,
            "; 2 sessions from 2026-11-05 to 2026-11-09 (84 mg) are counted for neither.",
        ),
    ],
)
def test_of_two_insurers_that_authorize_the_same_days_none_is_guessed(
    on: list[str], counted: int, told_of_them: str | None
) -> None:
    cases = [
        case(submitted("09-20"), approved("09-25", CIGNA)),
        case(submitted("11-02"), approved("11-03", AETNA), ask="second", payer="aetna", payer_name="Aetna"),
    ]
    lines, concerns = uses(cases, [session(f"2026-{one}") for one in on], date(2026, 11, 10))
    assert sum(one.used for one in lines) == counted
    [concern] = [one for one in concerns if one.code == "two_insurers"]
    assert concern.what.startswith(
        "4711/first (Cigna) and 4711/second (Aetna) are both authorized from 2026-11-01 to 2027-01-31, and which of "
        f"the two pays is not noted{told_of_them or '.'}"
    )


@pytest.mark.parametrize(
    ("as_of", "on", "found"),
    [
        ("2027-01-31", [], True),
        ("2027-02-01", [], False),  # both have ended, and nothing was given
        ("2027-02-01", ["2026-11-05"], True),
    ],
)
def test_how_long_two_insurers_are_told(as_of: str, on: list[str], found: bool) -> None:
    cases = [
        case(submitted("09-20"), approved("09-25", CIGNA)),
        case(submitted("11-02"), approved("11-03", AETNA), ask="second", payer="aetna", payer_name="Aetna"),
    ]
    _, concerns = uses(cases, [session(one) for one in on], date.fromisoformat(as_of))
    assert ("two_insurers" in codes(concerns)) is found


@pytest.mark.parametrize(
    ("code", "until", "warns"),
    [
        ("S0013", "2025-12-31", False),
        ("S0013", "2026-01-01", True),
        ("J0013", "2026-12-31", False),
        ("G2083", "2026-12-31", False),
    ],
)
def test_an_authorization_on_a_code_that_has_ended(code: str, until: str, warns: bool) -> None:
    of_line = line(code=code, units=8, **{"from": "2025-11-01", "until": until})
    found = list(outdated_codes(case(submitted("11-20"), approved("11-25", of_line))))
    assert codes(found) == (["outdated_code"] if warns else [])
    for one in found:
        assert "S0013 holds for service until 2025-12-31 only" in one.what
        assert "J0013" in one.what
        assert one.verify
        assert "Osmind" in one.source


def test_an_ended_code_of_a_closed_case_is_history() -> None:
    made = case(submitted("11-20"), approved("11-25", line(code="S0013")), closed("11-27"))
    assert list(outdated_codes(made)) == []


DOSES = st.sampled_from([28, 56, 84])
SESSIONS = st.lists(st.tuples(st.integers(0, 120), DOSES), max_size=20)
LINES = st.lists(
    st.tuples(
        st.sampled_from(["J0013", "S0013", "G2082", "G2083", None]),
        st.sampled_from([None, 56, 84]),
        st.integers(0, 800),
    ),
    min_size=1,
    max_size=3,
)


@given(LINES, SESSIONS)
def test_units_left_are_never_below_nothing_unless_it_is_told(
    lines: list[tuple[str | None, int | None, int]], given_: list[tuple[int, int]]
) -> None:
    granted = [line(code=code, strength_mg=mg, units=units) for code, mg, units in lines]
    sessions = [session(date(2026, 12, 1) + timedelta(days=after), mg) for after, mg in given_]
    found, concerns = held(granted, sessions)
    for use in found:
        assert use.left is not None
        assert use.left >= 0
        assert use.left - use.over == (use.granted or 0) - use.used
    assert any(one.over for one in found) == ("units_over" in codes(concerns))
    assert sum(len(use.sessions) for use in found) <= len(sessions)
