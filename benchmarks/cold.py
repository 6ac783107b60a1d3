"""Commands from cold: a fresh process each time, its modules compiled, as after an installation."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import priorauth
from benchmarks.patients import AS_OF
from benchmarks.timing import Times
from priorauth.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HEAVY = "click, docxtpl, img2pdf, pikepdf, pydantic, pypdf, rich.console, typst, yaml"
"""What a command line imports that is not careful about it."""

_MAIN = "import sys; from priorauth.__main__ import main; sys.argv[0] = 'priorauth'; main()"
_FILES = (
    "import time; from priorauth.policy.load import load_all, payers_folders; begun = time.perf_counter(); "
    "load_all(payers_folders(None)); print(time.perf_counter() - begun)"
)
_POLICIES = "from priorauth.policy.load import load_all, payers_folders; load_all(payers_folders(None))"
_PACKAGES = {
    "pydantic": "Pydantic", "pydantic_core": "Pydantic", "annotated_types": "Pydantic",
    "typing_inspection": "Pydantic", "typing_extensions": "Pydantic", "click": "click", "yaml": "YAML",
    "priorauth": "our own modules, most of it the classes of models",
}  # fmt: skip


class Cold:
    """Runs commands from cold."""

    def __init__(self, compiled: Path) -> None:
        self._environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self._environment |= {
            "PYTHONPYCACHEPREFIX": str(compiled),
            "PYTHONPATH": str(Path(priorauth.__file__).parent.parent),
        }

    def bare(self, _: object = None) -> None:
        """Python, doing nothing."""
        self._run("-c", "pass")

    def everything_imported(self, _: object = None) -> None:
        """Python with every heavy library imported."""
        self._run("-c", f"import {HEAVY}")

    def priorauth(self, *arguments: str) -> Callable[[object], None]:
        """A command of ours."""
        return lambda _: self._run("-c", _MAIN, *arguments)

    def check(self) -> Callable[[object], None]:
        """``priorauth check`` of one case."""
        return self.priorauth(*_CHECK)

    def policies(self, _: object = None) -> None:
        """Every policy read."""
        self._run("-c", _POLICIES)

    def files_alone(self, rounds: int) -> Times:
        """Every policy read, without starting Python and importing."""
        return Times(tuple(float(self._run("-c", _FILES).stdout) * 1000 for _ in range(rounds)))

    def shares(self) -> dict[str, float]:
        """Where ``check`` spends its time, by importing which packages, as parts of the whole."""
        told = self._run("-X", "importtime", "-c", _TIMED, *_CHECK).stderr
        _, _, told = told.partition("begun\n")
        imports, _, whole = told.rpartition("whole:")
        spent: Counter[str] = Counter()
        for line in imports.splitlines():
            own, _, module = line.removeprefix("import time:").split("|")
            spent[_PACKAGES.get(module.strip().partition(".")[0], "the standard library")] += int(own) / 1e6
        total = float(whole)
        spent["reading the files, building the models, judging, printing"] = total - sum(spent.values())
        return {name: seconds / total for name, seconds in spent.most_common()}

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, *arguments], env=self._environment, capture_output=True, text=True, check=False
        )
        if done.returncode not in (0, 3, 4):  # the exit codes of a check that worked
            raise RuntimeError(f"{arguments} ended with {done.returncode}: {done.stderr}")
        return done


_CHECK = ("check", str(shipped("examples") / "charts" / "case-02" / "chart.yaml"), "--as-of", AS_OF.isoformat())
_TIMED = """\
import sys, time
print("begun", file=sys.stderr)
begun = time.perf_counter()
try:
    from priorauth.__main__ import main
    main()
finally:
    print("whole:", time.perf_counter() - begun, file=sys.stderr)
"""


@contextmanager
def cold() -> Iterator[Cold]:
    """A place for compiled modules, filled by a first run of each command."""
    with tempfile.TemporaryDirectory() as compiled:
        ready = Cold(Path(compiled))
        for command in (
            ready.bare,
            ready.everything_imported,
            ready.priorauth("--help"),
            ready.check(),
            ready.policies,
        ):
            command(None)
        yield ready
