"""The policies that a command is about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from priorauth.errors import UsageError
from priorauth.files import is_file

if TYPE_CHECKING:
    from priorauth.policy.load import Loaded
    from priorauth.workspace import Workspace


def here() -> Workspace:
    """The workspace around the current folder."""
    from priorauth.workspace import Workspace  # noqa: PLC0415  (what only a command needs is imported when it runs)

    return Workspace.around(Path.cwd())


def every_policy() -> list[Loaded]:
    """Every policy, shipped and the practice's own."""
    from priorauth.policy.load import load_all  # noqa: PLC0415

    return load_all(here().payers)


def policies_named(payer: str, number: str | None = None) -> list[Loaded]:
    """A payer's policies, or the one of a number or file name; ``bcbsnd/esketamine`` names payer and file at once.

    Raises:
        UsageError: the payer, or its policy of that name, is not known.
    """
    from priorauth.policy.load import policies_of  # noqa: PLC0415

    folder, _, stem = payer.partition("/")
    own = policies_of(folder, here().payers)
    wanted = [one for one in (stem, number) if one]
    named = [one for one in own if {one.policy.policy.number, one.path.stem}.issuperset(wanted)]
    if not named:
        known = ", ".join(one.path.stem for one in own)
        raise UsageError(
            f"{folder} has no policy {' and '.join(wanted)}.", fix=f"Known: {known}. See: priorauth payers list."
        )
    return named


def one_policy(name: str) -> Loaded:
    """A file, or a key such as ``cigna/psychiatry-spravato``, or a payer with just one policy.

    Raises:
        UsageError: there is none of that name, or the name fits several.
    """
    from priorauth.policy.load import load_policy  # noqa: PLC0415

    if is_file(Path(name)):
        return load_policy(Path(name), anywhere=True)
    found = policies_named(name)
    if len(found) > 1:
        keys = ", ".join(one.key for one in found)
        raise UsageError(f"{name} has several policies: {keys}.", fix="Name one of them, or a file.")
    return found[0]
