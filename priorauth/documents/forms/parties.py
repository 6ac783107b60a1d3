"""People and places as plain data for the maps of forms, each whole and in the parts that forms ask for one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from priorauth.policy.criteria.prescriber import SPOKEN as ROLES

if TYPE_CHECKING:
    from priorauth.chart.chart import Chart
    from priorauth.chart.people import Address
    from priorauth.chart.practice import Practice


def patient(chart: Chart) -> dict[str, Any]:
    """Who is treated."""
    one = chart.patient
    return {
        "name": one.name.full,
        "first_name": one.name.first,
        "middle_name": one.name.middle,
        "middle_initial": _initial(one.name.middle),
        "last_name": one.name.last,
        "birth_date": one.birth_date.isoformat(),
        "sex": one.sex,
        "phone": one.phone,
        **_address(one.address),
        "allergies": one.allergies,
    }


def _initial(middle: str | None) -> str | None:
    """Its first letter; of a nickname in quotation marks there is none."""
    return middle[0] if middle and middle[0].isalpha() else None


def prescriber(chart: Chart) -> dict[str, Any]:
    """Who prescribes and signs."""
    one = chart.prescriber
    first, last = _first_and_last(one.name) if one else (None, None)
    return _told(one, "name", "credentials", "npi", "phone", "fax", "dea") | {
        "first_name": first,
        "last_name": last,
        "specialty": ROLES[one.role] if one and one.role else None,
    }


def site(chart: Chart) -> dict[str, Any]:
    """Where the medicine is given."""
    one = chart.site
    return _told(one, "name", "tin", "npi", "phone", "fax", "place_of_service") | _address(one.address if one else None)


def pharmacy(chart: Chart) -> dict[str, Any]:
    """Who dispenses."""
    one = chart.pharmacy
    return _told(one, "name", "npi", "ncpdp", "phone", "fax") | _address(one.address if one else None)


def practice(one: Practice | None) -> dict[str, Any]:
    """Who asks."""
    return _told(one, "name", "phone", "fax", "email", "npi", "tin") | _address(one.address if one else None)


def _told(one: object, *keys: str) -> dict[str, Any]:
    return {key: getattr(one, key, None) for key in keys}


def _address(one: Address | None) -> dict[str, str | None]:
    whole = f"{one.street}, {one.city}, {one.state} {one.zip}" if one else None
    return {"address": whole} | _told(one, "street", "city", "state", "zip")


def _first_and_last(name: str) -> tuple[str | None, str | None]:
    """First and last name, where there is no doubt which is which: two words, with initials between them or none."""
    words = name.split()
    plain = len(words) >= 2 and all(len(word.rstrip(".")) == 1 for word in words[1:-1])
    return (words[0], words[-1]) if plain else (None, None)
