"""What was read of one patient, what was left out and why, and what a person has to look at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Notes:
    """Counted by type and reason, with no word of the patient: the remarks alone go beside the facts."""

    read: Counter[str] = field(default_factory=Counter)
    left: Counter[tuple[str, str]] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)
    """For the chart's own file: what to add or to compare there, in the source's words."""

    def leave(self, kind: str, reason: str) -> None:
        """Count one that is left out."""
        self.left[kind, reason] += 1

    def remark(self, text: str) -> None:
        """Tell something once."""
        if text not in self.remarks:
            self.remarks.append(text)
