"""A letter of medical necessity on a patient who does not exist, as content: long enough to see how pages look."""

from __future__ import annotations

from datetime import date

from priorauth.documents.content import (
    Block,
    BulletList,
    Content,
    Figure,
    Heading,
    NumberedList,
    Paragraph,
    Signature,
    Span,
    Spans,
    Table,
)
from priorauth.documents.letter.sheet import Letterhead, Sheet
from priorauth.documents.timeline import Bar, DoseSegment, Mark, Timeline

LETTERHEAD = Letterhead(
    name="Harbor Point Psychiatry, PLLC",
    address=("1400 Lighthouse Road, Suite 210", "Annapolis, MD 21401"),
    phone="(410) 555-0142",
    fax="(410) 555-0143",
    npi="1234567893",
    tin="52-0000000",
)


def sheet(*, draft: bool = True, logo: bytes | None = None) -> Sheet:
    letterhead = LETTERHEAD if logo is None else Letterhead(name=LETTERHEAD.name, address=LETTERHEAD.address, logo=logo)
    return Sheet(
        letterhead=letterhead,
        title="Letter of medical necessity",
        dated=date(2026, 11, 20),
        subject="Re: Jordan Q. Sample · Member ID XYZ000000001",
        footer="Confidential: protected health information",
        draft=draft,
    )


def text(words: str, *evidence: str, strong: bool = False, emphasis: bool = False) -> Spans:
    return (Span(words, evidence, strong, emphasis),)


def row(*cells: str) -> tuple[Spans, ...]:
    return tuple(text(cell) for cell in cells)


TRIALS = (
    ("Sertraline", "SSRI", "150 mg", "Jan 6, 2025 – Mar 31, 2025", "85 days", "PHQ-9 22 → 19 (14 %)"),
    ("Venlafaxine XR", "SNRI", "225 mg", "Apr 14, 2025 – Jul 27, 2025", "92 days", "PHQ-9 21 → 18 (14 %)"),
    ("Bupropion XL", "NDRI", "300 mg", "Aug 11, 2025 – Sep 9, 2025", "30 days", "stopped: insomnia, tremor"),
    ("Mirtazapine", "other", "45 mg", "Oct 1, 2025 – Dec 20, 2025", "74 days", "PHQ-9 20 → 17 (15 %)"),
)


def trial_table(count: int = len(TRIALS)) -> Table:
    rows = tuple(row(*TRIALS[place % len(TRIALS)]) for place in range(count))
    header = row("Medicine", "Class", "Highest dose", "Dates taken", "At adequate dose", "Outcome")
    return Table(header, rows, ("left", "left", "right", "left", "right", "left"), (12, 6, 8, 22, 12, 21))


TIMELINE = Timeline(
    start=date(2024, 12, 15),
    end=date(2026, 11, 20),
    marks_label="PHQ-9",
    marks=(
        Mark(date(2025, 1, 6), "22", ("phq9-2025-01",)),
        Mark(date(2025, 7, 27), "18", ("phq9-2025-07",)),
        Mark(date(2025, 12, 20), "17", ("phq9-2025-12",)),
        Mark(date(2026, 11, 10), "21", ("phq9-2026-11",)),
    ),
    milestone_label="6 weeks at an adequate dose",
    bars=(
        Bar(
            "Sertraline",
            (
                DoseSegment(date(2025, 1, 6), date(2025, 1, 19), "25 mg", adequate=False),
                DoseSegment(date(2025, 1, 20), date(2025, 3, 31), "150 mg", adequate=True),
            ),
            detail="no response",
            milestones=(Mark(date(2025, 3, 2), "Mar 2, 2025"),),
            evidence=("trial-sertraline-2025",),
        ),
        Bar(
            "Venlafaxine XR",
            (
                DoseSegment(date(2025, 4, 14), date(2025, 4, 26), "75 mg", adequate=False),
                DoseSegment(date(2025, 4, 27), date(2025, 7, 27), "225 mg", adequate=True),
            ),
            detail="no response",
            open_end=True,
            milestones=(Mark(date(2025, 6, 7), "Jun 7, 2025"),),
            evidence=("trial-venlafaxine-2025",),
        ),
        Bar(
            "Bupropion XL",
            (DoseSegment(date(2025, 8, 11), date(2025, 9, 9), "300 mg", adequate=True),),
            detail="not tolerated",
            evidence=("trial-bupropion-2025",),
        ),
        Bar(
            "Mirtazapine",
            (
                DoseSegment(date(2025, 10, 1), date(2025, 10, 7), "15 mg", adequate=False),
                DoseSegment(date(2025, 10, 8), date(2025, 12, 20), "45 mg", adequate=True),
            ),
            detail="no response",
            open_start=True,
            milestones=(Mark(date(2025, 11, 18), "Nov 18, 2025"),),
            evidence=("trial-mirtazapine-2025",),
        ),
        Bar(
            "Duloxetine",
            (DoseSegment(date(2026, 8, 3), date(2026, 11, 20), "60 mg", adequate=True),),
            detail="still taken",
            open_end=True,
            milestones=(Mark(date(2026, 9, 13), "Sep 13, 2026"),),
            evidence=("trial-duloxetine-2026",),
        ),
    ),
)

FIGURE = Figure(
    TIMELINE,
    alt="Timeline of five antidepressant trials from January 2025 to November 2026. Four lasted at least six weeks at "
    "an adequate dose: sertraline, venlafaxine, mirtazapine and duloxetine, which is still taken.",
    caption=text("Antidepressant trials in the current episode, shaded where the dose was adequate."),
)

TO_CONFIRM = Span("[TO CONFIRM: the last day of venlafaxine, by the former prescriber]", to_confirm=True)

_COURSE = (
    "The patient took sertraline up to 150 mg from January 6 to March 31, 2025: 71 days at or above 50 mg, where 42 "
    "are needed. The PHQ-9 went from 22 to 19, an improvement of 14 percent. The medicine was taken as prescribed; "
    "pharmacy fills cover 82 of 85 days (exhibit B, page 2)."
)


def sample(*, figure: bool = True) -> Content:
    """A letter with every kind of block, of two to three pages."""
    blocks: list[Block] = [
        Paragraph(text("November 20, 2026")),
        Paragraph(text("Example Health Plan\nUtilization Management, Prior Authorization\nFax (800) 555-0100")),
        Table(
            (),
            (
                (text("Re", strong=True), text("Jordan Q. Sample, born March 14, 1984", "patient")),
                (text("Member ID", strong=True), text("XYZ000000001, group 00-1234", "coverage-primary")),
                (
                    text("Request", strong=True),
                    text("Spravato (esketamine) nasal spray, initial course, December 1 to December 28, 2026", "ask-1"),
                ),
                (
                    text("Codes", strong=True),
                    text("F33.2 · J0013 · G2083 (56 mg: 1 session; 84 mg: 7 sessions; 23 devices)", "ask-1"),
                ),
            ),
            ("left", "left"),
            (10, 70),
        ),
        Heading(1, text("Letter of medical necessity")),
        Paragraph(text("To the medical director:")),
        Paragraph(
            (
                Span("I ask for authorization of "),
                Span("esketamine nasal spray", ("ask-1",), strong=True),
                Span(" for this patient with "),
                Span("major depressive disorder, recurrent, severe, without psychotic features (F33.2)", ("dx-1",)),
                Span(", which has not responded to "),
                Span("four antidepressants", ("trial-sertraline-2025", "trial-mirtazapine-2025")),
                Span(" in the current episode. “Depression is the worst it’s been,” the patient said – "),
                Span("verbatim", emphasis=True),
                Span("."),
            )
        ),
        Heading(2, text("Diagnosis and severity")),
        Paragraph(
            text(
                "The current episode began in February 2024. On November 10, 2026 the PHQ-9 total was 21 (severe) with "
                "item 9 at 0, and the MADRS total was 34. There is no history of psychosis, mania or hypomania."
            )
        ),
        Heading(2, text("Antidepressant trials")),
        trial_table(),
    ]
    if figure:
        blocks.append(FIGURE)
    blocks += [
        Paragraph((*text("Venlafaxine XR was stopped at the end of July 2025 "), TO_CONFIRM, *text("."))),
        Heading(2, text("What the criteria ask for")),
        Heading(3, text("Two antidepressants of different classes, at least six weeks each")),
        Paragraph(text(_COURSE, "trial-sertraline-2025")),
        Paragraph(text(_COURSE.replace("sertraline", "venlafaxine XR"), "trial-venlafaxine-2025")),
        Heading(3, text("Augmentation or psychotherapy")),
        Paragraph(
            text(
                "Augmentation with aripiprazole 5 mg from November 1 to December 20, 2025 brought no benefit and "
                "caused akathisia. Cognitive behavioral therapy, 14 weekly sessions, was completed in June 2026."
            )
        ),
        Heading(2, text("Safety and monitoring")),
        BulletList(
            (
                text("No aneurysmal vascular disease, arteriovenous malformation or intracerebral hemorrhage."),
                text("Blood pressure 124/78 on November 10, 2026; it is measured before each dose and at 40 minutes."),
                text(
                    "The site is certified in the Spravato REMS and the patient is enrolled; each session is observed "
                    "for at least two hours by a healthcare professional."
                ),
                text("The prescription monitoring program was checked on November 18, 2026; nothing of concern."),
            )
        ),
        Heading(2, text("Evidence")),
        NumberedList(
            (
                text("Popova V, et al. Am J Psychiatry. 2019;176(6):428-438."),
                text("Daly EJ, et al. JAMA Psychiatry. 2019;76(9):893-903."),
                text("Reif A, et al. N Engl J Med. 2023;389(14):1298-1309."),
            )
        ),
        Heading(2, text("Plan")),
        Paragraph(
            text(
                "Induction twice a week for four weeks, 56 mg on the first day and 84 mg as tolerated thereafter, "
                "together with duloxetine 60 mg. The PHQ-9 is repeated every two weeks. Treatment continues only if "
                "the PHQ-9 falls by at least half; if it does not after four weeks, it is stopped."
            )
        ),
        Heading(2, text("Enclosures")),
        BulletList(
            (
                text("Exhibit A: progress note, November 10, 2026 (3 pages)"),
                text("Exhibit B: pharmacy fills, 2025–2026 (4 pages)"),
            )
        ),
        Paragraph(text("Sincerely,")),
        Signature(text("Dana R. Example, MD\nPsychiatry · NPI 1234567893")),
    ]
    return Content(tuple(blocks))
