"""What a signed file is worth, and each way in which one can be less."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pikepdf
import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from priorauth.errors import BadInput, ExitCode
from priorauth.files import sha256
from priorauth.signing.key import fingerprint
from priorauth.signing.verify import Told, Verifier
from tests.signing.conftest import MOMENT, Office, opened
from tests.signing.keys import authority, held

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TRUSTED = (x509.Certificate.load(authority().certificate.public_bytes(Encoding.DER)),)


def told(
    path: Path,
    *,
    trusted: tuple[x509.Certificate, ...] = (),
    chart: Path | None = None,
    stands_in: Path | None = None,
) -> Told:
    """As it is told to somebody who stands in the practice's folder, or in another one."""
    root = next((one for one in path.parents if (one / "charts").is_dir()), path.parent)
    return Verifier(MOMENT.date(), trusted, chart, stands_in or root).verified(path)


def tampered(office: Office, change: Callable[[bytes], bytes], name: str = "letter.pdf") -> Told:
    path = office.folder / name
    path.write_bytes(change(path.read_bytes()))
    return told(path)


@pytest.mark.parametrize("name", ["letter.pdf", "form.pdf", "packet.pdf"])
def test_what_nobody_touched(signed: Office, name: str) -> None:
    one = told(signed.folder / name, trusted=TRUSTED)
    assert one.code is ExitCode.OK
    assert one.says == "Signed by Imogen T. Ashgrove, MD, 2026-11-20 14:05:09 -05:00, by the signer's own clock."
    assert one.points == (
        "What the signature covers is as it was signed: the whole file but the signature's own place.",
        f"The certificate (CN=Imogen T. Ashgrove; SHA-256 {fingerprint(held().certificate)}) is bound to NPI "
        f"2000000010 in {signed.root / 'practice.yaml'}.",
        "The certificate leads to an authority that is trusted here. Whether it was revoked was not asked.",
        "It is for case-05, ask-carefirst-trd-medical (initial).",
        "Chart, policy, profile, templates and exhibits say what they said when it was signed.",
    )


def test_a_byte(signed: Office) -> None:
    one = tampered(signed, lambda pdf: pdf[:3000] + bytes([pdf[3000] ^ 1]) + pdf[3001:])
    assert (one.code, one.points[0]) == (
        ExitCode.ALTERED, "What the signature covers was changed: it does not fit the file any more.",
    )  # fmt: skip


def test_a_byte_anywhere(signed: Office) -> None:
    """Every part of the file is covered: content, tags, the signature's own words, and what is behind it."""
    pdf = (signed.folder / "letter.pdf").read_bytes()
    for place in range(40, len(pdf), len(pdf) // 60):
        changed = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
        (signed.folder / "letter.pdf").write_bytes(changed)
        try:
            code = told(signed.folder / "letter.pdf").code
        except BadInput:
            continue
        assert code in (ExitCode.ALTERED, ExitCode.NOT_SIGNED), place


def test_the_place_that_no_signature_covers(signed: Office) -> None:
    """Behind the signature, in its own place, stand zeros: nothing is hidden there."""

    def hidden(pdf: bytes) -> bytes:
        zeros = pdf.index(b"00000000>")
        return pdf[:zeros] + b"1" + pdf[zeros + 1 :]

    assert tampered(signed, hidden).code is ExitCode.ALTERED


def a_capital(pdf: bytes) -> bytes:
    """One digit of the signature written small: to a reader the same number."""
    place = pdf.index(b"/Contents <") + 11
    digit = next(at for at in range(place, place + 99) if pdf[at : at + 1] in b"ABCDEF")
    return pdf[:digit] + pdf[digit : digit + 1].lower() + pdf[digit + 1 :]


def a_space(pdf: bytes) -> bytes:
    """A zero behind the signature replaced: readers pass over spaces."""
    zeros = pdf.index(b"00000000>")
    return pdf[:zeros] + b"  " + pdf[zeros + 2 :]


def a_longer_length(pdf: bytes) -> bytes:
    """The signature's outer length without its end, as BER allows and DER does not."""
    place = pdf.index(b"/Contents <") + 11
    assert pdf[place : place + 4] == b"3082"
    length = int(pdf[place + 4 : place + 8], 16) * 2
    inner = pdf[place + 8 : place + 8 + length]
    return pdf[:place] + b"3080" + inner + b"0000" + pdf[place + 8 + length :]


@pytest.mark.parametrize("change", [a_capital, a_space, a_longer_length])
def test_the_same_signature_in_other_bytes(signed: Office, change: Callable[[bytes], bytes]) -> None:
    """Without the record beside it, too: it is not written as a signature is."""
    (signed.folder / "signature.json").unlink()
    try:
        code = tampered(signed, change).code
    except BadInput:
        return
    assert code is ExitCode.ALTERED


def test_bytes_behind_the_end(signed: Office) -> None:
    one = tampered(signed, lambda pdf: pdf + b"\n% more\n")
    assert one.code is ExitCode.ALTERED
    assert one.points[0] == "Behind the signed part stand bytes that the signature does not cover."


def dose_swapped(pdf: bytes) -> bytes:
    """A revision appended in which the first page says another dose."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    drawing = b"q 1 1 1 rg 70 600 200 20 re f 0 g BT /F 10 Tf 72 604 Td (Esketamine 56 mg) Tj ET Q"
    more = writer.add_object(generic.StreamObject(stream_data=drawing))
    first = page.raw_get("/Contents")
    page["/Contents"] = generic.ArrayObject([*(first if isinstance(first, generic.ArrayObject) else [first]), more])
    writer.update_container(page)
    return written(writer)


def field_filled(pdf: bytes) -> bytes:
    """One in which a field of the form holds another value."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    fields = [one.get_object() for one in writer.root["/AcroForm"]["/Fields"]]
    one = next(one for one in fields if one.get("/FT") == "/Tx" and "/V" in one)
    one["/V"] = generic.pdf_string("56 mg")
    writer.update_container(one)
    return written(writer)


def page_added(pdf: bytes) -> bytes:
    """One with a page more."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    from pyhanko.pdf_utils.writer import PageObject  # noqa: PLC0415

    empty = writer.add_object(generic.StreamObject(stream_data=b""))
    writer.insert_page(PageObject(contents=empty, media_box=(0, 0, 612, 792)))
    return written(writer)


def signed_again(pdf: bytes) -> bytes:
    """One with somebody else's signature."""

    class Unruly(PdfSigner):
        def _enforce_certification_constraints(self, reader: object) -> None:
            """It is asked not to, and does."""

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    key = opened(held("Somebody Else")).signer
    Unruly(PdfSignatureMetadata(field_name="second"), key, new_field_spec=SigFieldSpec("second")).sign_pdf(
        writer, output=(out := io.BytesIO())
    )
    return out.getvalue()


def written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def titled(pdf: bytes) -> bytes:
    """One with another title, which a viewer shows at its head."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.set_info(generic.DictionaryObject({generic.pdf_name("/Title"): generic.pdf_string("Withdrawn")}))
    return written(writer)


def titled_in_xmp(pdf: bytes) -> bytes:
    """Likewise, in the metadata that newer viewers read."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    old = writer.root["/Metadata"].data
    new = generic.StreamObject(stream_data=old.replace(b"Letter of medical necessity", b"Withdrawn"))
    assert new.data != old
    writer.root["/Metadata"] = writer.add_object(new)
    writer.update_root()
    out = io.BytesIO()
    writer._update_meta = lambda: None  # type: ignore[method-assign]
    writer.write(out)
    return out.getvalue()


def kept(pdf: bytes) -> bytes:
    """One with proof for keeping, as programs add it: they write the day of the change, and their own name."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.root["/DSS"] = writer.add_object(
        generic.DictionaryObject({generic.pdf_name("/Type"): generic.pdf_name("/DSS")})
    )
    writer.update_root()
    return written(writer)


@pytest.mark.parametrize("name", ["letter.pdf", "form.pdf", "packet.pdf"])
def test_proof_for_keeping(signed: Office, name: str) -> None:
    (signed.folder / "signature.json").unlink()
    one = tampered(signed, kept, name)
    assert one.code is ExitCode.OK
    assert one.points[:2] == (
        "After it was signed, 1 revision came: nothing but what the signature permits.",
        "Revision 1 after the signature: it only adds proof for keeping (validation data, a document timestamp).",
    )


METADATA = "it changes what the document says of itself (its title, author or other metadata)"


@pytest.mark.parametrize(
    ("change", "name", "what"),
    [
        (dose_swapped, "letter.pdf", "it changes the document itself"),
        (page_added, "letter.pdf", "it changes the document itself"),
        (field_filled, "form.pdf", "it fills in a form field, or adds a signature"),
        (titled, "letter.pdf", METADATA),
        (titled, "form.pdf", METADATA),
        (titled_in_xmp, "letter.pdf", METADATA),
        (signed_again, "letter.pdf", "it fills in a form field, or adds a signature"),
    ],
)
def test_a_revision_appended(signed: Office, change: Callable[[bytes], bytes], name: str, what: str) -> None:
    """What the signature covers is whole, and what a reader sees is another thing."""
    one = tampered(signed, change, name)
    assert (one.code, one.says) == (
        ExitCode.ALTERED, "It was signed by Imogen T. Ashgrove, MD, and is not as it was signed.",
    )  # fmt: skip
    assert one.points[0] == "After it was signed, 1 revision came: more than the signature permits."
    assert one.points[1].startswith("Revision 1 after the signature: ")
    assert what in one.points[1]
    if change is signed_again:
        assert one.points[2] == "Another signature was added, by CN=Somebody Else; the first permits none."


def test_written_anew(signed: Office) -> None:
    """By a program that saves the whole file: the signature fits nothing any more."""

    def saved(pdf: bytes) -> bytes:
        with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
            document.save(out := io.BytesIO())
        return out.getvalue()

    assert tampered(signed, saved).code is ExitCode.ALTERED


@pytest.mark.parametrize("left", [0.5, 0.9, 0.99])
def test_a_file_that_is_cut_off(signed: Office, left: float) -> None:
    with pytest.raises(BadInput, match="The file is cut off: its end is missing"):
        tampered(signed, lambda pdf: pdf[: int(len(pdf) * left)])


def test_a_file_that_is_cut_off_before_the_signature(signed: Office) -> None:
    """Then it is whole by itself, shows an empty line, and says that a signature was to be there."""
    one = tampered(signed, lambda pdf: pdf[: pdf.index(b"%%EOF") + 6])
    assert one.code is ExitCode.NOT_SIGNED
    assert "It has a place for a digital signature, and none is there" in one.says


def test_a_draft(office: Office) -> None:
    studio, request = office.request().studio, office.request()
    from priorauth.signing.opened import Opened  # noqa: PLC0415

    studio.generate(Opened.of(request, MOMENT.date()).assessment, office.chart, request.out)
    one = told(office.folder / "letter.pdf")
    assert (one.code, one.says) == (ExitCode.NOT_SIGNED, "It holds no digital signature.")


def test_no_pdf(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"PK a letter in Word")
    with pytest.raises(BadInput, match="This is no PDF file"):
        told(path)


def test_a_damaged_one(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing of it is left\n%%EOF")
    with pytest.raises(BadInput, match="The file is damaged"):
        told(path)


def test_one_that_is_protected(signed: Office) -> None:
    path = signed.folder / "letter.pdf"
    with pikepdf.Pdf.open(path) as document:
        document.save(out := io.BytesIO(), encryption=pikepdf.Encryption(owner="a", user="b"))
    path.write_bytes(out.getvalue())
    with pytest.raises(BadInput, match="protected by a password"):
        told(path)


def test_a_certificate_that_is_bound_no_more(signed: Office) -> None:
    """As where it was lost, and the practice took it out."""
    profile = signed.root / "practice.yaml"
    profile.write_text(profile.read_text("utf-8").replace(fingerprint(held().certificate), "0" * 64), "utf-8")
    one = told(signed.folder / "letter.pdf")
    assert one.code is ExitCode.UNKNOWN_SIGNER
    assert one.points[1].endswith(f"is bound to nobody in {signed.root / 'practice.yaml'}.")


def test_far_from_the_practice_an_authority_vouches(signed: Office, tmp_path: Path) -> None:
    """The payer has no practice.yaml: there, only the chain to a trusted authority tells who signed."""
    path = tmp_path / "sent.pdf"
    path.write_bytes((signed.folder / "packet.pdf").read_bytes())
    assert told(path).code is ExitCode.UNKNOWN_SIGNER
    assert told(path, trusted=TRUSTED).code is ExitCode.OK
    assert "was not looked up: no practice.yaml is taken here" in told(path).points[1]
    assert "name it with --chart" in told(path).points[-1]
    assert told(path, chart=signed.chart).code is ExitCode.OK


def test_a_record_that_names_files_elsewhere(signed: Office) -> None:
    """It lies beside a file that came from anywhere: no path in it is followed."""
    path = signed.folder / "signature.json"
    path.write_text(path.read_text("utf-8").replace('"letter.pdf"', '"../letter.pdf"'), "utf-8")
    with pytest.raises(BadInput, match=r"signature\.json"):
        told(signed.folder / "letter.pdf")


@pytest.mark.parametrize("change", [dose_swapped, lambda pdf: pdf[:3000] + bytes([pdf[3000] ^ 1]) + pdf[3001:]])
def test_a_record_of_ink_beside_a_broken_signature(signed: Office, change: Callable[[bytes], bytes]) -> None:
    """Whoever changed the file can write that it was signed in ink, with the new file's hash."""
    path = signed.folder / "letter.pdf"
    path.write_bytes(change(path.read_bytes()))
    _recorded_in_ink(signed)
    one = told(path)
    assert one.code is ExitCode.ALTERED
    assert "signature.json beside it says that it was signed in ink. That is not so, and not taken." in one.points


def test_a_record_of_ink_beside_what_is_left_of_a_signature(signed: Office) -> None:
    """Where the form names no signature any more, and the file still holds one."""
    path = signed.folder / "letter.pdf"
    writer = IncrementalPdfFileWriter(io.BytesIO(path.read_bytes()))
    del writer.root["/AcroForm"]
    writer.update_root()
    path.write_bytes(written(writer))
    _recorded_in_ink(signed)
    one = told(path)
    assert (one.code, "both cannot be" in one.says) == (ExitCode.ALTERED, True)


def _recorded_in_ink(signed: Office) -> None:
    record = signed.folder / "signature.json"
    said = json.loads(record.read_text("utf-8"))
    del said["certificate"]
    mark = sha256((signed.folder / "letter.pdf").read_bytes())
    more = {"how": "ink", "at": "2026-11-20", "recorded_by": "Odette", "files": {"letter.pdf": mark}}
    record.write_text(json.dumps(said | more), "utf-8")
