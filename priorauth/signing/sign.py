"""A request signed: the sign-off in the chart, final documents under a signature, all of it written or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.documents.forms.signing import form_space
from priorauth.signing.digital import DigitalSeal
from priorauth.signing.opened import Opened, Signed
from priorauth.signing.person import must_be_bound, prescriber_of
from priorauth.signing.stamp import Shown
from priorauth.signing.timestamps import Authority

if TYPE_CHECKING:
    from datetime import datetime

    from pyhanko.sign.timestamps import TimeStamper

    from priorauth.signing.key import Key
    from priorauth.signing.opened import Request

FORM_BY_HAND = (
    "The form shows no signature, because its map does not say where the prescriber signs (sign: here). Sign it by "
    "hand where it asks for that, or complete the map."
)


def sign(request: Request, key: Key, moment: datetime, *, timestamps: TimeStamper | None = None) -> Signed:
    """Sign a request with a key: chart, letter, form and packet.

    Not to be called in a running event loop, but in a thread beside it: pyHanko runs one of its own.

    Args:
        request: what is to be signed.
        key: the prescriber's.
        moment: now, with the zone that is shown; judged is what is known on its day.
        timestamps: who confirms the time; the authority that the profile names, if nobody is given.

    Raises:
        NotReady: something else than the signature is wanted, or a document was edited by hand.
        BadInput: the certificate is not that of the prescriber named, or does not hold; the chart or another file
            cannot be used or written. Nothing is changed then.
        UsageError: the chart asks for no such thing.
    """
    case = Opened.of(request, moment.date())
    who = prescriber_of(case.assessment.case)
    key.must_be_valid(moment)
    must_be_bound(who, key.fingerprint, request.studio.workspace.practice)
    case.must_want_nothing_else()
    pinned = case.pinned(who.npi or "")
    signed = case.with_sign_off(who.signature_name, moment.date(), pinned.pins)
    url = _authority(request)
    seal = DigitalSeal(
        key,
        Shown(who.signature_name, who.npi or "", moment),
        pinned,
        signed.chart_path,
        timestamps or (Authority(url) if url else None),
        url,
    )
    documents = request.studio.documents(
        signed.assessment, request.chart_file, signed.data, signed.kind, case.folder, request.sending, seal=seal
    )
    notes = (FORM_BY_HAND,) if "form.pdf" in documents.files and not _form_is_told(signed) else ()
    made, names = signed.write(documents), seal.names(documents.files)
    return Signed(signed.assessment, made, names, who.signature_name, moment.date(), signed.kind.name, notes)


def _form_is_told(case: Opened) -> bool:
    """Whether the form's map says where the prescriber signs."""
    return form_space(case.request.studio.form_for(case.assessment)[1]) is not None


def _authority(request: Request) -> str | None:
    practice = request.studio.workspace.practice
    return practice.timestamp_authority if practice else None
