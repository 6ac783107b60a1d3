"""One patient's rows put together as a chart: plain groups and lists, as a chart's file holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_args

from priorauth.chart.codes import any_ndc
from priorauth.chart.coverage import Coverage
from priorauth.chart.episode import Diagnosis
from priorauth.chart.scales import InstrumentName, Score
from priorauth.chart.treatment import Fill, Session
from priorauth.chart.trials import Augmentation, Trial
from priorauth.intake import columns
from priorauth.intake.columns import OF_A_STEP
from priorauth.intake.readings import exact_day, one_of, plain, product
from priorauth.intake.rows import Entry, Remark, lacking

if TYPE_CHECKING:
    from priorauth.chart.item import Item
    from priorauth.intake.readings import Habits
    from priorauth.yamltree import KeyPath

_ITEMS: dict[str, type[Item]] = {
    "scores": Score,
    "diagnoses": Diagnosis,
    "sessions": Session,
    "fills": Fill,
}


@dataclass(slots=True)
class Assembled:
    """A chart in the making."""

    chart: dict[str, Any]
    places: dict[KeyPath, str] = field(default_factory=dict)
    """Where each part of the chart stands among the rows."""

    def add(self, name: str, item: dict[str, Any], entry: Entry, keys: Mapping[str, str]) -> None:
        """Put an item into a list of the chart; ``keys`` are the rows' keys by those of the item."""
        items = self.chart.setdefault(name, [])
        here: KeyPath = (name, len(items))
        items.append(item)
        self.places[here] = entry.row.where
        for key, own in keys.items():
            self.places[(*here, *key.split("."))] = entry.place(own)


def assembled(case: str, entries: Sequence[Entry], habits: Habits, ndc: Mapping[str, str]) -> Assembled:
    """The chart of ``case``. What does not go together is remarked on in the entries."""
    made = Assembled({"case": case})
    by_sheet = {sheet.title: [one for one in entries if one.row.sheet == sheet] for sheet in columns.SHEETS}
    # A row that stands twice has no values.
    read = {title: [one for one in rows if one.values] for title, rows in by_sheet.items()}
    _patient(made, read["Patients"])
    _coverages(made, read["Coverage"])
    for sheet in columns.SHEETS:
        if sheet.into:
            for entry in read[sheet.title]:
                lacking(entry)
                _item(made, sheet.into, entry)
    _trials(made, read["Trials"], habits)
    _safety(made, read["Safety"])
    _fills(made, read["Fills"], ndc, habits)
    for name, model in _ITEMS.items():
        with_ids(made.chart.get(name, ()), model)
    return made


def put(into: dict[str, Any], path: str, value: Any) -> None:
    """Set a value at a dotted path."""
    *above, last = path.split(".")
    for key in above:
        into = into.setdefault(key, {})
    into[last] = value


def with_ids(items: Iterable[dict[str, Any]], model: type[Item], taken: set[str] | None = None) -> None:
    """Give an id of its own to each item that would have another's."""
    seen = taken if taken is not None else set()
    for item in items:
        plain_id = one = item.get("id") or model.own_id(item)
        number = 1
        while one in seen:
            number += 1
            one = f"{plain_id[:56]}-{number}"
        if number > 1:
            item["id"] = one
        seen.add(one)


def _patient(made: Assembled, entries: Sequence[Entry]) -> None:
    first: Entry | None = None
    for entry in entries:
        lacking(entry)
        for key, value in entry.values.items():
            if first and key in first and first.values[key] != value:
                entry.refuse(key, f"says something else than {first.place(key)}")
                continue
            if key.startswith("prescriber.") or key == "case":
                continue
            put(made.chart, key, value)
            made.places[tuple(key.split("."))] = entry.place(key)
        named = entry.values.get("care_team.prescriber")
        for own in ("role", "npi"):
            given = entry.values.get(f"prescriber.{own}")
            if given and isinstance(named, dict):
                put(made.chart, f"care_team.prescriber.{own}", given)
                made.places["care_team", "prescriber", own] = entry.place(f"prescriber.{own}")
            elif given:
                entry.refuse(f"prescriber.{own}", "goes with a prescriber's name written out, and there is none")
        first = first or entry


def _coverages(made: Assembled, entries: Sequence[Entry]) -> None:
    known: dict[str, Entry] = {}
    for entry in entries:
        lacking(entry)
        if "payer" not in entry:
            continue
        own = {key: value for key, value in entry.values.items() if key != "case" and not key.startswith("ask.")}
        which = own.get("id") or Coverage.own_id(own)
        if earlier := known.get(which):
            for key, value in own.items():
                if earlier.values.get(key) != value:
                    entry.refuse(key, f"says something else than {earlier.place(key)}")
        else:
            known[which] = entry
            item: dict[str, Any] = {}
            for key, value in own.items():
                put(item, key, value)
            made.add("coverages", item, entry, {key: key for key in own})
        _ask(made, entry, which)


def _ask(made: Assembled, entry: Entry, coverage: str) -> None:
    wanted = {key.removeprefix("ask."): value for key, value in entry.values.items() if key.startswith("ask.")}
    if not wanted:
        return
    if "indication" not in wanted:
        entry.refuse(f"ask.{next(iter(wanted))}", "says something of a request, and Request for is empty")
        return
    ask: dict[str, Any] = {"coverage": coverage}
    for key, value in wanted.items():
        put(ask, key, value)
    made.add("asks", ask, entry, {key: f"ask.{key}" for key in wanted})


def _item(made: Assembled, name: str, entry: Entry) -> None:
    item: dict[str, Any] = {}
    own = [key for key in entry.values if key != "case"]
    for key in own:
        put(item, key, entry.values[key])
    made.add(name, item, entry, {key: key for key in own})


def _safety(made: Assembled, entries: Sequence[Entry]) -> None:
    seen: dict[str, Entry] = {}
    for entry in entries:
        lacking(entry)
        question = entry.values.get("question")
        if question is None:
            continue
        if question in seen:
            entry.refuse("question", f"was answered in {seen[question].row.where} already")
            continue
        seen[question] = entry
        answer = {key: value for key, value in entry.values.items() if key not in ("case", "question")}
        made.chart.setdefault("safety", {})[question] = answer
        made.places["safety", question] = entry.row.where


def _fills(made: Assembled, entries: Sequence[Entry], ndc: Mapping[str, str], habits: Habits) -> None:
    for entry in entries:
        lacking(entry)
        given = dict(entry.values)
        named = given.pop("product", None)
        number = given.pop("ndc", None)
        try:
            said = ndc.get(any_ndc(number)) if number else None
        except ValueError as error:
            entry.refuse("ndc", str(error))
            continue
        if named and said and product(said, habits).value[0] != named[0]:
            entry.refuse("ndc", "is another medicine, by what it is listed as, than the name says")
        if named is None and number is not None:
            if said is None:
                where = "practice.yaml or the mapping file"
                entry.refuse("ndc", f"is an NDC of which nothing says what it is. Add it to ndc in {where}")
                continue
            named = product(said, habits).value
            entry.remarks.append(Remark(entry.place("ndc"), "NDC", f"{said}, as it is listed under ndc"))
        if named is None:
            entry.refuse("product", "is empty, and nothing else names the medicine")
            continue
        medicine, strength = named
        if strength and given.get("strength_mg", strength) != strength:
            entry.refuse("strength_mg", f"is not the strength in the name ({strength} mg)")
        item = {"medicine": medicine} | {key: value for key, value in given.items() if key != "case"}
        if strength:
            item.setdefault("strength_mg", strength)
        made.add("fills", item, entry, {key: key for key in given if key != "case"} | {"medicine": "product"})


# Trials

_LISTS: dict[str, tuple[str, type[Item]]] = {
    "antidepressant": ("trials", Trial),
    "augmentation": ("augmentations", Augmentation),
}


def _trials(made: Assembled, entries: Sequence[Entry], habits: Habits) -> None:
    courses: list[list[Entry]] = []
    for entry in entries:
        if courses and _goes_on(entry):
            courses[-1].append(entry)
        elif group := next((one for one in courses if _same_course(one[0], entry)), None):
            group.append(entry)
        else:
            courses.append([entry])
    for course in courses:
        lacking(course[0])
        if "medicine" in course[0]:
            _course(made, course)
    for name, model in _LISTS.values():
        with_ids(made.chart.get(name, []), model)
    for name, _ in _LISTS.values():
        for item in made.chart.get(name, []):
            _refers(made, item, habits)


def _goes_on(entry: Entry) -> bool:
    """Whether a row that names no medicine goes on with the one above it."""
    return "medicine" not in entry and "Medicine" not in entry.row.cells and "start" not in entry


def _same_course(first: Entry, entry: Entry) -> bool:
    same = ("use", "medicine", "start") if "start" in entry else ("use", "medicine")
    return "medicine" in entry and all(first.values.get(key) == entry.values.get(key) for key in same)


def _course(made: Assembled, rows: Sequence[Entry]) -> None:
    first, *others = rows
    whole = {key: value for key, value in first.values.items() if key not in OF_A_STEP}
    for entry in others:
        for key, value in entry.values.items():
            if key in OF_A_STEP or whole.get(key) == value:
                continue
            if key in whole:
                entry.refuse(key, f"says something else of the trial than {first.place(key)}")
            else:
                entry.refuse(key, "is of the whole trial, and belongs into its first row")
    name, _ = _LISTS[whole.pop("use", "antidepressant")]
    whole.pop("case", None)
    item: dict[str, Any] = {}
    for key, value in whole.items():
        put(item, key, value)
    _doses(item, rows)
    gaps = [entry for entry in rows if "gap.from" in entry or "gap.until" in entry]
    for entry in gaps:
        if "gap.from" not in entry or "gap.until" not in entry:
            missing = "gap.until" if "gap.from" in entry else "gap.from"
            if not any(one.unread for one in entry.remarks):
                entry.refuse(missing, "is empty, and the other end of the time without the medicine is not")
        else:
            gap = {"from": entry.values["gap.from"], "until": entry.values["gap.until"]}
            item.setdefault("interruptions", []).append(gap)
    made.add(name, item, first, {key: key for key in whole})


def _doses(item: dict[str, Any], rows: Sequence[Entry]) -> None:
    """A single dose is a maximum dose, unless the row says that it was held the whole time."""
    dosed = [entry for entry in rows if "dose" in entry]
    for entry in rows:
        if "from" in entry and "dose" not in entry and "Dose (mg a day)" not in entry.row.cells:
            entry.refuse("from", "is the first day of a dose, and the dose is empty")
    if len(dosed) == 1 and "from" not in dosed[0] and "Dose from" not in dosed[0].row.cells:
        item["constant_dose" if "held" in dosed[0] else "max_dose"] = dosed[0].values["dose"]
        return
    for entry in dosed:
        if "held" in entry:
            entry.refuse("held", "says that one dose was held the whole time, and there is another, or a day")
        elif "from" in entry:
            item.setdefault("steps", []).append({"dose": entry.values["dose"], "from": entry.values["from"]})
        elif "Dose from" not in entry.row.cells:
            entry.refuse("from", "is empty, and of several doses each needs the day from which it was taken")


def _refers(made: Assembled, item: dict[str, Any], habits: Habits) -> None:
    """Put ids in the place of the words by which a row names a score or a trial; other words stay, and are refused."""
    for key in ("score_before", "score_after"):
        if key in item:
            item[key] = _score(item[key], habits) or item[key]
    if "alongside" in item:
        trials = [one for one in made.chart.get("trials", []) if one["medicine"] == item["alongside"]]
        item["alongside"] = (trials[0].get("id") or Trial.own_id(trials[0])) if len(trials) == 1 else item["alongside"]


_instrument = one_of(get_args(InstrumentName))


def _score(words: str, habits: Habits) -> str | None:
    instrument, _, day = plain(words).partition(" ")
    which, when = _instrument(instrument, habits).value, exact_day(day, habits).value
    return Score.own_id({"instrument": which, "on": when}) if which and when else None
