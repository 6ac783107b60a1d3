"""The base of every model that is read from a file: frozen, strict about keys, silent about values."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """Cannot be changed once made; unknown keys are errors; no value is repeated in an error message."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, str_strip_whitespace=True)
