"""What each role may do, at every address there is; and what an administrator's page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from priorauth.review.accounts import LOCKED, MOST_WRONG
from priorauth.review.people import AT_ONCE
from priorauth.worklist.page_events import PageEvent
from tests.review.conftest import ASHGROVE, BILLER, Person
from tests.review.reading import HOST, Visitor, hidden, words
from tests.review.test_trail import CASE, RIGHT, clinic
from tests.worklist.cases import by

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.routing import Route

    from tests.review.test_trail import Clinic

__all__ = ["clinic"]

ADMINISTRATOR = Person("Dora", "administrator")
OTHER = Person("Rosalind Tenpenny", "clinician", "tenpenny")
PEOPLE = {"nobody": None, "biller": BILLER, "administrator": ADMINISTRATOR, "another": OTHER, "prescriber": ASHGROVE}

SHOWN = {
    "/": (403, 200, 200, 200, 200),
    CASE: (403, 200, 200, 200, 200),
    f"{CASE}/letter.pdf": (403, 200, 200, 200, 200),
    f"{CASE}/figure/0.png": (403, 200, 200, 200, 200),
    f"{CASE}/exhibit/1": (403, 200, 200, 200, 200),
    f"{CASE}/exhibit/1/file.pdf": (403, 200, 200, 200, 200),
    f"{CASE}/exhibit/1/1.png": (403, 200, 200, 200, 200),
    f"{CASE}/form.pdf": (403, 200, 200, 200, 200),
    f"{CASE}/packet.pdf": (403, 200, 200, 200, 200),
    f"{CASE}/letter.docx": (403, 200, 200, 200, 200),
    f"{CASE}/to-sign/1.pdf": (403, 422, 422, 422, 422),  # nothing was printed
    "/here": (403, 204, 204, 204, 204),
    "/people": (403, 403, 200, 403, 403),
}
"""By address: what nobody, a biller, an administrator, another clinician and the prescriber are answered."""
DONE = {
    f"{CASE}/keep": (403, 422, 422, 422, 303),
    f"{CASE}/sign": (403, 422, 422, 422, 422),  # the prescriber is asked for a key
    f"{CASE}/print": (403, 303, 303, 303, 303),
    f"{CASE}/scan": (403, 422, 422, 422, 422),  # the prescriber is asked for a scan
    f"{CASE}/edit": (403, 422, 422, 422, 422),  # the prescriber is asked for a letter
    f"{CASE}/put-back": (403, 422, 422, 422, 422),  # nobody has edited it
    f"{CASE}/return": (403, 303, 303, 303, 303),
    "/people/unlock": (403, 403, 422, 403, 403),  # there are no accounts here
    "/leave": (403, 200, 200, 200, 200),
}
OPEN = {"/static/{name}", "/enter", "/sign-in"}
"""For whoever has not come in yet."""


def in_order(table: dict[str, tuple[int, ...]]) -> list[tuple[str, str, int]]:
    return [(path, who, each) for path, all_of in table.items() for who, each in zip(PEOPLE, all_of, strict=True)]


@pytest.fixture
def visitor(practice: Callable[..., Path], visit: Callable[..., Visitor]) -> Visitor:
    return visit(practice("case-09"))


def as_somebody(visitor: Visitor, who: str) -> Visitor:
    person = PEOPLE[who]
    if person is None:
        visitor.client.cookies.clear()
        return visitor
    return visitor.enter(person)


@pytest.mark.parametrize(("path", "who", "status"), in_order(SHOWN))
def test_what_each_may_see(visitor: Visitor, path: str, who: str, status: int) -> None:
    assert as_somebody(visitor, who).get(path).status_code == status


@pytest.mark.parametrize(("path", "who", "status"), in_order(DONE))
def test_what_each_may_do(visitor: Visitor, path: str, who: str, status: int) -> None:
    fields = hidden(visitor.get(CASE)) | hidden(as_somebody(visitor, who).get(CASE))
    if not path.endswith(("sign", "print")):  # which would keep new words, and do nothing else
        fields |= {"words": "It is time."}
    fields |= {"why": "Ask the pharmacy.", "name": "wren"}
    answer = visitor.client.post(path, data=fields, headers={"origin": f"http://{HOST}"})
    assert answer.status_code == status, words(answer)


def addresses(visitor: Visitor) -> list[Route]:
    guarded = visitor.client.app
    return guarded._app.routes  # type: ignore[attr-defined,no-any-return,union-attr]


def test_no_address_is_left_out(visitor: Visitor) -> None:
    tried = {*SHOWN, *DONE}
    for route in addresses(visitor):
        assert route.path in OPEN or any(route.path_regex.match(one) for one in tried), route.path


@pytest.mark.parametrize("who", PEOPLE)
def test_what_is_only_read_takes_no_form_and_what_is_done_is_not_read(visitor: Visitor, who: str) -> None:
    as_somebody(visitor, who)
    assert {visitor.client.post(path).status_code for path in SHOWN} == {405}
    assert {visitor.get(path).status_code for path in DONE} == {405}


def test_an_administrator_sees_the_accounts(clinic: Clinic) -> None:
    clinic.sign_in("imogen")
    for _ in range(MOST_WRONG):
        clinic.sign_in("wren", "wrong")
    clinic.sign_in("dora")
    page = words(clinic.visitor.get("/people"))
    assert "imogen clinician (ashgrove) 2026-11-20 09:00:00 UTC no" in page
    assert "wren biller never until 2026-11-20 09:15 UTC Unlock wren" in page
    assert "2026-11-20 09:00:00 UTC, (not signed in): locked after too many wrong passwords (wren)" in page
    assert page.index("dora: signed in") < page.index("locked after"), "the newest first"
    assert RIGHT not in page
    assert "argon2" not in page


def test_and_lets_in_who_was_locked_out(clinic: Clinic) -> None:
    for _ in range(MOST_WRONG):
        clinic.sign_in("wren", "wrong")
    clinic.sign_in("dora")
    fields = hidden(clinic.visitor.get("/people"))
    assert fields["name"] == "wren"
    answer = clinic.visitor.client.post("/people/unlock", data=fields)
    assert answer.headers["location"] == "/people"
    assert clinic.told()[-1] == ("dora", "account unlocked (wren)")
    assert clinic.sign_in("wren") == 303


def test_a_lock_that_is_over_is_none(clinic: Clinic) -> None:
    for _ in range(MOST_WRONG):
        clinic.sign_in("wren", "wrong")
    clinic.later(LOCKED.total_seconds())
    clinic.sign_in("dora")
    assert "Unlock" not in words(clinic.visitor.get("/people"))


def test_entries_a_page_at_a_time(clinic: Clinic) -> None:
    for _ in range(AT_ONCE + 2):
        clinic.visitor.desk.worklist.note(PageEvent(what="left"), by("wren"))
    clinic.sign_in("dora")
    first = clinic.visitor.get("/people")
    assert first.text.count("<li>") == AT_ONCE
    older = first.text.split('rel="next" href="')[1].split('"')[0]
    second = clinic.visitor.get(older)
    assert second.text.count("<li>") == 3
    assert 'rel="next"' not in second.text
    assert clinic.visitor.get("/people?before=x").text.count("<li>") == AT_ONCE
