"""The sheets of the workbook and their columns: what each is called, where it goes in a chart, and how it is read.

The template, the reading of a workbook or CSV and the writing of a chart into a workbook all follow this one table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, get_args

from priorauth.chart.ask import Acquisition, Indication, Phase
from priorauth.chart.coverage import Benefit, LineOfBusiness
from priorauth.chart.episode import Severity
from priorauth.chart.people import Role
from priorauth.chart.safety import SAFETY_QUESTIONS
from priorauth.chart.scales import InstrumentName
from priorauth.chart.treatment import ExhibitKind
from priorauth.chart.trials import EndReason, Response
from priorauth.intake import readings as read
from priorauth.intake.readings import Reader


def _words(value: Any) -> str:
    return str(value).replace("_", " ")


def _list(value: Any) -> str:
    return "; ".join(map(_words, [value] if isinstance(value, str) else value))


def _numbers(value: Any) -> str:
    return ", ".join(map(str, value))


def _pressure(value: Any) -> str:
    return f"{value['systolic']}/{value['diastolic']}"


def _shown(value: Any) -> str:
    return "; ".join(f"{one['exhibit']} {one.get('page') or ''}".strip() for one in value)


def _person(value: Any) -> str:
    return (
        value if isinstance(value, str) else ", ".join(value[key] for key in ("name", "credentials") if value.get(key))
    )


def _end(value: Any) -> str:
    return value if isinstance(value, str) else f"ongoing as of {value['ongoing_as_of']}"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet."""

    title: str
    key: str
    """Where it goes: a dotted path in the chart's item."""
    read: Reader = read.text
    hint: str = ""
    choices: tuple[str, ...] = ()
    """The chart's own words that may stand in it."""
    needed: bool = False
    private: bool = False
    """Whether it says who the patient is, so that no message tells anything of its content."""
    binding: bool = False
    """Whether leaving it out would say something: that a diagnosis never ended, that a trial had no break. Where such a
    cell cannot be read, the patient's chart is held back; any other is left out of the chart, as not known."""
    show: Callable[[Any], str] = field(default=str)
    """A chart's value as it stands in a cell."""
    width: int = 16

    @property
    def offered(self) -> tuple[str, ...]:
        """The choices as people read them."""
        return tuple(map(_words, self.choices))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: what a row of it is."""

    title: str
    says: str
    columns: tuple[Column, ...]
    into: str = ""
    """The chart's list in which each row is an item; empty where rows are put together otherwise."""

    def column(self, title: str) -> Column | None:
        """The column of that title, in any case and however spaced."""
        wanted = _bare(title)
        return next((one for one in self.columns if _bare(one.title) == wanted), None)


def _bare(title: str) -> str:
    return "".join(letter for letter in title.casefold() if letter.isalnum())


def _choice(title: str, key: str, choices: Any, hint: str = "", **more: Any) -> Column:
    words = tuple(map(str, get_args(choices) or choices))
    return Column(title, key, read.one_of(words), hint, words, show=_words, **more)


def _yes_no(title: str, key: str, hint: str = "", **more: Any) -> Column:
    return Column(title, key, read.yes_no, hint or "yes or no; empty where nobody asked.", ("yes", "no"), **more)


def _day(title: str, key: str, hint: str = "", **more: Any) -> Column:
    return Column(title, key, read.day, hint or "A day, a month or a year: 2021-03-14, Mar 2021, 2021.", **more)


def _exact(title: str, key: str, hint: str = "", **more: Any) -> Column:
    return Column(title, key, read.exact_day, hint or "A day, as 2021-03-14.", **more)


CASE = Column(
    "Case",
    "case",
    read.case_number,
    "Your own number for the patient. It names files: no name, no birth date.",
    needed=True,
)
_SHOWN = Column(
    "Shown in",
    "shown_in",
    read.shown,
    "Exhibit and page, as progress-note 2; pharmacy-history 1. IDs stand on the sheet Exhibits.",
    show=_shown,
    width=28,
)
_NOTE = Column("Note", "note", read.own_words, "For the practice; never printed in a document to the payer.", width=24)

PATIENTS = Sheet(
    "Patients",
    "A row for each patient.",
    (
        CASE,
        Column("First name", "patient.name.first", read.text, needed=True, private=True),
        Column("Middle name", "patient.name.middle", read.text, private=True),
        Column("Last name", "patient.name.last", read.text, needed=True, private=True),
        Column("Birth date", "patient.birth_date", read.birth_date, "As 1981-04-17.", needed=True, private=True),
        _choice("Sex", "patient.sex", ("female", "male", "other"), "As the insurer has it."),
        Column("Street", "patient.address.street", read.text, private=True, width=24),
        Column("City", "patient.address.city", read.text, private=True),
        Column("State", "patient.address.state", read.state, "Two letters, as MD.", private=True, width=8),
        Column("ZIP", "patient.address.zip", read.zip_code, private=True, width=10),
        Column("Phone", "patient.phone", read.text, "As (301) 555-0100.", private=True),
        Column("Allergies", "patient.allergies", read.own_words),
        Column(
            "Prescriber",
            "care_team.prescriber",
            read.person,
            "A key of practice.yaml, or name and credentials: Ada Example, MD.",
            show=_person,
            width=24,
        ),
        _choice("Prescriber's role", "prescriber.role", Role, "Where the name is written out."),
        Column("Prescriber's NPI", "prescriber.npi", read.text, "Where the name is written out: ten digits."),
        Column("Site", "care_team.site", read.key, "A key of practice.yaml."),
        Column("Pharmacy", "care_team.pharmacy", read.key, "A key of practice.yaml."),
        _day("Episode began", "episode.onset", "The current depressive episode: a day, a month or a year."),
        _choice("Episode form", "episode.form", ("single", "recurrent")),
        _choice("Episode severity", "episode.severity", Severity),
        _yes_no("Psychotic features", "episode.psychotic_features"),
        _exact("REMS enrolled", "rems.enrolled_on"),
        Column("REMS identifier", "rems.identifier", read.text, private=True),
        _yes_no("Fictional", "fictional", "yes for an invented patient: every document says so.", binding=True),
        Column("Episode shown in", "episode.shown_in", read.shown, _SHOWN.hint, show=_shown, width=28),
    ),
)

COVERAGE = Sheet(
    "Coverage",
    "A row for each insurance, and what is asked of it. A second request to it is a second row.",
    (
        CASE,
        Column("Payer", "payer", read.key, "As priorauth payers list has it: cigna.", needed=True, binding=True),
        Column("Plan", "plan", read.text, width=24),
        Column("ID", "id", read.key, "Only where a patient has two insurances of one payer: a name for each."),
        _choice("Order", "order", ("primary", "secondary", "tertiary"), binding=True),
        _choice("Line of business", "line_of_business", LineOfBusiness, width=20),
        Column("State", "state", read.state, "Two letters, as MD.", width=8),
        Column("Member ID", "member_id", read.text, private=True),
        Column("Group", "group", read.text, private=True),
        Column("BIN", "bin", read.text, "Six digits."),
        Column("PCN", "pcn", read.text),
        Column("Payer's fax", "fax", read.text),
        _exact("Verified on", "verification.on", "The day on which the insurer answered."),
        Column("Verified by", "verification.by", read.text, "Who asked, at the practice."),
        Column("Reference", "verification.reference", read.text),
        _yes_no("Active", "verification.active"),
        _yes_no("PA needed", "verification.authorization_needed"),
        _choice("Benefit verified", "verification.benefit", Benefit),
        Column("Policy named", "verification.governing_policy", read.text, width=24),
        _SHOWN,
        _choice(
            "Request for", "ask.indication", Indication, "trd or mdsi; empty where nothing is asked.", binding=True
        ),
        _choice("Phase", "ask.phase", Phase, "initial, where it is empty.", binding=True),
        _choice("Benefit", "ask.benefit", Benefit),
        _choice("Acquisition", "ask.acquisition", Acquisition, width=20),
        _exact("Start", "ask.start", "The first day of service."),
        _choice("Dose (mg)", "ask.regimen.dose_mg", ("56", "84"), "Of a session.", binding=True),
        _choice("First dose (mg)", "ask.regimen.first_dose_mg", ("56", "84"), binding=True),
        _choice("Every (weeks)", "ask.regimen.maintenance_every_weeks", ("1", "2"), "From week 9 on.", binding=True),
        Column("Begins in week", "ask.regimen.starts_in_week", read.whole, "1, where it is empty.", binding=True),
        _choice("Patient status", "ask.patient_status", ("new", "established")),
        Column("Rationale", "ask.rationale", read.own_words, "The prescriber's own words.", width=40),
    ),
)

USES = ("antidepressant", "augmentation")
_END = "The last day taken (day, month or year), unknown, or: ongoing as of 2026-11-12."

TRIALS = Sheet(
    "Trials",
    "A row for each dose of a trial. Rows of one medicine with one start are one trial; what is true of the whole "
    "trial stands in its first row. A dose without a day is the highest dose, for an unknown part of the time.",
    (
        CASE,
        _choice("Used as", "use", USES, "antidepressant, where it is empty.", binding=True),
        Column("Medicine", "medicine", read.medicine, "Generic or brand name, without the dose.", needed=True),
        _day("Start", "start"),
        Column("End", "end", read.end, _END, needed=True, show=_end, width=26),
        Column("Dose (mg a day)", "dose", read.dose, "The total of a day: 150, 150 mg, 20 mg bid.", binding=True),
        _day("Dose from", "from", "The day from which this dose was taken.", binding=True),
        _choice("Dose held", "held", ("whole_time",), "Where it was the one dose of the whole time.", binding=True),
        _day("Without it from", "gap.from", "The first day without the medicine, within the trial.", binding=True),
        _day("Without it until", "gap.until", "The last such day.", binding=True),
        Column("Adherence (%)", "adherence.percent", read.percent, "Percent of the days.", binding=True),
        _choice("Response", "response", Response, "As the clinician noted it.", binding=True),
        Column(
            "Ended because",
            "ended_because",
            read.some_of(get_args(EndReason)),
            f"One or several, with ; between them: {', '.join(map(_words, get_args(EndReason)))}.",
            show=_list,
            binding=True,
            width=22,
        ),
        Column("In the chart's words", "ended_because_text", read.own_words, width=24),
        _yes_no("Highest tolerated", "highest_tolerated", "Whether the highest dose was the highest tolerated."),
        _choice("Episode", "episode", ("current", "earlier")),
        _choice(
            "Purpose",
            "purpose",
            ("depression", "sleep", "pain", "anxiety", "smoking", "other"),
            "depression, where it is empty.",
            binding=True,
        ),
        _yes_no("Therapy changed", "therapy_changed"),
        Column("Score before", "score_before", read.text, "Instrument and day, as PHQ-9 2025-02-03.", width=20),
        Column("Score after", "score_after", read.text, "Instrument and day, as PHQ-9 2025-06-06.", width=20),
        Column("Added to", "alongside", read.medicine, "Of an augmentation: the antidepressant."),
        Column("Prescribed by", "prescribed_by", read.text, "A former prescriber."),
        _SHOWN,
        _NOTE,
    ),
)
OF_A_STEP = frozenset({"dose", "from", "held", "gap.from", "gap.until"})
"""What each row of a trial has of its own."""

SCALES = Sheet(
    "Scales",
    "A row for each rating.",
    (
        CASE,
        _choice("Instrument", "instrument", InstrumentName, needed=True, binding=True),
        _exact("Date", "on", needed=True, binding=True),
        Column("Total", "total", read.whole, needed=True, binding=True, width=8),
        Column("Answers", "items", read.numbers, "In the instrument's order: 3, 3, 2.", show=_numbers, width=24),
        Column("Rater", "rater", read.text, width=24),
        _yes_no("Baseline", "baseline", "Taken before the first dose of the treatment asked for.", binding=True),
        _SHOWN,
        _NOTE,
    ),
    "scores",
)

DIAGNOSES = Sheet(
    "Diagnoses",
    "A row for each diagnosis.",
    (
        CASE,
        Column("Code", "code", read.text, "ICD-10-CM with its dot, as F33.2.", needed=True, binding=True, width=10),
        Column("Description", "description", read.text, width=40),
        _day("Date", "on", "When it was made or last confirmed."),
        Column("By", "by", read.text, width=24),
        _yes_no("By a mental health professional", "by_mental_health_professional"),
        _choice("Criteria", "criteria", ("DSM-5", "DSM-5-TR", "ICD-10-CM")),
        _choice("Method", "method", ("clinical", "structured_interview"), width=20),
        _yes_no("Primary", "primary", binding=True),
        _day("Resolved", "resolved", binding=True),
        _SHOWN,
        _NOTE,
    ),
    "diagnoses",
)

SESSIONS = Sheet(
    "Sessions",
    "A row for each session of esketamine that was given.",
    (
        CASE,
        _exact("Date", "on", needed=True, binding=True),
        _choice("Dose (mg)", "dose_mg", ("28", "56", "84"), needed=True, binding=True),
        _choice("Supply", "supply", ("practice_stock", "specialty_pharmacy", "sample", "manufacturer"), width=20),
        Column("Pressure before", "pressure_before", read.pressure, "As 122/78.", show=_pressure, binding=True),
        Column("Pressure at 40 minutes", "pressure_at_40_minutes", read.pressure, show=_pressure, binding=True),
        Column("Pressure at discharge", "pressure_at_discharge", read.pressure, show=_pressure, binding=True),
        _yes_no("Oximetry", "oximetry"),
        Column("Started at", "started_at", read.clock, "As 09:05 or 14:30."),
        Column("Left at", "left_at", read.clock, "As 09:05 or 14:30."),
        Column(
            "Adverse events", "adverse_events", read.list_of_words, "With ; between them.", show=_list, binding=True
        ),
        _exact("Form sent", "monitoring_form_sent", "The day on which the REMS monitoring form was sent."),
        _SHOWN,
        _NOTE,
    ),
    "sessions",
)

SAFETY = Sheet(
    "Safety",
    "A row for each question that was asked. One that nobody asked has no row.",
    (
        CASE,
        _choice("Question", "question", tuple(SAFETY_QUESTIONS), needed=True, binding=True, width=36),
        _yes_no("Answer", "answer", "yes or no.", needed=True, binding=True),
        _exact("Date", "on"),
        Column("By", "by", read.text, width=24),
        Column("Detail", "detail", read.own_words, width=30),
        _SHOWN,
    ),
)

FILLS = Sheet(
    "Fills",
    "A row for each dispensing, as a pharmacy or the insurer's claims have it.",
    (
        CASE,
        Column("Medicine", "product", read.product, "The name, with its strength or without.", width=28),
        Column("NDC", "ndc", read.text, "In the place of a name: practice.yaml or a mapping file says what it is."),
        _exact("Fill date", "on", needed=True, binding=True),
        Column("Days' supply", "days_supply", read.whole, needed=True, binding=True),
        Column("Quantity", "quantity", read.decimal, "How many units.", binding=True),
        Column("Strength (mg)", "strength_mg", read.strength, "Milligrams in one unit.", binding=True),
        Column("Pharmacy", "pharmacy", read.text, width=24),
        _SHOWN,
    ),
)

EXHIBITS = Sheet(
    "Exhibits",
    "A row for each file that shows facts. The files lie beside the workbook.",
    (
        CASE,
        Column("ID", "id", read.key, "A short name for Shown in, as progress-note.", needed=True, binding=True),
        Column("File", "file", read.text, "As exhibits/note.pdf.", needed=True, binding=True, private=True, width=32),
        _choice("Kind", "kind", ExhibitKind, needed=True, binding=True, width=18),
        Column("Title", "title", read.text, needed=True, binding=True, width=28),
        _exact("Date", "on"),
        Column("Pages", "pages", read.numbers, "Those to enclose; all, if it is empty.", show=_numbers, binding=True),
    ),
    "exhibits",
)

SHEETS = (PATIENTS, COVERAGE, TRIALS, SCALES, DIAGNOSES, SESSIONS, SAFETY, FILLS, EXHIBITS)
"""In the order in which they stand in the workbook."""


def sheet_named(title: str) -> Sheet | None:
    """The sheet of that title, in any case."""
    return next((one for one in SHEETS if _bare(one.title) == _bare(title)), None)
