"""What a signature stands for beyond the file: hashes of the chart, the policy and all else that the documents rest on.

Two readings that say the same have the same pins: of the chart and the profile, what they say is hashed and not how it
is written. Sign-offs are left out, and that the request was sent: neither changes what was signed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from priorauth.chart.ask import StandsFor
from priorauth.documents.generate import FORM
from priorauth.documents.letter.kinds import kind_for
from priorauth.documents.packet.of_a_case import read_exhibits
from priorauth.files import read_bytes, sha256
from priorauth.intake.practice import FILE_NAME
from priorauth.model import Frozen
from priorauth.yamltree import parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from priorauth.documents.generate import Studio
    from priorauth.documents.letter.kinds.base import Kind
    from priorauth.request.assessment import Assessment
    from priorauth.yamltree import Tree

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]

_OF_SIGNING = ("certificates", "timestamp_authority", "worklist")
"""Keys of the profile that no document shows."""


class Pins(Frozen):
    """A hash of each thing that the documents were made from."""

    chart: Hash
    policy: Hash
    practice: Hash
    templates: Hash
    exhibits: Hash

    def changed(self, now: Pins) -> tuple[str, ...]:
        """What is not as it was, in words."""
        return _differing(self, now)

    @property
    def in_the_chart(self) -> StandsFor:
        """As the sign-off in the chart holds them. The letter before each keeps it from being read as a number."""
        return StandsFor(**{name: f"h{getattr(self, name)[:_DIGITS]}" for name in _WORDS})

    def changed_since(self, sign_off: StandsFor) -> tuple[str, ...]:
        """What is not as it was when that sign-off was given, in words."""
        return _differing(sign_off, self.in_the_chart)


_DIGITS = 15
"""Of a hash in the chart: a line that can still be read, and 60 bits, that two texts do not share by chance."""
_WORDS = {
    "chart": "the chart",
    "policy": "the policy",
    "practice": "the practice's profile",
    "templates": "the templates",
    "exhibits": "the exhibits",
}


def _differing(then: Frozen, now: Frozen) -> tuple[str, ...]:
    return tuple(word for name, word in _WORDS.items() if getattr(then, name) != getattr(now, name))


class Pinned(Frozen):
    """What a signature in a PDF says of itself, in the words of this program."""

    case: str
    ask: str
    kind: str
    npi: str
    pins: Pins


def pins(assessment: Assessment, kind: Kind[Assessment], studio: Studio, chart_file: Path, chart: bytes) -> Pins:
    """Of the documents of that kind, as they would be made now from ``chart``.

    Raises:
        BadInput: something that they are made from cannot be read.
    """
    form = studio.form_for(assessment)[0] if kind.with_form else FORM
    profile = studio.workspace.profile
    of_the_request = kind.name == kind_for(assessment.ask.phase).name
    said = None if profile is None else _without(parse(profile, chart_file.with_name(FILE_NAME)).tree, _OF_SIGNING)
    return Pins(
        chart=_of_chart(parse(chart, chart_file).tree, of_the_request=of_the_request),
        policy=sha256(read_bytes(assessment.loaded.path)),
        practice=_hash(said),
        templates=_of_files(studio.templates_with(form)),
        exhibits=_of_files(read_exhibits(assessment.case, chart_file)),
    )


def _of_chart(tree: Tree, *, of_the_request: bool) -> str:
    """Letters that follow the request cite that it was sent; the request itself was there before."""
    later = ("sign_off", "submitted") if of_the_request else ("sign_off",)
    if not isinstance(tree, dict):
        return _hash(tree)
    asks = tree.get("asks")
    kept = [_less(one, later) for one in asks] if isinstance(asks, list) else asks
    return _hash(tree | {"asks": kept})


def _less(tree: Tree, keys: tuple[str, ...]) -> Tree:
    return {key: value for key, value in tree.items() if key not in keys} if isinstance(tree, dict) else tree


def _without(tree: Tree, keys: tuple[str, ...]) -> Tree:
    """The tree without those keys, wherever they stand."""
    if isinstance(tree, dict):
        return {key: _without(value, keys) for key, value in tree.items() if key not in keys}
    return [_without(one, keys) for one in tree] if isinstance(tree, list) else tree


def _of_files(files: Mapping[str, bytes]) -> str:
    return _hash({name: sha256(data) for name, data in files.items()})


def _hash(said: Any) -> str:
    return sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode())
