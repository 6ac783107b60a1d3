"""Who is let in, how often, and for how long."""

from __future__ import annotations

import pytest

from priorauth.review.door import IDLE_SECONDS, TOKEN_SECONDS, Door, Person

SOMEBODY = Person("Imogen T. Ashgrove, MD", "clinician", "ashgrove")


@pytest.fixture
def door(clock: list[float]) -> Door:
    return Door(lambda: clock[0])


def test_a_token_lets_one_browser_in_once(door: Door) -> None:
    token = door.token(SOMEBODY)
    cookie = door.enter(token)
    assert cookie is not None
    assert (session := door.session(cookie)) is not None
    assert session.person == SOMEBODY
    assert door.enter(token) is None


@pytest.mark.parametrize(("later", "still"), [(TOKEN_SECONDS, True), (TOKEN_SECONDS + 1, False)])
def test_a_token_grows_old(door: Door, clock: list[float], later: float, still: bool) -> None:
    token = door.token(SOMEBODY)
    clock[0] += later
    assert (door.enter(token) is not None) is still


@pytest.mark.parametrize(("idle", "still"), [(IDLE_SECONDS, True), (IDLE_SECONDS + 1, False)])
def test_a_session_that_nobody_touches_ends(door: Door, clock: list[float], idle: float, still: bool) -> None:
    cookie = door.let_in(SOMEBODY)
    clock[0] += idle
    assert (door.session(cookie) is not None) is still
    clock[0] += idle
    assert (door.session(cookie) is not None) is still, "each use begins the time anew"


def test_who_leaves_is_out(door: Door) -> None:
    cookie, other = door.let_in(SOMEBODY), door.let_in(SOMEBODY)
    door.leave(cookie)
    assert door.session(cookie) is None
    assert door.session(other) is not None


@pytest.mark.parametrize("made_up", ["", "x", "none"])
def test_what_was_never_given_out_opens_nothing(door: Door, made_up: str) -> None:
    assert door.enter(made_up) is None
    assert door.session(made_up) is None


def test_no_two_words_are_alike(door: Door) -> None:
    words = {door.token(SOMEBODY) for _ in range(50)} | {door.let_in(SOMEBODY) for _ in range(50)}
    assert len(words) == 100
    assert min(map(len, words)) >= 43, "32 bytes"
