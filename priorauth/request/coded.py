"""Diagnosis codes that no request may go out with: headings, and codes of what is not to be treated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.depression_codes import DEPRESSION_CODES, billable_instead
from priorauth.request.wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from priorauth.chart.ask import Ask
    from priorauth.chart.chart import Chart


def codes(chart: Chart, ask: Ask, as_of: date) -> Iterator[Wanted]:
    """Each standing code that cannot be billed; and the main one, if it is not of a depression to be treated."""
    standing = [one for one in chart.diagnoses if one.stands(as_of)]
    for one in standing:
        if instead := billable_instead(one.code):
            yield Wanted(f"a code that can be billed in place of {one.code}: {_listed(instead)}", one.id)
    main = [one for one in standing if one.primary] or standing
    depressive = [(one, says) for one in main if (says := DEPRESSION_CODES.get(one.code))]
    if any(says.major and (not says.remission or ask.phase == "continuation") for _, says in depressive):
        return
    for one, says in depressive:
        if says.major:
            yield Wanted(f"the code of the current episode: {one.code} says {says.remission}", one.id, ask.id)
        else:
            yield Wanted(f"a code of major depressive disorder: {one.code} is not one", one.id)


def _listed(codes: tuple[str, ...]) -> str:
    return codes[0] if len(codes) == 1 else f"{', '.join(codes[:-1])} or {codes[-1]}"
