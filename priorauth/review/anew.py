"""A case judged anew after the prescriber has written into its chart: the list then tells what the page tells.

Documents are not made for that; the letter is composed as it would go out, for what it may still want.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.documents.letter.kinds import kind_for
from priorauth.documents.made import Generated
from priorauth.request.sign_off import edits_wanted
from priorauth.worklist.recorder import Recorder
from priorauth.worklist.trail import Writer

if TYPE_CHECKING:
    from priorauth.review.desk import Desk
    from priorauth.review.door import Person


def judge_anew(desk: Desk, case: str, person: Person) -> None:
    """Write down in the worklist, in that person's name, what is found in the chart now.

    Raises:
        BadInput: the chart, or a template of the letter, cannot be used.
    """
    one = desk.open(case)
    assessment = desk.as_judged(one)
    kind = kind_for(assessment.ask.phase)
    refused = kind.refusal(assessment)
    taken = None if refused else desk.taken(one)
    edits = (taken.edits,) if taken and taken.edits else ()
    found = Generated(
        desk.folder(one),
        files=(),
        draft=True,  # nothing was made, so that nothing is signed
        wanted=(
            *kind.wanted(assessment),
            *(taken.letter.absent if taken else ()),
            *(edits_wanted(each.letter.key, assessment.ask.id) for each in edits if each.letter and not each.accepted),
        ),
        open_points=taken.letter.open_points if taken else (),
        by_hand=(),
        refused=refused,
        edits=edits,
    )
    recorder = Recorder(desk.worklist, lambda: Writer(person.name, desk.now()))
    recorder.made(assessment, found, one.chart_file, desk.workspace, desk.today())
