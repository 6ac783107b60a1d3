"""What a template says comes out, with the evidence of each word."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from priorauth.documents.content import (
    BulletList,
    Figure,
    Heading,
    NumberedList,
    Paragraph,
    Signature,
    Span,
    Table,
    plain_text,
)
from priorauth.documents.traced import Traced
from priorauth.documents.wording import Wording
from tests.documents.sample_letter import TIMELINE

SERTRALINE = Traced("sertraline", "trial-1")
BUPROPION = Traced("bupropion", "trial-2")
VENLAFAXINE = Traced("venlafaxine", "trial-3")


def traced(content):
    """The pieces of the first block, each with its evidence."""
    return [(span.text, span.evidence) for span in content.blocks[0].spans]


class TestMarkdown:
    def test_headings_paragraphs_and_emphasis(self, fill):
        assert fill("## Trials\n\nA **strong** and an *emphasized* word,\nin one paragraph.").blocks == (
            Heading(2, (Span("Trials"),)),
            Paragraph(
                (
                    Span("A "),
                    Span("strong", strong=True),
                    Span(" and an "),
                    Span("emphasized", emphasis=True),
                    Span(" word, in one paragraph."),
                )
            ),
        )

    def test_lists(self, fill):
        assert fill("- one\n- two\n\ntext\n\n3. three\n4. four").blocks == (
            BulletList(((Span("one"),), (Span("two"),))),
            Paragraph((Span("text"),)),
            NumberedList(((Span("three"),), (Span("four"),)), first=3),
        )

    def test_a_table_takes_alignment_from_colons_and_widths_from_dashes(self, fill):
        assert fill("| a | b | c |\n|:--|:------:|---:|\n| 1 | 2 | 3 |").blocks == (
            Table(
                ((Span("a"),), (Span("b"),), (Span("c"),)),
                (((Span("1"),), (Span("2"),), (Span("3"),)),),
                ("left", "center", "right"),
                (2, 6, 3),
            ),
        )

    def test_columns_under_equal_dashes_are_as_wide_as_their_words_need(self, fill):
        long = "stopped after forty days for insomnia and tremor, as she said"
        (table,) = fill(f"| Dose | Why |\n|---|---|\n| 50 mg | {long} |").blocks
        assert table.widths == (len("50 mg") + 2, len(long) + 2)

    def test_a_long_column_leaves_room_for_the_others(self, fill):
        (table,) = fill(f"| a | b |\n|---|---|\n| {'word ' * 200} | x |").blocks
        assert table.widths == (102, 3)

    def test_a_table_without_words_in_its_header_has_none(self, fill):
        (table,) = fill("| | |\n|---|------|\n| **Re** | {{ who }} |", who=Traced("Jo", "patient")).blocks
        assert table.header == ()
        assert table.rows == (((Span("Re", strong=True),), (Span("Jo", ("patient",)),)),)

    @pytest.mark.parametrize("words", ["<b>x</b>", "[a](http://b)", "![a](b)", "`code`", "> quote", "~~x~~", "---"])
    def test_other_markup_is_plain_text(self, fill, words):
        assert plain_text(fill(f"See:\n\n{words}")) == f"See:\n{words}"


class TestEvidence:
    def test_a_value_carries_its_own(self, fill):
        content = fill("She took **{{ drug }}** in 2025.", drug=SERTRALINE)
        assert traced(content) == [("She took ", ()), ("sertraline", ("trial-1",)), (" in 2025.", ())]
        assert content.blocks[0].spans[1].strong

    def test_a_plain_text_of_the_context_carries_none(self, fill):
        assert traced(fill("{{ plain }}", plain="**x**")) == [("**x**", ())]

    def test_a_fact_is_carried_by_all_that_stands_inside_it(self, fill):
        content = fill("Before. {% call fact(a, b) %}It was {{ a }}.{% endcall %} After.", a=SERTRALINE, b=BUPROPION)
        assert traced(content) == [
            ("Before. ", ()),
            ("It was sertraline.", ("trial-1", "trial-2")),
            (" After.", ()),
        ]

    def test_facts_stand_inside_each_other(self, fill):
        template = "{% call fact(a) %}one {% call fact(b) %}two{% endcall %} one{% endcall %}"
        assert traced(fill(template, a=SERTRALINE, b=BUPROPION)) == [
            ("one ", ("trial-1",)),
            ("two", ("trial-1", "trial-2")),
            (" one", ("trial-1",)),
        ]

    @pytest.mark.parametrize(
        "inside", ["**Strong.**", "*“Quoted.”*", "A **strong end.**", "**{{ a }}**", "**{{ a }}.**"]
    )
    def test_a_fact_does_not_disturb_emphasis(self, fill, inside):
        content = fill(f"{{% call fact(a) %}}{inside}{{% endcall %}} And on.", a=SERTRALINE)
        assert "*" not in plain_text(content)
        assert any(span.strong or span.emphasis for span in content.blocks[0].spans)

    @pytest.mark.parametrize("block", ["# Words", "- Words", "1. Words", "| Words |\n|---|\n| x |", "Words"])
    def test_a_fact_may_hold_a_block_of_any_kind(self, fill, block):
        bare = fill(block)
        (inside,) = fill(f"{{% call fact(a) %}}\n{block}\n{{% endcall %}}\n", a=SERTRALINE).blocks
        assert type(inside) is type(bare.blocks[0])
        assert "trial-1" in repr(inside)
        assert repr(inside).replace("'trial-1',", "") == repr(bare.blocks[0])

    def test_a_fact_holds_rows_of_a_table(self, fill):
        template = (
            "| Medicine | Outcome |\n|---|---|\n"
            "{% for trial in trials %}\n{% call fact(trial) %}\n| {{ trial }} | failed |\n{% endcall %}\n{% endfor %}\n"
        )
        (table,) = fill(template, trials=[SERTRALINE, BUPROPION]).blocks
        assert table.rows == (
            ((Span("sertraline", ("trial-1",)),), (Span("failed", ("trial-1",)),)),
            ((Span("bupropion", ("trial-2",)),), (Span("failed", ("trial-2",)),)),
        )

    def test_a_fact_is_known_by_its_findings_and_items_too(self, fill):
        finding = SimpleNamespace(id="two-trials", evidence=(SimpleNamespace(item="trial-1"),))
        item = SimpleNamespace(id="phq9-1")
        content = fill("{% call fact(finding, items) %}Words{% endcall %}", finding=finding, items=[item])
        assert traced(content) == [("Words", ("trial-1", "phq9-1"))]

    def test_a_point_to_confirm_is_marked(self, fill):
        content = fill('{{ confirm("the last day of " , "the prescriber") }}')
        assert content.blocks[0].spans == (Span("[TO CONFIRM: the last day of, by the prescriber]", to_confirm=True),)

    def test_a_point_to_confirm_carries_the_evidence_of_what_it_asks(self, fill):
        content = fill("{{ confirm(needed) }}", needed=Traced("last day", "trial-1"))
        assert content.blocks[0].spans == (Span("[TO CONFIRM: last day]", ("trial-1",), to_confirm=True),)


class TestGrammar:
    @pytest.mark.parametrize(
        ("drugs", "words"),
        [
            ([], ""),
            ([SERTRALINE], "sertraline"),
            ([SERTRALINE, BUPROPION], "sertraline and bupropion"),
            ([SERTRALINE, BUPROPION, VENLAFAXINE], "sertraline, bupropion and venlafaxine"),
        ],
    )
    def test_a_list_reads_as_a_list(self, fill, drugs, words):
        assert plain_text(fill("x{{ drugs | listed }}", drugs=drugs)) == f"x{words}"

    def test_each_of_a_list_carries_its_own_evidence_and_the_words_between_that_of_all(self, fill):
        assert traced(fill("{{ drugs | listed('or') }}", drugs=[SERTRALINE, BUPROPION])) == [
            ("sertraline", ("trial-1",)),
            (" or ", ("trial-1", "trial-2")),
            ("bupropion", ("trial-2",)),
        ]

    def test_values_join_with_a_separator_of_choice(self, fill):
        assert plain_text(fill("{{ drugs | joined(' · ') }}", drugs=["a", "b", "c"])) == "a · b · c"

    @pytest.mark.parametrize(
        ("count", "words"), [(0, "0 trials"), (1, "one trial"), (9, "nine trials"), (10, "10 trials")]
    )
    def test_numbers_and_nouns_agree(self, fill, count, words):
        assert plain_text(fill('{{ n | number }} {{ n | plural("trial") }}', n=count)) == words

    def test_a_counted_noun_carries_the_evidence_of_the_count(self, fill):
        content = fill('{{ n | plural("study", "studies") }}', n=Traced("2", "list-1"))
        assert traced(content) == [("studies", ("list-1",))]

    def test_a_sentence_begins_with_a_capital(self, fill):
        assert traced(fill("{{ drug | capitalized }}.", drug=SERTRALINE)) == [("Sertraline", ("trial-1",)), (".", ())]

    def test_full_dates_are_long(self, fill):
        assert plain_text(fill("{{ day | long_date }}", day=date(2025, 2, 3))) == "February 3, 2025"


class TestLines:
    def test_a_line_of_tags_alone_is_not_there(self, fill):
        template = "- one\n{% if yes %}\n- two\n{% endif %}\n{# a remark #}\n- three\n"
        assert fill(template, yes=True).blocks == (BulletList(((Span("one"),), (Span("two"),), (Span("three"),))),)
        assert fill(template, yes=False).blocks == (BulletList(((Span("one"),), (Span("three"),))),)

    def test_a_sentence_that_may_be_missing_leaves_no_gap_and_glues_no_words(self, fill):
        template = "First.\n{% if yes %}Second.{% endif %}\nThird."
        assert plain_text(fill(template, yes=True)) == "First. Second. Third."
        assert plain_text(fill(template, yes=False)) == "First. Third."

    def test_a_paragraph_after_a_line_that_ends_in_a_tag_stays_a_paragraph(self, fill):
        assert len(fill("{% if yes %}One.{% endif %}\n\nTwo.", yes=True).blocks) == 2

    def test_lines_stay_lines_and_empty_ones_vanish(self, fill):
        template = (
            "{% call lines() %}\n{{ name }}\n{% if suite %}Suite {{ suite }}{% endif %}\n1 Street\n{% endcall %}\n"
        )
        assert plain_text(fill(template, name="Example Health Plan", suite="")) == "Example Health Plan\n1 Street"

    def test_a_signature_is_a_block_of_its_own(self, fill):
        template = 'Sincerely,\n{% call signature("Date signed") %}\n{{ name }}\nPsychiatry\n{% endcall %}\n'
        assert fill(template, name=Traced("Dr. Example", "prescriber")).blocks == (
            Paragraph((Span("Sincerely,"),)),
            Signature((Span("Dr. Example", ("prescriber",)), Span("\nPsychiatry")), (Span("Date signed"),)),
        )

    def test_a_figure_stands_where_it_is_called(self, fill):
        drawing = Figure(TIMELINE, "alt")
        assert fill('One.\n\n{{ figure("timeline") }}\n\nTwo.', timeline=drawing).blocks[1] is drawing

    def test_a_macro_prints_a_passage(self, fill):
        template = "{% macro dose(trial) %}\n**{{ trial }}** 50 mg\n{% endmacro %}\n- {{ dose(drug) }}\n"
        (items,) = fill(template, drug=SERTRALINE).blocks
        assert items.items == ((Span("sertraline", ("trial-1",), strong=True), Span(" 50 mg")),)


class TestFolders:
    def test_the_nearer_folder_wins_and_the_tool_says_which_it_used(self, tmp_path):
        near, far = tmp_path / "near", tmp_path / "far"
        for folder, words in ((near, "ours"), (far, "theirs")):
            folder.mkdir()
            (folder / "letter.md.j2").write_text(words, encoding="utf-8")
        (far / "part.md.j2").write_text("shared part", encoding="utf-8")
        (near / "letter.md.j2").write_text("ours, {% include 'part.md.j2' %}", encoding="utf-8")
        wording = Wording([near, far])
        assert plain_text(wording.content("letter.md.j2", {})) == "ours, shared part"
        assert wording.template_used("letter.md.j2") == near / "letter.md.j2"
        assert wording.template_used("part.md.j2") == far / "part.md.j2"
