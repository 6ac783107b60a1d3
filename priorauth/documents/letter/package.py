"""The file that a Word document is: a zip of parts, written so that the same parts give the same bytes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_CONTENT_TYPES = "[Content_Types].xml"
_MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture for the parts that show it, which they call by the id of a relationship."""

    relationship: str
    content: bytes
    kind: str
    """``png`` or ``jpg``."""


def read(file: bytes) -> dict[str, bytes]:
    """The parts of a package by name.

    Raises:
        zipfile.BadZipFile: it is none.
    """
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        return {name: package.read(name) for name in package.namelist()}


def with_pictures(parts: Mapping[str, bytes], pictures: Iterable[Picture]) -> dict[str, bytes]:
    """``parts`` and ``pictures``, each picture told to the parts that call it."""
    whole = dict(parts)
    for picture in pictures:
        media = f"media/{picture.relationship}.{picture.kind}"
        for name in parts:
            if name.startswith("word/") and f'"{picture.relationship}"'.encode() in parts[name]:
                folder, _, part = name.rpartition("/")
                relationships = f"{folder}/_rels/{part}.rels"
                whole[relationships] = _related(whole.get(relationships), picture.relationship, media)
                whole[f"word/{media}"] = picture.content
                whole[_CONTENT_TYPES] = _typed(whole[_CONTENT_TYPES], picture.kind)
    return whole


def written(parts: Mapping[str, bytes]) -> bytes:
    """``parts`` as a file that names no day and no system."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name)  # dated 1980-01-01
            entry.create_system = 0
            packed = name.rpartition(".")[2] in _MEDIA_TYPES  # a picture is compressed already
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return file.getvalue()


def _related(relationships: bytes | None, key: str, target: str) -> bytes:
    root = etree.fromstring(relationships or f'<Relationships xmlns="{_RELATIONSHIPS}"/>'.encode())
    etree.SubElement(root, f"{{{_RELATIONSHIPS}}}Relationship", {"Id": key, "Type": _IMAGE, "Target": target})
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _typed(types: bytes, extension: str) -> bytes:
    root = etree.fromstring(types)
    if extension in {one.get("Extension", "").lower() for one in root}:
        return types
    default = etree.Element(f"{{{_TYPES}}}Default", {"Extension": extension, "ContentType": _MEDIA_TYPES[extension]})
    root.insert(0, default)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
