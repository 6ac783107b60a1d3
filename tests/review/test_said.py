"""What the prescriber ticks and writes: nothing of it is lost, and nothing is said that was not shown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from priorauth.chart.item import MOST_LETTERS
from priorauth.review.statements import judgements
from priorauth.worklist.events import Signed, Submitted
from priorauth.worklist.trail import Writer
from tests.review.conftest import judged
from tests.review.office import at_the_page, case_of
from tests.review.reading import HOST, Visitor, hidden, words
from tests.signing.conftest import PASSPHRASE
from tests.signing.keys import held

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from httpx import Response

CASE_8 = "/case/case-08/ask-carefirst-trd-medical"
CASE_20 = "/case/case-20/ask-bcbsnd-mdsi-medical"


@pytest.fixture
def visitor(tmp_path: Path) -> Visitor:
    """The prescriber at the page of an office whose profile binds the certificate."""
    return at_the_page(tmp_path / "office", held())


def boxes(visitor: Visitor, case: str) -> dict[str, bool]:
    return {one.key: one.stated for one in judgements(visitor.desk.open(case.removeprefix("/case/")).assessment)}


def said(visitor: Visitor, case: str) -> list[tuple[str, str, str]]:
    chart = visitor.desk.open(case.removeprefix("/case/")).assessment.case
    return [(one.states, one.answer, str(one.on)) for one in chart.attestations]


def signed(visitor: Visitor, case: str, **fields: object) -> Response:
    given = {**hidden(visitor.get(case)), "passphrase": PASSPHRASE, **fields}
    return visitor.client.post(f"{case}/sign", data=given, files={"key": ("key.p12", held().p12())})  # type: ignore[return-value]


def test_a_slip_is_corrected_on_the_same_day(practice: Callable[..., Path], visit: Callable[..., Visitor]) -> None:
    visitor = visit(practice("case-20"))
    before = boxes(visitor, CASE_20)
    key = next(iter(before))
    for answer in ("no", "yes", "no"):
        ticked = [one for one, stated in before.items() if (answer == "yes" if one == key else stated)]
        done = visitor.send(f"{CASE_20}/keep", states=ticked)
        assert done.headers.get("location") == f"{CASE_20}?done=kept", words(done)
        assert boxes(visitor, CASE_20)[key] is (answer == "yes")
    today = [one for one in said(visitor, CASE_20) if one[0] == key.partition(":")[0] and one[2] == "2026-11-20"]
    assert today == [(key.partition(":")[0], "no", "2026-11-20")], "one statement a day, as it was said last"


def test_a_statement_that_is_too_old_is_given_anew(
    practice: Callable[..., Path], visit: Callable[..., Visitor]
) -> None:
    """CareFirst takes the emergency's statements for some days; those of the example are of November 19."""
    visitor = visit(practice("case-08"))
    visitor.desk.today = lambda: date(2026, 11, 25)
    old = [key for key, stated in boxes(visitor, CASE_8).items() if not stated]
    assert old, "or this test shows nothing"
    page = words(visitor.get(CASE_8))
    assert "states it (2026-11-19); it is asked for anew" in page

    untouched = visitor.send(f"{CASE_8}/keep")
    assert untouched.headers.get("location") == f"{CASE_8}?done=nothing", "an empty box denies nothing"

    visitor.send(f"{CASE_8}/keep", states=sorted(boxes(visitor, CASE_8)))
    assert all(boxes(visitor, CASE_8).values())
    assert {answer for _, answer, _ in said(visitor, CASE_8)} == {"yes"}


def test_nothing_is_said_of_a_box_that_was_not_shown(
    practice: Callable[..., Path], visit: Callable[..., Visitor]
) -> None:
    visitor = visit(practice("case-20"))
    fields = hidden(visitor.get(CASE_20))
    before = said(visitor, CASE_20)
    fields |= {"shown": [], "states": []}
    answer = visitor.client.post(f"{CASE_20}/keep", data=fields, headers={"origin": f"http://{HOST}"})
    assert answer.headers.get("location") == f"{CASE_20}?done=nothing"
    assert said(visitor, CASE_20) == before


def test_words_that_are_not_kept_yet_are_kept_before_anything_is_signed(visitor: Visitor) -> None:
    case = case_of(visitor)
    answer = signed(visitor, case, words="Her mother responded to it.")
    assert answer.headers.get("location") == f"{case}?done=kept_first", words(answer)
    assert "Nothing was signed or printed yet" in words(visitor.get(answer.headers["location"]))
    assert "Her mother responded to it." in visitor.get(case).text
    assert visitor.desk.worklist.find(case.removeprefix("/case/")).case.last(Signed) is None

    assert signed(visitor, case).headers.get("location") == f"{case}?done=signed"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("She said 🙂.", "a character that the fonts for PDF do not have"),
        ("x" * (MOST_LETTERS + 1), f"longer than {MOST_LETTERS} letters"),
    ],
)
def test_words_that_cannot_stand_in_the_letter_are_given_back(visitor: Visitor, typed: str, told: str) -> None:
    case = case_of(visitor)
    answer = visitor.send(f"{case}/keep", words=typed)
    assert answer.status_code == 422
    assert told in words(answer)
    assert typed in answer.text, "they can be copied"
    assert visitor.get(f"{case}/letter.pdf").status_code == 200


def test_as_many_words_as_the_chart_takes(visitor: Visitor) -> None:
    case = case_of(visitor)
    answer = visitor.send(f"{case}/keep", words="x" * MOST_LETTERS)
    assert answer.headers.get("location") == f"{case}?done=kept", words(answer)


def changed_template(root: Path) -> None:
    own = root / "templates" / "letters"
    own.mkdir(parents=True)
    from tests.command import ROOT  # noqa: PLC0415

    text = (ROOT / "templates" / "letters" / "initial.md.j2").read_text("utf-8")
    (own / "initial.md.j2").write_text(text + "\nI take any other decision.\n", "utf-8")


def changed_profile(root: Path) -> None:
    path = root / "practice.yaml"
    path.write_text(path.read_text("utf-8").replace("555-0143", "555-0199"), "utf-8")


def changed_exhibit(root: Path) -> None:
    exhibits = sorted(root.glob("charts/*/exhibits/*.pdf"))
    exhibits[0].write_bytes(exhibits[1].read_bytes())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (changed_template, "the templates"),
        (changed_profile, "the practice&#39;s profile"),
        (changed_exhibit, "the exhibits"),
    ],
)
@pytest.mark.parametrize("way", ["sign", "print"])
def test_what_is_signed_is_what_was_shown(
    visitor: Visitor, change: Callable[[Path], None], told: str, way: str
) -> None:
    case = case_of(visitor)
    fields = {**hidden(visitor.get(case)), "passphrase": PASSPHRASE}
    change(visitor.desk.out.parent)
    answer = visitor.client.post(f"{case}/{way}", data=fields, files={"key": ("key.p12", held().p12())})
    assert answer.status_code == 409
    assert f"{told} changed. Nothing was written." in answer.text


def test_what_has_gone_out_stays_as_it_is(visitor: Visitor) -> None:
    case = case_of(visitor)
    fields = {**hidden(visitor.get(case)), "passphrase": PASSPHRASE}
    desk = visitor.desk
    chart = desk.open(case.removeprefix("/case/")).chart_file
    before = chart.read_bytes()
    sent = Submitted(on=desk.today(), by="fax")
    judged(desk.out.parent)
    desk.worklist.append(case.removeprefix("/case/"), sent, Writer("wren", desk.now()), seen=None)
    for way, more in (("sign", {}), ("print", {}), ("keep", {"words": "More."})):
        answer = visitor.client.post(f"{case}/{way}", data=fields | more, files={"key": ("key.p12", held().p12())})
        assert answer.status_code == 422, way
        assert "The request has gone out; what was sent stays as it is." in words(answer)
    assert chart.read_bytes() == before
