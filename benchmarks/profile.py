"""Where the time goes: by part of a patient's documents, and by room of the code within a judgement."""

from __future__ import annotations

import cProfile
import pstats
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import priorauth
from priorauth.documents import generate, made
from priorauth.documents.edited import desk
from priorauth.documents.packet import of_a_case

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.patients import Patient

PARTS = {
    "complete": "form filled, its addendum typeset",
    "flatten": "form made flat for the packet",
    "letter_pdf": "letter as PDF",
    "letter_docx": "letter as Word",
    "compose": "letter composed",
    "exhibit_parts": "exhibits put on Letter pages",
    "assemble": "packet: cover and index typeset, merged, stamped, saved",
    "manifest": "manifest",
    "put": "files written, flushed to the disk",
}
"""What the studio calls, and what that is."""


def shares_of_documents(whole: Callable[[Patient], object], patients: Sequence[Patient]) -> dict[str, float]:
    """The parts' shares of ``whole``, which generates a patient's documents."""
    spent: Counter[str] = Counter()

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            try:
                return function(*given, **named)
            finally:
                spent[PARTS[name]] += time.perf_counter() - begun

        return call

    with ExitStack() as stack:
        for name in PARTS:
            module = next(one for one in (generate, made, desk, of_a_case) if hasattr(one, name))
            stack.enter_context(patch.object(module, name, timed(name, getattr(module, name))))
        begun = time.perf_counter()
        for patient in patients:
            whole(patient)
        total = time.perf_counter() - begun
    spent["judging, pricing, and the rest"] = total - sum(spent.values())
    return {name: seconds / total for name, seconds in spent.most_common()}


def shares_of_judgement(judge: Callable[[Patient], object], patients: Sequence[Patient]) -> dict[str, float]:
    """The rooms' shares of the time that a judgement spends in Python, each without what it calls."""
    profile = cProfile.Profile(builtins=False)
    profile.enable()
    for patient in patients:
        judge(patient)
    profile.disable()
    ours = Path(priorauth.__file__).parent
    spent: Counter[str] = Counter()
    for (file, _, _), (_, _, own, *_) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]  # (not in typeshed)
        place = Path(file)
        inside = place.is_relative_to(ours)
        spent[place.relative_to(ours).parent.as_posix() if inside else "Python's own modules and Pydantic"] += own
    total = sum(spent.values())
    return {room: seconds / total for room, seconds in spent.most_common()}
