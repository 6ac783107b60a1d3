"""A practice's workspace: its profile, and its own policies and templates before the shipped ones."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from priorauth.errors import BadInput, UsageError
from priorauth.intake.chart_file import load_case
from priorauth.intake.practice import FILE_NAME, find_practice, load_practice
from priorauth.policy.envelope import LABEL
from priorauth.policy.load import Loaded, in_force, load_all, meant, payers_folders, policies_of, policy_files
from priorauth.reading import mistakes
from priorauth.resources import shipped

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from priorauth.chart.ask import Ask
    from priorauth.chart.chart import Case
    from priorauth.chart.practice import Practice
    from priorauth.yamltree import Document, KeyPath


@dataclass(frozen=True)
class Workspace:
    """Where the practice keeps its things; ``root`` is ``None`` where there is no profile."""

    root: Path | None
    practice: Practice | None
    _read: dict[str, list[Loaded]] = field(default_factory=dict, init=False, repr=False, compare=False, hash=False)
    """Policies that have been read, by their payer: they do not change under a run."""

    @classmethod
    def around(cls, start: Path) -> Workspace:
        """The workspace in ``start`` or the nearest folder above it.

        Raises:
            BadInput: the profile is wrong.
        """
        profile = find_practice(start)
        return cls(profile.parent, load_practice(profile)) if profile else cls(None, None)

    @property
    def payers(self) -> list[Path]:
        """Folders of policies, the nearest first."""
        return payers_folders(self.root)

    @cached_property
    def payer_names(self) -> frozenset[str]:
        """Payers of whom a policy is known."""
        return frozenset(file.parent.name for file in policy_files(self.payers))

    def policies(self, payer: str) -> list[Loaded]:
        """Every policy of one payer, those for Spravato first, read once.

        Raises:
            BadInput: a policy is wrong.
            UsageError: the payer is not known.
        """
        if payer not in self._read:
            self._read[payer] = policies_of(payer, self.payers)
        return self._read[payer]

    def templates(self, kind: str) -> list[Path]:
        """Folders of templates of one kind (``letters``), the nearest first."""
        own = self.root / "templates" / kind if self.root else None
        return [*([own] if own and own.is_dir() else []), shipped("templates") / kind]

    def template(self, kind: str, name: str) -> Path:
        """The nearest file of that name among the templates of one kind; there is always the shipped one."""
        return next(folder / name for folder in self.templates(kind) if (folder / name).is_file())

    @property
    def profile(self) -> bytes | None:
        """The practice's profile as its file has it, if there is one."""
        return (self.root / FILE_NAME).read_bytes() if self.root else None

    @property
    def logo(self) -> bytes | None:
        """The letterhead's picture, if there is one."""
        if not self.root or not self.practice or not self.practice.logo:
            return None
        from priorauth.files import read_bytes  # noqa: PLC0415  (a logo is rare)

        return read_bytes(self.root / self.practice.logo)


def open_case(path: Path, workspace: Workspace) -> Case:
    """The case at ``path``, with this workspace's profile and payers.

    Raises:
        BadInput: the file is wrong, or a coverage names a payer of whom no policy is known.
    """
    return load_case(path, workspace.practice, lambda document: payers_known(document, workspace))


def payers_known(document: Document, workspace: Workspace) -> None:
    """Told before all else: a coverage is named by its payer, so that one slip would be told in many places."""
    known = workspace.payer_names
    unknown: list[tuple[KeyPath, str]] = []
    match document.tree:
        case {"coverages": list() as coverages}:
            for place, one in enumerate(coverages):
                match one:
                    case {"payer": str() as payer} if payer not in known:
                        what = f"names a payer that is not known. {_otherwise(payer, known)}"
                        unknown.append((("coverages", place, "payer"), what))
    if unknown:
        raise mistakes(document, unknown)


def _otherwise(payer: str, known: frozenset[str]) -> str:
    begin = "If it is none of these, begin a policy of your own: priorauth payers new."
    return f"{meant(payer, known)} {begin} By the label's terms alone: payer label."


def policy_for(
    case: Case, ask: Ask, workspace: Workspace, as_of: date, *, payer: str | None = None, number: str | None = None
) -> Loaded:
    """The one policy by which ``ask`` is judged: the payer's own, or the label's terms where none of its is known.

    Raises:
        BadInput: the one that the chart names is not known, or does not hold on that day.
        UsageError: the payer or the policy named on the command line is not known, or several may govern.
    """
    payer = payer or case.coverage(ask).payer
    known = workspace.policies(payer)
    own = [one for one in known if one.policy.policy.product == ask.product]
    if not own:
        return by_label(known[0], ask, workspace, as_of)
    fitting: dict[str, Loaded] = {}
    for day in _policy_days(ask, as_of):
        for one in in_force(own, day, product=ask.product, benefit=ask.benefit, number=number or ask.policy):
            chosen_by = one.policy.effective.chosen_by
            if chosen_by == "unknown" or day == (
                _received(ask, as_of) if chosen_by == "receipt" else _service(ask, as_of)
            ):
                fitting[one.key] = one
    said = (
        _said_to_govern(case, ask, as_of) if payer == case.coverage(ask).payer and not (number or ask.policy) else None
    )
    if said and (meant_by := {key: one for key, one in fitting.items() if one.called(said)}):
        fitting = meant_by
    elif said and (of_another := _of_another(said, payer, ask, workspace, as_of)) and len(fitting) <= 1:
        return replace(of_another, in_place_of=next(iter(fitting.values()), own[-1]).policy)
    if len(fitting) == 1:
        return by_label(next(iter(fitting.values())), ask, workspace, as_of)
    if not fitting and number is None and ask.policy is None:
        return by_label(own[-1], ask, workspace, as_of, always=True)
    names = ", ".join(
        f"{one.path.stem} ({one.policy.policy.number})" for one in (fitting or {one.key: one for one in own}).values()
    )
    if fitting:
        raise UsageError(
            f"{payer} has several policies that may govern {ask.id}: {names}.",
            where=case.case,
            fix="Name one with --policy, or in the ask.",
        )
    wrong = BadInput if number is None else UsageError  # it is the chart that names it, or the command line
    raise wrong(
        f"No policy of {payer} is known to govern {ask.id} on {as_of}.", where=case.case, fix=f"Known are: {names}."
    )


def by_label(own: Loaded, ask: Ask, workspace: Workspace, as_of: date, *, always: bool = False) -> Loaded:
    """A payer's own policy; the label's terms in its place where it states no criteria for the request.

    Of the label's versions the one that holds when service begins.

    ``always``: even where it does, because none of its versions holds on the day.
    """
    unknown = (
        always
        or own.policy.policy.product != ask.product
        or (own.policy.without_criteria == "no_criteria" and own.policy.tree(ask.indication, ask.phase) is None)
    )
    if not unknown:
        return own
    label = in_force(workspace.policies(LABEL), _service(ask, as_of))
    if own.policy.payer == LABEL or not label or label[0].policy.tree(ask.indication, ask.phase) is None:
        return own
    return replace(label[0], in_place_of=own.policy)


def _said_to_govern(case: Case, ask: Ask, as_of: date) -> str | None:
    """The policy that the insurer named when the benefit was verified."""
    said = case.coverage(ask).known_on(as_of).verification
    return said.governing_policy if said else None


def _of_another(said: str, payer: str, ask: Ask, workspace: Workspace, as_of: date) -> Loaded | None:
    """The one policy of another payer that is surely meant and has criteria: plans leave decisions to managers."""
    holding = in_force(load_all(workspace.payers), _service(ask, as_of), product=ask.product, benefit=ask.benefit)
    found = [one for one in holding if one.policy.payer not in (payer, LABEL) and one.surely_called(said)]
    return found[0] if len(found) == 1 and found[0].policy.tree(ask.indication, ask.phase) else None


def _policy_days(ask: Ask, as_of: date) -> set[date]:
    return {_received(ask, as_of), _service(ask, as_of)}


def _received(ask: Ask, as_of: date) -> date:
    return ask.received or as_of


def _service(ask: Ask, as_of: date) -> date:
    return ask.service_start(as_of)
