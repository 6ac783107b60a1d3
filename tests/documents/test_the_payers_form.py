"""Which form a request goes on: the payer's own where its map and its file are there; else the universal one."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pikepdf
import pytest

from priorauth.documents.generate import Studio
from priorauth.errors import BadInput
from priorauth.files import sha256
from priorauth.request.assessment import assess
from priorauth.workspace import Workspace, open_case, policy_for
from tests.command import CHARTS
from tests.documents.forms.small_forms import small_form

if TYPE_CHECKING:
    from pathlib import Path

    from priorauth.request.assessment import Assessment

DAY = date(2026, 11, 20)
FORM = small_form({"FT": pikepdf.Name.Tx, "T": pikepdf.String("name"), "at": [[10, 150, 190, 170]]})


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A workspace with the map of a form that is called "Form 094"."""
    shutil.copy(CHARTS.parent / "practice.yaml", tmp_path)
    folder = tmp_path / "templates" / "forms" / "form-094"
    folder.mkdir(parents=True)
    text = f"title: Form 094\nsha256: {sha256(FORM)}\nfields: {{name: '{{{{ patient.name }}}}'}}\n"
    (folder / "map.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def asked(form: str | None) -> Assessment:
    """Case 1, whose ask or whose policy names that form."""
    workspace = Workspace.around(CHARTS)
    case = open_case(CHARTS / "case-01" / "chart.yaml", workspace)
    ask = case.asks[0].model_copy(update={"form": form})
    return assess(case, ask, policy_for(case, ask, workspace, DAY), DAY)


def test_a_request_for_which_no_form_is_named_goes_on_the_universal_one(work: Path) -> None:
    studio = Studio(Workspace.around(work))
    assert studio.form_for(asked(None)) == ("universal", studio.form, "")


def test_the_form_that_is_named_is_filled_where_it_is_there(work: Path) -> None:
    (work / "templates" / "forms" / "form-094" / "form.pdf").write_bytes(FORM)
    studio = Studio(Workspace.around(work))
    name, form, told = studio.form_for(asked("Form 094"))
    assert (name, form.form, told) == ("form-094", FORM, "")
    assert not any(one.startswith("forms/universal/") for one in studio.templates_with(name))


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("Form 094", "has not been brought yet: the universal form was filled. Download it, then: priorauth forms add"),
        ("Form 095", "has no map yet: the universal form was filled. Download it, then: priorauth forms draft"),
    ],
)
def test_where_it_is_not_there_that_is_told_with_the_next_step(work: Path, named: str, told: str) -> None:
    name, _, why = Studio(Workspace.around(work)).form_for(asked(named))
    assert name == "universal"
    assert f"The payer's own form ({named}) {told}" in why


def test_a_form_that_is_not_the_one_that_was_mapped_is_never_filled(work: Path) -> None:
    (work / "templates" / "forms" / "form-094" / "form.pdf").write_bytes(FORM + b"\n% changed")
    with pytest.raises(BadInput, match="another version of this form"):
        Studio(Workspace.around(work)).form_for(asked("Form 094"))


def test_a_form_for_another_medicine_is_never_filled(work: Path) -> None:
    folder = work / "templates" / "forms" / "form-094"
    (folder / "form.pdf").write_bytes(FORM)
    text = (folder / "map.yaml").read_text("utf-8")
    (folder / "map.yaml").write_text(f"medicine: rituximab\n{text}", "utf-8")
    with pytest.raises(BadInput, match="The form Form 094 asks for rituximab, and the request is for esketamine"):
        Studio(Workspace.around(work)).form_for(asked("Form 094"))


def test_a_policy_names_its_form_too(work: Path) -> None:
    one = asked(None)
    policy = one.loaded.policy
    own = policy.model_copy(update={"submission": policy.submission.model_copy(update={"form": "Form 094"})})
    named = replace(one, loaded=replace(one.loaded, policy=own))
    assert "Form 094" in Studio(Workspace.around(work)).form_for(named)[2]
