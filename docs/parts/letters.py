"""The kinds of letter, each with what it is for, what it needs, and a picture of its first page."""

from __future__ import annotations

from priorauth.documents.letter import samples as gallery
from priorauth.documents.letter.kinds import kind, names

ROOM = {
    "internal": "For the practice alone; it is never sent.",
    "outside": "Not for the payer: no packet is made of it.",
}
NEEDS = {
    "appeal": "a denial (`denials`), with its reason in the payer's words and of which `kinds` it is",
    "appeal-authorization": "a denial (`denials`)",
    "change": "what is given now (`given_now` in the ask), as the sessions show it",
    "collaboration": "a consultation with a psychiatrist (`consultations`); each signs a statement",
    "continuation": "a continuation ask; sessions, and scores before and under treatment",
    "exception": "what the payer requires, and grounds that the chart bears out (`exception` in the ask)",
    "expedited": "the attestation that the request is urgent",
    "individual-consideration": "a criterion that is not met; the prescriber's own words (`rationale`)",
    "information": "the payer's questions with their answers (`information_requests`)",
    "initial": "an initial ask",
    "ketamine-abn": "a plan (`ketamine_plans`) under Original Medicare, with its services",
    "ketamine-consent": "a plan (`ketamine_plans`)",
    "ketamine-estimate": "a plan that the patient pays (`self_pay: yes`), with its services",
    "ketamine-exception": "a plan with a coverage, and the prescriber's own words (`rationale`)",
    "ketamine-superbill": "sessions of ketamine with their services (`ketamine_sessions`)",
    "network-gap": "who searched the network, when, and what was found (`network_gap` in the ask)",
    "records-request": "gaps that a pharmacy, a hospital, a therapist or a former prescriber can fill",
    "restart": "sessions before a gap of more than four weeks, and the prescriber's own words (`rationale`)",
    "retroactive": "why it comes late (`retroactive` in the ask), the first day of service (`start`), and the sessions",
    "transition": "another payer's authorization (`authorizations`), and sessions under it that go on",
}
"""What has to be in the chart for each kind, where it is more than the request itself."""


def every_kind() -> str:
    """A section for each, in alphabetical order."""
    return "\n\n".join(_section(name) for name in names())


def _section(name: str) -> str:
    one = kind(name)
    shown = [picture for picture, of in gallery.shown().items() if (of.get("kind") or picture) == name]
    parts = [f"### {name}", f"{one.says[0].upper()}{one.says[1:]}."]
    if name in NEEDS:
        parts.append(f"It needs {NEEDS[name]}.")
    parts += [text for key, text in ROOM.items() if getattr(one, key)]
    parts += [f"![The first page of the letter: {picture}](pictures/letters/{picture}.png)" for picture in shown]
    return "\n\n".join(parts)
