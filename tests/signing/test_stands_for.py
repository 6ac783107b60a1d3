"""What was signed stands in the chart's sign-off, too: a change shows wherever documents are looked at or made."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import yaml

from priorauth.errors import ExitCode
from priorauth.signing.opened import Opened
from priorauth.signing.sign import sign
from priorauth.signing.standing import judged, signed_letters, standing
from priorauth.yamltree import read
from tests.command import priorauth
from tests.signing.conftest import MOMENT, Office, opened
from tests.signing.keys import held

if TYPE_CHECKING:
    from collections.abc import Callable

    from priorauth.signing.standing import Standing

DAY = MOMENT.date()
ANEW = "the prescriber's signature, anew: the chart changed since it was signed (2026-11-20)"


def run(office: Office, *words: object) -> tuple[int, str]:
    ran = priorauth(*words, "--as-of", DAY, folder=office.root)
    return ran.code, " ".join(ran.out.split())


@pytest.fixture
def elsewhere(signed: Office) -> Office:
    """Signed into a folder of its own: in the workspace's there is nothing."""
    shutil.move(signed.root / "out", signed.root / "sent")
    return signed


def found(office: Office) -> Standing | None:
    request = office.request()
    assessment = Opened.of(request, DAY).assessment
    return standing(request.studio, assessment, office.chart, request.out)


def sign_offs(office: Office) -> list[dict[str, object]]:
    return list(read(office.chart).tree["asks"][0]["sign_off"])  # type: ignore[index,call-overload,arg-type]


def test_unchanged_it_holds_without_the_signed_files(elsewhere: Office) -> None:
    standing = found(elsewhere)
    assert standing is not None
    assert standing.line == (
        "Letter (initial) signed by Imogen T. Ashgrove, MD, 2026-11-20. The signed files do not lie here. "
        "Nothing has changed since."
    )
    code, told = run(elsewhere, "check", "charts/case-05")
    assert (code, "Ready to go out" in told) == (ExitCode.OK, True)
    assert run(elsewhere, "generate", "charts/case-05")[0] == ExitCode.OK


@pytest.mark.parametrize("out", ["out", "sent", "sent2"])
def test_a_change_makes_a_draft_into_whatever_folder(elsewhere: Office, out: str) -> None:
    """Where the signed files lie, where nothing does yet, and in the workspace's own."""
    elsewhere.say("two and a half years", "three years")
    code, told = run(elsewhere, "generate", "charts/case-05", "-o", out)
    assert (code, f"DRAFT. Still wanted: - {ANEW}" in told) == (ExitCode.NOT_DOCUMENTED, True)
    told = run(elsewhere, "batch", "charts", "-o", out)[1]
    assert "1 request, 0 ready to be sent." in told


def test_a_change_shows_in_check_and_in_what_is_exported(elsewhere: Office) -> None:
    elsewhere.say("two and a half years", "three years")
    code, told = run(elsewhere, "check", "charts/case-05")
    assert (code, "Ready to go out" in told) == (ExitCode.NOT_DOCUMENTED, False)
    assert ANEW in told
    code, told = run(elsewhere, "export", "charts/case-05", "-o", "fhir")
    assert (code, "request-DRAFT.json" in told, ANEW in told) == (ExitCode.NOT_DOCUMENTED, True, True)


@pytest.mark.parametrize("signed_into", ["out", "sent"])
def test_the_worklist_shows_it(signed: Office, signed_into: str) -> None:
    (signed.root / "out").rename(signed.root / signed_into)
    assert run(signed, "generate", "charts/case-05", "-o", "elsewhere")[0] == ExitCode.OK
    priorauth("worklist", "add", "charts/case-05", folder=signed.root)
    shown = " ".join(priorauth("worklist", "show", "case-05", folder=signed.root).out.split())
    assert "Nothing has changed since." in shown
    signed.say("two and a half years", "three years")
    shown = " ".join(priorauth("worklist", "show", "case-05", folder=signed.root).out.split())
    assert "Stale: the chart changed since it was signed (2026-11-20)." in shown


def the_profile(office: Office) -> str:
    path = office.root / "practice.yaml"
    path.write_text(path.read_text("utf-8").replace("(301) 555-0142", "(301) 555-0199", 1), "utf-8")
    return "the practice's profile"


def an_exhibit(office: Office) -> str:
    path = next((office.chart.parent / "exhibits").glob("*.pdf"))
    path.write_bytes(path.read_bytes() + b"\n")
    return "the exhibits"


def the_chart(office: Office) -> str:
    office.say("two and a half years", "three years")
    return "the chart"


def the_sign_off_itself(office: Office) -> str:
    """A value that somebody wrote in by hand is none that was signed."""
    office.say("stands_for: {chart: h", "stands_for: {chart: by hand ")
    return "the chart"


def a_part_of_it_taken_out(office: Office) -> str:
    """Nor is one that is gone."""
    given = sign_offs(office)[0]["stands_for"]
    assert isinstance(given, dict)
    office.say(f", policy: {given['policy']}", "")
    return "the policy"


@pytest.mark.parametrize("change", [the_profile, an_exhibit, the_chart, the_sign_off_itself, a_part_of_it_taken_out])
def test_it_is_said_what_changed(elsewhere: Office, change: Callable[[Office], str]) -> None:
    what = change(elsewhere)
    standing = found(elsewhere)
    assert standing is not None
    assert standing.why_stale == f"{what} changed since it was signed (2026-11-20)"


def test_a_sign_off_that_was_recorded_by_hand_is_held_against_nothing(elsewhere: Office) -> None:
    """It goes by its day alone, as ever; and so does one that was given after what was signed, on the same day."""
    elsewhere.say("two and a half years", "three years")
    last = sign_offs(elsewhere)[-1]
    by_hand = {key: value for key, value in last.items() if key != "stands_for"}
    line = next(one for one in elsewhere.chart.read_text("utf-8").splitlines() if "sign_off: [{" in one)
    for given in ([by_hand], [last, by_hand]):
        now = f"    sign_off: {yaml.safe_dump(given, default_flow_style=True, width=1000).strip()}"
        elsewhere.say(line, now)
        line = now
        assert found(elsewhere) is None
        assert run(elsewhere, "check", "charts/case-05")[0] == ExitCode.OK


def test_signed_anew_on_the_same_day_it_holds_again(elsewhere: Office) -> None:
    """The chart keeps both words, and the last one counts. Signed once more, nothing is added."""
    elsewhere.say("two and a half years", "three years")
    for hour in (16, 17):
        sign(replace(elsewhere.request(), out=elsewhere.root / "again"), opened(held()), MOMENT.replace(hour=hour))
        first, second = sign_offs(elsewhere)
        assert (first["on"], first["stands_for"] == second["stands_for"]) == (second["on"], False)
        assert found(elsewhere).changed == ()  # type: ignore[union-attr]


def test_each_letter_stands_by_itself(elsewhere: Office) -> None:
    """Of another letter nobody has said what it was given for, so nothing is known to have changed."""
    request = elsewhere.request()
    assessment = Opened.of(request, DAY).assessment
    assert [one.name for one in signed_letters(assessment, request.out)] == ["initial"]
    elsewhere.say("two and a half years", "three years")
    changed = Opened.of(elsewhere.request(), DAY).assessment
    after = judged(changed, found(elsewhere))
    assert list(after.undone) == ["initial"]


def test_what_the_chart_holds_is_the_beginning_of_what_the_record_does(signed: Office) -> None:
    pins = json.loads((signed.folder / "signature.json").read_text("utf-8"))["pins"]
    assert sign_offs(signed)[0]["stands_for"] == {name: f"h{value[:15]}" for name, value in pins.items()}
