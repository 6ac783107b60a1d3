"""Fictional charts in any number, made of the examples: other numbers, days and doses; some partial, overlong, broken.

    python -m benchmarks.charts 10000 FOLDER

writes ``charts.ndjson``. The same number gives the same charts.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import random
import re
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from priorauth.resources import shipped
from priorauth.yamltree import read

if TYPE_CHECKING:
    from collections.abc import Iterator

BROKEN, PARTIAL, OVERLONG = 0.01, 0.10, 0.03
"""Parts of all charts: those that cannot be read, those with a day known by its month alone, those with 20 trials."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST_SHIFTED = 5
"""Days by which a chart's facts are moved into the past: further, and scores that policies want recent would be old."""


def charts(number: int, beside: Path) -> Iterator[dict[str, Any]]:
    """So many charts; their exhibits are those of the examples, as seen from the folder ``beside``."""
    examples = [path for path in sorted((shipped("examples") / "charts").glob("*/chart.yaml")) if _asks(path)]
    trees = [(read(path).tree, path.parent) for path in examples]
    for one in range(number):
        chance = random.Random(one)  # noqa: S311
        tree, folder = chance.choice(trees)
        yield _varied(copy.deepcopy(tree), folder, beside, one, chance)


def _varied(tree: Any, folder: Path, beside: Path, number: int, chance: random.Random) -> dict[str, Any]:
    days = chance.randint(0, _MOST_SHIFTED)
    chart: dict[str, Any] = json.loads(_DAY.sub(lambda day: _earlier(day[0], days), json.dumps(tree)))
    chart["case"] = f"many-{number:05d}"
    for exhibit, original in zip(chart.get("exhibits", ()), tree.get("exhibits", ()), strict=True):
        exhibit["file"] = Path(os.path.relpath(folder / original["file"], beside)).as_posix()
    trials = chart.get("trials", [])
    kind = chance.random()
    if kind < BROKEN:
        chart["trials"] = [{"medicine": "no such medicine", "start": "2025-01-01"}]
    elif kind < BROKEN + PARTIAL and trials and "start" in trials[0]:
        trials[0]["start"] = str(trials[0]["start"])[:7]
    elif kind < BROKEN + PARTIAL + OVERLONG and trials:
        chart["trials"] = trials + [_long_ago(place) for place in range(20 - len(trials))]
    return chart


def _long_ago(place: int) -> dict[str, Any]:
    """A trial of years ago, as old charts list them: nothing but the medicine and the year."""
    year = str(2009 + place % 15)  # no patient of the examples was born after that
    medicines = ("fluoxetine", "paroxetine", "citalopram", "venlafaxine", "mirtazapine", "trazodone", "amitriptyline")
    return {
        "id": f"trial-old-{place}",
        "medicine": medicines[place % len(medicines)],
        "start": year,
        "end": year,
    }


def _earlier(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) - timedelta(days=days)).isoformat()
    except ValueError:
        return day


def _asks(path: Path) -> bool:
    return "asks" in (read(path).tree or {})


def written(number: int, folder: Path) -> Path:
    """The file with so many charts, a line each."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "charts.ndjson"
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for chart in charts(number, folder):
            file.write(json.dumps(chart) + "\n")
    return path


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.charts", description=__doc__.split("\n\n")[0])
    parser.add_argument("number", type=int)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    print(written(asked.number, asked.folder))
