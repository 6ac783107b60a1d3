"""Forms that are sent at once: whichever comes second is told that the chart has changed, and nothing is lost."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from priorauth.files import Overtaken, write_private
from priorauth.review import said
from tests.review.reading import HOST, Visitor, hidden, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CASE = "/case/case-19/ask-carefirst-trd-medical"


@pytest.fixture
def visitor(practice: Callable[..., Path], visit: Callable[..., Visitor]) -> Visitor:
    return visit(practice("case-19"))


def chart(visitor: Visitor) -> Path:
    return visitor.desk.open(CASE.removeprefix("/case/")).chart_file


def sent_at_once(visitor: Visitor, forms: list[tuple[str, dict[str, str]]]) -> list[int]:
    """Send them from the same page, each in a thread, so that all would have looked at the chart before one writes."""
    fields = hidden(visitor.get(CASE))

    def send(form: tuple[str, dict[str, str]]) -> int:
        path, typed = form
        return visitor.client.post(
            f"{CASE}/{path}", data=fields | typed, headers={"origin": f"http://{HOST}"}
        ).status_code

    with ThreadPoolExecutor(len(forms)) as together:
        return list(together.map(send, forms))


@pytest.mark.parametrize(
    "forms",
    [
        [("keep", {"words": f"Reason number {number}."}) for number in range(4)],
        [("keep", {"words": "Reason number 1."}), ("keep", {"words": "Reason number 2.", "states": []})],
    ],
    ids=["four rationales", "a rationale and a statement"],
)
def test_one_is_kept_and_the_others_are_told(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, forms: list[tuple[str, dict[str, str]]]
) -> None:
    read, met = said.parse_case, threading.Barrier(2)

    def when_another_is_here_too(*given: object) -> object:
        with suppress(threading.BrokenBarrierError):  # where one has to wait for the other, nobody comes
            met.wait(0.5)
        return read(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(said, "parse_case", when_another_is_here_too)
    assert sorted(sent_at_once(visitor, forms)) == [303] + [409] * (len(forms) - 1)


def test_what_a_command_writes_in_between_is_not_undone(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    path, read = chart(visitor), said.parse_case

    def while_a_command_writes(*given: object) -> object:
        path.write_bytes(path.read_bytes() + b"# staff wrote this\n")
        return read(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(said, "parse_case", while_a_command_writes)
    answer = visitor.send(f"{CASE}/keep", words="These are mine.")
    assert answer.status_code == 409
    assert "was changed since this page was shown" in words(answer)
    assert path.read_text("utf-8").endswith("# staff wrote this\n")
    assert "These are mine." not in path.read_text("utf-8")


@pytest.mark.parametrize(("there", "kept"), [(b"as it was read", b"new"), (b"another", b"another")])
def test_a_file_takes_the_place_of_what_was_read_alone(tmp_path: Path, there: bytes, kept: bytes) -> None:
    path = tmp_path / "chart.yaml"
    path.write_bytes(there)
    if kept == b"new":
        write_private(path, b"new", instead_of=b"as it was read")
    else:
        with pytest.raises(Overtaken, match="changed by somebody else"):
            write_private(path, b"new", instead_of=b"as it was read")
    assert path.read_bytes() == kept
    assert [one.name for one in tmp_path.iterdir()] == ["chart.yaml"]
