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
_CUSTOM = "docProps/custom.xml"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CUSTOM_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_OF_USERS = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the set of properties that people name themselves
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


def with_properties(parts: Mapping[str, bytes], properties: Mapping[str, str]) -> dict[str, bytes]:
    """``parts`` and what the file says of itself under names of our own, beside those that it has already."""
    whole = dict(parts)
    there = _CUSTOM in whole
    root = etree.fromstring(
        whole.get(_CUSTOM, f'<Properties xmlns="{_CUSTOM_PROPERTIES}" xmlns:vt="{_VALUES}"/>'.encode())
    )
    for one in [one for one in root if one.get("name") in properties]:
        root.remove(one)
    number = max((int(one.get("pid", "1")) for one in root), default=1)
    for pid, (name, value) in enumerate(properties.items(), start=number + 1):
        told = {"fmtid": _OF_USERS, "pid": str(pid), "name": name}
        etree.SubElement(
            etree.SubElement(root, f"{{{_CUSTOM_PROPERTIES}}}property", told), f"{{{_VALUES}}}lpwstr"
        ).text = value
    whole[_CUSTOM] = _xml(root)
    if not there:
        types = etree.fromstring(whole[_CONTENT_TYPES])
        etree.SubElement(types, f"{{{_TYPES}}}Override", {"PartName": f"/{_CUSTOM}", "ContentType": _CUSTOM_TYPE})
        whole[_CONTENT_TYPES] = _xml(types)
        whole["_rels/.rels"] = _related(whole.get("_rels/.rels"), "rIdPriorauth", _CUSTOM, _CUSTOM_RELATIONSHIP)
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


def _related(relationships: bytes | None, key: str, target: str, kind: str = _IMAGE) -> bytes:
    root = etree.fromstring(relationships or f'<Relationships xmlns="{_RELATIONSHIPS}"/>'.encode())
    etree.SubElement(root, f"{{{_RELATIONSHIPS}}}Relationship", {"Id": key, "Type": kind, "Target": target})
    return _xml(root)


def _typed(types: bytes, extension: str) -> bytes:
    root = etree.fromstring(types)
    if extension in {one.get("Extension", "").lower() for one in root}:
        return types
    default = etree.Element(f"{{{_TYPES}}}Default", {"Extension": extension, "ContentType": _MEDIA_TYPES[extension]})
    root.insert(0, default)
    return _xml(root)


def _xml(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
