"""Whether the certificate is that of the prescriber named: the practice's profile binds it to the NPI.

A chart cannot bind it: who may write a chart could then sign in another's name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.errors import BadInput, NotReady
from priorauth.intake.practice import FILE_NAME

if TYPE_CHECKING:
    from priorauth.chart.chart import Chart
    from priorauth.chart.people import Prescriber
    from priorauth.chart.practice import Practice, Signatory


def prescriber_of(chart: Chart) -> Prescriber:
    """Who signs for this chart.

    Raises:
        NotReady: nobody is named, or without an NPI.
    """
    who = chart.prescriber
    if who is None or who.npi is None:
        raise NotReady(
            "The chart does not name its prescriber, or the prescriber has no NPI: nobody can sign for nobody.",
            fix=f"Name the prescriber in the chart (care_team), and give the NPI in {FILE_NAME}.",
        )
    return who


def must_be_named_so(who: Prescriber, practice: Practice | None) -> None:
    """Refuse a chart that gives an NPI of the profile to another name or other credentials than the profile does.

    A chart may write its prescriber out; a signature would then stand under a name that is not the signer's.

    Raises:
        BadInput: it does.
    """
    own = [one for one in (practice.prescribers.values() if practice else ()) if one.npi == who.npi]
    if who.npi is None or not own or any(one.is_named_as(who) for one in own):
        return
    raise BadInput(
        f"The chart names {who.signature_name} as its prescriber, and the NPI {who.npi} is that of "
        f"{own[0].signature_name}.",
        where=FILE_NAME,
        fix="Correct whichever is wrong: in the chart (care_team), best by the prescriber's key, or in the profile.",
    )


def must_be_bound(who: Prescriber, fingerprint: str, practice: Practice | None) -> None:
    """Refuse a certificate that the profile does not bind to this prescriber.

    Raises:
        BadInput: it binds none, another, or this one to somebody else; or the chart names somebody else by that NPI.
    """
    must_be_named_so(who, practice)
    known = practice.prescribers if practice else {}
    own = [one for one in known.values() if one.npi == who.npi]
    if any(fingerprint in one.certificates for one in own):
        return
    if others := [key for key, one in known.items() if fingerprint in one.certificates]:
        raise BadInput(
            f"The certificate is that of {others[0]}, and the chart's prescriber is another (NPI {who.npi}).",
            where=FILE_NAME,
            fix="Only the prescriber who is named signs.",
        )
    if not own:
        raise BadInput(
            f"No prescriber of the practice has the NPI {who.npi}, so no certificate is bound to it.",
            where=FILE_NAME,
            fix="Add the prescriber, with certificates: and the fingerprint that priorauth sign --fingerprint prints.",
        )
    raise BadInput(
        f"The certificate is not bound to the prescriber's NPI ({who.npi}).",
        where=FILE_NAME,
        fix="If it is the prescriber's own, write its fingerprint under certificates: of that prescriber "
        "(priorauth sign --fingerprint FILE.p12 prints it).",
    )


def bound_to(fingerprint: str, practice: Practice | None) -> Signatory | None:
    """Whose certificate it is, by the profile."""
    known = practice.prescribers.values() if practice else ()
    return next((one for one in known if fingerprint in one.certificates), None)
