"""Charts of any make, for what holds of every one of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, get_args

from hypothesis import assume
from hypothesis import strategies as st
from pydantic import ValidationError

from priorauth.chart.chart import Chart
from priorauth.chart.scales import InstrumentName, instruments
from priorauth.chart.trials import EndReason
from priorauth.medicines.reference import reference

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

AS_OF = date(2026, 11, 20)
FIRST = date(2012, 1, 1)
ANTIDEPRESSANTS, AUGMENTING = (
    sorted({form.name for one in reference().each() for form in reference().forms(one) if use in form.uses})
    for use in ("antidepressant", "augmentation")
)
WORDS = st.text("abcdefghij KLM’é-,&<>", min_size=1, max_size=30).map(lambda text: " ".join(text.split())).filter(bool)
DAYS = st.dates(FIRST, AS_OF)


def partly(day: date, known: int) -> str:
    """A day as far as it is known: 4 letters are a year, 7 a month, 10 a day."""
    return day.isoformat()[:known]


@st.composite
def partial_days(draw: DrawFn, first: date = FIRST, last: date = AS_OF - timedelta(days=366)) -> str:
    return partly(draw(st.dates(first, last)), draw(st.sampled_from((4, 7, 10))))


@st.composite
def courses(draw: DrawFn, medicines: list[str], number: int) -> dict[str, Any]:
    """A course of which at least one day is known."""
    days = sorted(draw(st.lists(st.dates(FIRST, AS_OF - timedelta(days=366)), min_size=5, max_size=5, unique=True)))
    known = draw(st.sampled_from((10, 10, 10, 7, 4)))
    ends: list[Any] = [partly(days[4], known), {"ongoing_as_of": draw(st.dates(days[4], AS_OF)).isoformat()}]
    found: dict[str, Any] = {
        "id": f"course-{number}",
        "medicine": draw(st.sampled_from(medicines)),
        "start": partly(days[0], known),
        "end": draw(st.sampled_from([*ends, "unknown"])),
    }
    if found["end"] != "unknown" and draw(st.booleans()):
        del found["start"]
    doses = st.decimals(1, 400, places=1).map(lambda dose: f"{dose.normalize():f} mg")
    match draw(st.sampled_from(("", "constant_dose", "max_dose", "steps"))):
        case "steps":
            found["steps"] = [
                {"dose": draw(doses), "from": partly(day, known)} for day in days[: draw(st.integers(1, 3))]
            ]
        case "":
            pass
        case key:
            found[key] = draw(doses)
    if draw(st.booleans()):
        found["interruptions"] = [{"from": partly(days[2], known), "until": partly(days[3], known)}]
    if draw(st.booleans()):
        found["ended_because"] = draw(st.lists(st.sampled_from(get_args(EndReason)), unique=True, max_size=2))
    if draw(st.booleans()):
        found["ended_because_text"] = draw(WORDS)
    return found


@st.composite
def scores(draw: DrawFn) -> dict[str, Any]:
    name: InstrumentName = draw(st.sampled_from(get_args(InstrumentName)))
    table = instruments().instruments[name]
    found: dict[str, Any] = {"instrument": name, "on": draw(DAYS).isoformat()}
    if name == "PHQ-9" and draw(st.booleans()):
        found["items"] = draw(st.lists(st.integers(0, 3), min_size=9, max_size=9))
        return found | {"total": sum(found["items"])}
    return found | {"total": draw(st.integers(table.lowest, table.highest))}


@st.composite
def diagnoses(draw: DrawFn) -> dict[str, Any]:
    found = {"code": draw(st.sampled_from(("F33.2", "F32.2", "F33.1", "F41.1", "G47.00", "I10")))}
    for key, values in (("description", WORDS), ("on", partial_days()), ("by", WORDS), ("resolved", partial_days())):
        if draw(st.booleans()):
            found[key] = draw(values)
    return found


@st.composite
def stays(draw: DrawFn) -> dict[str, Any]:
    found: dict[str, Any] = {"admitted": draw(partial_days(last=date(2019, 1, 1)))}
    if draw(st.booleans()):
        found["discharged"] = draw(partial_days(first=date(2020, 1, 1)))
    for key, values in (("reason", WORDS), ("level", st.just("acute"))):
        if draw(st.booleans()):
            found[key] = draw(values)
    return found


def some(one: SearchStrategy[dict[str, Any]], *names: str) -> SearchStrategy[list[dict[str, Any]]]:
    """Up to four of them, no two of one name."""
    return st.lists(one, max_size=4, unique_by=lambda found: tuple(found[name] for name in names))


@st.composite
def charts(draw: DrawFn) -> Chart:
    """A chart with whatever a bundle of FHIR can hold."""
    trials = [
        draw(courses(ANTIDEPRESSANTS, number))
        | {"purpose": draw(st.sampled_from(("depression", "sleep", "pain", "other")))}
        for number in range(draw(st.integers(0, 4)))
    ]
    taken = [one for one in trials if isinstance(one["end"], dict)]
    tree: dict[str, Any] = {
        "case": "case-1",
        "patient": {
            "name": {"first": draw(WORDS), "last": draw(WORDS)}
            | ({"middle": draw(WORDS)} if draw(st.booleans()) else {}),
            "birth_date": "1970-02-28",
            "sex": draw(st.sampled_from(("female", "male", "other"))),
            "phone": "(301) 555-0100",
            "address": {"street": draw(WORDS), "city": draw(WORDS), "state": "MD", "zip": "00021-1234"},
        },
        "coverages": [
            {
                "payer": "cigna",
                "plan": draw(WORDS),
                "member_id": "TEST 1",
                "group": "A-1",
                "bin": "000001",
                "pcn": "Z9",
            },
            {"payer": "acme", "order": "secondary"},
        ],
        "diagnoses": draw(some(diagnoses(), "code")),
        "trials": trials,
        "augmentations": [draw(courses(AUGMENTING, 10 + number)) for number in range(draw(st.integers(0, 2)))],
        "current_medicines": [
            {"id": f"now-{one['id']}", "medicine": one["medicine"], "as_of": draw(DAYS).isoformat(), "dose": "20 mg"}
            | ({"since": draw(partial_days())} if draw(st.booleans()) else {})
            | ({"unchanged_since": draw(partial_days())} if draw(st.booleans()) else {})
            for one in taken[:1]
        ],
        "neuromodulations": draw(
            some(st.fixed_dictionaries({"kind": st.sampled_from(("ECT", "TMS")), "start": partial_days()}), "kind")
        ),
        "scores": draw(some(scores(), "instrument", "on")),
        "inpatient": draw(some(stays(), "admitted")),
        "blood_pressures": draw(
            some(
                st.fixed_dictionaries(
                    {"on": DAYS.map(str), "systolic": st.integers(121, 300), "diastolic": st.just(70)}
                ),
                "on",
            )
        ),
        "sessions": draw(
            some(st.fixed_dictionaries({"on": DAYS.map(str), "dose_mg": st.sampled_from((28, 56, 84))}), "on")
        ),
        "fills": [
            {"id": f"fill-{number}", "medicine": one["medicine"], "on": draw(DAYS).isoformat(), "days_supply": 30}
            | ({"quantity": "45", "strength_mg": "37.5"} if draw(st.booleans()) else {})
            | ({"pharmacy": draw(WORDS)} if draw(st.booleans()) else {})
            for number, one in enumerate(trials)
        ],
    }
    if draw(st.booleans()):
        tree["patient"]["allergies"] = draw(WORDS)
    try:
        return Chart.model_validate(tree)
    except ValidationError:
        assume(False)
        raise
