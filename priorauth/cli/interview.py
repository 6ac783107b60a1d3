"""The questions of ``priorauth new`` put to somebody: plain lines, for consoles, screen readers and pipes."""

from __future__ import annotations

import sys
import textwrap
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import click

from priorauth.cli.text import WIDTH, finding_line, in_short
from priorauth.errors import BadInput, ExitCode, UsageError
from priorauth.files import is_file
from priorauth.guided.draft import Draft, at, lists, parted
from priorauth.guided.kept import Kept
from priorauth.guided.steps import Interview
from priorauth.intake.readings import plain
from priorauth.logic.verdict import Verdict
from priorauth.policy.telling import VERDICTS
from priorauth.workspace import Workspace, open_case

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from priorauth.guided.question import Question
    from priorauth.guided.steps import Wanted
    from priorauth.intake.readings import Read
    from priorauth.logic.finding import Finding
    from priorauth.request.assessment import Assessment

_NOT_KNOWN = {"", "don't know", "dont know", "do not know", "don’t know", "not known", "unknown"}
_KEYS = "At every question: ? for help, back, quit; Enter where nobody knows. All answers are kept at once."


class _Quit(Exception):
    """Somebody wants to stop, or nobody is there any more."""


def held(folder: Path, wanted: Wanted, as_of: date, *, again: bool) -> int:
    """Put the questions and keep the answers; the exit code is that of a check of what is there in the end.

    Raises:
        BadInput: the chart that is there cannot be read, or cannot be written.
        UsageError: the payer is not known, or it is not clear which request is meant.
    """
    if is_file(folder):
        raise BadInput(
            "This is a file, and a chart is asked for in a folder of its own.",
            where=str(folder),
            fix="Name the folder, such as charts/4711.",
        )
    workspace = Workspace.around(folder)
    if wanted.payer:
        workspace.policies(wanted.payer)
    kept = Kept(folder)
    draft = kept.read()
    if kept.chart.exists():
        asks = open_case(kept.chart, workspace).asks
        if wanted.payer is None and len(asks) > 1:
            raise UsageError(
                "The chart holds several requests.", where=str(kept.chart), fix="Name the payer with --payer."
            )
    interview = Interview(kept.chart, workspace, wanted, as_of)
    draft = interview.settled(interview.begun(replace(draft, passed=frozenset()) if again else draft))
    if kept.chart.exists() and not parted(draft.facts)[0]:
        raise UsageError(
            "The chart holds no request yet.",
            where=str(kept.chart),
            fix="Name the payer and what it is asked for, with --payer and --indication.",
        )
    talk = _Talk(interview, kept)
    try:
        judged = talk.through(draft)
    except (_Quit, KeyboardInterrupt, EOFError):
        judged = talk.judged
        click.echo(talk.left())
    else:
        if judged:
            click.echo(f"\nNothing more is asked.\n\n{in_short(judged)}\n\nNext: priorauth check {folder}")
    return judged.exit_code if judged else ExitCode.NOT_DOCUMENTED


@dataclass(slots=True)
class _Talk:
    """What was said in this session."""

    interview: Interview
    kept: Kept
    judged: Assessment | None = None
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    before: list[Draft] = field(default_factory=list)
    """The draft before each answer of this session, to go back to."""
    under: str = ""
    """The criterion that was asked about last."""
    told: dict[str, list[str]] = field(default_factory=dict)
    """Each criterion as it was told last."""

    def through(self, draft: Draft) -> Assessment | None:
        """Ask until nothing is left to be asked."""
        self._greet(draft)
        self._see(draft)
        while (one := self.interview.next(draft, self.judged)) is not None:
            self._head(one)
            draft = self._answered(one, draft)
            self.kept.write(draft)
            self._see(draft)
        self._leave()
        return self.judged

    def left(self) -> str:
        """What becomes of the answers where somebody stops."""
        if not (self.kept.folder / "asked.txt").exists() and not self.kept.chart.exists():
            return "\nNothing was answered, and nothing is written."
        if not self.kept.chart.exists():
            return f"\nKept in {self.kept.folder}. A chart comes of it once name and birth date are there. " + _SAME
        return f"\nKept in {self.kept.chart}. {_SAME}"

    def _greet(self, draft: Draft) -> None:
        there = [f"{name.replace('_', ' ')} ({len(items)})" for name in lists() if (items := at(draft.facts, (name,)))]
        if self.kept.chart.exists():
            _say(f"This goes on from {self.kept.chart}, which has: {', '.join(there)}.")
        elif draft.facts.get("patient"):
            _say("This goes on from where it was left.")
        if draft.passed:
            _say(f"{len(draft.passed)} questions were left open before. With --again they are asked again.")
        _say(_KEYS)

    def _see(self, draft: Draft) -> None:
        """Judge anew, and tell each criterion that turned."""
        first = self.judged is None
        self.judged = self.interview.assessed(draft)
        if self.judged is None:
            return
        if first:
            loaded, ask = self.judged.loaded, self.judged.ask
            policy = loaded.policy
            read = "verified" if policy.verified else "unverified"
            by = (
                "the label's own terms, no criteria of its own being known" if loaded.by_label else policy.policy.number
            )
            _say("")
            _say(
                f"{loaded.payer_name}, {ask.indication.upper()}, {ask.phase} request, by "
                f"{'' if loaded.by_label else 'the policy '}{by} ({read}, {policy.seen(ask.indication, ask.phase)}):"
            )
        turned = [one for one in self.judged.determination.criteria if self.verdicts.get(one.id) is not one.verdict]
        self.verdicts = {one.id: one.verdict for one in self.judged.determination.criteria}
        for one in turned:
            self._tell(one)
        if turned:
            self._so_far()

    def _so_far(self) -> None:
        told = list(self.verdicts.values())
        counts = (f"{told.count(one)} {VERDICTS[one].lower()}" for one in dict.fromkeys((*_ALWAYS, *told)))
        click.echo(f"  So far: {', '.join(counts)}.")

    def _tell(self, one: Finding) -> None:
        """A criterion as it stands, unless it was told just so before."""
        lines = list(finding_line(one))
        if self.told.get(one.id) != lines:
            self.told[one.id] = lines
            click.echo("\n".join(lines))

    def _leave(self) -> None:
        """What became of the criterion that was asked about."""
        for one in self.judged.determination.criteria if self.judged else ():
            if one.id == self.under:
                self._tell(one)

    def _head(self, one: Question) -> None:
        if one.criterion != self.under:
            self._leave()
            _say("")
            if not one.offer:
                _say(f"{one.criterion}: {self._says(one)}" if one.criterion else "For the request:")
        self.under = one.criterion

    def _says(self, one: Question) -> str:
        found = self.judged.determination.criteria if self.judged else ()
        return next((each.says for each in found if each.id == one.criterion), "")

    def _answered(self, one: Question, draft: Draft) -> Draft:
        """The draft after an answer that can be taken, or after going back."""
        prompt = _put(one)
        while True:
            typed = _typed(prompt)
            prompt = textwrap.fill(one.asks, WIDTH)  # what may be typed was said once; ? says it again
            command = typed if one.free else typed.lower()
            if command == "quit":
                raise _Quit
            if command == "back":
                if self.before:
                    return self.before.pop()
                _say("There is nothing before this in this session.")
            elif command == "?":
                self._help(one)
            elif command.lower() in _NOT_KNOWN and typed.lower() not in one.choices:
                if not one.must:
                    self.before.append(draft)
                    return one.passed_over(draft)
                _say("It cannot go on without an answer.")
            else:
                new, wrong = self._taken(one, draft, typed)
                if not wrong:
                    self.before.append(draft)
                    return new
                _say(wrong)

    def _taken(self, one: Question, draft: Draft, typed: str) -> tuple[Draft, str]:
        found = one.reading(typed, self.interview.habits)
        if found.wrong:
            return draft, f"That {found.wrong.rstrip('.')}."
        if found.told and not _confirmed(found):
            return draft, "Not taken."
        new, wrong = self.interview.after(draft, one, found.value)
        return new, f"That does not go with the rest: {wrong}" if wrong else ""

    def _help(self, one: Question) -> None:
        if one.criterion and self.judged:
            policy = self.judged.loaded.policy
            found = next(each for each in self.judged.determination.criteria if each.id == one.criterion)
            source = policy.sources.get(found.source)
            _say(f"{policy.name} {policy.policy.number} asks: {found.says}")
            if source:
                _say(f"Source: {source.title}{f', {source.url}' if source.url else ''} (read {source.retrieved}).")
            for note in found.notes:
                _say(f"Note: {note}")
        elif not one.offer:
            _say("The request needs it, whatever the policy asks.")
        if one.choices:
            _say(f"One of: {_choices(one)}.")
        if one.hint:
            _say(one.hint)
        if one.must:
            _say("It cannot go on without an answer.")
        elif not one.offer:
            _say("Enter: it stays not documented, which is not a no.")


_ALWAYS = (Verdict.MET, Verdict.NOT_MET, Verdict.NOT_DOCUMENTED)
_SAME = "The same command goes on from here."


def _put(one: Question) -> str:
    """The question as it is printed."""
    said = one.choices == ("yes", "no") or one.hint.rstrip(".").lower() in one.asks.lower()
    hint = "" if said else one.hint.rstrip(".")
    beside = "; ".join(filter(None, (_choices(one), hint)))
    return textwrap.fill(f"{one.asks} ({beside})" if beside else one.asks, WIDTH)


def _choices(one: Question) -> str:
    """ "1 psychiatrist, 2 other", "yes or no"."""
    if one.choices == ("yes", "no"):
        return "yes or no"
    words = enumerate(map(one.shown, one.choices), 1)
    return ", ".join(f"{place} {word}" if one.numbered else word for place, word in words)


def _typed(prompt: str) -> str:
    """A line that was typed; what cannot be written into a chart is asked for again."""
    while True:
        click.echo(prompt)
        click.echo("> ", nl=False)
        line = sys.stdin.readline()
        if not line:
            click.echo("(nothing more came in)")
            raise _Quit
        if not sys.stdin.isatty():
            click.echo(line.rstrip("\n"))
        if (text := plain(line)).isprintable() and "\ufffd" not in text:
            return text
        _say("That holds a character that cannot be read. Type it again.")


def _confirmed(found: Read) -> bool:
    answer = _typed(textwrap.fill(f"{_shown(found.value)}: {found.told}. Is that right? (yes or no)", WIDTH)).lower()
    if answer == "quit":
        raise _Quit
    return answer in ("yes", "y")


def _shown(value: Any) -> str:
    match value:
        case dict():
            return " ".join(_shown(one) for one in value.values())
        case list():
            return "; ".join(_shown(one) for one in value)
        case _:
            return str(value)


def _say(text: str) -> None:
    click.echo(textwrap.fill(text, WIDTH))
