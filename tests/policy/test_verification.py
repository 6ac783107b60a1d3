"""A reading of the live policy is pinned to the content that was read."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from priorauth.errors import BadInput
from priorauth.policy.envelope import Outdated, Verified
from priorauth.policy.load import Loaded, policies_of
from priorauth.policy.telling import as_text
from priorauth.policy.verification import FILE_NAME, record
from tests.command import ROOT

if TYPE_CHECKING:
    from pathlib import Path

KEY = "cigna/psychiatry-spravato"


@pytest.fixture
def payers(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "payers" / "cigna", tmp_path / "cigna")
    return tmp_path


def cigna(folder: Path) -> Loaded:
    return next(one for one in policies_of("cigna", [folder]) if one.key == KEY)


def test_what_was_read_is_verified(payers: Path) -> None:
    record(payers, KEY, cigna(payers).sha256, 'M. "Em" Ruiz', date(2026, 11, 20))
    assert cigna(payers).policy.status == Verified(verified_by='M. "Em" Ruiz', on=date(2026, 11, 20))


def test_the_last_reading_counts_and_the_earlier_ones_stay(payers: Path) -> None:
    for day in (date(2026, 11, 20), date(2026, 5, 4)):
        record(payers, KEY, cigna(payers).sha256, "M. Ruiz", day)
    assert cigna(payers).policy.status == Verified(verified_by="M. Ruiz", on=date(2026, 11, 20))
    assert (payers / FILE_NAME).read_text(encoding="utf-8").count(KEY) == 2


def test_a_file_that_changed_since_is_unverified_again(payers: Path) -> None:
    one = cigna(payers)
    record(payers, KEY, one.sha256, "M. Ruiz", date(2026, 11, 20))
    one.path.write_text(one.path.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    changed = cigna(payers)
    assert changed.policy.status == Outdated(verified_by="M. Ruiz", on=date(2026, 11, 20))
    assert not changed.policy.verified
    assert not changed.attributable
    assert "Unverified: M. Ruiz read the live policy on 2026-11-20, and the file has changed since" in as_text(changed)
    record(payers, KEY, changed.sha256, "M. Ruiz", date(2026, 11, 21))
    assert cigna(payers).policy.verified


def test_a_record_that_cannot_be_read_is_told(payers: Path) -> None:
    (payers / FILE_NAME).write_text("verified: [{policy: x}]", encoding="utf-8")
    with pytest.raises(BadInput, match=r"verified.yaml: line 1: verified\[0\].sha256 is missing"):
        cigna(payers)
