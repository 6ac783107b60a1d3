"""A practice with two charts of which nothing is wanted but the signature, and one of them signed."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from priorauth.documents.generate import Studio
from priorauth.signing.key import fingerprint, open_file
from priorauth.signing.opened import Request
from priorauth.signing.sign import sign
from priorauth.workspace import Workspace
from tests.command import CHARTS, ROOT
from tests.signing.keys import PASSPHRASE, held

if TYPE_CHECKING:
    from priorauth.signing.key import Key
    from priorauth.signing.opened import Signed
    from tests.signing.keys import Held

MOMENT = datetime(2026, 11, 20, 14, 5, 9, tzinfo=timezone(timedelta(hours=-5)))
"""The afternoon of the day on which the example charts are judged."""
OWN, ASK = "case-05", "ask-carefirst-trd-medical"
"""The chart that is signed here: met, and nothing is wanted but the signature."""


@dataclass(frozen=True)
class Office:
    """A workspace."""

    root: Path

    @classmethod
    def at(cls, root: Path, *bound: Held) -> Office:
        """With one chart, and these certificates of the prescriber."""
        shutil.copytree(CHARTS / OWN, root / "charts" / OWN)
        profile = (ROOT / "examples" / "practice.yaml").read_text("utf-8")
        lines = "".join(f"\n      - {fingerprint(one.certificate)}" for one in bound)
        key = f"    certificates:{lines}\n" if bound else ""
        name = "    credentials: MD\n"
        (root / "practice.yaml").write_text(profile.replace(name, name + key, 1), "utf-8")
        return cls(root)

    @property
    def chart(self) -> Path:
        return self.root / "charts" / OWN / "chart.yaml"

    @property
    def folder(self) -> Path:
        """Where the documents of the request are."""
        return self.root / "out" / OWN / ASK

    def request(self, **more: object) -> Request:
        studio = Studio(Workspace.around(self.chart.parent))
        return Request(studio, self.chart, self.root / "out", **more)  # type: ignore[arg-type]

    def signed(self, key: Key, moment: datetime = MOMENT, **more: object) -> Signed:
        return sign(self.request(**more), key, moment)

    def all(self) -> dict[str, bytes]:
        """Every file, to see that nothing was touched."""
        files = (path for path in self.root.rglob("*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in files}

    def say(self, before: str, after: str) -> None:
        """Change the chart."""
        text = self.chart.read_text("utf-8")
        assert before in text
        self.chart.write_text(text.replace(before, after, 1), "utf-8")


def opened(one: Held) -> Key:
    return open_file(one.p12(), PASSPHRASE, Path("key.p12"))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Where the prescriber's certificate is bound to the NPI, and nothing is signed."""
    return Office.at(tmp_path / "office", held())


@pytest.fixture(scope="session")
def _signed_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    office = Office.at(tmp_path_factory.mktemp("signed") / "office", held())
    office.signed(opened(held()))
    return office.root


@pytest.fixture
def signed(_signed_once: Path, tmp_path: Path) -> Office:
    """The same where the request is signed."""
    shutil.copytree(_signed_once, tmp_path / "office")
    return Office(tmp_path / "office")
