"""References made comparable: the same resource is named by a path, a whole address, or an identifier."""

from __future__ import annotations

import re

from priorauth.intake.fhir.values import Json, groups, text

_PATH = re.compile(r"(?:^|/)([A-Z][A-Za-z]+)/([A-Za-z0-9.\-]+)(?:/_history/[^/]+)?$")
_FOUND_BY_IDENTIFIER = {"Practitioner", "Organization"}
"""Bulk exports refer to these by ``Practitioner?identifier=system|value``."""

SUBJECT = ("subject", "patient", "beneficiary", "individual")
"""The keys under which resources name their patient."""


def key(reference: str) -> str:
    """``Type/id`` of a relative or absolute reference; a ``urn:uuid:`` and a search stay as they are.

    The server's part is dropped, as exports write one reference with it and the next without. That two servers number
    two people alike is told by who they are, where patients are listed.
    """
    match = _PATH.search(reference)
    return f"{match[1]}/{match[2]}" if match and not reference.startswith("urn:") else reference


def referred(value: object) -> str:
    """The key of what a Reference points at; empty where it names nothing that could be followed."""
    return next((key(found) for one in groups(value) if (found := text(one.get("reference")))), "")


def subject(resource: Json) -> str:
    """The key of the patient whom ``resource`` is about."""
    return next((found for name in SUBJECT if (found := referred(resource.get(name)))), "")


def names(resource: Json, url: str) -> list[str]:
    """Every key by which ``resource`` can be referred to."""
    kind, own = text(resource.get("resourceType")), text(resource.get("id"))
    found = [f"{kind}/{own}"] if own else []
    if url:
        found.append(key(url))
    if kind in _FOUND_BY_IDENTIFIER:
        known = [one for one in groups(resource.get("identifier")) if text(one.get("value"))]
        found += [f"{kind}?identifier={text(one.get('system'))}|{text(one.get('value'))}" for one in known]
    return list(dict.fromkeys(found))
