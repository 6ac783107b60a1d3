"""A chart's text is data: whatever it holds, it comes out as it was written, in its place, and does nothing."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from priorauth.documents.content import BulletList, Heading, Paragraph, Span, Table
from priorauth.documents.traced import Traced, cleaned
from priorauth.errors import BadInput

HOSTILE = [
    "**bold** and *more*",
    "_under_ __lines__",
    "{{ x }} {% if %} {# #}",
    "<w:p/><b>&amp;</b> & <",
    "| a | b |",
    "|---|",
    "#set page()",
    "# heading",
    "1. item",
    "- item",
    "`code` ```fence```",
    "[link](http://example.org) ![image](x)",
    "backslash \\ and \\* and \\n",
    "two\nlines",
    "two\n\n# paragraphs",
    "    indented",
    "&nbsp; &#42;",
    "$x^2$ @ref ~ -- ...",
    "“quoted” ‘single’ \"straight\" 'plain'",
    "⸨⸩",
]

TEMPLATE = """\
# {{ x }}

{{ x }}

Before **{{ x }}** after.

- {{ x }}

| {{ x }} | Note |
|---|------|
| {{ x }} | |
"""


def expected(text):
    span = (Span(text, ("id",)),)
    return (
        Heading(1, span),
        Paragraph(span),
        Paragraph((Span("Before "), Span(text, ("id",), strong=True), Span(" after."))),
        BulletList((span,)),
        Table((span, (Span("Note"),)), ((span, ()),), ("left", "left"), (3, 6)),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_literally_in_every_place(fill, text):
    assert fill(TEMPLATE, x=Traced(text, "id")).blocks == expected(cleaned(text))


@given(st.text(min_size=1).filter(cleaned))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_comes_out_literally_in_every_place(fill, text):
    assert fill(TEMPLATE, x=Traced(text, "id")).blocks == expected(cleaned(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_point_to_confirm_is_literal(fill, text):
    (paragraph,) = fill("{{ confirm(x) }}", x=text).blocks
    assert paragraph.spans == (Span(f"[TO CONFIRM: {cleaned(text)}]", to_confirm=True),)


@pytest.mark.parametrize(
    "attack",
    ["{{ x.__class__ }}", "{{ x.upper() }}", "{{ x.format(1) }}", "{{ x[0] }}", "{{ x['upper'] }}"],
)
def test_a_template_reaches_nothing_behind_a_text(fill, attack):
    with pytest.raises(BadInput, match=r"line 1: (access to attribute|A template computes nothing)"):
        fill(attack, x=Traced("x", "id"))


def test_a_part_of_a_text_keeps_its_evidence(fill):
    assert fill("{{ x[:2] }}", x=Traced("F32.9", "dx")).blocks == (Paragraph((Span("F3", ("dx",)),)),)
