"""The outcomes of a batch in a file, a line each: so that ten thousand are not kept in memory; scripts read it too."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from priorauth.batch.outcome import Outcome
from priorauth.files import cannot_write, private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Spool:
    """Outcomes that are written down as they come, and read again as often as somebody goes through them."""

    def __init__(self, path: Path) -> None:
        """Begin the file.

        Raises:
            BadInput: it cannot be written; so of all that follows.
        """
        private_folder(path.parent)
        self.path = path
        self._part = path.with_suffix(".part")
        with self._told():
            self._file = os.fdopen(os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")

    def add(self, outcome: Outcome) -> None:
        """Write one down."""
        with self._told():
            self._file.write(outcome.told().encode() + b"\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        """Nothing more comes: the file gets its name, if all went well."""
        with self._told():
            self._file.close()
            if failed:
                self._part.unlink(missing_ok=True)
            else:
                self._part.replace(self.path)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise cannot_write(self.path, error) from None

    def __iter__(self) -> Iterator[Outcome]:
        with self.path.open("rb") as file:
            yield from map(Outcome.model_validate_json, file)
