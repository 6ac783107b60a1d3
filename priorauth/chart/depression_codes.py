"""The codes of ICD-10-CM that begin with F32 and F33: which of them there are, and what each one says."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Says(NamedTuple):
    """What a code says of the depression. ``None``: nothing."""

    form: Literal["single", "recurrent"] | None = None
    severity: Literal["mild", "moderate", "severe", "unspecified"] | None = None
    psychotic: Literal["yes", "no"] | None = None
    remission: str = ""
    """In words, where there is one."""
    major: bool = True
    """Whether it is a code of major depressive disorder."""

    def __str__(self) -> str:
        """ "recurrent, severe, without psychotic features"."""
        features = {"yes": "with psychotic features", "no": "without psychotic features"}.get(self.psychotic or "")
        form = "single episode" if self.form == "single" else self.form
        kind = None if self.major else "not a code of major depressive disorder"
        return ", ".join(part for part in (form, self.severity, features, self.remission, kind) if part)


DEPRESSION_CODES = {
    "F32.0": Says("single", "mild"),
    "F32.1": Says("single", "moderate"),
    "F32.2": Says("single", "severe", "no"),
    "F32.3": Says("single", "severe", "yes"),
    "F32.4": Says("single", remission="in partial remission"),
    "F32.5": Says("single", remission="in full remission"),
    "F32.81": Says(major=False),
    "F32.89": Says(major=False),
    "F32.9": Says("single", "unspecified"),
    "F32.A": Says(major=False),
    "F33.0": Says("recurrent", "mild"),
    "F33.1": Says("recurrent", "moderate"),
    "F33.2": Says("recurrent", "severe", "no"),
    "F33.3": Says("recurrent", "severe", "yes"),
    "F33.40": Says("recurrent", remission="in remission"),
    "F33.41": Says("recurrent", remission="in partial remission"),
    "F33.42": Says("recurrent", remission="in full remission"),
    "F33.8": Says("recurrent"),
    "F33.9": Says("recurrent", "unspecified"),
}
"""Every code that may be billed (clinical facts, section on depressive codes). Others are headings, or do not exist."""


def billable_instead(code: str) -> tuple[str, ...]:
    """The codes to choose from where ``code`` is a heading, or is none; empty where it may be billed.

    Only F32 and F33 are known here: of other chapters nothing is said.
    """
    if code[:3] not in ("F32", "F33") or code in DEPRESSION_CODES:
        return ()
    below = tuple(one for one in DEPRESSION_CODES if one.startswith(code))
    above = tuple(one for one in DEPRESSION_CODES if code.startswith(one))
    return below or above or tuple(one for one in DEPRESSION_CODES if one.startswith(code[:3]))
