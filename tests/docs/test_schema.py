"""An editor that checks by our schemas complains of what the program refuses, and of nothing that it accepts."""

from __future__ import annotations

import json
import re

import pytest

from docs.generate import ROOT
from tests.docs.as_an_editor import complaints, read

SCHEMA_LINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")
FILES = sorted([*ROOT.glob("examples/**/*.yaml"), *ROOT.glob("payers/*/*.yaml")])
CHECKED = [path for path in FILES if not path.name.endswith(".cases.yaml")]
ADDRESS = {"street": "1 Example Street", "city": "Exampleton", "state": "MD", "zip": 21044}
CASE = json.loads((ROOT / "examples" / "schema" / "case.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", CHECKED, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_conforms_to_the_schema_it_names(path):
    schema = json.loads(_named_schema(path).read_text(encoding="utf-8"))

    assert list(complaints(read(path), schema)) == []


def _named_schema(path):
    named = SCHEMA_LINE.match(path.read_text(encoding="utf-8"))
    assert named, "the file's first line names no schema"
    if path.parent == ROOT / "examples" / "start":  # where init puts its copy, the schemas lie as the line says
        return ROOT / "examples" / "schema" / named[1].rpartition("/")[2]
    return (path.parent / named[1]).resolve()


def case(**changed):
    """The smallest case, as an editor reads it."""
    return {
        "case": "one",
        "patient": {"name": {"first": "Wren", "last": "Example"}, "birth_date": "1985-06-01"},
        "asks": [{"coverage": "coverage-cigna", "indication": "trd"}],
        **changed,
    }


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"fictional": "yes"},
        {"fictional": True},
        {"case": 4711},
        {"trials": [{"medicine": "sertraline", "start": 2021, "end": "unknown"}]},
        {"trials": [{"medicine": "sertraline", "start": "March 2021", "end": {"ongoing_as_of": "2026-11-18"}}]},
        {"trials": [{"medicine": "sertraline", "end": "2021-03", "constant_dose": 100, "ended_because": "other"}]},
        {"trials": [{"medicine": "sertraline", "end": 2021, "max_dose": "100 mg", "ended_because": ["other"]}]},
        {"scores": [{"instrument": "PHQ-9", "on": "2026-11-18", "total": "20"}]},
        {"safety": {"pregnancy": "no", "lactation": False, "takes_maoi": {"answer": "no", "by": "Ada Example"}}},
        {"coverages": [{"payer": "cigna", "bin": 4336, "group": 100, "member_id": None}]},
        {"care_team": {"site": {"name": "Here", "address": ADDRESS, "place_of_service": 11, "npi": 2000000002}}},
    ],
    ids=str,
)
def test_an_editor_accepts_what_people_write(changed):
    assert list(complaints(case(**changed), CASE)) == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"trails": []}, "trails is not known here"),
        ({"patient": {"birth_date": "1985-06-01"}}, "required"),
        ({"fictional": "perhaps"}, "enum"),
        ({"scores": [{"instrument": "PHQ-8", "on": "2026-11-18", "total": 20}]}, "enum"),
        ({"scores": [{"instrument": "PHQ-9", "on": "2026-11-18", "total": "twenty"}]}, "pattern"),
        ({"blood_pressures": [{"on": "2026-11-18", "systolic": 20, "diastolic": 80}]}, "minimum"),
    ],
    ids=str,
)
def test_an_editor_underlines_mistakes(changed, told):
    assert told in " ".join(complaints(case(**changed), CASE))


def test_a_key_is_explained_where_the_code_explains_it():
    assert CASE["$defs"]["Trial"]["properties"]["max_dose"]["description"] == (
        "The highest dose, for an unknown part of the time."
    )
