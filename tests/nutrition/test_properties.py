"""What must hold for any person at all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import InputError, PlannerError, RefusedError
from planner.nutrition.person import Person
from planner.nutrition.reference import table
from planner.nutrition.screening import apply_screening, potassium_ai_mg, screen
from planner.nutrition.targets import targets_for

WORDS = [row["name"] for row in table("safety_terms")] + ["none", "xyzitis", "no kidney disease", "n/a", "chicken"]
answers = st.none() | st.lists(st.sampled_from(WORDS), max_size=3).map(tuple)


@st.composite
def people(draw: st.DrawFn, **fixed: Any) -> Person:
    given: dict[str, Any] = {
        "sex": draw(st.sampled_from(["male", "female"])),
        "age_years": draw(st.floats(1, 120)),
        "activity": draw(st.sampled_from(["inactive", "low_active", "active", "very_active"])),
        "energy_kcal": draw(st.none() | st.floats(500, 10000)),
        "smoker": draw(st.none() | st.booleans()),
        "conditions": draw(answers),
        "medications": draw(answers),
        "potassium_limit_mg": draw(st.none() | st.floats(500, 10000)),
    }
    given |= fixed
    small = given["age_years"] < 6
    given["height_cm"] = draw(st.floats(60 if small else 100, 250))
    given["weight_kg"] = draw(st.floats(5 if small else 15, 350))
    if "life_stage" not in fixed and given["sex"] == "female" and 14 <= given["age_years"] < 51:
        given["life_stage"] = draw(st.sampled_from(["none", "pregnant", "lactating"]))
        if given["life_stage"] == "pregnant":
            given["gestation_weeks"] = draw(st.none() | st.floats(0, 43))
    return Person(**given)


@given(people(), st.sampled_from(["us_canada", "efsa", "who"]), st.booleans())
@settings(max_examples=150, deadline=None)
def test_lower_is_never_above_upper(person: Person, authority: str, vegan: bool) -> None:
    targets = targets_for(person, authority=authority, diet=("vegan",) if vegan else (), iron_for_vegetarians=vegan)
    screening = screen(person, targets=targets)
    for stage in (targets, None if screening.refused else apply_screening(targets, screening)):
        for name, target in (stage or {}).items():
            if target.lower is not None and target.upper is not None:
                assert target.lower <= target.upper, name
            if target.lower_floor is not None:
                assert target.lower is not None
                assert target.lower_floor <= target.lower, name


@given(people(age_years=30.0))
@settings(max_examples=100, deadline=None)
def test_bounds_of_energy_never_lie_outside_five_percent(person: Person) -> None:
    targets = targets_for(person)
    lower, upper = targets["energy_kcal"].lower, targets["energy_kcal"].upper
    assert lower is not None
    assert upper is not None
    assert 0.95 * targets.energy_kcal - 1e-6 <= lower <= upper <= 1.05 * targets.energy_kcal + 1e-6


@given(people(), st.sampled_from(["us_canada", "efsa", "who"]))
@settings(max_examples=150, deadline=None)
def test_the_potassium_cap_is_never_passed_by_targets(person: Person, authority: str) -> None:
    targets = targets_for(person, authority=authority)
    screening = screen(person, targets=targets)
    if screening.refused:
        with pytest.raises(RefusedError):
            apply_screening(targets, screening)
        return
    target = apply_screening(targets, screening)["potassium_mg"]
    if screening.potassium_high_mg is None:
        assert person.potassium_limit_mg is None
        return
    assert target.upper is not None
    assert target.upper <= screening.potassium_high_mg
    assert target.upper_daily
    if person.potassium_limit_mg is not None:
        assert target.upper <= person.potassium_limit_mg
    if person.conditions is None or person.medications is None:
        assert target.upper <= potassium_ai_mg(person) * 1.15 + 0.1


@given(people(age_years=40.0, life_stage="none"))
@settings(max_examples=150, deadline=None)
def test_the_boost_needs_both_answers_and_no_hold(person: Person) -> None:
    screening = screen(person)
    if screening.refused or screening.held:
        with pytest.raises((InputError, RefusedError)):
            targets_for(person, preset="mg_k_boost")
    else:
        assert person.conditions is not None
        assert person.medications is not None
        targets_for(person, preset="mg_k_boost")


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_or_asked_about_but_never_raises(text: str) -> None:
    person = Person(sex="female", age_years=40, height_cm=168, weight_kg=62, conditions=text, medications=("none",))
    result = screen(person)
    if not result.held and not result.refused:
        assert person.conditions is not None


@given(
    st.dictionaries(
        st.sampled_from(["magnesium_mg", "potassium_mg", "iron_mg", "sodium_mg", "energy_kcal"]),
        st.tuples(st.none() | st.floats(0, 9000), st.none() | st.floats(0, 9000)),
    )
)
@settings(max_examples=150, deadline=None)
def test_own_targets_are_kept_or_refused_in_words(overrides: dict[str, Any]) -> None:
    person = Person(sex="male", age_years=40, height_cm=180, weight_kg=80, conditions=None, medications=None)
    try:
        targets = targets_for(person, overrides=overrides)
        gated = apply_screening(targets, screen(person, targets=targets))
    except PlannerError:
        return
    for name, (low, high) in overrides.items():
        target = gated[name]
        if low is not None:
            assert target.lower is not None
            assert target.lower >= low - 0.1
        if high is not None:
            assert target.upper is not None
            assert target.upper <= high + 0.1
    upper = gated["potassium_mg"].upper
    assert upper is not None
    assert upper <= 3910
