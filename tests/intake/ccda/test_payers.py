"""Policies as coverages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.intake.ccda.building import PAYERS, read, section

if TYPE_CHECKING:
    from pathlib import Path


def policy(*more: str, payer: str = "Cigna", order: str = "1", kind: str = '<code code="PAYOR"/>') -> str:
    return f"""<act moodCode="EVN"><statusCode code="completed"/><entryRelationship typeCode="COMP">
    <sequenceNumber value="{order}"/>
    <act moodCode="EVN"><id root="1.1.1" extension="group-7"/><statusCode code="completed"/>
    <performer><assignedEntity>{kind}<representedOrganization><name>{payer}</name></representedOrganization></assignedEntity>
    </performer>{"".join(more)}</act></entryRelationship></act>"""


def covered(member: str = "TEST-0001", until: str = "") -> str:
    time = f'<time><low nullFlavor="UNK"/><high value="{until}"/></time>' if until else ""
    own = f'<participantRole><id root="1.1.2" extension="{member}"/></participantRole>'
    return f'<participant typeCode="COV">{time}{own}</participant>'


PLAN = '<entryRelationship typeCode="REFR"><act moodCode="DEF"><text>Open Access</text></act></entryRelationship>'
GUARANTOR = """<performer><assignedEntity><code code="GUAR"/>
<representedOrganization><name>Aetna</name></representedOrganization></assignedEntity></performer>"""


def test_a_policy_is_a_coverage(tmp_path: Path) -> None:
    entry = policy(covered(), GUARANTOR, PLAN, order="2")
    (one,) = read(tmp_path, section(PAYERS, entry), payers={"cigna": "cigna", "aetna": "aetna"}).coverages
    assert (one["payer"], one["member_id"], one["plan"], one["order"]) == (
        "cigna",
        "TEST-0001",
        "Open Access",
        "secondary",
    )
    assert "group" not in one  # which of the policy's numbers is the group's, nothing says


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (policy(covered(until="20251231")), "ended"),
        (policy(covered(), payer="Acme"), "the payer is not surely one that is known: a person names it"),
        (policy(covered(), kind='<code code="GUAR"/>'), "the payer is not surely one that is known: a person names it"),
    ],
)
def test_what_is_no_coverage_of_today_is_left_out(tmp_path: Path, entry: str, why: str) -> None:
    seen = read(tmp_path, section(PAYERS, entry), payers={"cigna": "cigna"})
    assert (seen.coverages, seen.left) == ([], {("Coverage", why): 1})
