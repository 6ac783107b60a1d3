"""The reference of medicines: loaded once, asked by whatever name a chart uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Literal

from pydantic import model_validator

from priorauth.errors import BadInput
from priorauth.medicines.model import DoseRule, Figure, Formulation, Limit, Medicine, Source, Use
from priorauth.medicines.names import RELEASES, Entry, resolved, spellings, words
from priorauth.model import Frozen
from priorauth.reading import Flaw, nearest, validated
from priorauth.yamltree import read

_FILE = Path(__file__).with_name("reference.yaml")


class UnknownMedicine(BadInput):
    """A name that no medicine of the reference has. ``near`` holds names it may have been meant as."""

    def __init__(self, near: Iterable[str], *, where: str = "") -> None:
        self.near = tuple(near)
        meant = f" Did you mean {' or '.join(self.near)}?" if self.near else ""
        super().__init__(
            f"No medicine of this name is known here.{meant}",
            where=where,
            fix="Write the generic or brand name without the dose; priorauth medicines list shows them all.",
        )


@dataclass(frozen=True, slots=True)
class Named:
    """A medicine as a chart names it, and the formulation where the name tells it."""

    medicine: Medicine
    formulation: Formulation | None
    sources: Mapping[str, Source] = field(repr=False, compare=False)

    @property
    def name(self) -> str:
        """The generic name, with the formulation: "bupropion XL"."""
        return self.formulation.name if self.formulation else self.medicine.name

    @property
    def uses(self) -> tuple[Use, ...]:
        """What it can count as."""
        own = self.formulation.uses if self.formulation else None
        return self.medicine.uses if own is None else own

    @property
    def unit(self) -> str:
        """The unit of its doses, as "mg/day"."""
        return (self.formulation.unit if self.formulation else None) or self.medicine.unit

    @property
    def minimum(self) -> Mapping[str, Figure]:
        """The least adequate doses by rule."""
        own = self.formulation.minimum if self.formulation else None
        return self.medicine.minimum if own is None else own

    @property
    def maximum(self) -> tuple[Limit, ...]:
        """The usual highest doses."""
        own = self.formulation.maximum if self.formulation else None
        return self.medicine.maximum if own is None else own


class Reference(Frozen):
    """Sources, dose rules and medicines of one file, checked against each other."""

    sources: dict[str, Source]
    dose_rules: dict[str, DoseRule]
    medicines: tuple[Medicine, ...]

    def each(self) -> Iterator[Medicine]:
        """The medicines by name."""
        return iter(sorted(self.medicines, key=lambda medicine: medicine.name.casefold()))

    def forms(self, medicine: Medicine) -> tuple[Named, ...]:
        """The medicine by itself, then each formulation whose numbers differ."""
        return tuple(Named(medicine, formulation, self.sources) for formulation in (None, *medicine.formulations))

    def get(self, medicine: str) -> Medicine:
        """The medicine of that id.

        Raises:
            UnknownMedicine: there is none.
        """
        try:
            return self._by_id[medicine]
        except KeyError:
            raise UnknownMedicine(nearest(medicine, self._by_id)) from None

    def find(self, text: str, where: str = "") -> Named:
        """What ``text`` names: a generic or brand name, with or without salt and release letters.

        Common misspellings and abbreviations are known too. The message says ``where`` the text is, never the text.

        Raises:
            UnknownMedicine: no medicine has this name; the error offers near ones.
        """
        named = self._named(text)
        if named is None:
            raise UnknownMedicine(self.near(text), where=where)
        return named

    def read_as(self, text: str) -> str | None:
        """What ``text`` stands for, where it is a listed misspelling or abbreviation and no name; else ``None``."""
        named = self._named(text)
        if named is None:
            return None
        kept = [word for word in words(text) if word not in RELEASES]
        return named.name if any(kept == words(one) for one in named.medicine.also) else None

    def known(self, text: str) -> Named | None:
        """As :meth:`find`, but ``None`` for a name that no medicine here has: a chart's other medicines need not be."""
        return self._named(text)

    def near(self, text: str) -> tuple[str, ...]:
        """Up to three medicines that ``text`` may have been meant as, the nearest first."""
        spelled = words(text)
        hits = nearest(" ".join(spelled), self._index) or [
            hit for word in spelled for hit in nearest(word, self._index)
        ]
        return tuple(dict.fromkeys(Named(*self._index[hit], self.sources).name for hit in hits))[:3]

    def rules_for(self, use: Literal["antidepressant", "augmentation"]) -> tuple[str, ...]:
        """The ids of the dose rules for one use, in the order of the file."""
        return tuple(key for key, rule in self.dose_rules.items() if rule.use == use)

    @cached_property
    def _named(self) -> Callable[[str], Named | None]:
        """What a name stands for. Charts write the same few names again and again: each is resolved once."""

        @lru_cache(maxsize=1024)
        def named(text: str) -> Named | None:
            found = resolved(text, self._index)
            return Named(*found, self.sources) if found else None

        return named

    @cached_property
    def _by_id(self) -> dict[str, Medicine]:
        return {medicine.id: medicine for medicine in self.medicines}

    @cached_property
    def _index(self) -> dict[str, Entry]:
        index: dict[str, Entry] = {}
        for medicine in self.medicines:
            for name, formulation in spellings(medicine):
                taken = index.setdefault(" ".join(words(name)), (medicine, formulation))
                if taken[0].id != medicine.id or taken[1] != formulation:
                    raise Flaw(f"gives the name {name} to both {taken[0].id} and {medicine.id}.", "medicines")
        return index

    @model_validator(mode="after")
    def _consistent(self) -> Reference:
        if not self._index:  # asking builds it, so that a name of two medicines is told when the file is read
            raise Flaw("lists none.", "medicines")
        if len(self._by_id) < len(self.medicines):
            raise Flaw("has two entries of one id.", "medicines")
        for medicine in self.medicines:
            self._check(medicine)
        for key, rule in self.dose_rules.items():
            self._cites(f"the rule {key}", [rule.source])
        return self

    def _check(self, medicine: Medicine) -> None:
        self._cites(medicine.id, medicine.cited())
        figures = (medicine.minimum, *(one.minimum or {} for one in medicine.formulations))
        if strange := {rule for group in figures for rule in group} - self.dose_rules.keys():
            raise Flaw(f"has a minimum of {medicine.id} by an unknown rule: {', '.join(sorted(strange))}.", "medicines")
        for other in (*medicine.related_to, *([medicine.counts_as] if medicine.counts_as else ())):
            if other not in self._by_id:
                raise Flaw(f"points from {medicine.id} to {other}, which is not there.", "medicines")
        for other in medicine.related_to:
            if medicine.id not in self._by_id[other].related_to:
                raise Flaw(f"relates {medicine.id} to {other}, but not the other way round.", "medicines")
        if ("augmentation" in medicine.uses) != (medicine.augments_as is not None):
            raise Flaw(
                f"must give {medicine.id} augments_as if it is used in augmentation, and only then.", "medicines"
            )
        for one in medicine.formulations:
            if one.unit and (one.minimum is None or one.maximum is None):
                raise Flaw(f"must give {one.name}, in another unit, its own minimum and maximum.", "medicines")

    def _cites(self, what: str, tags: Iterable[str]) -> None:
        if strange := set(tags) - self.sources.keys():
            raise Flaw(f"lacks {', '.join(sorted(strange))}, cited by {what}.", "sources")


def load(path: Path) -> Reference:
    """The reference in the file at ``path``.

    Raises:
        BadInput: the file does not parse, or contradicts itself.
    """
    return validated(Reference, read(path))


@cache
def reference() -> Reference:
    """The reference that comes with priorauth."""
    return load(_FILE)
