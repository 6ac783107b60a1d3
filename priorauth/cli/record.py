"""``priorauth record``: what happened to a case, one command for each thing that can."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import click

from priorauth.chart.ask import WAYS
from priorauth.chart.treatment import DenialReason
from priorauth.cli.options import Day, today, who_option, writer
from priorauth.cli.text import item
from priorauth.cli.worklist.found import the_worklist
from priorauth.errors import UsageError
from priorauth.worklist.case import SPOKEN
from priorauth.worklist.differences import of_case as granted_otherwise
from priorauth.worklist.events import (
    Appealed,
    AppealLevel,
    Approved,
    Closed,
    Denied,
    Event,
    InformationRequested,
    InformationSent,
    PeerToPeer,
    Signed,
    Submitted,
    Withdrawn,
)
from priorauth.worklist.lines import line as a_line
from priorauth.worklist.lines import told

if TYPE_CHECKING:
    from collections.abc import Callable

    from priorauth.worklist.store import Kept
    from priorauth.workspace import Workspace

    Values = dict[str, Any]

_REASONS = get_args(DenialReason)
_LEVELS = get_args(AppealLevel)


@click.group(short_help="What happened to a case: submitted, approved, denied and the rest.")
def record() -> None:
    """Write down what happened to a case. Nothing is ever changed: a slip is withdrawn, and stays to be seen.

    CASE is the number of the patient and the request, as case-01/ask-cigna-trd-medical; the number alone is enough
    where only one thing is asked for.
    """


def _command(
    kind: type[Event],
    help_: str,
    *options: Callable[[Any], Any],
    values: Callable[[Kept, Workspace, Values], Values] = lambda _kept, _workspace, given: given,
) -> None:
    """A command that writes down an event of that kind.

    Args:
        kind: what happened.
        help_: the command's help.
        options: those of its own.
        values: the event's fields from the case, the workspace and what was typed.
    """

    def run(case: str, who: str | None, seen: int | None, **given: Any) -> None:
        def event(kept: Kept, workspace: Workspace) -> Event:
            typed = {key: value for key, value in given.items() if value is not None}
            return told(kind, {"on": today()} | values(kept, workspace, typed))

        if given["on"] and given["on"] > today():
            raise UsageError("--on is in the future.", fix="Give the day on which it happened.")
        if (came := given.get("notice_received")) and came > today():
            raise UsageError("--notice-received is in the future.", fix="Give the day on which the notice came.")
        written_down(case, event, who, seen)

    decorated: Any = run
    for option in (*reversed(options), *_EVERY):
        decorated = option(decorated)
    name = str(kind.model_fields["what"].default).replace("_", "-")
    record.command(name, help=help_, short_help=help_.partition("\n")[0])(decorated)


_EVERY = (
    click.option("--seen", type=click.IntRange(1), help="Refuse, if the case is not at this version any more."),
    who_option,
    click.option("--on", type=Day(), help="The day on which it happened (default: today)."),
    click.argument("case"),
)


def written_down(case: str, event: Callable[[Kept, Workspace], Event], who: str | None, seen: int | None) -> None:
    """Write an event down and say where that leaves the case; of an approval, where it is not what was asked.

    Raises:
        UsageError: there is no such case, that cannot happen to it, or somebody else has changed it meanwhile.
    """
    workspace, worklist = the_worklist()
    by = writer(who)
    kept = worklist.find(case)
    happened: Any = event(kept, workspace)
    after = worklist.append(kept.case.id, happened, by, seen=seen or kept.version)
    click.echo(f"{after.case.id}: {happened.spoken}, entry {after.version}. Now: {SPOKEN[after.case.state]}.")
    if isinstance(happened, Approved):
        for text in granted_otherwise(after.case):
            click.echo("\n".join(item(text)))


def _submitted(kept: Kept, workspace: Workspace, given: Values) -> Values:
    """What was asked is what the chart comes to; day, way and number are the chart's, where nobody says otherwise."""
    from priorauth.worklist.of_a_chart import asked_lines, assessed  # noqa: PLC0415

    opened = kept.case.opened
    noted = assessed(opened, workspace, given.get("on", today())).ask.submitted
    on = given.get("on") or (noted.on if noted else today())
    assessment = assessed(opened, workspace, on)
    site = assessment.case.site
    way = given.get("by") or (noted.by if noted else None)
    if way is None:
        raise UsageError("It is not known how the request was submitted.", fix="Name it with --by, such as --by fax.")
    return {
        "on": on,
        "by": way,
        "confirmation": given.get("confirmation") or (noted.confirmation if noted else None),
        "expedited": assessment.expedited,
        "asked": tuple(map(a_line, given["lines"])) or asked_lines(assessment),
        "npi": site.npi if site else None,
    }


def _denied(kept: Kept, _workspace: Workspace, given: Values) -> Values:
    """After an appeal it is that which was refused, where nobody says otherwise."""
    events = kept.case.events
    since = max((place for place, one in enumerate(events) if isinstance(one, Denied)), default=-1)
    appeals = [one for one in events[since + 1 :] if isinstance(one, Appealed)]
    return {"level": appeals[-1].level, **given} if appeals else given


def _approved(_kept: Kept, _workspace: Workspace, given: Values) -> Values:
    return {**given, "lines": tuple(map(a_line, given["lines"]))}


_command(
    Submitted,
    """It went to the payer.

What was asked (codes, units, days, place of treatment) is taken from the chart; day, way and confirmation number
too, where the chart notes them.

\b
Example:  priorauth record submitted case-01 --by portal --confirmation PA-20417
""",
    click.option("--by", type=click.Choice(list(WAYS)), help="How it went out (default: as the chart's request says)."),
    click.option("--confirmation", help="The number by which the payer confirmed it (default: as the chart says)."),
    click.option("--line", "lines", multiple=True, help="What was asked, where it is not what the chart comes to."),
    values=_submitted,
)

_command(
    InformationRequested,
    """The payer wants to know more.

\b
Example:  priorauth record information-requested case-01 --wanted "fills" --until 2026-12-04
""",
    click.option("--wanted", help="What the payer wants to know. No names: the worklist holds none."),
    click.option("--until", type=Day(), help="The last day to answer, if the payer named one."),
)

_command(
    InformationSent,
    """The practice answered the payer's questions.

\b
Example:  priorauth record information-sent case-01
""",
)

_command(
    PeerToPeer,
    """The payer offers to talk to the prescriber, or they talked.

\b
Example:  priorauth record peer-to-peer case-01 --until 2026-12-02
""",
    click.option("--until", type=Day(), help="The last day on which the payer takes the call, if it named one."),
    click.option("--held", is_flag=True, help="The call took place."),
)

_command(
    Approved,
    """The payer said yes, to what its notice says: an approval is not the request.

A line holds a code and words such as strength=56 (mg), sessions=23, ndc=…, pos=11. Give --line once for each.

\b
Example:  priorauth record approved 4711 --line "J0013 units=62 from=2026-12-01 until=2027-05-31"
""",
    click.option("--number", help="The authorization number."),
    click.option("--line", "lines", multiple=True, required=True, help="What was granted, as the notice has it."),
    click.option("--npi", help="The NPI of the place of treatment that the notice names."),
    click.option("--by-default", is_flag=True, help="It counts as granted because the payer did not answer in time."),
    values=_approved,
)

_command(
    Denied,
    """The payer said no.

REASON is one of: criteria_not_met, number_of_trials, step_therapy, trial_too_short, investigational,
oral_antidepressant, wrong_indication, quantity, no_response, diagnosis_code, severity, rems, prescriber,
substance_use, vascular_risk, psychotherapy, neuromodulation_first, wrong_benefit, code_mismatch, no_authorization,
site, missing_documents, other.

\b
Example:  priorauth record denied case-01 --reason number_of_trials --notice-received 2026-12-08
""",
    click.option("--reason", type=click.Choice(_REASONS), metavar="REASON", help="Of which kind the reason is."),
    click.option("--in-words", help="The reason in the notice's words. No names: the worklist holds none."),
    click.option("--notice-received", type=Day(), help="The day on which the notice came."),
    click.option("--appeal-until", type=Day(), help="The last day for an appeal that the notice names."),
    click.option("--level", type=click.Choice(_LEVELS), help="Of the appeal that was refused (default: the last one)."),
    values=_denied,
)

_command(
    Appealed,
    """The practice appealed.

\b
Example:  priorauth record appealed case-01 --level first
""",
    click.option("--level", type=click.Choice(_LEVELS), default="first", show_default=True, help="Which appeal it is."),
    click.option("--expedited", is_flag=True, help="An expedited review was asked for."),
    click.option("--confirmation", help="The number by which it was confirmed."),
)

_command(
    Signed,
    """The prescriber signed it.

\b
Example:  priorauth record signed case-01 --by "I. Ashgrove, MD"
""",
    click.option("--by", required=True, help="Who signed it."),
)

_command(
    Closed,
    """Nothing more will come of it.

\b
Example:  priorauth record closed case-01 --why "changed to another insurer"
""",
    click.option("--why", required=True, help="Why nothing more will come of it. No names: the worklist holds none."),
)

_command(
    Withdrawn,
    """An earlier entry was a slip: it stays to be seen, and counts no more.

\b
Example:  priorauth record withdrawn case-01 --entry 5 --why "units of another case"
""",
    click.option("--entry", type=click.IntRange(2), required=True, help="Its number in worklist show."),
    click.option("--why", required=True, help="What was wrong with it. No names: the worklist holds none."),
)
