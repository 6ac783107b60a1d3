"""The expressions of field maps: Jinja2 in a sandbox, over plain data, in which what is not there is an error."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, TemplateError, TemplateRuntimeError, TemplateSyntaxError, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from priorauth.documents.forms.formats import digits, phone, span, us_date
from priorauth.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from jinja2 import Template
    from jinja2.environment import TemplateExpression


def text(source: str, context: Mapping[str, Any], place: str) -> str:
    """The words of ``source`` with its expressions worked out; ``None`` in them is nothing: it is not documented.

    Args:
        source: words with expressions in double braces.
        context: what the expressions may speak of.
        place: where the words stand, for an error.

    Raises:
        BadInput: an expression is mistaken or asks for what the context does not have.
    """
    return str(_worked_out(place, lambda: _template(source).render(context))).strip()


def value(source: str, context: Mapping[str, Any], place: str) -> Any:
    """What the expression ``source`` comes to. Raises as :func:`text` does."""

    def work() -> Any:
        result = _expression(source)(context)
        if isinstance(result, Undefined):
            str(result)  # raises, and names what is not there
        return result

    return _worked_out(place, work)


def known(values: Iterable[Any]) -> list[Any]:
    """The values that are documented: without ``None`` and empty texts."""
    return [one for one in values if one not in (None, "")]


def _printed(result: Any) -> Any:
    if isinstance(result, bool):
        raise TemplateRuntimeError("true or false is not a text: use tick or choose")
    return "" if result is None else result


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, finalize=_printed, autoescape=False)
    environment.filters |= {"us_date": us_date, "phone": phone, "digits": digits, "span": span, "known": known}
    return environment


_ENVIRONMENT = _environment()


# A map is the same for every patient, so its expressions are compiled once.
@lru_cache(maxsize=4096)
def _template(source: str) -> Template:
    return _ENVIRONMENT.from_string(source)


@lru_cache(maxsize=4096)
def _expression(source: str) -> TemplateExpression:
    return _ENVIRONMENT.compile_expression(source, undefined_to_none=False)


def _worked_out(place: str, work: Callable[[], Any]) -> Any:
    try:
        return work()
    except TemplateSyntaxError as error:
        what = f"The expression cannot be read: {error.message}."
    except TemplateError as error:
        what = f"The expression cannot be worked out: {error.message}."
    except (TypeError, ValueError, ArithmeticError, AttributeError, LookupError) as error:
        # The text of such an error may repeat a value of the chart.
        what = f"The expression cannot be worked out ({type(error).__name__})."
    raise BadInput(what, where=place, fix="Correct the map, or the data that it is given.")
