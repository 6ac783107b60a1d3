"""Every link between the documents leads somewhere, and every picture is there."""

from __future__ import annotations

import re

import pytest

from docs.generate import ROOT, pages_of_the_project

LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)<>\s]+)\)")
FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
PAGES = {page: FENCE.sub("", page.read_text(encoding="utf-8")) for page in pages_of_the_project()}
LINKS = [
    pytest.param(page, match["target"], id=f"{page.name}: {match['target']}")
    for page, text in PAGES.items()
    for match in LINK.finditer(text)
    if not match["target"].startswith(("http://", "https://"))
]


@pytest.mark.parametrize(("page", "target"), LINKS)
def test_a_link_leads_somewhere(page, target):
    path, _, anchor = target.partition("#")
    there = (page.parent / path).resolve() if path else page

    assert there.exists()
    assert there.is_relative_to(ROOT), "a link leads out of the project"
    if anchor:
        assert anchor in anchors(PAGES[there])


def anchors(page: str) -> set[str]:
    """What links may name on a page: its headings in small letters, without marks, with dashes for spaces."""
    headings = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_document_can_be_reached_from_the_readme():
    reached, ahead = set(), [ROOT / "README.md"]
    while ahead:
        page = ahead.pop()
        if page in PAGES and page not in reached:
            reached.add(page)
            ahead += [
                (page.parent / match["target"].partition("#")[0]).resolve() for match in LINK.finditer(PAGES[page])
            ]

    assert set(PAGES) - reached == set()


@pytest.mark.parametrize("name", ["letter.png", "terminal.png"])
def test_the_readmes_pictures_are_small(name):
    assert (ROOT / "docs" / "pictures" / name).stat().st_size < 250_000
