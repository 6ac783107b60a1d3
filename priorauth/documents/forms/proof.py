"""Proves a map: that it is true to its form and leaves no field out, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from priorauth.documents.forms.agreement import check_map, unconfirmed
from priorauth.documents.forms.complete import complete
from priorauth.documents.forms.inspection import pictures
from priorauth.documents.forms.layout import layout
from priorauth.documents.forms.opening import prepared
from priorauth.documents.forms.trial_data import tried_with
from priorauth.documents.letter.samples import AS_OF

if TYPE_CHECKING:
    from priorauth.documents.forms.complete import CompletedForm
    from priorauth.documents.forms.mapping import FormMap


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found."""

    problems: tuple[str, ...]
    """Where map and form do not agree."""
    unconfirmed: tuple[str, ...]
    """Proposals that nobody has confirmed."""
    filled: dict[str, CompletedForm]
    """The form for each of the requests it was tried with; none while there are problems."""
    form: bytes
    """The form itself, with the fields that the map makes."""

    def files(self) -> dict[str, bytes]:
        """The form with its fields' names, and the filled forms with their addenda and pictures, to look at."""
        fields = layout(prepared(self.form).pdf)
        made = {f"fields-{page}.png": picture for page, picture in enumerate(pictures(self.form, fields), start=1)}
        for name, one in self.filled.items():
            made[f"{name}.pdf"] = one.pdf
            if one.addendum:
                made[f"{name}-addendum.pdf"] = one.addendum
            made |= {f"{name}-{page}.png": picture for page, picture in enumerate(pictures(one.pdf, {}), start=1)}
        return made


def proved(form_map: FormMap) -> Proof:
    """The map tried and compared with its form.

    Raises:
        BadInput: an expression cannot be worked out, or the form cannot be filled at all.
    """
    problems = tuple(check_map(form_map))
    filled = {} if problems else {name: complete(form_map, data, dated=AS_OF) for name, data in tried_with().items()}
    return Proof(problems, tuple(unconfirmed(form_map)), filled, form_map.form)
