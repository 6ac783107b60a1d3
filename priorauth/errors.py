"""What can go wrong, in words a biller can act on, and the exit codes that scripts rely on."""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """The process's exit code. Part of the interface: a code never changes its meaning."""

    OK = 0
    """The criteria are met and the case is ready, or the command did what was asked."""
    DEFECT = 1
    """A defect of priorauth itself."""
    USAGE = 2
    """The command was called wrongly."""
    NOT_DOCUMENTED = 3
    """Something is not documented, or the case is not ready."""
    NOT_MET = 4
    """The payer's criteria are not met, or the payer does not cover it."""
    BAD_INPUT = 5
    """A chart, policy, profile or template could not be read or contradicts itself."""
    TOOL_MISSING = 6
    """A program or optional package that this job needs is not installed."""
    PARTLY_FAILED = 7
    """Part of a batch failed; the rest was done."""
    ALTERED = 8
    """A signed file is not as it was signed."""
    STALE = 9
    """A signed file is as it was signed, and what it was made from has changed since."""
    NOT_SIGNED = 10
    """A file holds no signature."""
    UNKNOWN_SIGNER = 11
    """A file is signed and whole, by a certificate that is neither bound to the prescriber nor trusted."""


class PriorauthError(Exception):
    """A failure told in one paragraph: what is wrong, where, and what to do.

    The texts never hold a patient's name, birth date or member ID: they end up in logs and screenshots.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.DEFECT

    def __init__(self, what: str, *, where: str = "", fix: str = "") -> None:
        self.what = what
        self.where = where
        self.fix = fix
        super().__init__(str(self))

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what} {self.fix}".strip()


class BadInput(PriorauthError):
    """A file that a person or another program wrote cannot be used as it is."""

    exit_code = ExitCode.BAD_INPUT


class ToolMissing(PriorauthError):
    """Something that has to be installed first is not there."""

    exit_code = ExitCode.TOOL_MISSING


class NotReady(PriorauthError):
    """What is to be signed may not be signed yet."""

    exit_code = ExitCode.NOT_DOCUMENTED


class UsageError(PriorauthError):
    """The command line asks for something that cannot be."""

    exit_code = ExitCode.USAGE
