"""A case from its YAML or JSON file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.chart import Case, Chart
from priorauth.files import is_file
from priorauth.intake.practice import find_practice, load_practice, resolved
from priorauth.medicines.reference import UnknownMedicine, reference
from priorauth.reading import mistakes, nearest, validated
from priorauth.yamltree import parse, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from priorauth.chart.practice import Practice
    from priorauth.yamltree import Document, KeyPath

_COUNTED = ("trials", "augmentations", "contraindicated_medicines")
"""Lists whose medicines count, so that each must be known. Elsewhere any medicine may stand."""


def load_case(path: Path, practice: Practice | None = None, check: Callable[[Document], None] = lambda _: None) -> Case:
    """Read the case at ``path``; without a ``practice``, the nearest profile above the file is used.

    ``check`` looks at the file before the facts in it are held against each other.

    Raises:
        BadInput: the file, a value in it, a key of the profile, a medicine or an exhibit's file is not as it must be.
    """
    document = read(path)
    check(document)
    if practice is None and (found := find_practice(path.parent)):
        practice = load_practice(found)
    return _case(document, practice)


def parse_case(
    data: bytes, path: Path, practice: Practice | None = None, check: Callable[[Document], None] = lambda _: None
) -> Case:
    """As :func:`load_case`, from ``data``; ``path`` is where exhibits are looked for and what errors name."""
    document = parse(data, path)
    check(document)
    return _case(document, practice)


def holding(document: Document) -> Chart:
    """A chart that may ask for nothing yet, with medicines that are known; exhibits may be still to come.

    Raises:
        BadInput: a value in it or a medicine is not as it must be.
    """
    asks = isinstance(document.tree, dict) and bool({"asks", "ketamine_plans"} & document.tree.keys())
    chart = validated(Case if asks else Chart, document)
    _medicines_known(chart, document)
    return chart


def _case(document: Document, practice: Practice | None) -> Case:
    case = validated(Case, document)
    _medicines_known(case, document)
    _exhibits_present(case, document)
    _services_priced(case, practice, document)
    return case.changed(care_team=resolved(case.care_team, practice, document))


def _medicines_known(case: Chart, document: Document) -> None:
    unknown: list[tuple[KeyPath, str]] = []
    for name in _COUNTED:
        for place, item in enumerate(getattr(case, name)):
            try:
                reference().find(item.medicine)
            except UnknownMedicine as error:
                near = f" Did you mean {' or '.join(error.near)}?" if error.near else ""
                unknown.append(
                    ((name, place, "medicine"), f"names a medicine that is not known here.{near} {error.fix}")
                )
    if unknown:
        raise mistakes(document, unknown)


def _services_priced(case: Case, practice: Practice | None, document: Document) -> None:
    """Each service that a plan or session names is in the practice's profile, with its code and price."""
    priced = practice.services if practice else {}
    unknown: list[tuple[KeyPath, str]] = []
    for name in ("ketamine_plans", "ketamine_sessions"):
        for place, item in enumerate(getattr(case, name)):
            for row, one in enumerate(item.services):
                if one.service not in priced:
                    near = nearest(one.service, priced)
                    known = f"Known: {', '.join(priced) or 'none'}."
                    hint = f"Did you mean {' or '.join(near)}?" if near else known
                    what = f"names a service ({one.service}) that the practice's profile does not have. {hint}"
                    unknown.append(((name, place, "services", row, "service"), what))
    if unknown:
        raise mistakes(document, unknown)


def _exhibits_present(case: Case, document: Document) -> None:
    missing: list[tuple[KeyPath, str]] = [
        (("exhibits", place, "file"), "names a file that is not there. Put it beside the chart, or correct the path.")
        for place, exhibit in enumerate(case.exhibits)
        if not is_file(document.path.parent / exhibit.file)
    ]
    if missing:
        raise mistakes(document, missing)
