"""Which sections are known, and by what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.intake.ccda.building import DEPRESSION, MENTAL_STATUS, OID, observed, problem, read, section, whole

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "head",
    [
        f'<code code="11450-4" codeSystem="{OID["LOINC"]}"/>',
        '<templateId root="2.16.840.1.113883.10.20.22.2.5"/>',
        '<templateId root="2.16.840.1.113883.10.20.22.2.5.1" extension="2015-08-01"/><code nullFlavor="UNK"/>',
        f'<code code="x"><translation code="11450-4" codeSystem="{OID["LOINC"]}"/></code>',
    ],
    ids=["LOINC", "template", "both forms", "translation"],
)
def test_a_section_is_known_by_template_or_by_code(tmp_path: Path, head: str) -> None:
    assert len(read(tmp_path, f"<section>{head}<entry>{problem(DEPRESSION)}</entry></section>").diagnoses) == 1


def test_the_same_code_of_another_system_is_another_section(tmp_path: Path) -> None:
    head = f'<code code="11450-4" codeSystem="{OID["SNOMED"]}"/>'
    assert read(tmp_path, f"<section>{head}<entry>{problem(DEPRESSION)}</entry></section>").diagnoses == []


def test_a_section_within_another_is_read_once(tmp_path: Path) -> None:
    inner = section(MENTAL_STATUS, observed("44261-6", whole(14)), observed("44261-6", whole(9), on="20261002"))
    outer = section("51848-0").replace("</section>", f"<component>{inner}</component></section>")
    seen = read(tmp_path, outer)
    assert [one["total"] for one in seen.scores] == [14, 9]
    assert seen.left == {}
