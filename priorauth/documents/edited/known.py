"""What a chart and its letter state, to hold somebody's own words against."""

from __future__ import annotations

import json
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from priorauth.documents.edited.values import Key, Value, sentences, values_in
from priorauth.documents.letter.compose import DRUG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from priorauth.chart.chart import Chart
    from priorauth.documents.edited.units import Unit

_DOSES = ("dose", "mg")


class Known:
    """Every value of a chart, and of the letter that the program writes of it."""

    def __init__(self, chart: Chart, *letters: Iterable[Unit]) -> None:
        """``letters``: what the program writes of the chart now, and wrote when the letter was edited."""
        self._chart = chart
        self._values_in = cache(values_in)  # the same words stand in an item, in the whole chart and in both letters
        self._texts = [cell_text for units in letters for unit in units for cell_text in unit.text.split("\n")]

    def says(self, value: Value) -> bool:
        """Whether the value stands anywhere in them."""
        match value.sort:
            case "scale":
                return True
            case "medicine" | "score":  # a study that the letter cites tells those of others
                return value.key in self._of_chart[value.sort]
            case "date":
                return any(_fits(value.key, one) for one in self._values.get("date", ()))
            case "number":
                year = (value.key[0], None, None)
                return value.key in self._bare or any(one[:1] == year[:1] for one in self._values.get("date", ()))
            case _:
                return value.key in self._values.get(value.sort, ())

    def together(self, medicine: Key, dose: Key) -> bool:
        """Whether some one fact, or a sentence of the letter, names that medicine and that dose."""
        return any(medicine in group and dose in group for group in self._groups)

    @cached_property
    def _read(self) -> list[list[Value]]:
        """The values of each item of the chart, and of each sentence of the letter."""
        items = [list(self._leaves(json.loads(item.model_dump_json()))) for _, item in self._chart.items()]
        told = [text[start:end] for text in self._texts for start, end in sentences(text)]
        return [*items, self._whole, *(list(self._values_in(one)) for one in told)]

    @cached_property
    def _whole(self) -> list[Value]:
        """The values of the chart."""
        return list(self._leaves(json.loads(self._chart.model_dump_json())))

    @cached_property
    def _values(self) -> dict[str, set[Key]]:
        found: dict[str, set[Key]] = {}
        for one in (value for group in self._read for value in group):
            found.setdefault(one.sort, set()).add(one.key)
        return found

    @cached_property
    def _of_chart(self) -> dict[str, set[Key]]:
        asked = [one for one in values_in(DRUG) if one.sort == "medicine"]
        charted = [*asked, *self._whole]
        return {
            "medicine": {one.key for one in charted if one.sort == "medicine"},
            "score": {(one.instrument, one.total) for one in self._chart.scores},
        }

    @cached_property
    def _bare(self) -> set[Key]:
        """Every number, whatever it counts."""
        counted = {key[:1] for sort in ("number", "amount") for key in self._values.get(sort, ())}
        return counted | {(total,) for _, total in self._of_chart["score"]}

    @cached_property
    def _groups(self) -> list[set[Key]]:
        """The values of each fact; the whole chart is none, nor is a sentence that tells of several medicines."""
        items = len([None for _ in self._chart.items()])
        facts, sentences_told = self._read[:items], self._read[items + 1 :]
        one_medicine = [
            told for told in sentences_told if len({one.key for one in told if one.sort == "medicine"}) == 1
        ]
        return [{value.key for value in group} for group in (*facts, *one_medicine)]

    def _leaves(self, data: Any, key: str = "") -> Iterator[Value]:
        """The values in a chart's data; a number under a key of doses is one in milligrams."""
        match data:
            case dict():
                for name, one in data.items():
                    yield from self._leaves(one, str(name))
            case list():
                for one in data:
                    yield from self._leaves(one, key)
            case bool() | None:
                return
            case str() | int() | float():
                text = str(data)
                dosed = any(word in key for word in _DOSES) and text.replace(".", "", 1).isdigit()
                yield from self._values_in(f"{text} mg" if dosed else text)


def _fits(value: Key, known: Key) -> bool:
    """Whether a day is the known one, as far as it is told: "November 2026" is told of November 12, 2026."""
    return all(one is None or one == other for one, other in zip(value, known, strict=True))
