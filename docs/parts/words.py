"""What letters and forms may name, as it stands for the examples' fictional patients."""

from __future__ import annotations

import inspect
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from docs.tables import table
from priorauth.documents.content import Content
from priorauth.documents.forms.context import form_context
from priorauth.documents.grammar import FILTERS
from priorauth.documents.helpers import HELPERS
from priorauth.documents.letter.compose import compose
from priorauth.documents.letter.sheet import NAMES
from priorauth.intake.chart_file import load_case
from priorauth.request.assessment import assess
from priorauth.resources import shipped
from priorauth.workspace import Workspace, policy_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from priorauth.documents.wording import Wording
    from priorauth.request.assessment import Assessment

AS_OF = date(2026, 11, 20)
LONGEST = 70
"""Letters of an example that are shown."""


def of_letters() -> str:
    """Each name that a letter's wording may use, with an example."""
    return _names(_letter_context(one) for one in every_assessment())


def of_forms() -> str:
    """Each name that a form's map may use, with an example."""
    practice = Workspace.around(shipped("examples")).practice
    return _names(form_context(one, practice) for one in every_assessment())


def of_word_templates() -> str:
    """Each name that a Word template may use, what it is, and an example."""
    first = every_assessment()[0]
    practice = Workspace.around(shipped("examples")).practice
    example = dict(_leaves("", compose(first, practice, _Listening.wording()).sheet.words()))
    rows = ((f"`{name}`", meaning, example.get(name, "")) for name, meaning in NAMES.items())
    return table(["name", "what it is", "example"], rows)


def helpers() -> str:
    """The helpers and filters that a letter's wording may call."""
    tools: list[tuple[str, Mapping[str, Callable[..., object]]]] = [("helper", HELPERS), ("filter", FILTERS)]
    rows = [(f"`{name}`", kind, _first_line(tool)) for kind, known in tools for name, tool in known.items()]
    return table(["name", "kind", "what it does"], rows)


def _first_line(tool: Callable[..., object]) -> str:
    return (inspect.getdoc(tool) or "").splitlines()[0].replace("``", "`").replace(":func:", "")


def _names(contexts: Iterator[Mapping[str, Any]]) -> str:
    found: dict[str, str] = {}
    for context in contexts:
        for name, example in _leaves("", context):
            found[name] = found.get(name) or example
    # A list that is empty for one patient and holds groups of names for another is shown by those names.
    shown = {name: found[name] for name in found if not any(other.startswith(f"{name}.") for other in found)}
    return table(["name", "example"], ((f"`{name}`", example) for name, example in shown.items()))


def _leaves(path: str, value: object) -> Iterator[tuple[str, str]]:
    """Each name below ``path`` with its value; ``[]`` stands for each item of a list."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _leaves(f"{path}.{key}" if path else str(key), below)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _leaves(f"{path}[]", item)
        if not value:
            yield f"{path}[]", ""
    elif hasattr(value, "citation"):
        yield from ((f"{path}.{key}", _shown(getattr(value, key))) for key in ("citation", "says"))
    else:
        yield path, _shown(value)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = "" if value is None else "(a figure)" if hasattr(value, "alt") else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} …"


@cache
def every_assessment() -> tuple[Assessment, ...]:
    """Every request of the examples, judged by its payer's policy."""
    workspace = Workspace.around(shipped("examples"))
    cases = [load_case(path, workspace.practice) for path in sorted(shipped("examples").glob("charts/*/chart.yaml"))]
    return tuple(
        assess(case, ask, policy_for(case, ask, workspace, AS_OF), AS_OF) for case in cases for ask in case.asks
    )


class _Listening:
    """Stands where the wording stands, and keeps what it is given to name."""

    def __init__(self) -> None:
        self.context: Mapping[str, Any] = {}

    @classmethod
    def wording(cls) -> Wording:
        """One that nobody asks what it heard."""
        return cls()  # type: ignore[return-value]

    def content(self, name: str, context: Mapping[str, Any]) -> Content:  # noqa: ARG002  (the wording's signature)
        self.context = context
        return Content(())


def _letter_context(assessment: Assessment) -> Mapping[str, Any]:
    listening = _Listening()
    wording: Wording = listening  # type: ignore[assignment]
    compose(assessment, None, wording)
    return listening.context
