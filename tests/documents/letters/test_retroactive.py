"""A letter that comes late: about the sessions without authorization, judged by what was known on their first day."""

from __future__ import annotations

from priorauth.documents.content import plain_text
from priorauth.documents.letter import samples as gallery
from tests.documents.letters.laid_over import LATE, ONE_SESSION, workspace


def test_the_past_is_asked_for_only_where_it_was_not_authorized() -> None:
    """Of three sessions the first was authorized: the letter is about the other two, as what they were."""
    held = {"payer": "carefirst", "product": "Spravato", "from": "2026-11-01", "until": "2026-11-12"}
    days = ("2026-11-12", "2026-11-16", "2026-11-19")
    sessions = [{"id": f"s{at}", "on": day, "dose_mg": "56"} for at, day in enumerate(days)]
    one = {
        "case": "case-05",
        "with": {"sessions": sessions, "authorizations": [held]},
        "ask": {"start": "2026-11-16", "retroactive": LATE},
    }
    (letter,) = gallery.letters("retroactive", one, workspace())
    text = plain_text(letter.content)
    assert "given from November 16, 2026 to November 19, 2026 without one" in text
    assert "2 sessions of esketamine" in text


def test_the_past_is_judged_by_what_was_known_then() -> None:
    """A birthday and a better score since the first day of service change nothing of it."""
    since = {
        "patient": {"birth_date": "1986-11-13"},
        "sessions": ONE_SESSION,
    }
    one = {"case": "case-05", "with": since, "ask": {"start": "2026-11-12", "retroactive": LATE}}
    better = {"id": "better", "instrument": "MADRS", "on": "2026-11-19", "total": "8"}
    judged = gallery.assessment_of(one, workspace(), changed=lambda tree: {**tree, "scores": [*tree["scores"], better]})
    (letter,) = gallery.written("retroactive", one, judged, workspace())
    text = plain_text(letter.content)
    assert "39 years old on November 12, 2026" in text
    assert "On November 10, 2026 the MADRS total was 38 of 60 (severe)." in text
