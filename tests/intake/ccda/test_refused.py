"""What is no C-CDA is told in one paragraph, and the other documents are read nevertheless."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from priorauth.errors import BadInput
from priorauth.intake.ccda.document import bundle
from priorauth.intake.ccda.source import CCDA, is_ccda
from priorauth.intake.ccda.values import day, instant
from tests.intake.ccda.building import (
    MEDICATIONS,
    MENTAL_STATUS,
    activity,
    document,
    observed,
    read_all,
    section,
    whole,
)
from tests.intake.fhir.building import Seen

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = document(section(MEDICATIONS, activity()), section(MENTAL_STATUS, observed("44261-6", whole(14))))
START = "<ClinicalDocument"
BOMB = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10 if n else 'x' * 40}'>" for n in range(12))
TARGET = WHOLE[WHOLE.index("<recordTarget>") : WHOLE.index("</recordTarget>") + len("</recordTarget>")]
BODY = WHOLE[WHOLE.index("<structuredBody>") : WHOLE.index("</structuredBody>") + len("</structuredBody>")]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (WHOLE[: len(WHOLE) // 2], "This is no XML, or XML that was cut in half."),
        ("", "This is no XML, or XML that was cut in half."),
        ('{"resourceType": "Patient"}', "This is no XML, or XML that was cut in half."),
        (WHOLE.replace(START, "<!DOCTYPE ClinicalDocument>" + START), "This XML declares a DOCTYPE"),
        (WHOLE.replace(START, f"<!-- <a> --><!DOCTYPE a [{BOMB}]>{START} a='&e11;'"), "This XML declares a DOCTYPE"),
        (WHOLE.replace(START, f"<!DOCTYPE a SYSTEM 'file:///etc/passwd'>{START}"), "This XML declares a DOCTYPE"),
        (WHOLE.encode().replace(b"Marigold", b"Marig\xf6ld"), "This XML is not in the encoding that it declares."),
        (WHOLE.replace("UTF-8", "klingon"), "This XML is not in the encoding that it declares."),
        (WHOLE.replace("<text>", "<text>" + "<a>" * 1000 + "</a>" * 1000, 1), "This XML is nested too deep"),
        (WHOLE.replace("<text>", "<text>" + "x" * 11_000_000, 1), "This XML is nested too deep"),
        ('<Bundle xmlns="http://hl7.org/fhir"/>', "This is XML, but no C-CDA"),
        ("<ClinicalDocument/>", "This is XML, but no C-CDA"),
        ("<levelone/>", "This is CDA Release 1"),
        (WHOLE.replace(BODY, "<nonXMLBody/>"), "This C-CDA has no sections"),
        (WHOLE.replace(TARGET, ""), "This C-CDA names no patient."),
        (WHOLE.replace(TARGET, TARGET * 2), "This C-CDA tells of several patients"),
    ],
    ids=[
        *("half", "empty", "JSON", "DOCTYPE", "bomb", "external", "latin-1", "encoding", "deep", "long"),
        *("FHIR in XML", "no namespace", "CDA 1", "a file", "nobody", "two"),
    ],
)
def test_a_file_that_is_no_ccda_is_refused_in_a_paragraph(tmp_path: Path, data: str | bytes, told: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_all(tmp_path, data)
    assert caught.value.what.startswith(told)
    assert caught.value.fix
    assert "Testwell" not in str(caught.value)


def test_a_file_that_is_too_large_is_not_looked_into(tmp_path: Path) -> None:
    with (tmp_path / "a.xml").open("wb") as file:
        file.truncate((CCDA.largest or 0) + 1)
    with pytest.raises(BadInput, match=r"This file is larger than C-CDA is read here \(100 MB\)\."):
        Seen(tmp_path, form=CCDA)


def test_a_document_that_cannot_be_read_costs_itself_alone(tmp_path: Path) -> None:
    seen = read_all(tmp_path, WHOLE, WHOLE[:400])
    assert [one["total"] for one in seen.scores] == [14]
    told = "This is no XML, or XML that was cut in half. Export the document again, or leave it out."
    assert [str(fault) for fault in seen.account.faults] == [f"{tmp_path / '1.xml'}: {told}"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_every_encoding_that_is_declared_is_read(tmp_path: Path, encoding: str) -> None:
    declared = WHOLE.replace("UTF-8", encoding.removesuffix("-sig")).replace("Marigold", "Zoë")
    (chart,) = read_all(tmp_path, declared.encode(encoding)).charts
    assert chart["patient"]["name"]["first"] == "Zoë"


def test_nothing_and_a_folder_without_documents_are_told(tmp_path: Path) -> None:
    (tmp_path / "METADATA.XML").write_text("<SubmitObjectsRequest/>", "utf-8")
    with pytest.raises(BadInput, match="There is no C-CDA in this folder"):
        Seen(tmp_path, form=CCDA)
    with pytest.raises(BadInput, match="There is no such folder or file"):
        Seen(tmp_path / "nowhere", form=CCDA)


@pytest.mark.parametrize(
    ("name", "data", "as_folder", "as_file"),
    [
        ("a.xml", WHOLE, True, True),
        ("A.XML", WHOLE, True, True),
        ("a.xml", WHOLE[:400], True, True),
        ("a.xml", "<Bundle/>", False, True),  # named alone, it is to be told what is wrong with it
        ("a.json", WHOLE, False, False),
        ("chart.yaml", "case: a\n", False, False),
    ],
)
def test_a_source_is_told_from_charts(tmp_path: Path, name: str, data: str, as_folder: bool, as_file: bool) -> None:
    (tmp_path / name).write_text(data, "utf-8")
    assert (is_ccda(tmp_path), is_ccda(tmp_path / name)) == (as_folder, as_file)


def test_a_folder_with_a_chart_is_one_of_charts(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(WHOLE, "utf-8")
    (tmp_path / "chart.yaml").write_text("case: a\n", "utf-8")
    assert not is_ccda(tmp_path)


@given(st.integers(min_value=0, max_value=len(WHOLE.encode()) - 1))
def test_a_document_cut_anywhere_is_never_half_read(end: int) -> None:
    data = WHOLE.encode()[:end]
    if data.rstrip() != WHOLE.encode().rstrip():
        with pytest.raises(BadInput):
            bundle(data, "a.xml")


@given(st.integers(min_value=0), st.sampled_from(["gone", "not known", "empty", "nonsense"]))
def test_whatever_a_document_lacks_the_rest_is_read_or_it_is_refused(number: int, fate: str) -> None:
    root = etree.fromstring(WHOLE.encode())
    below = [one for one in root.iter("{*}*") if one is not root]
    one = below[number % len(below)]
    match fate:
        case "gone":
            one.getparent().remove(one)
        case "not known":
            one.set("nullFlavor", "UNK")
        case "empty":
            one.clear()
        case "nonsense":
            one.attrib.update(dict.fromkeys(one.attrib, "…"))
    try:
        kinds = [entry["resource"]["resourceType"] for entry in bundle(etree.tostring(root), "a.xml")["entry"]]
    except BadInput:
        return
    assert kinds[0] == "Patient"


@given(st.text(alphabet="0123456789.+-TZ", max_size=24))
def test_a_time_is_a_day_as_it_is_written_or_none(written: str) -> None:
    found = day(written)
    assert written.startswith(found.replace("-", ""))
    assert not instant(written) or found
