"""A PDF signed as PAdES wants it (ETSI EN 319 142-1): baseline B-B, and B-T where an authority tells the time.

The signature certifies the document and permits no change: whatever comes after it shows.
"""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pikepdf
from pyhanko.pdf_utils.generic import DictionaryObject, pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.stamp import BaseStampStyle

from priorauth.signing.field import FIELD, with_field, without_tags

if TYPE_CHECKING:
    from datetime import datetime

    from pyhanko.sign import Signer
    from pyhanko.sign.timestamps import TimeStamper

    from priorauth.documents.space import Space

PINS = "/PriorauthPins"
"""Our own entry of the signature's dictionary, under the signature as all that is in the file."""
_DIGEST = "sha256"


@dataclass(frozen=True, slots=True)
class Saying:
    """What a signature says beside who made it."""

    reason: str
    pins: str
    """See :mod:`priorauth.signing.pins`."""
    moment: datetime
    """When, with its zone."""


def signed(
    pdf: bytes,
    signer: Signer,
    saying: Saying,
    *,
    space: Space | None = None,
    stamp: bytes | None = None,
    timestamps: TimeStamper | None = None,
) -> bytes:
    """``pdf`` signed, and certified against every change.

    Args:
        pdf: a document that nobody has signed.
        signer: the key.
        saying: what the signature says.
        space: where ``stamp`` stands; without, the signature shows nothing on the page.
        stamp: what it shows, as a PDF page of that size.
        timestamps: the authority that confirms the time.

    Raises:
        TimestampRequestError, OSError: the authority does not answer, or refuses.
    """
    return asyncio.run(_signed(with_field(pdf, space, saying.reason), signer, saying, stamp, timestamps))


async def _signed(
    pdf: bytes, signer: Signer, saying: Saying, stamp: bytes | None, timestamps: TimeStamper | None
) -> bytes:
    meta = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=_DIGEST,
        reason=saying.reason,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    document = PdfSigner(meta, signer, timestamper=timestamps, stamp_style=_Style(stamp))
    session = document.init_signing_session(writer, existing_fields_only=True)
    session.system_time = saying.moment
    room = await session.estimate_signature_container_size(None)
    unsigned = session.prepare_tbs_document(None, room)
    signature: Any = session.sig_field["/V"]
    signature[pdf_name(PINS)] = pdf_string(saying.pins)
    digest, output = unsigned.digest_tbs_document()
    await unsigned.perform_signature(digest.document_digest, PdfCMSSignedAttributes())
    done: Any = output
    return bytes(done.getbuffer())


class _Style(BaseStampStyle):
    """Shows a page that was typeset; without one, leaves the field as it is."""

    def __init__(self, stamp: bytes | None) -> None:
        super().__init__()
        object.__setattr__(self, "stamp", stamp)

    def create_stamp(self, writer: Any, box: Any, text_params: Any) -> Any:  # noqa: ARG002  (pyHanko's signature)
        """What is put upon the field."""
        data: bytes | None = getattr(self, "stamp")  # noqa: B009
        return _Drawn(writer, data) if data else None


class _Drawn:
    def __init__(self, writer: IncrementalPdfFileWriter, stamp: bytes) -> None:
        with pikepdf.Pdf.open(io.BytesIO(stamp)) as drawing:
            plain = io.BytesIO()
            without_tags(drawing).save(plain, deterministic_id=True)
        self._shown = writer.import_page_as_xobject(PdfFileReader(plain))

    def apply_appearance(self, annotation: DictionaryObject) -> None:
        """Make it the look of the field."""
        look = DictionaryObject({pdf_name("/N"): self._shown})  # type: ignore[no-untyped-call]
        annotation[pdf_name("/AP")] = look
