"""What came into a PDF after it was signed, revision by revision, and whether a signature leaves room for it.

pyHanko lets metadata change as it lets proof for keeping be added. A viewer shows the title that the metadata names, so
that here only the day of the last change and the program that made it may change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, StreamObject
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    ModificationLevel,
    StandardDiffPolicy,
    SuspiciousModification,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
    from pyhanko.sign.diff_analysis import DiffResult
    from pyhanko.sign.fields import FieldMDPSpec, MDPPerm
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

LEVELS = {
    ModificationLevel.NONE: "it changes nothing",
    ModificationLevel.LTA_UPDATES: "it only adds proof for keeping (validation data, a document timestamp)",
    ModificationLevel.FORM_FILLING: "it fills in a form field, or adds a signature",
    ModificationLevel.ANNOTATIONS: "it adds notes on the pages",
    ModificationLevel.OTHER: "it changes the document itself",
}
"""What a revision of a PDF does, in words."""
METADATA = "it changes what the document says of itself (its title, author or other metadata)"

_OF_SAVING = ("/ModDate", "/Producer")
_XMP_OF_SAVING = (
    "{http://ns.adobe.com/xap/1.0/}ModifyDate",
    "{http://ns.adobe.com/xap/1.0/}MetadataDate",
    "{http://ns.adobe.com/pdf/1.3/}Producer",
    "{adobe:ns:meta/}xmptk",
)
"""What any program writes anew that saves a file, and tells nothing of the document."""
_DEEPEST = 20


class _MetadataChanged(SuspiciousModification):
    """The document says something else of itself."""


class _Policy(StandardDiffPolicy):
    """pyHanko's own, and metadata stay as they are."""

    def apply(
        self,
        old: HistoricalResolver,
        new: HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,
        doc_mdp: MDPPerm | None = None,
    ) -> DiffResult:
        """What the newer revision does.

        Raises:
            SuspiciousModification: it is nothing that a signature could permit.
        """
        found = super().apply(old, new, field_mdp_spec, doc_mdp)
        if _info(old) != _info(new) or _xmp(old) != _xmp(new):
            raise _MetadataChanged("metadata")
        return found


POLICY = _Policy(DEFAULT_DIFF_POLICY.global_rules, DEFAULT_DIFF_POLICY.form_rule)
"""By which a revision is judged."""


def what_came(one: EmbeddedPdfSignature, reader: PdfFileReader) -> Iterator[str]:
    """What each revision after the signed one does, in words."""
    for number in range(one.signed_revision + 1, reader.xrefs.total_revisions):
        old, new = (reader.get_historical_resolver(each) for each in (number - 1, number))
        try:
            yield LEVELS[POLICY.apply(old, new, doc_mdp=one.docmdp_level).modification_level]
        except _MetadataChanged:
            yield METADATA
        except SuspiciousModification:
            yield LEVELS[ModificationLevel.OTHER]


def _info(revision: HistoricalResolver) -> Any:
    """The document's own entries."""
    trailer = revision.trailer_view
    if "/Info" not in trailer:
        return {}
    info = trailer["/Info"]
    if not isinstance(info, DictionaryObject):
        raise _MetadataChanged("/Info")
    return {key: _said(info[key]) for key in info if key not in _OF_SAVING}


def _said(value: Any, depth: int = 0) -> Any:
    """A value of the document's entries, to be compared."""
    if depth > _DEEPEST or isinstance(value, StreamObject):
        raise _MetadataChanged("/Info")
    if isinstance(value, DictionaryObject):
        return {key: _said(value[key], depth + 1) for key in value}
    if isinstance(value, ArrayObject):
        return [_said(value[place], depth + 1) for place in range(len(value))]
    return str(value)


def _xmp(revision: HistoricalResolver) -> Any:
    """What the document's XMP metadata say, whatever prefixes they are written with."""
    if "/Metadata" not in revision.root:
        return None
    reference = revision.root.get_value_as_reference("/Metadata")
    stream = revision.reader.get_object(reference, revision.revision)  # type: ignore[no-untyped-call]
    if not isinstance(stream, StreamObject):
        raise _MetadataChanged("/Metadata")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return _read(etree.fromstring(stream.read_data(DecodePurpose.XMP_METADATA), parser))
    except etree.XMLSyntaxError:
        raise _MetadataChanged("/Metadata") from None


def _read(element: Any) -> Any:
    """An element with its full names, to be compared."""
    said = sorted((key, value) for key, value in element.attrib.items() if key not in _XMP_OF_SAVING)
    below = [_read(one) for one in element if one.tag not in _XMP_OF_SAVING]
    return element.tag, said, (element.text or "").strip(), below, (element.tail or "").strip()
