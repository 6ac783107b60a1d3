"""Nobody is told that a payer asks for something before a person has read the payer's live policy."""

from __future__ import annotations

import re
import shutil
from functools import cache
from json import loads
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from priorauth.policy.load import load_policy, policy_files
from priorauth.policy.nodes import walk
from tests.command import CHARTS, DAY, ROOT, asking_names, priorauth
from tests.documents.reading_back import docx_body, letters
from tests.end_to_end.reading import texts_of
from tests.end_to_end.test_files import NOT_MET

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.end_to_end.conftest import Made

    Generated = Callable[[str], Made]

SENT = [name for name in asking_names() if name not in NOT_MET]
ATTRIBUTES = re.compile(
    r"\brequire(?:d|s|ments?)?\b|\bmust\b|\bcriteria of\b|at least \S+ (?:weeks|days)", re.IGNORECASE
)
"""Words by which somebody would say that the payer asks for something."""


SHORT = 40
"""Letters that may stand in a sentence of any letter: "a baseline score"."""


def asked_for(file: Path) -> set[str]:
    """What a policy says that it asks for, as its file tells it: letters only."""
    trees = [load_policy(file).policy.rules("trd", phase) for phase in ("initial", "continuation")]
    nodes = [node for rules in trees if rules for part in rules.all_of for node in walk(part) if node.says]
    return {said for node in nodes if len(said := letters(node.says).lower()) > SHORT}


@cache
def asked_for_by_anybody() -> set[str]:
    return {says for file in policy_files([ROOT / "payers"]) for says in asked_for(file)}


@pytest.mark.parametrize("name", SENT)
def test_a_letter_by_an_unverified_policy_attributes_nothing(name: str, generated: Generated) -> None:
    for folder in generated(name).folders:
        for text in (
            docx_body((folder / "letter.docx").read_bytes()),
            " ".join(texts_of((folder / "letter.pdf").read_bytes())),
        ):
            assert "Points relevant to the decision" in text
            assert ATTRIBUTES.findall(without_questions(text, folder)) == []
            assert [says for says in asked_for_by_anybody() if says in letters(text).lower()] == []


@pytest.mark.parametrize("name", SENT)
def test_an_index_by_an_unverified_policy_attributes_nothing(name: str, generated: Generated) -> None:
    for folder in generated(name).folders:
        text = index(folder)

        assert "Points relevant to the decision" in text
        assert ATTRIBUTES.findall(without_questions(text, folder)) == []
        assert [says for says in asked_for_by_anybody() if says in letters(text).lower()] == []


def test_a_verified_policy_is_named_with_what_it_asks_for(tmp_path: Path) -> None:
    shutil.copy(ROOT / "examples" / "practice.yaml", tmp_path)
    shutil.copytree(CHARTS / "case-01", tmp_path / "case-01")
    name = Path("payers") / "cigna" / "psychiatry-spravato.yaml"
    (tmp_path / name).parent.mkdir(parents=True)
    text = (ROOT / name).read_text("utf-8")
    assert text.count("status: unverified") == 1
    verified = text.replace("status: unverified", "status: {verified_by: Odette Ledgerly, on: 2026-11-19}")
    (tmp_path / name).write_text(verified, "utf-8")

    priorauth("generate", tmp_path / "case-01", "-o", tmp_path / "out", "--as-of", DAY)

    (folder,) = (tmp_path / "out").glob("*/*")
    letter = docx_body((folder / "letter.docx").read_bytes())
    assert "The criteria of Cigna" in letter
    assert "Points relevant to the decision" not in letter
    for text in (letter, index(folder)):
        assert [says for says in asked_for(tmp_path / name) if says not in letters(text).lower()] == []


def without_questions(text: str, folder: Path) -> str:
    """The text without what is still to be asked of somebody, which claims nothing."""
    whole = " ".join(text.split())
    for gap in loads((folder / "findings.json").read_text("utf-8"))["gaps"]:
        whole = whole.replace(gap["needed"], "")
    return whole


def index(folder: Path) -> str:
    """The text of the packet's index."""
    found = texts_of((folder / "packet.pdf").read_bytes())
    start = next(number for number, text in enumerate(found) if "\nContents" in text.replace("\r", ""))
    end = next(number for number, text in enumerate(found) if "Medication Prior Authorization Request" in text)
    return " ".join(" ".join(found[start:end]).split())
