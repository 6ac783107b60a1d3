"""The command ``priorauth``: parses, runs one command, and tells every failure in one paragraph."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from priorauth.errors import ExitCode, PriorauthError


def main() -> None:
    """Run the command line and exit with a documented code (see :class:`~priorauth.errors.ExitCode`)."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command line and return its exit code."""
    _settle()
    import click  # noqa: PLC0415  (what is imported before the arguments are read costs every call)

    from priorauth.cli import cli  # noqa: PLC0415

    for stream in (sys.stdout, sys.stderr):
        _never_fail_on_a_character(stream)
    try:
        code = int(cli.main(args=arguments, prog_name="priorauth", standalone_mode=False) or 0)
        sys.stdout.flush()
        return code  # noqa: TRY300  (flushing is what may fail)
    except SystemExit:
        # Click ends the process itself only where whoever read the output has seen enough.
        return ExitCode.OK
    except PriorauthError as error:
        _tell(f"Error: {error}")
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        _tell("Stopped. Nothing was left half-written.")
        return 130
    except BrokenPipeError:
        # Likewise; and the interpreter must not complain when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.OK
    except Exception as error:  # noqa: BLE001  (the boundary: no traceback, for it may hold what a chart says)
        return _defect(error)


def _settle() -> None:
    """Make the interpreter fit for a command, before anything large is imported."""
    import gc  # noqa: PLC0415
    import os  # noqa: PLC0415

    # Pydantic lets plugins of other packages see what it reads: none is to see a chart (and the search costs time).
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    # Charts and pages make objects by the hundred thousand and hardly a cycle: by default a tenth of the time goes
    # into looking for cycles.
    gc.set_threshold(50_000)


def _defect(error: Exception) -> int:
    """Name the place in our own code, and nothing of the data."""
    import traceback  # noqa: PLC0415

    if os.environ.get("PRIORAUTH_DEBUG"):
        traceback.print_exception(error)
        return ExitCode.DEFECT
    frame = traceback.extract_tb(error.__traceback__)[-1]
    module = frame.filename.replace("\\", "/").rpartition("/")[2]
    _tell(
        f"Error: a defect of priorauth ({type(error).__name__} in {module}, line {frame.lineno}). "
        "Nothing was left half-written. Report it with this line; with PRIORAUTH_DEBUG=1 set, the command prints "
        "more, which may hold data of the chart."
    )
    return ExitCode.DEFECT


def _tell(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201  (messages go to stderr)


def _never_fail_on_a_character(stream: TextIO) -> None:
    """A Windows console in cp1252 cannot show every name; it shows a question mark there, and goes on."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")


if __name__ == "__main__":
    main()
