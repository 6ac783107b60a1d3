"""Nothing leaves the machine, nothing but the documents is left on it, and no message tells who the patient is."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING

import pytest

from priorauth.chart.dates import spoken
from tests.command import CHARTS, DAY, ROOT, chart, example_names, priorauth

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from priorauth.chart.chart import Case
    from tests.end_to_end.conftest import Made

    Generated = Callable[[str], Made]


class Asked(AssertionError):
    """Something tried to reach another machine."""


@pytest.mark.parametrize("name", ["case-01", "case-03"])
def test_documents_are_made_without_a_network(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise Asked

    for way in ("socket", "create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, way, refused)
    with pytest.raises(Asked):
        socket.socket()

    ran = priorauth("generate", chart(name), "-o", tmp_path, "--as-of", DAY)

    assert (ran.code in (0, 3), ran.err) == (True, "")


@pytest.mark.parametrize("name", ["case-01", "case-02", "case-15"])
def test_no_other_file_is_left(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    before = listed(CHARTS / name)

    ran = priorauth("generate", chart(name), "-o", tmp_path / "out", "--as-of", DAY)

    assert ran.out
    assert listed(scratch) == []
    assert listed(CHARTS / name) == before
    assert [path for path in listed(tmp_path / "out") if path.rpartition("/")[2].startswith((".", "~", "tmp"))] == []


def test_a_whole_process_leaves_no_other_file(tmp_path: Path) -> None:
    """Programs and libraries of others included: their own homes and caches are empty folders here."""
    home, scratch = tmp_path / "home", tmp_path / "scratch"
    home.mkdir()
    scratch.mkdir()
    places = {name: str(scratch) for name in ("TMPDIR", "TEMP", "TMP")}
    homes = {name: str(home) for name in ("HOME", "USERPROFILE", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}

    ran = subprocess.run(  # noqa: S603  (our own interpreter with our own arguments)
        [sys.executable, "-m", "priorauth", "generate", chart("case-01"), "-o", str(tmp_path / "out"), "--as-of", DAY],
        cwd=ROOT,
        env=os.environ | places | homes,
        capture_output=True,
        check=False,
    )

    assert (ran.returncode, ran.stderr) == (0, b"")
    assert (listed(home), listed(scratch)) == ([], [])


@pytest.mark.parametrize("name", example_names())
def test_nobody_learns_from_a_terminal_who_the_patient_is(name: str, generated: Generated) -> None:
    made = generated(name)
    ran = [
        made.ran,
        priorauth("check", chart(name), "--as-of", DAY),
        priorauth("check", chart(name), "--as-of", DAY, "--all-payers", "--format", "json"),
    ]

    assert all(one.out for one in ran)
    assert [secret for secret in identifiers(made.case) for one in ran if secret in one.out + one.err] == []


def identifiers(case: Case) -> list[str]:
    """What tells who somebody is, in each way in which it is written."""
    patient = case.patient
    born = patient.birth_date
    address = [patient.address.street] if patient.address else []
    return [
        patient.name.first,
        patient.name.last,
        born.isoformat(),
        spoken(born),
        f"{born.month}/{born.day}/{born.year}",
        f"{born:%m/%d/%Y}",
        *address,
        *filter(
            None, [patient.phone, *(one.member_id for one in case.coverages), *(one.group for one in case.coverages)]
        ),
    ]


def listed(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
