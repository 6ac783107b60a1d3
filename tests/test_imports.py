"""Imports run downward only, and asking for help imports nothing heavy."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "priorauth"

FLOORS = [
    {"errors", "files", "jsontext", "model", "readable", "reading", "resources", "yamledit", "yamltree", "__init__"},
    {"logic"},
    {"chart"},
    {"medicines"},
    {"policy", "intake"},
    {"determination", "workspace"},
    {"request", "offlabel"},
    {"documents"},
    {"exchange", "worklist"},
    {"signing"},
    {"batch", "review", "guided"},
    {"cli", "__main__"},
]
"""Each room may know those on lower floors. Rooms of one floor do not know each other."""

FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
ONLY = {"intake": {"logic", "chart", "medicines"}}
"""What a room may know, where it is less than everything below: of policies, reading a chart knows nothing."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(module: str) -> str:
    """``chart`` of ``priorauth.chart.dates``; what the package itself holds (its version) is of the lowest floor."""
    return next((part for part in module.split(".")[1:2] if part in FLOOR), "__init__")


def imported(path: Path) -> set[str]:
    """Every module of ours that is named in an import, wherever it stands in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                found.update(name.name for name in names)
            case ast.ImportFrom(module=str(module), level=0, names=names):
                found.update({f"{module}.{name.name}" for name in names} if module == "priorauth" else {module})
    return {name for name in found if name.split(".")[0] == "priorauth"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE).with_suffix("")))
def test_imports_run_downward_only(path: Path) -> None:
    own = path.relative_to(PACKAGE).with_suffix("").parts[0]
    for module in imported(path):
        room = room_of(module)
        if room == own or FLOOR[own] == FLOOR[room] in (0, len(FLOORS) - 1):
            continue
        assert FLOOR[room] < FLOOR[own], f"{own} imports {module}, which stands above it or beside it"
        assert room in FLOORS[0] or room in ONLY.get(own, {room}), f"{own} imports {module}, of which it knows nothing"


def test_no_import_is_relative() -> None:
    """So that the test above sees them all."""
    relative = [
        path.name
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []


def test_every_room_has_its_floor() -> None:
    rooms = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert rooms <= FLOOR.keys()


HEAVY = {
    "docx",
    "docxtpl",
    "img2pdf",
    "jinja2",
    "markdown_it",
    "openpyxl",
    "PIL",
    "alembic",
    "pikepdf",
    "pydantic",
    "pypdf",
    "rich",
    "sqlalchemy",
    "typst",
    "yaml",
}


OF_A_DATABASE = {"alembic", "psycopg", "sqlalchemy", "sqlite3"}


@pytest.mark.parametrize("command", ["check", "generate"])
def test_without_a_worklist_no_databases_library_is_loaded(command: str, tmp_path: Path) -> None:
    where = ["-o", str(tmp_path)] if command == "generate" else []
    program = (
        "import sys\n"
        "from priorauth.__main__ import run\n"
        f"run({[command, 'examples/charts/case-01', '--as-of', '2026-11-20', *where]!r})\n"
        f"print(sorted(set(sys.modules) & {OF_A_DATABASE!r}), file=sys.stderr)\n"
    )
    done = subprocess.run(  # noqa: S603  (our own interpreter, on the lines above)
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stderr.splitlines()[-1] == "[]"
    assert "case-01" in done.stdout


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_asking_for_help_imports_nothing_heavy(arguments: list[str]) -> None:
    program = (
        "import sys\n"
        "from priorauth.__main__ import run\n"
        f"code = run({arguments!r})\n"
        f"print(sorted(set(sys.modules) & {HEAVY!r}), file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(  # noqa: S603  (our own interpreter, on the lines above)
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr.strip()) == (0, "[]")
    assert "priorauth" in done.stdout
