"""What a clinician sees and does: the list, a case, statements, words of one's own, a case given back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from priorauth.review.door import Person
from priorauth.worklist.events import Returned, Reviewed
from priorauth.yamltree import read
from tests.review.conftest import ASHGROVE, BILLER, judged
from tests.review.reading import Visitor, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CASE_1 = "/case/case-01/ask-cigna-trd-medical"
CASE_9 = "/case/case-09/ask-qualchoice-trd-medical"
CASE_2 = "/case/case-02/ask-cigna-trd-medical"


def test_the_list_says_what_can_be_signed_and_what_blocks_the_rest(
    practice: Callable[..., Path], visit: Callable[..., Visitor]
) -> None:
    page = words(visit(practice("case-01", "case-02", "case-09")).get("/"))
    ready, rest = page.split("Ready to sign 1", 2)[-1].split("Blocked 1", 1)
    assert "case-09/ask-qualchoice-trd-medical QualChoice TRD, initial, medical benefit" in ready
    blocked, rest = rest.split("Running out 0")
    assert "case-02/ask-cigna-trd-medical" in blocked
    assert "criteria not met" in blocked
    assert "case-01/ask-cigna-trd-medical" in rest.split("Signed, not sent yet 1")[1]
    assert "by Imogen T. Ashgrove, MD on 2026-11-19" in rest


def test_a_case_shows_each_verdict_with_its_arithmetic_and_the_page_that_shows_it(
    practice: Callable[..., Path], visit: Callable[..., Visitor]
) -> None:
    page = visit(practice("case-09")).get(CASE_9)
    told = words(page)
    assert "Verdict: met" in told
    assert "PHQ-9 19 on 2026-11-16; more than 15 required" in told
    assert f'href="{CASE_9}/exhibit/2?page=5" target="beside"' in page.text
    assert "Nobody has yet read QualChoice" in told.split("Verdict:")[0], "warnings stand above the verdict"


def test_the_letter_stands_beside_it(practice: Callable[..., Path], visit: Callable[..., Visitor]) -> None:
    visitor = visit(practice("case-09"))
    assert f'src="{CASE_9}/letter.pdf#' in visitor.get(CASE_9).text
    assert visitor.get(f"{CASE_9}/letter.pdf").content.startswith(b"%PDF-")
    assert visitor.get(f"{CASE_9}/figure/0.png").content.startswith(b"\x89PNG")


def test_where_criteria_are_not_met_there_is_no_letter_and_it_says_why(
    practice: Callable[..., Path], visit: Callable[..., Visitor]
) -> None:
    visitor = visit(practice("case-02"))
    page = visitor.get(CASE_2)
    assert "No letter." in words(page)
    assert "letter.pdf" not in page.text
    assert visitor.get(f"{CASE_2}/letter.pdf").status_code == 422


def test_an_exhibit_is_shown_a_page_at_a_time(practice: Callable[..., Path], visit: Callable[..., Visitor]) -> None:
    visitor = visit(practice("case-09"))
    page = visitor.get(f"{CASE_9}/exhibit/2?page=2")
    assert "page 2 of 5" in words(page)
    assert visitor.get(f"{CASE_9}/exhibit/2/2.png").content.startswith(b"\x89PNG")
    whole = visitor.get(f"{CASE_9}/exhibit/2/file.pdf")
    assert whole.headers["content-disposition"] == 'attachment; filename="exhibit-2.pdf"'


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{CASE_9}/exhibit/0", 422),
        (f"{CASE_9}/exhibit/5", 422),
        (f"{CASE_9}/exhibit/2/6.png", 422),
        (f"{CASE_9}/figure/9.png", 422),
        ("/case/case-77/ask", 422),
        ("/nowhere", 404),
        ("/static/base.html.j2", 404),
    ],
)
def test_what_is_not_there_is_told(
    practice: Callable[..., Path], visit: Callable[..., Visitor], path: str, status: int
) -> None:
    answer = visit(practice("case-09")).get(path)
    assert answer.status_code == status
    assert "There is no" in words(answer) or "has no case" in words(answer)


def test_own_words_go_into_the_chart_and_into_the_letter(
    practice: Callable[..., Path], visit: Callable[..., Visitor]
) -> None:
    folder = practice("case-09")
    visitor = visit(folder)
    chart = folder / "charts" / "case-09" / "chart.yaml"
    before = chart.read_text("utf-8")
    answer = visitor.send(f"{CASE_9}/keep", words="She asked for it.\r\nI agree: it is time.")
    assert answer.headers["location"] == f"{CASE_9}?done=kept"
    tree = read(chart).tree
    assert isinstance(tree, dict)
    assert tree["asks"][0]["rationale"] == "She asked for it.\nI agree: it is time."  # type: ignore[index,call-overload]
    assert [line for line in before.splitlines() if line.startswith("#")] == [
        line for line in chart.read_text("utf-8").splitlines() if line.startswith("#")
    ]
    letter = visitor.desk.letter(visitor.desk.open(CASE_9.removeprefix("/case/")))
    assert any("it is time" in span.text for block in letter.content.blocks for span in getattr(block, "spans", ()))


def test_a_statement_that_is_ticked_is_made_by_the_prescriber_today_and_can_be_taken_back(
    practice: Callable[..., Path], visit: Callable[..., Visitor]
) -> None:
    """CareFirst asks for statements of the prescriber; in case 19 some of them are missing."""
    folder = practice("case-19")
    visitor = visit(folder)
    case = "/case/case-19/ask-carefirst-trd-medical"
    opened = visitor.desk.open(case.removeprefix("/case/"))
    from priorauth.review.statements import judgements  # noqa: PLC0415

    offered = judgements(opened.assessment)
    assert offered, "or this test shows nothing"
    first = offered[0]
    keys = {one.key for one in offered if one.stated} ^ {first.key}
    answer = visitor.send(f"{case}/keep", states=sorted(keys))
    assert answer.headers["location"] == f"{case}?done=kept"
    after = {one.key: one for one in judgements(visitor.desk.open(case.removeprefix("/case/")).assessment)}
    assert after[first.key].stated is not first.stated
    assert "Imogen T. Ashgrove, MD" in after[first.key].given
    assert "(2026-11-20)" in after[first.key].given
    again = visitor.send(f"{case}/keep", states=sorted(keys))
    assert again.headers["location"] == f"{case}?done=nothing"


def test_a_case_given_back_is_blocked_by_what_was_said(
    practice: Callable[..., Path], visit: Callable[..., Visitor]
) -> None:
    visitor = visit(practice("case-09"))
    answer = visitor.send(f"{CASE_9}/return", why="Ask the pharmacy for the fills of 2025.")
    assert answer.headers["location"] == f"{CASE_9}?done=returned"
    assert "returned to staff: Ask the pharmacy for the fills of 2025." in words(visitor.get("/"))
    assert visitor.desk.open(CASE_9.removeprefix("/case/")).case.last(Returned) is not None
    judged(visitor.desk.out.parent)
    assert "returned to staff: Ask the pharmacy for the fills of 2025." in words(visitor.get("/")), "made again"
    note = "Returned on 2026-11-20 by Imogen T. Ashgrove, MD: Ask the pharmacy for the fills of 2025."
    assert note in words(visitor.get(CASE_9)).partition("Verdict:")[0]


def test_what_is_done_stands_in_the_trail_with_who_and_the_chart_s_hash(
    practice: Callable[..., Path], visit: Callable[..., Visitor]
) -> None:
    visitor = visit(practice("case-09"))
    visitor.get(CASE_9)
    visitor.get(CASE_9)
    visitor.send(f"{CASE_9}/keep", words="It is time.")
    kept = visitor.desk.worklist.find("case-09")
    entries = zip(kept.entries, kept.history.events, strict=True)
    done = [(entry.who, event.did) for entry, event in entries if isinstance(event, Reviewed)]
    name = "Imogen T. Ashgrove, MD"
    assert done == [(name, "looked"), (name, "gave_reasons")]
    last = kept.case.last(Reviewed)
    assert last is not None
    assert last.chart == visitor.desk.open(CASE_9.removeprefix("/case/")).chart


@pytest.mark.parametrize("person", [BILLER, Person("Rosalind Tenpenny", "clinician", "tenpenny")])
@pytest.mark.parametrize("fields", [{"words": "x"}, {"states": "urgent:", "shown": "urgent:"}])
def test_nobody_else_speaks_for_the_prescriber(
    practice: Callable[..., Path], visit: Callable[..., Visitor], person: Person, fields: dict[str, str]
) -> None:
    folder = practice("case-19")
    case = "/case/case-19/ask-carefirst-trd-medical"
    chart = folder / "charts" / "case-19" / "chart.yaml"
    before = chart.read_bytes()
    answer = visit(folder, person).send(f"{case}/keep", **fields)
    assert answer.status_code == 422
    assert "Only the prescriber" in words(answer)
    assert chart.read_bytes() == before


def test_a_chart_that_changed_meanwhile_is_not_written_over(
    practice: Callable[..., Path], visit: Callable[..., Visitor]
) -> None:
    folder = practice("case-09")
    visitor = visit(folder, ASHGROVE)
    chart = folder / "charts" / "case-09" / "chart.yaml"
    from tests.review.reading import HOST, hidden  # noqa: PLC0415

    fields = hidden(visitor.get(CASE_9))
    chart.write_bytes(chart.read_bytes() + b"# staff wrote this\n")
    sent = {**fields, "words": "these are mine"}
    answer = visitor.client.post(f"{CASE_9}/keep", data=sent, headers={"origin": f"http://{HOST}"})
    assert answer.status_code == 409
    assert "staff wrote this" in chart.read_text("utf-8")
    assert "these are mine" not in chart.read_text("utf-8")
