"""Medications: what was taken as statements, what was ordered as orders, what was handed over as dispenses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.intake.ccda.people import authors, practitioner, written
from priorauth.intake.ccda.sections import acts, happened
from priorauth.intake.ccda.values import concept, ids, moment, negated, number, period, quantity, status
from priorauth.intake.ccda.xml import Node, every, first, said, type_of, words
from priorauth.intake.fhir.values import Json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.intake.ccda.values import Narrative

_STATUS = {
    "active": "active",
    "completed": "completed",
    "aborted": "stopped",
    "suspended": "on-hold",
    "held": "on-hold",
    "cancelled": "cancelled",
    "nullified": "entered-in-error",
}
"""HL7's map of medication statuses; an activity that was aborted was given until then."""
_HANDED_OVER = _STATUS | {"active": "in-progress"}
_PIECES = "each"
"""A dose without a unit is a number of the products that the code names (C-CDA R2.1, Medication Activity)."""


def medications(section: Node, narrative: Narrative) -> Iterator[Json]:
    """Each activity of the section, with the orders and dispenses in it."""
    for node in acts(section, "substanceAdministration", "supply"):
        product = _product(node, narrative)
        if node.tag.endswith("supply"):
            yield _supply(node, product)
        else:
            yield _taken(node, product, narrative) if happened(node) else _ordered(node, product, narrative)
        for inner in every(node, "entryRelationship/supply"):
            yield _supply(inner, _product(inner, narrative) or product)


def _taken(node: Node, product: Json, narrative: Narrative) -> Json:
    times = list(every(node, "effectiveTime"))
    when = next((one for one in times if type_of(one) not in {"PIVL_TS", "EIVL_TS"}), None)
    found = _about("MedicationStatement", node, product) | status(node, _STATUS)
    if negated(node):
        found["status"] = "not-taken"
    if stated := period(when):
        found["effectivePeriod"] = stated
    # An end that is told to be unknown says that there may be one: nobody says then that it goes on.
    if first(when, "high") is None and (on := written(authors(node))):
        found["dateAsserted"] = on
    found["dosage"] = [_dosage(node, times)]
    return found | _reasons(node, narrative)


def _ordered(node: Node, product: Json, narrative: Narrative) -> Json:
    found = _order(node, product) | _reasons(node, narrative)
    return found | ({"doNotPerform": True} if negated(node) else {})


def _supply(node: Node, product: Json) -> Json:
    if not happened(node):
        return _order(node, product)
    found = _about("MedicationDispense", node, product) | status(node, _HANDED_OVER)
    if negated(node):
        found["status"] = "declined"
    if handed := moment(first(node, "effectiveTime")):
        found["whenHandedOver"] = handed
    found["quantity"] = _counted(quantity(first(node, "quantity")))
    pharmacy = words(first(node, "performer/assignedEntity/representedOrganization/name"))
    return found | ({"performer": [{"actor": {"display": pharmacy}}]} if pharmacy else {})


def _order(node: Node, product: Json) -> Json:
    found = _about("MedicationRequest", node, product) | status(node, _STATUS)
    found["intent"] = "order"
    wrote = authors(node)
    if on := written(wrote):
        found["authoredOn"] = on
    if who := next((one for author in wrote if (one := practitioner(author))), None):
        found |= {"contained": [who], "requester": {"reference": "#author"}}
    return found


def _about(kind: str, node: Node, product: Json) -> Json:
    own = ids(every(node, "id"))
    return {"resourceType": kind, **({"id": own[0]} if own else {}), "medicationCodeableConcept": product}


def _product(node: Node, narrative: Narrative) -> Json:
    """The product's code; its name, where the code has none; what the section calls the whole, failing both."""
    material = first(node, "consumable/manufacturedProduct/manufacturedMaterial")
    if material is None:
        material = first(node, "product/manufacturedProduct/manufacturedMaterial")
    found = concept(first(material, "code"), narrative)
    unnamed = not any("display" in one for one in found.get("coding", ()))
    if unnamed and (name := words(first(material, "name")) or found.get("text") or narrative.text(first(node, "text"))):
        found["text"] = name
    return found


def _dosage(node: Node, times: list[Node]) -> Json:
    repeats = [repeat for one in times if (repeat := _repeat(one))]
    found: Json = {"doseAndRate": [{"doseQuantity": _counted(quantity(first(node, "doseQuantity")))}]}
    if len(repeats) == 1:
        found["timing"] = {"repeat": repeats[0]}
    if first(node, "precondition") is not None:
        found["asNeededBoolean"] = True
    return found


def _repeat(time: Node) -> Json:
    """Once in each period; one between two lengths, or at a meal or bedtime, gives no number a day."""
    every_so_long = first(time, "period")
    length = number(said(time, "period"))
    if every_so_long is None or length is None:
        return {}
    return {"frequency": 1, "period": length, "periodUnit": every_so_long.get("unit") or ""}


def _counted(found: Json) -> Json:
    return found if "unit" in found or not found else found | {"unit": _PIECES}


def _reasons(node: Node, narrative: Narrative) -> Json:
    given = [one for one in every(node, "entryRelationship") if one.get("typeCode") == "RSON"]
    observed = [inner for one in given for inner in every(one, "observation") if not negated(inner)]
    found = [reason for one in observed if (reason := concept(first(one, "value"), narrative))]
    return {"reasonCode": found} if found else {}
