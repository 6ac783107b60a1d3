"""One module for each command. A command's module is imported only when it runs, so that --help answers at once."""

from __future__ import annotations

import importlib

import click

from priorauth import __version__

_COMMANDS = {
    "init": "Make a workspace: practice profile, folders for charts, policies and templates.",
    "demo": "Judge fictional patients and write their packets into ./demo.",
    "new": "Ask for a chart at the terminal: only what this payer's policy needs.",
    "intake": "Charts from other formats: workbook, CSV, FHIR, C-CDA.",
    "check": "Verdict for each of the payer's criteria, and what is missing.",
    "generate": "Write the documents for one patient: letter, form, packet.",
    "sign": "Sign a request: letter, form and packet, with a key or in ink.",
    "verify": "Who signed a file, and whether it is as it was signed.",
    "batch": "Write the documents for all patients, and a summary.",
    "export": "The request and the chart as FHIR R4, in the shape of Da Vinci PAS.",
    "answers": "What to type into the payer's portal, or to say on the telephone.",
    "routes": "What is open to this patient at all: Spravato, off-label ketamine, or nothing.",
    "worklist": "Every case and where it stands; add, show, stats, audit, backup.",
    "review": "The clinician's page: today's letters, looked at in a browser on this machine.",
    "record": "What happened to a case: submitted, approved, denied and the rest.",
    "note": "Write a remark into a case's history.",
    "due": "What is due over all cases: decisions, answers, appeals, renewals, REMS forms.",
    "payers": "Payers' policies: list, show, lint, test, diff, impact, verify, new.",
    "templates": "The wording of letters: check, diff.",
    "forms": "Payers' PDF forms: inspect, fill, add, draft, check.",
    "medicines": "The reference of medicines: list, show.",
}
"""Every command with its line in the help, in the order of a first use."""


class Lazy(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """All commands, in the order of a first use."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  (click's signature)
        """The command of that name."""
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(importlib.import_module(f"priorauth.cli.{cmd_name}"), cmd_name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  (click's signature)
        """The list in the help, without importing what it lists."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "terminal_width": 100})
@click.version_option(__version__, prog_name="priorauth")
def cli() -> None:
    """From a patient's chart and an insurer's policy to a prior-authorization packet for Spravato.

    \b
    Exit codes:
      0 the criteria are met and the request is ready, or the command did what was asked
      2 wrong usage
      3 something is not documented, or not ready
      4 the criteria are not met, or the payer does not cover it
      5 bad input
      6 a needed tool is missing
      7 part of several failed
      8 a signed file was altered
      9 what a signed file was made from has changed since
      10 a file is not signed
      11 a file is signed by somebody who is not known here
      1 a defect of priorauth
    """
