"""The pages that show something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from priorauth.documents.letter.figure import draw
from priorauth.errors import UsageError
from priorauth.review import actions
from priorauth.review.case_page import figures, page_of
from priorauth.review.papers import paper
from priorauth.review.pictures import exhibit, exhibit_pdf, page_png, pages
from priorauth.review.word import MEDIA_TYPE, NAME, word_file

if TYPE_CHECKING:
    from starlette.requests import Request

    from priorauth.review.door import Session
    from priorauth.review.house import House


class Views:
    """What can be seen of one house."""

    def __init__(self, house: House) -> None:
        self.house = house

    def queue(self, request: Request, session: Session) -> Response:  # noqa: ARG002
        """The list."""
        desk = self.house.desk
        return self.house.page("queue.html.j2", session, queue=desk.queue(), today=desk.today().isoformat())

    def case(self, request: Request, session: Session) -> Response:
        """One case."""
        one = self.house.opened(request)
        if session.person.role == "clinician":
            actions.look(self.house.desk, one, session.person)
        done = request.query_params.get("done", "")
        shown = page_of(self.house.desk, one, session.person)
        return self.house.page("case.html.j2", session, case=shown, done=done)

    def paper(self, request: Request, session: Session) -> Response:  # noqa: ARG002
        """A document of the case: as it is signed, or as it would be signed now."""
        pdf = paper(self.house.desk, self.house.opened(request), f"{request.path_params['name']}.pdf")
        return Response(pdf, media_type="application/pdf")

    def word(self, request: Request, session: Session) -> Response:
        """The letter to be edited in Word."""
        return kept(word_file(self.house.desk, self.house.opened(request), session.person), NAME, MEDIA_TYPE)

    def figure(self, request: Request, session: Session) -> Response:  # noqa: ARG002
        """A drawing of the letter."""
        drawn = figures(self.house.desk.letter(self.house.opened(request)))
        place = int(request.path_params["place"])
        if place >= len(drawn):
            raise UsageError("There is no such drawing.")
        template = self.house.desk.studio.letter_pdf.with_name("figure.typ")
        return Response(draw(drawn[place].data, template), media_type="image/png")

    def exhibit(self, request: Request, session: Session) -> Response:
        """An exhibit, a page at a time."""
        one, number = self.house.opened(request), int(request.path_params["number"])
        count = pages(exhibit_pdf(one, number))
        asked = request.query_params.get("page", "1")
        page = min(max(int(asked), 1), count) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
        title = exhibit(one, number).title
        return self.house.page(
            "exhibit.html.j2", session, id=one.case.id, number=number, title=title, page=page, pages=count
        )

    def exhibit_page(self, request: Request, session: Session) -> Response:  # noqa: ARG002
        """A page of an exhibit as a picture."""
        pdf = exhibit_pdf(self.house.opened(request), int(request.path_params["number"]))
        return Response(page_png(pdf, int(request.path_params["page"])), media_type="image/png")

    def exhibit_file(self, request: Request, session: Session) -> Response:  # noqa: ARG002
        """An exhibit whole, to be kept or printed: never shown in the page itself."""
        pdf = exhibit_pdf(self.house.opened(request), int(request.path_params["number"]))
        return kept(pdf, f"exhibit-{request.path_params['number']}.pdf", "application/pdf")


def kept(data: bytes, name: str, media_type: str) -> Response:
    """A file that the browser keeps, and never shows."""
    return Response(data, media_type=media_type, headers={"content-disposition": f'attachment; filename="{name}"'})
