"""XML read without trust: no DTD, no entity, no network, and no tree deeper or text longer than documents have."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from lxml import etree

from priorauth.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator

Node: TypeAlias = Any
"""An element; lxml has no types of its own."""

V3 = "urn:hl7-org:v3"
SDTC = "urn:hl7-org:sdtc"
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_AGAIN = "Export the document again, or leave it out."
_ENCODING = {etree.ErrorTypes.ERR_INVALID_ENCODING, etree.ErrorTypes.ERR_INVALID_CHAR}
_NO_ENCODING = {etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING, etree.ErrorTypes.ERR_UNKNOWN_ENCODING}
_OFF = {"resolve_entities": False, "no_network": True, "load_dtd": False, "dtd_validation": False, "huge_tree": False}


class _DeclaresTypeError(Exception):
    """There is a DOCTYPE."""


class _RootReachedError(Exception):
    """There is none."""


class _Prolog:
    """What stands before the first element. A DOCTYPE is told when it begins, before anything in it is expanded."""

    def doctype(self, *_: object) -> None:
        raise _DeclaresTypeError

    def start(self, *_: object) -> None:
        raise _RootReachedError

    def close(self) -> None:
        """Nothing was built."""


def root_of(data: bytes, where: str) -> Node:
    """The first element of the document that ``data`` is.

    Raises:
        BadInput: it is no XML, or XML of a kind that no document has.
    """
    try:
        with suppress(_RootReachedError):
            etree.fromstring(data, etree.XMLParser(target=_Prolog(), **_OFF))
        return etree.fromstring(data, etree.XMLParser(remove_comments=True, remove_pis=True, **_OFF))
    except _DeclaresTypeError:
        raise BadInput(
            "This XML declares a DOCTYPE, which no C-CDA does; such a file can do harm, and is not read.",
            where=where,
            fix="Have the document exported from the record itself.",
        ) from None
    except etree.XMLSyntaxError as error:
        raise _refused(error, where) from None


def _refused(error: etree.XMLSyntaxError, where: str) -> BadInput:
    if error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
        return BadInput("This XML is nested too deep, or has texts too long, to be C-CDA.", where=where, fix=_AGAIN)
    if error.code in _ENCODING | _NO_ENCODING:
        return BadInput("This XML is not in the encoding that it declares.", where=where, fix=_AGAIN)
    return BadInput("This is no XML, or XML that was cut in half.", where=where, fix=_AGAIN)


def every(node: Node | None, path: str) -> Iterator[Node]:
    """The elements at ``path`` below ``node``, such as ``author/time``, in HL7's namespace; ``sdtc:`` in its own."""
    return iter(()) if node is None else node.iterfind(_named(path))


def first(node: Node | None, path: str) -> Node | None:
    """The first of them."""
    return next(every(node, path), None)


def said(node: Node | None, path: str, name: str = "value") -> str:
    """An attribute of the first element there; nothing where it has a nullFlavor, for it is not known then."""
    found = first(node, path)
    return "" if found is None or found.get("nullFlavor") else (found.get(name) or "").strip()


def words(node: Node | None) -> str:
    """The text within ``node``, in one line."""
    return "" if node is None else " ".join("".join(node.itertext()).split())


def name_of(node: Node) -> str:
    """Its name without the namespace."""
    return str(etree.QName(node).localname)


def type_of(node: Node) -> str:
    """What ``xsi:type`` says, without prefix."""
    return str(node.get(_TYPE) or "").rpartition(":")[2]


@cache
def _named(path: str) -> str:
    return "/".join(
        f"{{{SDTC}}}{step[5:]}"
        if step.startswith("sdtc:")
        else f"{{{V3}}}{step}"
        if step not in {".", "*", ".."}
        else step
        for step in path.split("/")
    )
