"""A letter before and after one fact changed: what strays, what stays silent, and what stands there as it was."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from priorauth.chart.dates import PartialDate
from priorauth.documents.content import spans_of
from priorauth.documents.letter.facts import MOST_SCORES
from tests.end_to_end.tracing import lines, untraced

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from priorauth.documents.content import Content
    from tests.end_to_end.mutating import Change, Chart
    from tests.end_to_end.tracing import Line, Stray


@dataclass(slots=True)
class Compared:
    """What is wrong with the letters that came of changes; all three are empty where each follows its fact."""

    strays: list[str] = field(default_factory=list)
    """Passages that changed without resting on the fact that changed."""
    silent: list[str] = field(default_factory=list)
    """Facts of which the letter tells, and which it does not follow."""
    stale: list[str] = field(default_factory=list)
    """Facts that stand in the letter as they were before."""


def compared(
    chart: Chart, before: Content, afterwards: Iterable[tuple[Change, Content]], told: Collection[str]
) -> Compared:
    """The letters after each change held against the one ``before``; ``told``: facts that no letter can pass over."""
    found = Compared()
    for change, after in afterwards:
        if after != before:
            found.strays += strays(chart, change, before, after)
        elif change.kind in told:
            found.silent.append(str(change))
        if 0 < times_printed(before, chart, change) <= times_printed(after, chart, change):
            found.stale.append(str(change))
    return found


def strays(chart: Chart, change: Change, before: Content, after: Content) -> list[str]:
    """The passages that changed although they rest on something else, and that no other change explains.

    Where nothing is left of a list, what is said of that rests on the list.
    """
    part = str(change.at[0])
    was, now = numbered(before, part), numbered(after, part)
    return [
        f"{change}: {stray}"
        for stray in untraced(was, now, change.item, part)
        if not makes_room(stray, chart, part)
        and not is_drawn_no_longer(stray, part)
        and not changes_sides(stray, (*was, *now), change.item)
    ]


def numbered(content: Content, part: str) -> list[Line]:
    """The letter's lines. Exhibits are numbered through: where one is left out, the numbers of all are left out."""
    found = lines(content)
    if part != "exhibits":
        return found
    return [
        replace(line, texts=tuple(re.sub(r"Exhibit \d+", "Exhibit", text) for text in line.texts)) for line in found
    ]


def makes_room(stray: Stray, chart: Chart, part: str) -> bool:
    """Whether a score came into the table of the latest scores, or went out of it, because of another score."""
    of_scores = all(one.startswith("score-") for ids in stray.line.evidence for one in ids)
    return part == "scores" and of_scores and len(chart.tree["scores"]) > MOST_SCORES


def is_drawn_no_longer(stray: Stray, part: str) -> bool:
    """Whether a score left the figure, which begins with the first medicine and shows the scores since then."""
    return part in ("trials", "augmentations") and re.fullmatch(r"- \d{4}-\d\d-\d\d \d+", str(stray)) is not None


def changes_sides(stray: Stray, others: Sequence[Line], item: str) -> bool:
    """Whether a criterion stands among the objections now and stood among the facts before, where it rested on it.

    The brief for a call has both lists, and they share nothing else; no other letter tells a criterion twice.
    """
    criterion = str(stray.line).partition(".")[0]
    return len(criterion) > 20 and any(
        str(line).startswith(f"{criterion}.") and line.rests_on(frozenset({item})) for line in others
    )


def times_printed(content: Content, chart: Chart, change: Change) -> int:
    """In how many passages about the item the value stands that was changed, if it can be told from others."""
    value = chart.value(change.at)
    if change.value is None or not isinstance(value, str) or not chart.is_unmistakable(change.at):
        return 0
    number_alone = r"(?! mg)" if value.isdigit() else ""  # 28 days, beside devices of 28 mg
    forms = "|".join(map(re.escape, spoken_forms(value)))
    words = re.compile(rf"(?<!\w){NOT_ASKED[0]}(?:{forms})(?!\w){NOT_ASKED[1]}{number_alone}")
    return sum(bool(words.search(span.text)) for span in spans_of(content) if span.evidence[:1] == (change.item,))


NOT_ASKED = r"(?<!≥ )(?<!at or above )(?<! of )", r"(?!(?: mg)? (?:or more|as dispensed))"
"""Around a dose that is stated: one that a rule asks for, or that was dispensed, may be the same number."""


def spoken_forms(value: str) -> set[str]:
    """The value as a letter may say it: a date in words, a dose without its unit."""
    forms = {value, value.removesuffix(" mg")}
    try:
        forms.add(PartialDate.parse(value).spoken)
    except ValueError:
        return forms
    return forms
