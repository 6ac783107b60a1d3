"""An approval is not the request: what it grants otherwise is told, and nothing where it is the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.worklist.differences import differences
from priorauth.worklist.events import Line
from tests.worklist.small_cases import approved, line, submitted

NPI = "1234567893"


def told(asked: list[Line], granted: list[Line], npi: tuple[str | None, str | None] = (NPI, NPI)) -> list[str]:
    return differences(submitted("11-20", asked=asked, npi=npi[0]), approved("11-25", *granted, npi=npi[1]))


def changed(**what: Any) -> list[str]:
    usual = {"place_of_service": "11"}
    return told([line(**usual)], [line(**usual | what)])


def test_the_same_differs_in_nothing() -> None:
    assert changed() == []


@pytest.mark.parametrize(
    ("granted", "sentences"),
    [
        ({"units": 671}, ["Units of J0013 (84 mg): 671 granted, 672 asked: 1 fewer."]),
        ({"units": 673}, ["Units of J0013 (84 mg): 673 granted, 672 asked: 1 more."]),
        ({"units": 0}, ["Units of J0013 (84 mg): 0 granted, 672 asked: 672 fewer."]),
        ({"units": None}, ["Units of J0013 (84 mg): the approval does not say it; 672 was asked."]),
        ({"strength_mg": 56}, ["Strength of J0013 (84 mg): 56 mg granted, 84 mg asked."]),
        ({"strength_mg": None}, ["Strength of J0013 (84 mg): the approval does not say it; 84 mg was asked."]),
        ({"place_of_service": "22"}, ["Place of service of J0013 (84 mg): 22 granted, 11 asked."]),
        (
            {"place_of_service": None},
            ["Place of service of J0013 (84 mg): the approval does not say it; 11 was asked."],
        ),
        (
            {"from": "2026-12-02"},
            [
                "J0013 (84 mg) begins on 2026-12-02, 1 day later than asked (2026-12-01). "
                "Sessions planned outside it are not covered."
            ],
        ),
        ({"from": "2026-11-30"}, ["J0013 (84 mg) begins on 2026-11-30, 1 day earlier than asked (2026-12-01)."]),
        (
            {"until": "2027-02-26"},
            [
                "J0013 (84 mg) ends on 2027-02-26, 2 days earlier than asked (2027-02-28). "
                "Sessions planned outside it are not covered."
            ],
        ),
        ({"until": "2027-03-01"}, ["J0013 (84 mg) ends on 2027-03-01, 1 day later than asked (2027-02-28)."]),
        (
            {"code": "S0013"},
            [
                "Another code: asked J0013 (84 mg), 672 units, 2026-12-01 to 2027-02-28; "
                "granted S0013 (84 mg), 672 units, 2026-12-01 to 2027-02-28."
            ],
        ),
    ],
)
def test_one_thing_that_is_other(granted: dict[str, Any], sentences: list[str]) -> None:
    assert changed(**granted) == sentences


@pytest.mark.parametrize(
    ("asked", "granted", "sentences"),
    [
        (NPI, NPI, []),
        (None, None, []),
        (NPI, "1999999992", ["NPI of the place of treatment: 1999999992 granted, 1234567893 asked."]),
        (NPI, None, ["NPI of the place of treatment: the approval does not say it; 1234567893 was asked."]),
        (
            None,
            NPI,
            ["NPI of the place of treatment: 1234567893 in the approval; the request as noted does not say it."],
        ),
    ],
)
def test_the_place_of_treatment(asked: str | None, granted: str | None, sentences: list[str]) -> None:
    assert told([line()], [line()], (asked, granted)) == sentences


WEAK, STRONG = line(strength_mg=56, units=112), line(strength_mg=84, units=560)


@pytest.mark.parametrize(
    ("asked", "granted", "sentences"),
    [
        ([WEAK, STRONG], [STRONG, WEAK], []),
        ([WEAK, STRONG], [STRONG], ["Not granted: J0013 (56 mg), 112 units, 2026-12-01 to 2027-02-28."]),
        ([STRONG], [STRONG, WEAK], ["Granted, and not asked: J0013 (56 mg), 112 units, 2026-12-01 to 2027-02-28."]),
        # One line for both strengths: the units are those of both together
        (
            [WEAK, STRONG],
            [line(strength_mg=None, units=672)],
            ["Strength of J0013 (56 mg and 84 mg): the approval does not say it; 56 mg and 84 mg was asked."],
        ),
        (
            [WEAK, STRONG],
            [line(strength_mg=None, units=600)],
            [
                "Units of J0013 (56 mg and 84 mg): 600 granted, 672 asked: 72 fewer.",
                "Strength of J0013 (56 mg and 84 mg): the approval does not say it; 56 mg and 84 mg was asked.",
            ],
        ),
    ],
)
def test_lines_find_their_own(asked: list[Line], granted: list[Line], sentences: list[str]) -> None:
    assert told(asked, granted) == sentences


G2082, G2083, VISIT = (line(code=code, strength_mg=None, units=10) for code in ("G2082", "G2083", "99213"))
DAYS = "2026-12-01 to 2027-02-28"
NO_STRENGTH = "Strength of J0013 ({0} mg): the approval does not say it; {0} mg was asked."


def another(asked: str, granted: str) -> str:
    return f"Another code: asked {asked}, {DAYS}; granted {granted}, 10 units, {DAYS}."


WEAK_LACKS, STRONG_LACKS = (
    f"Not granted: J0013 (56 mg), 112 units, {DAYS}.",
    f"Not granted: J0013 (84 mg), 560 units, {DAYS}.",
)


@pytest.mark.parametrize(
    ("granted", "sentences"),
    [
        # G2082 is up to 56 mg, G2083 above it
        ([G2083], [another("J0013 (84 mg), 560 units", "G2083"), NO_STRENGTH.format(84), WEAK_LACKS]),
        ([G2082], [another("J0013 (56 mg), 112 units", "G2082"), NO_STRENGTH.format(56), STRONG_LACKS]),
        (
            [G2083, G2082],
            [
                another("J0013 (56 mg), 112 units", "G2082"),
                NO_STRENGTH.format(56),
                another("J0013 (84 mg), 560 units", "G2083"),
                NO_STRENGTH.format(84),
            ],
        ),
        # A visit is none for the drug
        ([VISIT], [WEAK_LACKS, STRONG_LACKS, f"Granted, and not asked: 99213, 10 units, {DAYS}."]),
    ],
)
def test_a_code_answers_only_what_it_holds_for(granted: list[Line], sentences: list[str]) -> None:
    assert told([WEAK, STRONG], granted) == sentences


@pytest.mark.parametrize(
    ("asked", "granted", "sentences"),
    [
        (
            [VISIT],
            [G2082],
            [f"Not granted: 99213, 10 units, {DAYS}.", f"Granted, and not asked: G2082, 10 units, {DAYS}."],
        ),
        ([VISIT], [line(code="99214", strength_mg=None, units=10)], [another("99213, 10 units", "99214")]),
        ([G2082], [G2083], [another("G2082, 10 units", "G2083")]),
        (
            [G2082],
            [STRONG],
            [f"Not granted: G2082, 10 units, {DAYS}.", f"Granted, and not asked: J0013 (84 mg), 560 units, {DAYS}."],
        ),
    ],
)
def test_codes_of_one_kind_answer_each_other(asked: list[Line], granted: list[Line], sentences: list[str]) -> None:
    assert told(asked, granted) == sentences


KITS = {"code": None, "units": 8, "ndc": "50458-0028-03"}


@pytest.mark.parametrize(
    ("granted", "sentences"),
    [
        # The same package: as a claim has it, and as it stands on the box, where ten digits could be any of three
        ({"ndc": "50458002803"}, []),
        ({"ndc": "50458-028-03"}, []),
        ({"ndc": "5045802803"}, []),
        (
            {"ndc": "50458-028-03", "units": 4},
            ["Units (kits) of NDC 50458-0028-03 (84 mg): 4 granted, 8 asked: 4 fewer."],
        ),
        ({"ndc": None}, []),
        ({"units": 4}, ["Units (kits) of NDC 50458-0028-03 (84 mg): 4 granted, 8 asked: 4 fewer."]),
        (
            {"ndc": "50458-0028-02"},
            [
                "Another package: asked NDC 50458-0028-03 (84 mg), 8 units, 2026-12-01 to 2027-02-28; "
                "granted NDC 50458-0028-02 (84 mg), 8 units, 2026-12-01 to 2027-02-28."
            ],
        ),
        (
            {"ndc": "50458-028-02", "units": 4},
            [
                "Another package: asked NDC 50458-0028-03 (84 mg), 8 units, 2026-12-01 to 2027-02-28; "
                "granted NDC 50458-028-02 (84 mg), 4 units, 2026-12-01 to 2027-02-28.",
                "Units (kits) of NDC 50458-0028-03 (84 mg): 4 granted, 8 asked: 4 fewer.",
            ],
        ),
    ],
)
def test_kits_of_a_pharmacy(granted: dict[str, Any], sentences: list[str]) -> None:
    assert told([line(**KITS)], [line(**KITS | granted)]) == sentences


@pytest.mark.parametrize(("granted", "count"), [(8, 0), (7, 1)])
def test_sessions_are_compared_where_no_units_are_named(granted: int, count: int) -> None:
    found = told([line(units=None, sessions=8)], [line(units=None, sessions=granted)])
    assert found == ["Sessions of J0013 (84 mg): 7 granted, 8 asked: 1 fewer."][:count]


def test_what_was_not_noted_cannot_be_compared() -> None:
    assert told([], [line()]) == [
        "What was asked is not in the worklist, so the approval could not be compared with it."
    ]


LINES = st.lists(
    st.builds(
        line,
        code=st.sampled_from(["J0013", "G2083", "G2082", None]),
        strength_mg=st.sampled_from([None, 56, 84]),
        units=st.one_of(st.none(), st.integers(0, 900)),
        place_of_service=st.sampled_from([None, "11", "22"]),
    ),
    min_size=1,
    max_size=4,
)


@given(LINES, st.randoms(use_true_random=False))
def test_whatever_is_granted_as_asked_differs_in_nothing_in_any_order(lines: list[Line], random: Any) -> None:
    granted = random.sample(lines, len(lines))
    assert told(lines, granted) == []
