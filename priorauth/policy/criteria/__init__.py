"""One module for each kind of criterion: its fields and its judgement side by side.

Every module in this folder is looked through for classes that state a ``kind``: adding a kind is adding a file.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from priorauth.policy.criteria.base import Criterion


@cache
def kinds() -> dict[str, type[Criterion]]:
    """Every kind of criterion by its key, in alphabetical order."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return {one.kind: one for one in sorted(Criterion.__subclasses__(), key=lambda one: one.kind)}
