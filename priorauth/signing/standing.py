"""Whether what was signed is still what the chart says, and the files that were signed are there.

A sign-off is stale by its day where the chart has later facts. A change of the same day, or of the policy or a
template, shows in the pins: those of the record beside the signed files, and those that the sign-off in the chart
holds, for wherever documents are made or looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

from priorauth.chart.ask import SignedKind
from priorauth.documents.kept import SIGNATURE as RECORD
from priorauth.documents.letter.kinds import kind as letter_kind
from priorauth.documents.letter.kinds import kind_for
from priorauth.documents.made import Generated, folder_of
from priorauth.files import is_file, read_bytes
from priorauth.request.sign_off import SIGNATURE, last_word
from priorauth.request.wanted import Wanted
from priorauth.signing.pins import pins
from priorauth.signing.record import record_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from priorauth.chart.ask import LetterSignOff
    from priorauth.documents.generate import Studio
    from priorauth.documents.letter.kinds.base import Kind
    from priorauth.request.assessment import Assessment
    from priorauth.signing.record import Record


@dataclass(frozen=True, slots=True)
class Standing:
    """A signature that was given, held against what is there now."""

    kind: str
    """Of the letter."""
    by: str
    at: str
    """The moment, or the day."""
    record: Record | None
    """Of the files that were signed; none where they do not lie here, and the chart alone tells of it."""
    changed: tuple[str, ...]
    """What the documents were made from and is not as it was: "the chart"."""
    missing: tuple[str, ...] = ()
    """Files that are not as they were signed, or not there."""

    @property
    def told(self) -> str:
        """Who signed when, and in which way."""
        way = {"ink": " in ink", "digital": " digitally"}[self.record.how] if self.record else ""
        return f"signed{way} by {self.by}, {self.at.replace('T', ' ')}"

    @property
    def line(self) -> str:
        """It in a line, and whether it holds."""
        if self.changed:
            return f"Letter ({self.kind}) {self.told}. Stale: {self.why_stale}."
        elsewhere = "" if self.record else " The signed files do not lie here."
        missing = f" Not there as signed: {', '.join(self.missing)}." if self.missing else ""
        return f"Letter ({self.kind}) {self.told}.{missing or f'{elsewhere} Nothing has changed since.'}"

    @property
    def why_stale(self) -> str:
        """What changed since, in words; empty where nothing did."""
        return f"{_listed(self.changed)} changed since it was signed ({self.at[:10]})" if self.changed else ""


def standing(
    studio: Studio, assessment: Assessment, chart_file: Path, out: Path, kind: Kind[Assessment] | None = None,
    *, chart: bytes | None = None,
) -> Standing | None:  # fmt: skip
    """How a signature on that letter stands; ``None`` where none was given.

    Raises:
        BadInput: the record, or something that the documents are made from, cannot be read.
    """
    folder = folder_of(assessment, out, kind)
    kind = kind or kind_for(assessment.ask.phase)
    record, word = record_in(folder), pinned_word(assessment, kind.name)
    if record is None and word is None:
        return None
    now = pins(assessment, kind, studio, chart_file, read_bytes(chart_file) if chart is None else chart)
    changed = now.changed_since(word.stands_for) if word and word.stands_for else ()
    if record is None:
        return Standing(kind.name, word.by, word.on.isoformat(), None, changed) if word else None
    there = record.intact(folder)
    return Standing(
        record.kind,
        record.by,
        record.at,
        record,
        tuple(dict.fromkeys((*record.pins.changed(now), *changed))),
        tuple(name for name in record.files if name not in there),
    )


def signed_letters(assessment: Assessment, out: Path) -> Iterator[Kind[Assessment]]:
    """The letters of which it is known what was signed, the request's own first: of these :func:`standing` tells."""
    own = kind_for(assessment.ask.phase).name
    for name in sorted(get_args(SignedKind), key=lambda one: one != own):
        if pinned_word(assessment, name) or is_file(folder_of(assessment, out, letter_kind(name)) / RECORD):
            yield letter_kind(name)


def pinned_word(assessment: Assessment, letter: str) -> LetterSignOff | None:
    """The sign-off that counts for a letter of that kind, where it holds what it was given for."""
    word = last_word(assessment.case, assessment.ask, assessment.determination.dates.as_of, letter)
    return word if word and word.stands_for else None


def judged(assessment: Assessment, found: Standing | None) -> Assessment:
    """The assessment, which wants a signature anew where what was signed has changed."""
    if found is None or not found.changed:
        return assessment
    wanted = Wanted(f"{SIGNATURE}, anew: {found.why_stale}", assessment.ask.id)
    return replace(assessment, undone={**assessment.undone, found.kind: wanted})


def as_signed(
    assessment: Assessment, found: Standing | None, out: Path, kind: Kind[Assessment] | None = None
) -> Generated | None:
    """The documents that are signed, and stay: nothing is wanted or changed. ``None`` where some are to be made."""
    kind = kind or kind_for(assessment.ask.phase)
    if found is None or found.record is None or found.changed or found.missing:
        return None
    if kind.wanted(assessment) or kind.refusal(assessment):
        return None
    return Generated(
        folder_of(assessment, out, kind), (*found.record.files, RECORD), False, (), (), (), signed=found.told
    )


def superseded(folder: Path) -> dict[str, bytes]:
    """What is signed in ``folder``, by the names under which it is kept when other documents take its place."""
    record = record_in(folder)
    there = record.intact(folder) if record else {}
    if record is None or not there:
        return {}
    until = "signed-" + "".join(one for one in record.at[:19] if one.isalnum() or one == "-")
    return {f"{until}/{name}": data for name, data in {**there, RECORD: (folder / RECORD).read_bytes()}.items()}


def _listed(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
