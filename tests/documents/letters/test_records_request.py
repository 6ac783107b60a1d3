"""Each practice, hospital or pharmacy is asked for what it has, and for nothing else."""

from __future__ import annotations

from priorauth.documents.content import plain_text
from priorauth.documents.letter import samples as gallery
from tests.documents.letters.laid_over import letters, workspace


def test_a_records_request_goes_to_each_who_has_something() -> None:
    (one,) = letters("records-request")
    assert "Odalys Marchbanks, MD" in plain_text(one.content)


def test_a_pharmacy_is_asked_for_what_it_has_by_its_name() -> None:
    """What the fills decide is the practice's business, and no question to the pharmacy."""
    (one,) = gallery.letters("records-request", {"case": "case-14"}, workspace())
    text = plain_text(one.content)
    assert "Tinwhistle Drug" in text
    assert "Every dispensing of escitalopram from February 2, 2026 to March 30, 2026: the day, the strength" in text
    assert "30 of 57" not in text


def test_a_pharmacy_is_addressed_where_the_chart_has_it() -> None:
    there = {"name": "Tinwhistle Drug", "fax": "(301) 555-0199"}
    there["address"] = {"street": "4 Alder Row", "city": "Wickham Ferry", "state": "MD", "zip": "00021"}
    more = {"care_team": {"prescriber": "ashgrove", "site": "wickham-ferry", "pharmacy": there}}
    (one,) = gallery.letters("records-request", {"case": "case-14", "with": more}, workspace())
    assert "Tinwhistle Drug\n4 Alder Row\nWickham Ferry, MD 00021\nFax (301) 555-0199" in plain_text(one.content)
