"""The forms that maps are known of: those that came with the program, and the practice's own.

A map may lie without its form, for a payer's PDF is the payer's: the clinic brings it, and its hash says which map is
meant. So the nearest ``map.yaml`` and the nearest ``form.pdf`` of one name belong together, in whatever folders.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from priorauth.documents.forms.edition import alike, changed, fields_in
from priorauth.documents.forms.mapping import FormMap, MapFile, load
from priorauth.files import sha256
from priorauth.reading import validated
from priorauth.yamltree import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_SURELY_ANOTHER_EDITION = 0.5
"""Two files that have half of all their fields' names in common are editions of one form."""


@dataclass(frozen=True, slots=True)
class Known:
    """A form that there is a map of."""

    name: str
    map: Path
    form: Path | None
    """The form's file, if the practice has brought it."""

    def opened(self) -> FormMap:
        """The map with its form; there must be one.

        Raises:
            BadInput: a file is mistaken, or the form is not the one that the map was made for.
        """
        return load(self.map.parent, self.form)


def known(folders: Sequence[Path]) -> dict[str, Known]:
    """Every form that there is a map of, by name; ``folders`` as :meth:`Workspace.templates` gives them."""
    found = {}
    for name in sorted({path.parent.name for folder in folders for path in folder.glob("*/map.yaml")}):
        maps, forms = _files(folders, name, "map.yaml"), _files(folders, name, "form.pdf")
        found[name] = Known(name, maps[0], forms[0] if forms else None)
    return found


def recognized(form: bytes, path: Path, folders: Sequence[Path]) -> Known | None:
    """The form that ``form`` is, by its hash; ``None`` if none is alike.

    Raises:
        BadInput: it is another edition of a form that there is a map of; the message tells the fields that differ.
    """
    found = sha256(form)
    maps = []
    for one in known(folders).values():
        document = read(one.map)
        file = validated(MapFile, document)
        if file.sha256 == found:
            return one
        maps.append((file, document))
    fields = fields_in(form)
    nearest = max(maps, key=lambda each: alike(each[0].of_the_form, fields), default=None)
    if nearest and alike(nearest[0].of_the_form, fields) >= _SURELY_ANOTHER_EDITION:
        raise changed(*nearest, form, path)
    return None


def _files(folders: Iterable[Path], name: str, file: str) -> list[Path]:
    return [folder / name / file for folder in folders if (folder / name / file).is_file()]
