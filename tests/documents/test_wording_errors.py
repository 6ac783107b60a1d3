"""A mistake in a template is told with its file and line, in words its author knows."""

from __future__ import annotations

import pytest

from priorauth.documents.traced import Traced
from priorauth.documents.wording import Wording
from priorauth.errors import BadInput

MISTAKES = [
    ("one\n{{ patient.nmae }}", "line 2", "nothing of the name nmae"),
    ("one\n\n{{ missing }}", "line 3", "nothing of the name missing"),
    ("{% for x in missing %}\n{% endfor %}", "line 1", "nothing of the name missing"),
    ("one\n{% if x %}\ntwo", "line 2", "Jinja was looking for the following tags"),
    ("one\n{{ x | upper }}", "line 2", "No filter named 'upper'"),
    ("{{ none }}", "line 1", "a NoneType cannot be printed"),
    ("{{ patient }}", "line 1", "a dict cannot be printed"),
    ("{{ true }}", "line 1", "a bool cannot be printed"),
    ("one\n{{ x ~ x }}", "line 2", "glues no texts"),
    ("one\n{{ 1 + 1 }}", "line 2", "computes nothing"),
    ("{% autoescape false %}{{ x }}{% endautoescape %}", "line 1", "computes nothing"),
    ("one\n\uf0b7 two", "line 2", "U+F0B7"),
    ("one\n{% call fact('x') %}two{% endcall %}", "line 2", "carries no evidence"),
    ("one\n{{ x | listed }}", "line 2", "a list of values is needed"),
    ("{{ x | plural('trial') }}", "line 1", "a whole number is needed"),
    ("{% include 'other.md.j2' %}", "", "a template that is not there: other.md.j2"),
    ("#### Too deep", "", "Headings go down to level 3"),
    ("- a\n  - b", "", "a list inside a list"),
    ("| a |\n|---|\n| {{ x }} | {{ x }} |", "", "more cells than the table's header"),
    ('{{ figure("timeline") }}', "", "There is no figure 'timeline'. Known here: none."),
]


@pytest.mark.parametrize(("template", "line", "what"), MISTAKES, ids=[what for _, _, what in MISTAKES])
def test_a_mistake_names_file_and_line(fill, tmp_path, template, line, what):
    with pytest.raises(BadInput) as told:
        fill(template, x=Traced("Secret Name", "id"), patient={"name": "Secret Name"})
    assert told.value.where == str(tmp_path / "letter.md.j2")
    assert told.value.what.startswith(line)
    assert what in told.value.what
    assert "Secret Name" not in str(told.value)


def test_a_mistake_in_an_included_template_names_that_one(fill, tmp_path):
    (tmp_path / "part.md.j2").write_text("fine\n\n{{ missing }}", encoding="utf-8")
    with pytest.raises(BadInput) as told:
        fill("one\n{% include 'part.md.j2' %}")
    assert told.value.where == str(tmp_path / "part.md.j2")
    assert told.value.what == "line 3: There is nothing of the name missing here."


def test_a_figure_needs_a_paragraph_of_its_own(fill):
    with pytest.raises(BadInput, match="a paragraph of its own"):
        fill('See {{ figure("timeline") }} here.')


def test_a_missing_template_names_the_folders_searched(tmp_path):
    with pytest.raises(BadInput, match="There is no template letter") as told:
        Wording([tmp_path / "a", tmp_path / "b"]).content("letter.md.j2", {})
    assert told.value.where == f"{tmp_path / 'a'}, {tmp_path / 'b'}"


def test_a_template_that_is_not_utf8_is_told(tmp_path):
    (tmp_path / "letter.md.j2").write_bytes("Müller".encode("cp1252"))
    with pytest.raises(BadInput, match="not UTF-8"):
        Wording([tmp_path]).content("letter.md.j2", {})
