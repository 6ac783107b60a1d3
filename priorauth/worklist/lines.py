"""A line of a decision as one types it: ``J0013 units=62 from=2026-12-01 until=2027-05-31 strength=56``."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from priorauth.errors import UsageError
from priorauth.reading import Flaw
from priorauth.worklist.events import Line

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEYS = {
    "units": "units",
    "from": "from",
    "until": "until",
    "strength": "strength_mg",
    "sessions": "sessions",
    "ndc": "ndc",
    "pos": "place_of_service",
}
_SHOWN = "J0013 units=62 from=2026-12-01 until=2027-05-31 strength=56"
Model = TypeVar("Model", bound=BaseModel)


def line(text: str) -> Line:
    """The line that ``text`` tells.

    Raises:
        UsageError: it does not tell one.
    """
    words = text.split()
    values: dict[str, object] = {} if not words or "=" in words[0] else {"code": words.pop(0).upper()}
    for word in words:
        key, equals, value = word.partition("=")
        if key not in _KEYS or not equals:
            raise UsageError(
                f"--line is told in words such as units=62, of which these are known: {', '.join(_KEYS)}.",
                fix=f'Write it as --line "{_SHOWN}".',
            )
        values[_KEYS[key]] = value.removesuffix("mg") if key == "strength" else value
    return told(Line, values, f'Write it as --line "{_SHOWN}".')


def told(
    model: type[Model], values: Mapping[str, object], fix: str = "Correct it, and run the command again."
) -> Model:
    """A ``model`` of what somebody typed.

    Raises:
        UsageError: a value cannot be; it is named by its key, and not repeated.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        flaw = first.get("ctx", {}).get("error")
        key = ".".join(map(str, (*first["loc"], *(flaw.at if isinstance(flaw, Flaw) else ()))))
        said = first["msg"].removeprefix("Value error, ").rstrip(".").lower()
        raise UsageError(f"{key.replace('_mg', '')}: {said}.", fix=fix) from None
