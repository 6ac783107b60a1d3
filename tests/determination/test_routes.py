"""What is open to a patient at all."""

from __future__ import annotations

import pytest

from priorauth.determination.routes import Routes, routes
from priorauth.policy.model import Indicated, Policy
from tests.spec.builders import AS_OF, chart, policy, read_from, tree, without_criteria

MDD = "diagnoses: [{code: F33.2, primary: yes}]"
NO_CONTRAINDICATION = (
    "safety: {aneurysmal_vascular_disease: no, arteriovenous_malformation: no, intracerebral_hemorrhage: no, "
    "hypersensitivity: no}"
)
SUICIDAL = "suicide_assessments: [{on: 2026-11-18, ideation: yes, behavior: no}]"
BY_AGE = policy("[{age: {at_least: 18}}]")


def found(
    *facts: str, spravato: Policy = BY_AGE, in_place_of: Policy | None = None, ketamine: tuple[Policy, ...] = ()
) -> Routes:
    case, read = chart("\n".join(facts)), read_from(spravato, in_place_of=in_place_of)
    return routes(case, case.asks, {"trd": read, "mdsi": read}, ketamine, AS_OF)


def states(given: Routes) -> list[str]:
    return [one.state for one in given.routes]


def reasons(given: Routes, way: str) -> str:
    return " · ".join(next(one.reasons for one in given.routes if one.way == way))


def test_an_adult_with_major_depression_and_no_contraindication() -> None:
    given = found(MDD, NO_CONTRAINDICATION, SUICIDAL)
    assert states(given) == ["open", "open", "not_documented"]  # the payer states no criteria for the second


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("F31.4", "bipolar disorder: Spravato has no labelled indication for it"),
        ("F43.10", "no major depressive disorder among the diagnoses (PTSD): no labelled indication"),
        ("F41.1", "no major depressive disorder among the diagnoses (an anxiety disorder): no labelled indication"),
        ("F33.42", "no major depressive disorder among the diagnoses: no labelled indication"),  # in remission
    ],
)
def test_without_major_depression_no_labelled_route_is_open(code: str, reason: str) -> None:
    given = found(f"diagnoses: [{{code: {code}, primary: yes}}]", NO_CONTRAINDICATION, SUICIDAL)
    assert states(given)[:2] == ["closed", "closed"]
    assert reasons(given, "spravato_trd") == reason


def test_ptsd_beside_major_depression_closes_nothing() -> None:
    given = found("diagnoses: [{code: F33.2, primary: yes}, {code: F43.10}]", NO_CONTRAINDICATION)
    assert states(given)[0] == "open"


@pytest.mark.parametrize(
    "question",
    ["aneurysmal_vascular_disease", "arteriovenous_malformation", "intracerebral_hemorrhage", "hypersensitivity"],
)
def test_a_contraindication_of_the_label_closes_both(question: str) -> None:
    given = found(MDD, NO_CONTRAINDICATION.replace(f"{question}: no", f"{question}: yes"), SUICIDAL)
    assert states(given)[:2] == ["closed", "closed"]


def test_a_question_that_nobody_asked_leaves_it_open() -> None:
    given = found(MDD, "", SUICIDAL)
    assert states(given)[:2] == ["not_documented", "not_documented"]
    assert "not asked: aneurysmal vascular disease" in reasons(given, "spravato_trd")


@pytest.mark.parametrize(
    ("assessed", "state"),
    [
        ("ideation: yes, behavior: no", "open"),
        ("ideation: no, behavior: yes", "open"),
        ("ideation: no, behavior: no", "closed"),
        ("ideation: no", "open"),  # behavior was not asked, and this payer asks for nothing
    ],
)
def test_the_second_indication_needs_acute_ideation_or_behavior(assessed: str, state: str) -> None:
    given = found(MDD, NO_CONTRAINDICATION, f"suicide_assessments: [{{on: 2026-11-18, {assessed}}}]")
    assert states(given)[1] == state


def test_a_minor_has_no_labelled_route() -> None:
    assert states(found("patient: {birth_date: 2008-11-21}", MDD, NO_CONTRAINDICATION))[:2] == ["closed", "closed"]
    assert states(found("patient: {birth_date: 2008-11-20}", MDD, NO_CONTRAINDICATION))[0] == "open"


@pytest.mark.parametrize(
    ("stance", "state"),
    [
        ("no_pa_needed", "open"),
        ("billing_only", "open"),
        ("covered_per_label", "open"),
        ("silent", "open"),
        ("not_medically_necessary", "closed"),
        ("investigational", "closed"),
    ],
)
def test_the_payers_stance_to_spravato(stance: str, state: str) -> None:
    given = found(MDD, NO_CONTRAINDICATION, SUICIDAL, spravato=without_criteria(stance))
    assert states(given)[:2] == [state, state]


def test_the_payers_stance_to_ketamine_is_a_policy_of_its_own() -> None:
    assert states(found(MDD, NO_CONTRAINDICATION, ketamine=(without_criteria("investigational"),)))[2] == "closed"
    assert (
        states(found(MDD, NO_CONTRAINDICATION, ketamine=(without_criteria("criteria_not_seen"),)))[2]
        == "not_documented"
    )
    assert "presume investigational or silent" in reasons(found(MDD, NO_CONTRAINDICATION), "off_label_ketamine")


def test_ketamine_at_the_same_time_is_flagged() -> None:
    given = found(
        MDD, NO_CONTRAINDICATION.replace("hypersensitivity: no", "hypersensitivity: no, concurrent_ketamine: yes")
    )
    assert any("Ketamine is given at the same time" in text for text in given.warnings)
    assert states(given)[0] == "not_documented"  # not open before the prescriber has decided between the two
    assert "which of the two, the prescriber has to decide first" in reasons(given, "spravato_trd")


def test_where_both_indications_are_open_the_consequences_are_told() -> None:
    given = found(MDD, NO_CONTRAINDICATION, SUICIDAL)
    assert given.warnings == (
        "Both indications are open. TRD: authorization length not seen, renewal not seen; "
        "MDSI: authorization length not seen, renewal not seen.",
    )


LABEL = policy("[{age: {at_least: 18}}]", payer="label", name="The label", status="unverified")
UNKNOWN = without_criteria("criteria_not_seen")


def test_where_the_labels_terms_stand_in_for_the_payers_it_is_said() -> None:
    given = found(MDD, NO_CONTRAINDICATION, SUICIDAL, spravato=LABEL, in_place_of=UNKNOWN)
    trd = given.routes[0]
    assert (trd.state, trd.label_instead) == ("open", True)
    assert trd.reasons == (
        f"No criteria of {UNKNOWN.name} for this request are known: it is judged by the terms of the label.",
        f"The label {LABEL.policy.number} (unverified), initial request: met",
    )
    assert not found(MDD, NO_CONTRAINDICATION).routes[0].label_instead


def test_what_the_label_grants_is_not_told_as_the_payers() -> None:
    indicated = LABEL.indications["trd"].model_copy(update={"renewal": "allowed"})
    label = LABEL.model_copy(update={"indications": {"trd": indicated, "mdsi": indicated}})
    by_label = found(MDD, NO_CONTRAINDICATION, SUICIDAL, spravato=label, in_place_of=UNKNOWN).warnings
    assert by_label == (
        "Both indications are open. TRD: authorization length not seen, renewal not seen; "
        "MDSI: authorization length not seen, renewal not seen.",
    )
    (by_its_own,) = found(MDD, NO_CONTRAINDICATION, SUICIDAL, spravato=label).warnings
    assert by_its_own.count("renewal allowed") == 2


@pytest.mark.parametrize(
    ("status", "said"), [("unverified", True), ("{verified_by: Kim Example, on: 2026-11-20}", False)]
)
def test_a_policy_that_nobody_has_read_is_unverified_on_each_way(status: str, said: bool) -> None:
    rules = policy("[{age: {at_least: 18}}]", status=status)
    given = found(MDD, NO_CONTRAINDICATION, SUICIDAL, spravato=rules, ketamine=(rules,))
    assert [" (unverified)" in one.reasons[0] for one in given.routes] == [said] * 3


def test_a_way_that_the_chart_alone_closes_rests_on_no_policy() -> None:
    given = found(MDD, NO_CONTRAINDICATION, "suicide_assessments: [{on: 2026-11-18, ideation: no, behavior: no}]")
    assert [len(one.judged_by) for one in given.routes] == [1, 0, 0]


RESPONDER = """
asks: [{coverage: coverage-payer, indication: trd, phase: %s}]
sessions: [{on: 2026-10-26, dose_mg: 56}, {on: 2026-11-16, dose_mg: 84}]
scores: [{instrument: MADRS, on: 2026-10-25, total: 36}, {instrument: MADRS, on: 2026-11-18, total: 10}]
"""


@pytest.mark.parametrize(("phase", "state"), [("continuation", "open"), ("initial", "closed")])
def test_who_is_treated_already_is_judged_as_the_request_that_is_asked(phase: str, state: str) -> None:
    """A response closes the way to begin, and opens the way to go on. The other indication would be a first request."""
    rules = tree(
        """
        initial: {all_of: [{id: old, says: Old enough, source: page, age: {at_least: 99}}]}
        continuation:
          all_of:
            - {id: better, says: Better, source: page, improvement: {shown_on: [MADRS], percent: {at_least: 50}}}
        """
    )
    payers = BY_AGE.model_copy(update={"indications": {"trd": Indicated.model_validate(rules)}})
    given = found(MDD, NO_CONTRAINDICATION, RESPONDER % phase, spravato=payers)
    assert (given.routes[0].state, given.routes[0].request) == (state, phase)
    assert f"{phase} request: " in reasons(given, "spravato_trd")
    assert given.routes[1].request in ("initial", None)
