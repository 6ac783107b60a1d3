"""The kinds of letter: one module here and one wording file in ``templates/letters/`` for each.

A kind is found by its module's name: a new one is added by adding the two files.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from priorauth.documents.letter.kinds.base import Kind

_NO_KIND = {"base"}


@cache
def names() -> tuple[str, ...]:
    """The kinds as they are named on the command line, in alphabetical order. Imports none of them."""
    return tuple(
        sorted(one.name.replace("_", "-") for one in pkgutil.iter_modules(__path__) if one.name not in _NO_KIND)
    )


def kind(name: str) -> Kind[Any]:
    """The kind of that name."""
    module = import_module(f"{__name__}.{name.replace('-', '_')}")
    found: Kind[Any] = module.KIND
    return found


def kind_for(phase: str) -> Kind[Any]:
    """The kind that a request is, where none is named."""
    return kind("continuation" if phase == "continuation" else "initial")


def papers() -> tuple[Kind[Any], ...]:
    """The kinds that are about a plan for off-label ketamine."""
    return tuple(one for name in names() if name.startswith("ketamine-") and (one := kind(name)).of == "plan")
