"""A map is tried with all, nothing and too much; what it is tried with is what forms may name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from priorauth.documents.forms.mapping import load
from priorauth.documents.forms.proof import proved
from priorauth.documents.forms.trial_data import tried_with
from tests.documents.forms.test_real_forms import MAPPED, MAPS, form_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.documents.forms.mapping import FormMap


def leaves(known: Any) -> Iterator[Any]:
    if isinstance(known, dict | list):
        for one in known.values() if isinstance(known, dict) else known:
            yield from leaves(one)
    else:
        yield known


def test_of_sparse_data_nothing_is_known() -> None:
    assert set(leaves(tried_with()["sparse"])) == {None}


def test_overlong_data_keep_their_choices_and_have_more_items_than_any_form_rows() -> None:
    data = tried_with()
    assert data["overlong"]["request"]["phase"] == data["complete"]["request"]["phase"]
    assert len(data["overlong"]["trials"]) == 12
    assert len(data["overlong"]["clinical_notes"]) > 1000


def test_the_universal_form_is_proved(universal: FormMap) -> None:
    found = proved(universal)
    assert (found.problems, found.unconfirmed) == ((), ())
    assert (found.filled["complete"].refused, found.filled["sparse"].placed) == ((), ())
    assert {"complete.pdf", "complete-1.png", "overlong-addendum.pdf", "sparse-3.png"} <= set(found.files())


@pytest.mark.parametrize("name", MAPPED)
def test_a_shipped_map_is_proved_where_its_form_is_at_hand(name: str) -> None:
    found = proved(load(MAPS / name, form_of(name)))
    assert (found.problems, found.unconfirmed) == ((), ())
    assert (found.filled["complete"].refused, found.filled["sparse"].placed) == ((), ())
    assert found.filled["overlong"].refused == ()
