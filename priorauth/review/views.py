"""The pages that show something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from priorauth.chart.item import MOST_LETTERS
from priorauth.documents.letter.figure import draw
from priorauth.errors import UsageError
from priorauth.review import looked
from priorauth.review.case_page import page_of
from priorauth.review.drawings import drawings
from priorauth.review.for_ink import file_for_ink
from priorauth.review.papers import paper
from priorauth.review.pictures import exhibit, exhibit_pdf, page_png, pages
from priorauth.review.word import MEDIA_TYPE, NAME, word_file

if TYPE_CHECKING:
    from starlette.requests import Request

    from priorauth.review.desk import Open
    from priorauth.review.door import Session
    from priorauth.review.house import House


class Views:
    """What can be seen of one house."""

    def __init__(self, house: House) -> None:
        self.house = house

    def queue(self, request: Request, session: Session) -> Response:  # noqa: ARG002
        """The list."""
        desk = self.house.desk
        queue = desk.queue()
        names = desk.names(row.case for _, _, rows in queue.parts for row in rows)
        return self.house.page("queue.html.j2", session, queue=queue, names=names, today=desk.today().isoformat())

    def here(self, request: Request, session: Session) -> Response:  # noqa: ARG002
        """Nothing but that somebody is still there: whoever types for long is not shut out."""
        return Response(status_code=204)

    def case(self, request: Request, session: Session) -> Response:
        """One case."""
        one = self._seen(request, session)
        done = request.query_params.get("done", "")
        shown = page_of(self.house.desk, one, session.person)
        around = self.house.desk.queue().around(one.case.id)
        return self.house.page(
            "case.html.j2", session, case=shown, done=done, around=around, token=self.house.token, most=MOST_LETTERS
        )

    def paper(self, request: Request, session: Session) -> Response:
        """A document of the case: as it is signed, or as it would be signed now."""
        pdf = paper(self.house.desk, self._seen(request, session), f"{request.path_params['name']}.pdf")
        return Response(pdf, media_type="application/pdf")

    def word(self, request: Request, session: Session) -> Response:
        """The letter to be edited in Word."""
        with self.house.desk.writing:  # the documents are made, where the folder does not have this letter yet
            one = self.house.opened(request)
            data = word_file(self.house.desk, one, session.person)
        looked.take(self.house.desk, one, session.person, NAME)
        return kept(data, NAME, MEDIA_TYPE)

    def figure(self, request: Request, session: Session) -> Response:
        """A drawing of the patient's course."""
        drawn = drawings(self._seen(request, session).assessment)
        place = int(request.path_params["place"])
        if place >= len(drawn):
            raise UsageError("There is no such drawing.")
        template = self.house.desk.studio.letter_pdf.with_name("figure.typ")
        return Response(draw(drawn[place].data, template), media_type="image/png")

    def exhibit(self, request: Request, session: Session) -> Response:
        """An exhibit, a page at a time."""
        one, number = self._seen(request, session), int(request.path_params["number"])
        count = pages(exhibit_pdf(one, number))
        asked = request.query_params.get("page", "1")
        page = min(max(int(asked), 1), count) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
        title = exhibit(one, number).title
        return self.house.page(
            "exhibit.html.j2", session, id=one.case.id, number=number, title=title, page=page, pages=count
        )

    def exhibit_page(self, request: Request, session: Session) -> Response:
        """A page of an exhibit as a picture."""
        pdf = exhibit_pdf(self._seen(request, session), int(request.path_params["number"]))
        return Response(page_png(pdf, int(request.path_params["page"])), media_type="image/png")

    def exhibit_file(self, request: Request, session: Session) -> Response:
        """An exhibit whole, to be kept or printed: never shown in the page itself."""
        one, number = self.house.opened(request), int(request.path_params["number"])
        pdf = exhibit_pdf(one, number)
        looked.take(self.house.desk, one, session.person, f"exhibit {number}")
        return kept(pdf, f"exhibit-{number}.pdf", "application/pdf")

    def _seen(self, request: Request, session: Session) -> Open:
        """The case that an address names; that this person has seen it is written down first."""
        one = self.house.opened(request)
        looked.look(self.house.desk, one, session.person)
        return one

    def to_sign(self, request: Request, session: Session) -> Response:
        """What was printed to be signed by hand."""
        one = self.house.opened(request)
        name, pdf = file_for_ink(self.house.desk, one, int(request.path_params["number"]))
        looked.take(self.house.desk, one, session.person, f"{name} to be signed")
        return kept(pdf, name, "application/pdf")


def kept(data: bytes, name: str, media_type: str) -> Response:
    """A file that the browser keeps, and never shows."""
    return Response(data, media_type=media_type, headers={"content-disposition": f'attachment; filename="{name}"'})
