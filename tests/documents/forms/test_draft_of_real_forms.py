"""Drafts of real forms beside what people labelled by hand: what is called sure has to be right.

The labels are in ``labels``; the forms are where ``PRIORAUTH_TEST_FORMS`` says, or beside the repository.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from priorauth.documents.forms.draft import drafted
from priorauth.documents.forms.recognizing import Certainty
from priorauth.documents.forms.vocabulary import load
from priorauth.files import sha256
from priorauth.resources import shipped
from priorauth.yamltree import read
from tests.documents.forms.test_real_forms import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.documents.forms.draft import Draft

LABELS = sorted((Path(__file__).parent / "labels").glob("*.yaml"))

pytestmark = pytest.mark.skipif(not FORMS, reason="no folder of real forms is at hand")


@cache
def forms() -> dict[str, bytes]:
    return {sha256(data): data for data in (path.read_bytes() for path in FORMS)}


def told(draft: Draft) -> Iterator[tuple[str, str, Certainty]]:
    """Each field that the draft has something for, as the labels write it."""
    for one in draft.proposals:
        if one.match:
            yield one.field.name, one.match.put, one.match.certainty
    for marks in draft.marks:
        if marks.group:
            yield marks.group, marks.choose, marks.certainty
        else:
            yield from ((box, f"{marks.choose} is {answer}", marks.certainty) for answer, box in marks.boxes.items())
    for rows in draft.rows:
        for column, certainty, names in rows.columns:
            yield from ((name, f"{rows.table.each}: {column.put}", certainty) for name in names)


def measured(path: Path) -> tuple[dict[str, str], dict[str, str], dict[str, Any]] | None:
    """What the draft is sure of, what it thinks likely, and the labels; ``None`` where the form is not at hand."""
    tree: Any = read(path).tree
    form = forms().get(tree["sha256"])
    if form is None:
        return None
    found = list(told(drafted(form, load(shipped("templates") / "forms" / "vocabulary.yaml"))))
    sure = {name: put for name, put, certainty in found if certainty is Certainty.SURE}
    likely = {name: put for name, put, certainty in found if certainty is Certainty.LIKELY}
    return sure, likely, tree["fields"]


def right(given: dict[str, str], labels: dict[str, Any]) -> int:
    return sum(put == labels.get(name) or put in labels.get(name, ()) for name, put in given.items())


def test_what_is_sure_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    every = [(path.stem, found) for path in LABELS if (found := measured(path))]
    lines = [f"{'form':15} {'sure':>5} {'right':>6} {'recall':>7} {'with likely':>12}"]
    for name, (sure, likely, labels) in every:
        recall, more = right(sure, labels) / len(labels), right(sure | likely, labels) / len(labels)
        lines.append(f"{name:15} {len(sure):5} {right(sure, labels):6} {recall:7.0%} {more:12.0%}")
    given = sum(len(sure) for _, (sure, _, _) in every)
    correct = sum(right(sure, labels) for _, (sure, _, labels) in every)
    lines.append(f"precision at sure: {correct} of {given}")
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    wrong = [
        (name, field, put)
        for name, (sure, _, labels) in every
        for field, put in sure.items()
        if not right({field: put}, labels)
    ]
    assert given > 0
    assert correct / given >= 0.95, wrong
