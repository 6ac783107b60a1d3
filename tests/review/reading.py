"""Pages as a test reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from httpx import Response
    from starlette.testclient import TestClient

    from priorauth.review.desk import Desk
    from priorauth.review.door import Door, Person

HOST = "127.0.0.1:8642"


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.fields: dict[str, list[str]] = {}
        self._typed = ""

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._typed:
            self.fields[self._typed] = [data]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = str(given.get("name"))
        ticked = given.get("type") == "checkbox" and "checked" in given
        if tag == "input" and (given.get("type") == "hidden" or ticked):
            known = self.fields.setdefault(name, [])
            known += [str(given["value"])] if str(given["value"]) not in known else []
        if tag == "textarea":
            self.fields[name] = [""]
            self._typed = name

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._typed = ""


def words(page: Response) -> str:
    """What a page says, each space once."""
    text = _Text()
    text.feed(page.text)
    return re.sub(r"\s+", " ", " ".join(text.words)).strip()


def hidden(page: Response) -> dict[str, Any]:
    """What its forms send if nobody touches them: hidden fields, ticked boxes, and what stands where one types."""
    text = _Text()
    text.feed(page.text)
    return {name: values[0] if len(values) == 1 else values for name, values in text.fields.items()}


@dataclass
class Visitor:
    """Somebody with a browser."""

    client: TestClient
    desk: Desk
    door: Door

    def enter(self, person: Person) -> Visitor:
        """Through the one-time address."""
        answer = self.client.get("/enter", params={"token": self.door.token(person)})
        assert answer.status_code == 303
        self.client.cookies.update(answer.cookies)
        return self

    def get(self, path: str, **more: object) -> Response:
        return self.client.get(path, **more)  # type: ignore[arg-type]

    def send(self, path: str, page: str | None = None, **fields: object) -> Response:
        """A form of ``page`` (by default the case that the form is about), with what is typed into it."""
        shown = self.get(page or path.rsplit("/", 1)[0])
        assert shown.status_code == 200, words(shown)
        return self.client.post(path, data={**hidden(shown), **fields}, headers={"origin": f"http://{HOST}"})
