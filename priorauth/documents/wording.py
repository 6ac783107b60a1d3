"""Wording that people write, as content: Jinja2 templates of Markdown (``*.md.j2``) filled with values of the chart.

What stands in double braces is data and never markup (see :mod:`priorauth.documents.traced`); what is not there is an
error and never an empty space. A template computes nothing: no arithmetic, no gluing of texts. Beside Jinja2's tags it
has the filters of :mod:`priorauth.documents.grammar` and these helpers:

- ``{% call fact(a, b) %}…{% endcall %}``: what stands inside rests on the evidence of ``a`` and ``b`` too.
- ``{{ confirm("what", "by whom") }}``: "[TO CONFIRM: what, by whom]", which no final document may hold.
- ``{{ figure("name") }}``: the :class:`~priorauth.documents.content.Figure` of that name in the context.
- ``{% call lines() %}…{% endcall %}``: each line stays a line, as in an address.
- ``{% call signature("Date") %}…{% endcall %}``: a line to sign on, with the lines inside under it.

A line that holds tags and comes out empty is not there, so tags may stand on lines of their own or inside a sentence.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from jinja2 import BaseLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from priorauth.documents import markdown
from priorauth.documents.content import Figure
from priorauth.documents.grammar import FILTERS
from priorauth.documents.helpers import HELPERS, printed, with_lines_of_tags, without_lines_of_tags
from priorauth.documents.traced import private_character
from priorauth.errors import BadInput
from priorauth.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from jinja2 import Environment

    from priorauth.documents.content import Content

SUFFIX = ".md.j2"
"""How the names of templates of wording end."""
_FILTERS_OF_JINJA = (
    "batch", "count", "first", "groupby", "last", "length", "list", "map", "reject", "rejectattr", "reverse", "select",
    "selectattr", "slice", "sort", "unique",
)  # fmt: skip
_COMPUTING = (
    nodes.Add, nodes.Concat, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Mul, nodes.Pow, nodes.Sub,
    nodes.EvalContextModifier,
)  # fmt: skip


class Wording:
    """The templates of one or more folders, each compiled once."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """``folders``: the nearest first; a template in a nearer folder stands for one of its name further on."""
        self._loader = _Folders(folders)
        self._environment = _environment(self._loader)
        self._parsed: dict[str, nodes.Template] = {}

    def template_used(self, name: str) -> Path:
        """The file that ``name`` is read from.

        Raises:
            BadInput: no folder has it.
        """
        return self._loader.find(name)

    @cached_property
    def known(self) -> frozenset[str]:
        """The names of all templates of wording, by their places in the folders."""
        return frozenset(self._loader.names())

    @property
    def filters(self) -> frozenset[str]:
        """The names of the filters."""
        return frozenset(self._environment.filters)

    @property
    def helpers(self) -> frozenset[str]:
        """The names that every template may call."""
        return frozenset(self._environment.globals)

    def parsed(self, name: str) -> nodes.Template:
        """The template ``name`` as Jinja2 reads it.

        Raises:
            TemplateError: it is missing or mistaken.
            BadInput: it cannot be read.
        """
        if name not in self._parsed:
            source, file, _ = self._loader.get_source(self._environment, name)
            self._parsed[name] = self._environment.parse(source, name, file)
        return self._parsed[name]

    def content(self, name: str, context: Mapping[str, Any]) -> Content:
        """The template ``name`` filled from ``context``.

        Texts of the context are :class:`~priorauth.documents.traced.Traced`, or plain where no fact stands behind them.

        Raises:
            BadInput: the template is missing or mistaken; the message names its file and line.
        """
        path = self.template_used(name)
        figures = {key: value for key, value in context.items() if isinstance(value, Figure)}
        try:
            text = self._environment.get_template(name).render(context)
            return markdown.read(without_lines_of_tags(text), figures)
        except TemplateSyntaxError as error:
            raise mistake(error.filename or str(path), error.lineno, error.message) from None
        except TemplateNotFound as error:
            raise mistake(str(path), 0, f"It calls for a template that is not there: {error.name}.") from None
        except markdown.MarkdownError as error:
            raise mistake(str(path), 0, str(error)) from None
        except (TemplateError, TypeError) as error:
            raise mistake(*self._place(error, str(path)), str(error)) from None

    def _place(self, error: Exception, otherwise: str) -> tuple[str, int]:
        """The template and line where it happened: Jinja2 writes them into the traceback."""
        place, step = (otherwise, 0), error.__traceback__
        while step:
            if self._loader.has_read(step.tb_frame.f_code.co_filename):
                place = step.tb_frame.f_code.co_filename, step.tb_lineno
            step = step.tb_next
        return place


class _Missing(StrictUndefined):
    """What is not in the context: an error that names it, in words that are not Python's."""

    @property
    def _undefined_message(self) -> str:
        return self._undefined_hint or nothing_of(self._undefined_name)


class _Sandbox(ImmutableSandboxedEnvironment):
    """Lets templates into objects and lists but not into texts: a text's own methods lose its evidence."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.unsafe_undefined(obj, attribute) if isinstance(obj, str) else super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        return self.unsafe_undefined(obj, str(argument)) if isinstance(obj, str) else super().getitem(obj, argument)


class _Folders(BaseLoader):
    """Reads templates from the nearest folder that has them, and refuses what this wording has no use for."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._read: set[str] = set()

    def find(self, name: str) -> Path:
        for folder in self._folders:
            if (folder / name).is_file():
                return folder / name
        raise BadInput(
            f"There is no template {name}.",
            where=", ".join(map(str, self._folders)),
            fix="Check the spelling, or copy the shipped template into your workspace.",
        )

    def names(self) -> Iterator[str]:
        for folder in self._folders:
            yield from (path.relative_to(folder).as_posix() for path in folder.rglob(f"*{SUFFIX}"))

    def has_read(self, file: str) -> bool:
        return file in self._read

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            path = self.find(template)
        except BadInput:
            raise TemplateNotFound(template) from None
        file = str(path)
        self._read.add(file)
        try:
            source = read_bytes(path).decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            raise BadInput(
                f"This template is not UTF-8 (byte {error.start}).", where=file, fix="Save it as UTF-8 in the editor."
            ) from None
        private = private_character(source)
        if private:
            line = source.count("\n", 0, private.start()) + 1
            raise TemplateSyntaxError(
                f"The character U+{ord(private[0]):04X} is one of Word's symbols and not a letter.",
                line,
                template,
                file,
            )
        marked = with_lines_of_tags(source)
        for node in environment.parse(marked, template, file).find_all(_COMPUTING):
            raise TemplateSyntaxError(
                "A template computes nothing and glues no texts: write values side by side, each in its own braces.",
                node.lineno,
                template,
                file,
            )
        return marked, file, lambda: True


def _environment(loader: BaseLoader) -> Environment:
    environment = _Sandbox(
        loader=loader, undefined=_Missing, autoescape=True, finalize=printed, auto_reload=False, cache_size=-1
    )
    environment.filters = {name: environment.filters[name] for name in _FILTERS_OF_JINJA} | FILTERS
    environment.globals = dict(HELPERS)
    return environment


def nothing_of(name: str | None) -> str:
    """What is told of a name that nothing offers."""
    return f"There is nothing of the name {name} here."


def mistake(where: str, line: int, what: str | None) -> BadInput:
    """What is wrong with a template, with its file and line."""
    place = f"line {line}: " if line else ""
    return BadInput(f"{place}{what}", where=where, fix="Correct the template and run the command again.")
