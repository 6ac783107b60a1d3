"""A signature makes the request final: the sign-off in the chart, and letter, form and packet signed, or nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from priorauth.documents.packet.front import page_count
from priorauth.errors import BadInput, NotReady
from priorauth.files import sha256
from priorauth.signing.found import signatures
from priorauth.signing.opened import Opened
from priorauth.signing.standing import standing
from priorauth.yamltree import read
from tests.command import CHARTS, ROOT
from tests.signing.conftest import MOMENT, OWN, Office, opened
from tests.signing.keys import KINDS, held

if TYPE_CHECKING:
    from pathlib import Path

SHOWN = ("Digitally signed by Imogen T. Ashgrove, MD", "NPI 2000000010 · 2026-11-20 14:05:09 -05:00")
"""What a signature shows on a page: name and credentials, NPI, the time with its zone."""


def text(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_letter_form_and_packet_are_final_and_signed(signed: Office) -> None:
    for name in ("letter.pdf", "form.pdf", "packet.pdf"):
        data = (signed.folder / name).read_bytes()
        (one,) = signatures(data, name)
        assert (one.intact, one.whole_file, one.permitted, one.at) == (True, True, True, MOMENT)
        assert (one.pinned.case, one.pinned.kind, one.pinned.npi) == (OWN, "initial", "2000000010")
        assert "DRAFT" not in text(data)


def test_the_signature_shows_on_the_letters_line_and_on_the_forms(signed: Office) -> None:
    letter, form = ((signed.folder / name).read_bytes() for name in ("letter.pdf", "form.pdf"))
    for data in (letter, form):
        with pikepdf.Pdf.open(BytesIO(data)) as document:
            (field,) = (one for one in document.Root.AcroForm.Fields if one.get("/FT") == "/Sig")
            (name,) = field.AP.N.Resources.Font.keys()
            (font,) = field.AP.N.Resources.Font[name].DescendantFonts
            assert "/FontFile3" in font.FontDescriptor  # nothing depends on what a viewer brings along
            left, bottom, right, top = map(float, field.Rect)
        assert (right - left > 200, top - bottom > 10) == (True, True)


def test_the_packet_holds_the_pages_as_they_were_signed(signed: Office) -> None:
    """Drawn into the page, for the signature of the packet is that of the whole: nothing on its pages is live."""
    packet = (signed.folder / "packet.pdf").read_bytes()
    for shown in SHOWN:
        assert text(packet).count(shown) == 2  # on the form and on the letter
    with pikepdf.Pdf.open(BytesIO(packet)) as document:
        assert [str(one.T) for one in document.Root.AcroForm.Fields] == ["priorauth-signature"]
        assert "/StructTreeRoot" in document.Root


def test_the_letter_stays_tagged_and_says_what_it_is(signed: Office) -> None:
    """The field stands among the tags, and a screen reader has words for it."""
    with pikepdf.Pdf.open(signed.folder / "letter.pdf") as document:
        (field,) = document.Root.AcroForm.Fields
        tags = pikepdf.NumberTree(document.Root.StructTreeRoot.ParentTree)
        assert (str(tags[int(field.StructParent)].S), str(field.TU)) == (
            "/Form",
            "I have read this document and it is to go out",
        )
        assert document.Root.AcroForm.SigFlags == 3
        with document.open_metadata() as told:
            assert (told["pdfaid:part"], told["pdfuaid:part"]) == ("2", "1")


def test_the_sign_off_is_written_and_no_other_character_of_the_chart_changes(signed: Office) -> None:
    before, after = (path.read_text("utf-8").splitlines() for path in (CHARTS / OWN / "chart.yaml", signed.chart))
    added = [line for line in after if line not in before]
    (line,) = added
    assert line.startswith(
        "    sign_off: [{by: 'Imogen T. Ashgrove, MD', on: 2026-11-20, kind: initial, stands_for: {chart: h"
    )
    assert [line for line in after if line not in added] == before


def test_a_sign_off_that_stands_alone_becomes_a_list(office: Office) -> None:
    office.say(
        "    rationale:", '    sign_off: {by: "Imogen T. Ashgrove, MD", on: 2026-11-01}  # too early\n    rationale:'
    )
    office.signed(opened(held()))
    told = read(office.chart).tree["asks"][0]["sign_off"]  # type: ignore[index,call-overload]
    assert [one["on"] for one in told] == ["2026-11-01", "2026-11-20"]
    assert "# too early" in office.chart.read_text("utf-8")


def test_the_record_says_who_signed_what_and_on_what_it_rests(signed: Office) -> None:
    told = json.loads((signed.folder / "signature.json").read_text("utf-8"))
    assert (told["by"], told["npi"], told["at"]) == (
        "Imogen T. Ashgrove, MD",
        "2000000010",
        "2026-11-20T14:05:09-05:00",
    )
    assert set(told["pins"]) == {"chart", "policy", "practice", "templates", "exhibits"}
    assert told["files"] == {
        name: sha256((signed.folder / name).read_bytes()) for name in ("letter.pdf", "form.pdf", "packet.pdf")
    }
    wrote = json.loads((signed.folder / "manifest.json").read_text("utf-8"))
    assert wrote["chart"]["sha256"] == sha256(signed.chart.read_bytes())
    assert "signature.json" in wrote["files"]


@pytest.mark.parametrize("kind", KINDS)
def test_keys_of_each_kind(kind: str, tmp_path: Path) -> None:
    one = held(kind=kind)
    office = Office.at(tmp_path, one)
    office.signed(opened(one))
    letter = office.folder / "letter.pdf"
    (found,) = signatures(letter.read_bytes(), "letter.pdf")
    assert (found.intact, found.whole_file) == (True, True)
    if tool := shutil.which("pdfsig"):  # another program, of poppler
        said = subprocess.run([tool, str(letter)], capture_output=True, text=True, check=False).stdout  # noqa: S603
        assert "Signature is Valid." in said
        assert "Total document signed" in said


def test_each_volume_is_signed_and_none_is_larger_than_it_may_be(office: Office) -> None:
    from decimal import Decimal  # noqa: PLC0415

    from priorauth.documents.packet.parts import Limits, Sending  # noqa: PLC0415

    done = office.signed(opened(held()), sending=Sending(Limits(mb=Decimal("0.3"))))
    volumes = [name for name in done.signed if name.startswith("packet-")]
    assert len(volumes) > 1
    for name in volumes:
        data = (office.folder / name).read_bytes()
        (one,) = signatures(data, name)
        assert (one.intact, one.whole_file, len(data) <= 300_000, page_count(data) > 0) == (True, True, True, True)


def test_a_document_that_cannot_be_written_leaves_everything_as_it_was(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from priorauth import files  # noqa: PLC0415

    before, write = office.all(), files.write_private

    def full(path: Path, data: bytes) -> None:
        if path.name == "packet.pdf":
            raise BadInput("The disk is full.")
        write(path, data)

    monkeypatch.setattr(files, "write_private", full)
    with pytest.raises(BadInput, match="The disk is full"):
        office.signed(opened(held()))
    assert office.all() == before


def test_a_chart_that_somebody_changed_meanwhile_is_not_written_over(office: Office) -> None:
    request = office.request()
    case = Opened.of(request, MOMENT.date())
    made = request.studio.documents(case.as_if_signed(), office.chart, case.data, case.kind, case.folder)
    office.say("rationale: >-", "rationale: >-  # seen")
    before = office.all()
    with pytest.raises(BadInput, match="was changed while it was being signed"):
        case.with_sign_off("Imogen T. Ashgrove, MD", MOMENT.date(), case.pinned("").pins).write(made)
    assert office.all() == before


def test_what_somebody_edited_by_hand_is_not_signed(signed: Office) -> None:
    (signed.folder / "letter.docx").write_bytes(b"by hand")
    before = signed.all()
    with pytest.raises(NotReady, match=r"Somebody edited letter\.docx by hand"):
        signed.signed(opened(held()))
    assert signed.all() == before


def test_what_was_signed_is_kept_when_it_is_signed_anew(signed: Office) -> None:
    first = (signed.folder / "letter.pdf").read_bytes()
    signed.say("years.", "years and more.")
    signed.signed(opened(held()), MOMENT.replace(hour=16))
    assert (signed.folder / "signed-2026-11-20T140509" / "letter.pdf").read_bytes() == first
    assert (signed.folder / "letter.pdf").read_bytes() != first


def test_a_form_whose_map_does_not_say_where_it_is_signed(office: Office) -> None:
    """It is signed all the same, and shows nothing: somebody has to sign it by hand where it asks for that."""
    own = office.root / "templates" / "forms" / "universal"
    own.mkdir(parents=True)
    shipped = (ROOT / "templates" / "forms" / "universal" / "map.yaml").read_text("utf-8")
    (own / "map.yaml").write_text(shipped.replace(", sign: here", ""), "utf-8")
    done = office.signed(opened(held()))
    assert done.notes[0].startswith("The form shows no signature, because its map does not say")
    form = (office.folder / "form.pdf").read_bytes()
    (one,) = signatures(form, "form.pdf")
    assert (one.intact, one.whole_file, "Digitally signed" in text(form)) == (True, True, False)
    assert text((office.folder / "packet.pdf").read_bytes()).count("Digitally signed by") == 1


def test_more_of_the_chart_is_written_at_once(office: Office) -> None:
    """As where statements were ticked before it was signed: the pins are of the chart that they make."""
    more = office.chart.read_bytes().replace(b"two and a half years", b"almost three years")
    office.signed(opened(held()), chart=more)
    assert b"almost three years" in office.chart.read_bytes()
    request = office.request()
    now = Opened.of(request, MOMENT.date())
    found = standing(request.studio, now.assessment, office.chart, request.out)
    assert found is not None
    assert (found.changed, found.missing) == ((), ())


def test_signing_again_does_what_a_run_that_was_killed_left(office: Office) -> None:
    """Killed between chart and documents, the chart says that it was signed off, and nothing is signed yet."""
    case = Opened.of(office.request(), MOMENT.date())
    case = case.with_sign_off("Imogen T. Ashgrove, MD", MOMENT.date(), case.pinned("").pins)
    office.chart.write_bytes(case.data)
    done = office.signed(opened(held()))
    assert done.signed == ("letter.pdf", "form.pdf", "packet.pdf")
    assert office.chart.read_bytes() == case.data  # one sign-off, and no second
