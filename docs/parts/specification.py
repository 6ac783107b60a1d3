"""Spec tests read back as documentation: each test's name as a sentence, its table as a table.

The remark at the end of a row in a test's table stands beside that row: it says why.
"""

from __future__ import annotations

import ast
import io
import tokenize
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docs.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Specified:
    """One test: what it says, and the rows it was held against."""

    sentence: str
    why: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __str__(self) -> str:
        """A paragraph, and a table where there is one."""
        told = f"{self.sentence}." + (f" {self.why}" if self.why else "")
        return f"{told}\n\n{table(self.header, self.rows)}" if self.rows else told


def specified_in(path: Path) -> tuple[str, tuple[Specified, ...]]:
    """What a spec test's module is about, and what each of its tests says."""
    source = path.read_text(encoding="utf-8")
    module = ast.parse(source)
    remarks = _remarks(source)
    named = vars(_imported(path))
    told = tuple(_specified(one, remarks, {**named, **own}) for one, own in _tests(module, named))
    return ast.get_docstring(module) or "", told


def _imported(path: Path) -> ModuleType:
    """The test's module, for the values of the names that stand in its tables."""
    return import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def _tests(module: ast.Module, named: dict[str, Any]) -> Iterator[tuple[ast.FunctionDef, dict[str, Any]]]:
    """Each test in the file's order, with the names that its class gives it."""
    for node in module.body:
        within = node.body if isinstance(node, ast.ClassDef) else [node]
        own = dict(vars(named[node.name])) if isinstance(node, ast.ClassDef) else {}
        for one in within:
            if isinstance(one, ast.FunctionDef) and one.name.startswith("test_"):
                yield one, own


def _remarks(source: str) -> dict[int, str]:
    """Each remark by the line at whose end it stands."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    remarks = (one for one in tokens if one.type == tokenize.COMMENT)
    return {one.start[0]: one.string.lstrip("# ") for one in remarks if "noqa" not in one.string}


def _specified(test: ast.FunctionDef, remarks: dict[int, str], names: dict[str, Any]) -> Specified:
    sentence = test.name.removeprefix("test_").replace("_", " ")
    why = " ".join((ast.get_docstring(test) or "").split())
    tables = [_table(one, remarks, names) for one in test.decorator_list if _is_table(one)]
    header, rows = next((one for one in tables if one), ((), ()))
    return Specified(sentence[:1].upper() + sentence[1:], why, header, rows)


def _is_table(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.parametrize"


def _table(
    decorator: ast.expr, remarks: dict[int, str], namespace: dict[str, Any]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]] | None:
    """The rows of a test's table; ``None`` where they are not written out."""
    if not isinstance(decorator, ast.Call) or not isinstance(decorator.args[1], ast.List | ast.Tuple):
        return None
    names = ast.literal_eval(decorator.args[0])
    header = tuple(names.replace(" ", "").split(",") if isinstance(names, str) else names)
    rows = []
    for row in decorator.args[1].elts:
        cells, named = _cells(row, len(header), namespace)
        remark = named or next((remarks[line] for line in range(row.lineno, _end(row) + 1) if line in remarks), "")
        rows.append((*cells, remark))
    if any(row[-1] for row in rows):
        return (*(name.replace("_", " ") for name in header), "why"), tuple(rows)
    return tuple(name.replace("_", " ") for name in header), tuple(row[:-1] for row in rows)


def _end(row: ast.expr) -> int:
    return row.end_lineno or row.lineno


def _cells(row: ast.expr, width: int, names: dict[str, Any]) -> tuple[list[str], str]:
    """The values of a row, and the name that ``pytest.param`` gave it."""
    named = ""
    if isinstance(row, ast.Call):
        named = next((_value(one.value, names) for one in row.keywords if one.arg == "id"), "")
        return [_cell(one, names) for one in row.args], named
    values = row.elts if isinstance(row, ast.Tuple) and width > 1 else [row]
    return [_cell(one, names) for one in values], named


def _cell(node: ast.expr, names: dict[str, Any]) -> str:
    text = _value(node, names)
    return f"`{text}`" if text else ""


def _value(node: ast.expr, names: dict[str, Any]) -> str:
    """What stands in the table when the test runs: constants by their values."""
    value = eval(compile(ast.Expression(node), "table", "eval"), names)  # noqa: S307  (our own tests)
    if isinstance(value, (list, tuple, set)):
        value = ", ".join(map(str, value))
    return " ".join(str(value).split())
