"""The page that shows how a kind of criterion is added: its three files are taken from it and run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from priorauth.documents.content import plain_text
from priorauth.documents.traced import Traced
from priorauth.documents.wording import Wording

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "adding-a-criterion.md"
FILE = re.compile(r"^`(?P<path>[^`\n]+)`: [^`]*?```(?:python|jinja)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)

TRY = """
import sys
from pathlib import Path
import priorauth.policy.criteria as criteria
criteria.__path__.append(sys.argv[1])  # beside the kinds that are there
import pytest
from priorauth.policy.schema import schemas
assert "HepaticImpairment" in schemas()["policy"]["$defs"]
plain = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
sys.exit(pytest.main([*plain, "-c", sys.argv[3], "--rootdir", sys.argv[4], sys.argv[2]]))
"""


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return {found["path"]: found["text"] for found in FILE.finditer(PAGE.read_text(encoding="utf-8"))}


def test_it_takes_one_module_one_wording_and_one_spec_test(files: dict[str, str]) -> None:
    assert list(files) == [
        "priorauth/policy/criteria/hepatic_impairment.py",
        "templates/letters/criteria/hepatic_impairment.md.j2",
        "tests/spec/criteria/test_hepatic_impairment.py",
    ]


def test_they_work_as_they_stand_on_the_page(files: dict[str, str], tmp_path: Path) -> None:
    module, _, test = files
    for path in (module, test):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(files[path], encoding="utf-8")
    where = [str((tmp_path / module).parent), str(tmp_path / test), str(ROOT / "pyproject.toml"), str(ROOT)]
    ran = subprocess.run([sys.executable, "-c", TRY, *where], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  (our own words)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_wording_says_what_the_chart_says(files: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "liver.md.j2").write_text(
        files["templates/letters/criteria/hepatic_impairment.md.j2"], encoding="utf-8"
    )
    told = Traced("there is no severe hepatic impairment", "safety.severe_hepatic_impairment")
    content = Wording([tmp_path]).content("liver.md.j2", {"criterion": {"evidence": [told]}})
    assert plain_text(content).strip() == "There is no severe hepatic impairment."
