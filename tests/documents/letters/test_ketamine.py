"""Papers for off-label ketamine: never with Spravato's indication, label or trials; what fits, and what is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from priorauth.documents.content import plain_text, to_confirm
from priorauth.documents.letter import samples as gallery
from priorauth.documents.letter.kinds import kind, papers
from priorauth.documents.letter.literature import library
from priorauth.offlabel.prepared import Prepared

if TYPE_CHECKING:
    from priorauth.documents.letter.compose import Letter

SHOWN = gallery.shown()
WORKSPACE = gallery.practice()
KINDS = [one.name for one in papers()]
SPRAVATOS_OWN = re.compile(
    r"spravato|esketamine|nasal|REMS|TRANSFORM|SUSTAIN|ESCAPE|ASPIRE|J0013|S0013|G208[23]|two hours", re.IGNORECASE
)
DISORDERS = {
    "trd": ("F33.2", "MADRS"),
    "bipolar_depression": ("F31.4", "MADRS"),
    "ptsd": ("F43.12", "PCL-5"),
    "anxiety": ("F41.1", "GAD-7"),
}
ROUTES = ("intramuscular", "intravenous", "oral", "sublingual")


def changed(tree: dict[str, Any], more: dict[str, Any], **plan: Any) -> dict[str, Any]:
    first = {**tree["ketamine_plans"][0], **plan}
    return {**tree, **more, "ketamine_plans": [{key: value for key, value in first.items() if value is not None}]}


def prepared(name: str, more: dict[str, Any] | None = None, **plan: Any) -> Prepared:
    one = gallery.about(name, SHOWN[name], WORKSPACE, changed=lambda tree: changed(tree, more or {}, **plan))
    assert isinstance(one, Prepared)
    return one


def letter(name: str, about: Prepared) -> Letter:
    return gallery.written(name, SHOWN[name], about, WORKSPACE)[0]


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("disorder", DISORDERS)
@pytest.mark.parametrize("name", KINDS)
def test_nothing_of_spravato_is_in_it(name: str, disorder: str, route: str) -> None:
    code, scale = DISORDERS[disorder]
    more = {"diagnoses": [{"code": code, "primary": "yes"}]}
    text = plain_text(letter(name, prepared(name, more, treats=disorder, route=route, outcome_scale=scale)).content)
    assert SPRAVATOS_OWN.search(text) is None
    assert "off-label" in text or name == "ketamine-estimate"


def test_the_words_that_must_not_be_there_are_in_a_letter_for_spravato() -> None:
    """So the test above would notice them."""
    found = gallery.letters("initial", SHOWN["initial"], WORKSPACE)[0]
    assert len(set(SPRAVATOS_OWN.findall(plain_text(found.content)))) > 3


def test_works_on_the_one_are_never_cited_for_the_other() -> None:
    for name, work in library().works.items():
        assert bool(work.fits.indications) == (work.medicine == "esketamine"), name
        assert bool(work.fits.disorders) == (work.medicine == "ketamine"), name
        assert ("esketamine" in work.says) <= (work.medicine == "esketamine"), name


def test_of_ptsd_it_says_that_the_evidence_is_mixed() -> None:
    more = {"diagnoses": [{"code": "F43.12", "primary": "yes"}]}
    text = plain_text(letter("ketamine-exception", prepared("ketamine-exception", more, treats="ptsd")).content)
    assert "The evidence in PTSD is mixed" in text


def test_of_anxiety_nothing_is_cited_and_the_prescriber_is_asked() -> None:
    more = {"diagnoses": [{"code": "F41.1", "primary": "yes"}]}
    made = letter("ketamine-exception", prepared("ketamine-exception", more, treats="anxiety")).content
    told = [one.text for one in to_confirm(made)]
    assert "[TO CONFIRM: the literature on which the prescriber relies, by prescriber]" in told


def test_in_bipolar_depression_mood_stabilizer_and_screening_are_stated_or_asked_for() -> None:
    whole = plain_text(letter("ketamine-exception", prepared("ketamine-exception")).content)
    assert "Lithium 900 mg a day is taken as a mood stabilizer" in whole
    assert "A screening for mania on November 12, 2026 by Imogen T. Ashgrove, MD was negative" in whole
    bare = letter("ketamine-exception", prepared("ketamine-exception", mood_stabilizer=None, mania_screen=None))
    told = " ".join(one.text for one in to_confirm(bare.content))
    assert "the mood stabilizer that is taken" in told
    assert "a screening for mania" in told
    assert bare.sheet.draft


REFUSED: list[tuple[str, str, dict[str, Any], dict[str, Any], str]] = [
    ("ketamine-exception", "ketamine-estimate", {}, {}, "The plan names no coverage"),
    ("ketamine-exception", "ketamine-abn", {}, {}, "Original Medicare takes no request in advance"),
    ("ketamine-exception", "ketamine-exception", {}, {"self_pay": "yes"}, "The patient pays"),
    ("ketamine-estimate", "ketamine-exception", {}, {}, "The estimate is for a patient who pays"),
    ("ketamine-estimate", "ketamine-abn", {}, {}, "A patient with Original Medicare"),
    ("ketamine-estimate", "ketamine-estimate", {}, {"services": []}, "The plan lists no services"),
    ("ketamine-estimate", "ketamine-superbill", {}, {}, "The course began on 2026-11-16"),
    (
        "ketamine-estimate",
        "ketamine-estimate",
        {},
        {"scheduled_on": "2026-10-01", "start": "2026-11-01"},
        "The first day planned (2026-11-01) is past",
    ),
    ("ketamine-superbill", "ketamine-exception", {}, {}, "The chart holds no session of ketamine"),
    ("ketamine-abn", "ketamine-exception", {}, {}, "The notice is for patients with Original Medicare"),
    (
        "ketamine-abn",
        "ketamine-abn",
        {
            "coverages": [
                {"id": "coverage-original-medicare", "payer": "cigna", "line_of_business": "medicare_advantage"}
            ]
        },
        {},
        "The notice is not valid for Medicare Advantage: ask the plan for an organization determination.",
    ),
    (
        "ketamine-exception",
        "ketamine-exception",
        {
            "coverages": [{"id": "coverage-cigna", "payer": "bcbsma"}],
            "diagnoses": [{"code": "F33.2", "primary": "yes"}],
        },
        {"treats": "trd", "route": "intravenous"},
        "Blue Cross Blue Shield of Massachusetts covers this by its policy 087",
    ),
]


@pytest.mark.parametrize(("name", "case", "more", "plan", "told"), REFUSED)
def test_what_does_not_fit_is_refused_with_the_reason(
    name: str, case: str, more: dict[str, Any], plan: dict[str, Any], told: str
) -> None:
    assert kind(name).refusal(prepared(case, more, **plan)).startswith(told)


def test_the_bill_adds_up() -> None:
    """695 + 275 charged and paid; where one payment is not known, the sum is not either."""
    text = plain_text(letter("ketamine-superbill", prepared("ketamine-superbill")).content)
    assert text.count("$970.00") == 2
    given = [
        {
            "on": "2026-11-16",
            "dose_mg": "40",
            "route": "intramuscular",
            "services": [{"service": "visit"}],
            "paid": "190",
        },
        {"on": "2026-11-19", "dose_mg": "40", "route": "intramuscular", "services": [{"service": "visit"}]},
    ]
    made = letter("ketamine-superbill", prepared("ketamine-superbill", {"ketamine_sessions": given}))
    assert "$380.00" in plain_text(made.content)
    assert "[TO CONFIRM: what was paid for each session, by billing]" in [one.text for one in to_confirm(made.content)]


VISIT = {"on": "2026-11-16", "dose_mg": "40", "route": "intramuscular", "services": [{"service": "visit"}]}


def test_a_session_without_services_stands_in_the_bill_as_an_open_point() -> None:
    """Its charge is not known, and so neither is the sum."""
    sessions = [VISIT, {"on": "2026-11-19", "dose_mg": "40", "route": "intramuscular"}]
    made = letter("ketamine-superbill", prepared("ketamine-superbill", {"ketamine_sessions": sessions})).content
    assert "November 19, 2026" in plain_text(made)
    told = [one.text for one in to_confirm(made)]
    assert "[TO CONFIRM: the services of this session, by billing]" in told
    assert "[TO CONFIRM: the sum, with the services of each session, by billing]" in told


@pytest.mark.parametrize(
    ("routes", "told"),
    [
        (("intramuscular", "intramuscular"), "given by injection into a muscle, off-label"),
        (("intravenous", "intravenous"), "given by infusion into a vein, off-label"),
        (
            ("intramuscular", "intravenous"),
            "given by injection into a muscle (November 16, 2026) and by infusion into a vein (November 19, 2026), "
            "off-label",
        ),
    ],
)
def test_the_bill_tells_the_route_of_the_sessions_and_not_that_of_the_plan(routes: tuple[str, str], told: str) -> None:
    days = ("2026-11-16", "2026-11-19")
    sessions = [{**VISIT, "on": day, "route": route} for day, route in zip(days, routes, strict=True)]
    made = letter("ketamine-superbill", prepared("ketamine-superbill", {"ketamine_sessions": sessions})).content
    assert told in plain_text(made)


@pytest.mark.parametrize(
    ("route", "caveat"),
    [
        ("intravenous", ""),
        ("intramuscular", "infusions into a vein, that does not show what ketamine does by injection into a muscle"),
        ("oral", "into a vein or of injections into a muscle, that does not show what ketamine does by mouth"),
        ("sublingual", "or of injections into a muscle, that does not show what ketamine does under the tongue"),
    ],
)
@pytest.mark.parametrize("disorder", ["trd", "bipolar_depression", "ptsd"])
def test_works_on_other_routes_come_with_their_caveat(disorder: str, route: str, caveat: str) -> None:
    code, scale = DISORDERS[disorder]
    more = {"diagnoses": [{"code": code, "primary": "yes"}]}
    about = prepared("ketamine-exception", more, treats=disorder, route=route, outcome_scale=scale)
    text = plain_text(letter("ketamine-exception", about).content)
    assert caveat in text
    assert ("does not show" in text) is bool(caveat)


@pytest.mark.parametrize(
    ("route", "told"),
    [
        ("intramuscular", "Bill with modifier GA where"),
        ("oral", "not known here: ask the contractor before the notice is given. If it does, the modifier is GX or GY"),
        ("sublingual", "the modifier is GX or GY and not GA"),
    ],
)
def test_the_modifier_of_a_medicine_that_patients_take_themselves_is_not_claimed(route: str, told: str) -> None:
    text = plain_text(letter("ketamine-abn", prepared("ketamine-abn", route=route)).content)
    assert told in text
    assert ("Bill with modifier GA" in text) is (route == "intramuscular")


@pytest.mark.parametrize(
    ("name", "plan", "told"),
    [
        ("ketamine-estimate", {}, "I pay for it myself. I have been told what it costs."),
        ("ketamine-exception", {}, "My insurer may not pay for it. I have been told what it costs."),
        ("ketamine-estimate", {"self_pay": None}, "[TO CONFIRM: who pays for it, by billing]"),
    ],
)
def test_the_consent_says_who_pays(name: str, plan: dict[str, Any], told: str) -> None:
    text = plain_text(letter("ketamine-consent", prepared(name, **plan)).content)
    assert told in text
    assert ("My insurer" in text) is (name == "ketamine-exception")


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        ({"sessions": 1, "sessions_up_to": 1, "reassess_after": 1}, ", 1 session"),
        ({"sessions": 1, "sessions_up_to": 2, "reassess_after": 1}, ", 1 to 2 sessions"),
        ({"sessions": 6, "sessions_up_to": 6}, ", 6 sessions"),
        ({"dose_up_to_mg_per_kg": "0.5"}, ", 0.5 mg per kg"),
    ],
)
def test_a_range_of_one_is_one_number(plan: dict[str, Any], told: str) -> None:
    assert told in plain_text(letter("ketamine-consent", prepared("ketamine-exception", **plan)).content)


@pytest.mark.parametrize("disorder", ["bipolar_depression", "trd"])
def test_a_positive_screening_is_told_with_the_prescribers_judgement_or_as_an_open_point(disorder: str) -> None:
    code, scale = DISORDERS[disorder]
    positive = {"on": "2026-11-12", "by": "Imogen T. Ashgrove, MD", "result": "positive"}
    more = {"diagnoses": [{"code": code, "primary": "yes"}]}
    plan = {"treats": disorder, "outcome_scale": scale}
    bare = letter("ketamine-exception", prepared("ketamine-exception", more, **plan, mania_screen=positive))
    judged = {**positive, "judgement": "By interview there was no hypomania."}
    whole = letter("ketamine-exception", prepared("ketamine-exception", more, **plan, mania_screen=judged))
    asked = "[TO CONFIRM: the prescriber’s judgement of the positive screening, by prescriber]"
    assert asked in [one.text for one in to_confirm(bare.content)]
    assert "was positive. By interview there was no hypomania." in plain_text(whole.content)
    assert asked not in plain_text(whole.content)
