"""Finding and reading policies: the practice's own folder first, then those that came with the program."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from os.path import abspath
from pathlib import Path
from typing import TYPE_CHECKING

from priorauth.errors import UsageError
from priorauth.files import sha256
from priorauth.policy.envelope import LABEL
from priorauth.policy.model import Policy
from priorauth.policy.verification import readings, verified
from priorauth.reading import mistakes, nearest, validated
from priorauth.resources import shipped
from priorauth.yamltree import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from priorauth.chart.ask import Product
    from priorauth.chart.coverage import Benefit

CASES = ".cases.yaml"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A policy and the file it came from."""

    policy: Policy
    path: Path
    sha256: str
    in_place_of: Policy | None = None
    """The payer's own policy, where it is not judged by that: the label's terms stand in for criteria that it does not
    state, or the insurer said that another payer's policy governs."""

    @property
    def own(self) -> Policy:
        """The payer's own policy, whether or not it is judged by it."""
        return self.in_place_of or self.policy

    @property
    def by_label(self) -> bool:
        """Whether these are the label's terms, in place of criteria of the payer's own."""
        return self.in_place_of is not None and self.policy.payer == LABEL

    def called(self, name: str) -> bool:
        """Whether an insurer may mean it by ``name``: number, title or file, or what says more or less."""
        own = (self.path.stem,) if self.in_place_of is None else (self.policy.policy.number, self.path.stem)
        names = (self.own.policy.number, self.own.policy.title, *own)
        return any(_within(name, one) or _within(one, name) for one in names)

    def surely_called(self, name: str) -> bool:
        """The same where nothing else points to its payer: only by a number that has a digit, or by the file's name."""
        number = self.policy.policy.number
        return any(_within(one, name) for one in (number, self.path.stem) if any(map(str.isdigit, one)))

    @property
    def key(self) -> str:
        """Payer and file name: ``cigna/psychiatry-spravato``."""
        return f"{self.policy.payer}/{self.path.stem}"

    @property
    def payer_name(self) -> str:
        """The payer's name as documents print it."""
        return self.own.name

    @property
    def payer(self) -> str:
        """The payer's id."""
        return self.own.payer

    @property
    def attributable(self) -> bool:
        """Whether a document may say that the payer asks for what stands here: somebody has read the live policy."""
        return self.policy.verified and self.in_place_of is None

    @property
    def cases_path(self) -> Path:
        """Where its cases are."""
        return self.path.with_name(self.path.stem + CASES)


def _within(part: str, whole: str) -> bool:
    """Whether one name of a policy holds the other, word by word, whatever the dashes."""
    held, holds = (" ".join(re.findall(r"[a-z0-9]+", text.casefold())) for text in (part, whole))
    return bool(held) and f" {held} " in f" {holds} "


def payers_folders(workspace: Path | None) -> list[Path]:
    """The practice's ``payers/`` and the shipped one; the nearer wins."""
    own = [workspace / "payers"] if workspace and (workspace / "payers").is_dir() else []
    return [*own, shipped("payers")]


def load_policy(path: Path, *, anywhere: bool = False) -> Loaded:
    """Read one policy; ``anywhere``: although it does not stand in its payer's folder.

    Raises:
        BadInput: the file cannot be read, a key or value in it is wrong, or it stands in another payer's folder.
    """
    document = read(path)
    policy = validated(Policy, document)
    # A bare name given in the folder itself names none; a linked file stays in the folder of its link.
    folder = Path(abspath(path)).parent.name  # noqa: PTH100
    if policy.payer != folder and not anywhere:
        raise mistakes(
            document, [(("payer",), f"does not match its folder ({folder}). Move the file, or correct the key.")]
        )
    return Loaded(policy, path, sha256(path.read_bytes()))


def policy_files(folders: Iterable[Path]) -> list[Path]:
    """Every policy file, a nearer folder's file hiding one of the same payer and name."""
    found: dict[tuple[str, str], Path] = {}
    for folder in folders:
        for path in sorted(folder.glob("*/*.yaml")):
            if not path.name.endswith(CASES):
                found.setdefault((path.parent.name, path.name), path)
    return [found[key] for key in sorted(found)]


def load_all(folders: Iterable[Path]) -> list[Loaded]:
    """Every policy of every payer, in the order of their keys. Raises as :func:`load_policy` does."""
    folders = list(folders)
    return as_verified([load_policy(path) for path in policy_files(folders)], folders)


def as_verified(policies: list[Loaded], folders: Sequence[Path]) -> list[Loaded]:
    """The policies, those marked as verified of which somebody of the practice has read the live text.

    Raises:
        BadInput: the record of who read what cannot be read.
    """
    known = readings(folders)
    if not known:
        return policies
    marked = []
    for one in policies:
        status = None if one.policy.verified else verified(one.key, one.sha256, known)
        marked.append(replace(one, policy=one.policy.model_copy(update={"status": status})) if status else one)
    return marked


def policies_of(payer: str, folders: Sequence[Path]) -> list[Loaded]:
    """Every policy of one payer, those for Spravato first.

    Raises:
        UsageError: the payer is not known.
    """
    files = policy_files(folders)
    own = [path for path in files if path.parent.name == payer]
    if not own:
        known = {path.parent.name for path in files}
        raise UsageError(f"No payer of this name is known ({payer}).", fix=meant(payer, known))
    loaded = as_verified([load_policy(path) for path in own], folders)
    return sorted(loaded, key=lambda one: one.policy.policy.product != "spravato")


def meant(payer: str, known: Iterable[str]) -> str:
    """Which payers may have been meant, and where all of them are told."""
    near = nearest(payer, known)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"Known: {', '.join(sorted(known))}."
    return f"{hint} See: priorauth payers list."


def in_force(
    policies: Iterable[Loaded],
    day: date,
    *,
    product: Product = "spravato",
    benefit: Benefit | None = None,
    number: str | None = None,
) -> list[Loaded]:
    """The policies for ``product`` that hold on ``day``; several where nothing decides between them, never "the first".

    A version whose dates are not known holds unless another of the same number surely does. ``number`` may also be a
    file's name, which tells versions of one number apart.
    """
    fitting = [
        one
        for one in policies
        if one.policy.policy.product == product
        and (number is None or number in (one.policy.policy.number, one.path.stem))
        and (benefit is None or one.policy.policy.benefit in (benefit, "unknown"))
        and _holds(one.policy, day) is not False
    ]
    sure = {one.policy.policy.number for one in fitting if _holds(one.policy, day)}
    return [one for one in fitting if _holds(one.policy, day) or one.policy.policy.number not in sure]


def _holds(policy: Policy, day: date) -> bool | None:
    """Whether it holds on ``day``; ``None`` where its dates are not known."""
    start, until = policy.effective.start, policy.effective.until
    if until == "unknown" and day >= max(one.retrieved for one in policy.sources.values()):
        return False  # whenever it ended, it had been replaced when it was read
    if (isinstance(start, date) and day < start) or (isinstance(until, date) and day > until):
        return False
    return None if start == "unknown" or until == "unknown" else True
