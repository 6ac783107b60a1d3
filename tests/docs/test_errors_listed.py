"""Every message that a user may see is listed in docs/errors.md, and every listed one is in the source."""

from __future__ import annotations

import re

import pytest

from docs.generate import ROOT
from tests.docs.messages import first_sentences, messages

PAGE = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
QUOTED = set(re.findall(r"(?<!`)`([^`\n]+)`(?!`)", PAGE))
IN_TABLES = sorted(re.findall(r"^\| `([^`\n]+)`", PAGE, re.MULTILINE))


@pytest.mark.parametrize("message", sorted(messages(ROOT / "priorauth")))
def test_a_message_of_the_source_is_listed(message):
    assert message in QUOTED


@pytest.mark.parametrize("message", IN_TABLES)
def test_a_listed_message_is_one_of_the_source(message):
    assert message in first_sentences(ROOT / "priorauth")


def test_no_message_is_listed_twice_under_one_heading():
    for section in PAGE.split("\n## "):
        listed = re.findall(r"^\| `([^`\n]+)`", section, re.MULTILINE)
        assert len(listed) == len(set(listed))
