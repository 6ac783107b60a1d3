from __future__ import annotations

import copy
import pickle
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.documents.traced import CONFIRM, FACT, VALUE, Traced, cleaned, evidence_in, packed, unpacked


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  two   spaces ", "two spaces"),
        ("a\tb", "a b"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("one \n\n\n two", "one\ntwo"),
        ("Łukasz – “quoted” – 20 mg", "Łukasz – “quoted” – 20 mg"),
        ("no-break\u00a0space", "no-break\u00a0space"),
        ("zero\u200bwidth soft\u00adhyphen", "zerowidth softhyphen"),
        ("right\u202eto left", "rightto left"),
        ("\uf0b7 Word's bullet", "Word's bullet"),
        ("\ue000\ue1ff\U000f0000", ""),
        ("null\x00 bell\x07", "null bell"),
    ],
)
def test_a_value_is_cleaned_of_what_no_page_can_show(written, kept):
    assert cleaned(written) == kept
    assert Traced(written) == kept


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    assert cleaned(cleaned(text)) == cleaned(text)


def test_a_traced_value_compares_as_its_text_and_knows_one_id_or_several():
    assert Traced("failed", "trial-1") == "failed"
    assert Traced("failed", "trial-1").evidence == ("trial-1",)
    assert Traced("failed", ["trial-1", "scale-2"]).evidence == ("trial-1", "scale-2")
    assert Traced(8).evidence == ()


@pytest.mark.parametrize("again", [copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])  # noqa: S301  (ours)
def test_a_traced_value_survives_a_copy(again):
    assert again(Traced("x", "id")).evidence == ("id",)


@given(st.sampled_from([VALUE, CONFIRM, FACT]), st.text(), st.lists(st.from_regex(r"[a-z0-9.-]+", fullmatch=True)))
def test_what_is_packed_comes_out_as_it_was(kind, text, evidence):
    text = cleaned(text)
    packets = list(unpacked(f"before{packed(kind, text, evidence)}after"))
    assert [one.text for one in packets] == ["before", text, "after"]
    assert (packets[1].kind, packets[1].evidence) == (kind, tuple(evidence))


@given(st.text())
def test_packed_text_has_no_character_that_markdown_knows(text):
    assert all(0xE000 <= ord(one) <= 0xF8FF for one in packed(VALUE, text.encode(errors="ignore").decode()))


def test_evidence_is_gathered_from_values_findings_items_and_lists():
    finding = SimpleNamespace(
        id="two-trials", evidence=(SimpleNamespace(item="trial-1"), SimpleNamespace(item="trial-2"))
    )
    item = SimpleNamespace(id="phq9-1")
    assert evidence_in([Traced("x", "a"), finding, [item, Traced("y", "a")]]) == ("a", "trial-1", "trial-2", "phq9-1")


def test_what_carries_no_evidence_is_refused():
    with pytest.raises(TypeError, match="a str carries no evidence"):
        evidence_in(["plain"])
