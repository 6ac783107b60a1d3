"""What is generated in the documents is what the code and the data say today."""

from __future__ import annotations

import pytest

from docs import pages
from docs.generate import ROOT, generated, main, stale


def test_nothing_that_is_generated_is_stale():
    assert [str(path.relative_to(ROOT)) for path in stale(generated())] == []


def test_a_stale_file_fails_the_check_and_is_named(tmp_path, monkeypatch, capsys):
    page = tmp_path / "page.md"
    page.write_text("<!-- begin exit-codes -->\nold\n<!-- end exit-codes -->\n", encoding="utf-8")
    monkeypatch.setattr("docs.generate.ROOT", tmp_path)
    monkeypatch.setattr("docs.generate.pages_of_the_project", lambda: [page])
    monkeypatch.setattr("docs.generate.schemas", dict)

    assert main(["--check"]) == 1
    assert "page.md" in capsys.readouterr().out
    assert "old" in page.read_text(encoding="utf-8")

    assert main([]) == 0
    assert main(["--check"]) == 0


def test_what_people_wrote_around_a_generated_part_stays():
    page = "before\n\n<!-- begin here -->\nold\n<!-- end here -->\n\nafter\n"

    assert pages.filled(page, {"here": lambda: "new"}) == (
        "before\n\n<!-- begin here -->\n\nnew\n\n<!-- end here -->\n\nafter\n"
    )


def test_filling_a_page_twice_changes_nothing():
    once = pages.filled("<!-- begin here -->\n<!-- end here -->\n", {"here": lambda: r"a \1 b"})

    assert pages.filled(once, {"here": lambda: r"a \1 b"}) == once


def test_a_part_that_nothing_makes_is_an_error():
    with pytest.raises(KeyError, match="nonsense"):
        pages.filled("<!-- begin nonsense -->\n<!-- end nonsense -->\n")
