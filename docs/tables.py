"""Tables in Markdown, with links and sources in their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; what would end a cell or a line in it is written so that it does not."""
    lines = [header, ["---"] * len(header), *([_cell(one) for one in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def link(title: str, url: str | None) -> str:
    """A title that leads somewhere, if there is somewhere to lead."""
    return f"[{title.replace('[', '(').replace(']', ')')}](<{url}>)" if url else title


def tag(name: str, known: Mapping[str, object]) -> str:
    """A source's tag in brackets; a star where the ``known`` source is weak."""
    star = r"\*" if getattr(known[name], "trust", "") == "weak" else ""
    return f"[{name}{star}]"


def tags(names: Iterable[str], known: Mapping[str, object]) -> str:
    """Several tags side by side."""
    return " ".join(tag(name, known) for name in names)


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return " ".join(text.replace("|", "\\|").split())
