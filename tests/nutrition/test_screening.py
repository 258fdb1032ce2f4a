"""The health gate, rule by rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from planner.errors import InfeasibleError, RefusedError
from planner.nutrition.person import Person
from planner.nutrition.reference import table
from planner.nutrition.screening import Screening, apply_screening, potassium_ai_mg, screen
from planner.nutrition.targets import Targets, targets_for

Build = Callable[..., Person]
AI = 2600.0  # a woman of 34 years, NASEM 2019
BAND = (2600.0, 2210.0, 2990.0)  # 100, 85 and 115 %


def band(result: Screening) -> tuple[float | None, float | None, float | None]:
    return result.potassium_low_mg, result.potassium_floor_mg, result.potassium_high_mg


def gated(person: Person, **options: Any) -> Targets:
    targets = targets_for(person, **options)
    return apply_screening(targets, screen(person, targets))


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("K01", {"conditions": "CKD 3"}),
    ("K01", {"conditions": "chronic kidney disease stage 4"}),
    ("K01", {"conditions": "dialysis"}),
    ("K01", {"conditions": "kidney transplant"}),
    ("K01", {"conditions": "kidney problem"}),
    ("K05", {"medications": "lisinopril; spironolactone"}),
    ("K05", {"medications": "losartan; Bactrim"}),
    ("K05", {"medications": "lisinopril; potassium tablets"}),
    ("K05", {"medications": "lisinopril", "age_years": 75}),
    ("K05", {"medications": "lisinopril", "conditions": "type 2 diabetes"}),
    ("K05", {"medications": "lisinopril; metformin"}),
    ("K05", {"medications": "Entresto", "conditions": "heart failure"}),
    ("K10", {"conditions": "Addison's disease"}),
    ("K10", {"conditions": "hypoaldosteronism"}),
    ("K14", {"conditions": "past hyperkalaemia"}),
    ("K14", {"conditions": "told to limit potassium"}),
    ("E01", {"conditions": "eating disorder"}),
    ("E01", {"conditions": "anorexia"}),
    ("E01-bmi", {"weight_kg": 50}),
    ("E01-bmi", {"life_stage": "pregnant", "weight_kg": 60, "prepregnancy_weight_kg": 50}),
    ("A02", {"age_years": 13.9, "height_cm": 160, "weight_kg": 55}),
    ("A02", {"age_years": 1, "height_cm": 75, "weight_kg": 12}),
    ("F01-pku", {"conditions": "phenylketonuria"}),
    ("R01", {"conditions": "chest pain"}),
]


@pytest.mark.parametrize(("rule_id", "changes"), REFUSED, ids=[f"{rule}-{what}" for rule, what in REFUSED])
def test_refused(woman: Build, rule_id: str, changes: dict[str, Any]) -> None:
    result = screen(woman(**changes))
    assert result.refused
    assert rule_id in result.rule_ids
    assert result.reasons
    with pytest.raises(RefusedError, match="No plan was made") as error:
        apply_screening(targets_for(woman(**changes)), result)
    assert rule_id in error.value.rule_ids


def test_infants_cannot_even_be_written_down_and_the_rule_is_there() -> None:
    (rule,) = (rule for rule in table("safety_rules") if rule["rule_id"] == "A01")
    assert (rule["behaviour"], rule["age_below_years"]) == ("REFUSE", "1")


HELD: list[tuple[str, dict[str, Any]]] = [
    ("K02", {"conditions": "CKD stage 2"}),
    ("K03", {"medications": "lisinopril"}),
    ("K03", {"medications": "Cozaar"}),
    ("K03", {"medications": "Entresto"}),
    ("K03", {"medications": "aliskiren"}),
    ("K03", {"medications": "blood pressure pills"}),
    ("K04", {"medications": "Aldactone"}),
    ("K04", {"medications": "amiloride"}),
    ("K06", {"medications": "Septra"}),
    ("K06", {"medications": "pentamidine"}),
    ("K07", {"medications": "enoxaparin"}),
    ("K07", {"medications": "ketoconazole"}),
    ("K08", {"medications": "tacrolimus"}),
    ("K11", {"conditions": "heart failure"}),
    ("K11", {"conditions": "cirrhosis"}),
    ("K11", {"conditions": "uncontrolled type 1 diabetes"}),
    ("K12", {"medications": "digoxin"}),
    ("K12", {"conditions": "atrial fibrillation"}),
    ("K13", {"medications": "potassium citrate"}),
    ("K13", {"medications": "salt substitute"}),
]


@pytest.mark.parametrize(("rule_id", "changes"), HELD, ids=[f"{rule}-{what}" for rule, what in HELD])
def test_potassium_held_at_85_to_115_percent_of_the_ai_each_day_and_100_on_the_mean(
    woman: Build, rule_id: str, changes: dict[str, Any]
) -> None:
    result = screen(woman(**changes))
    assert not result.refused
    assert rule_id in result.rule_ids
    assert band(result) == BAND
    target = gated(woman(**changes))["potassium_mg"]
    assert (target.lower, target.lower_floor, target.upper) == BAND
    assert target.on_day() == (BAND[1], BAND[2])
    assert target.hard == "upper"


@pytest.mark.parametrize(
    "changes",
    [
        {"conditions": None},
        {"medications": None},
        {"conditions": None, "medications": None},
        {"conditions": ""},
        {"medications": ("xyzitis",)},
        {"conditions": ("no kidney disease",)},
        {"conditions": ("n/a",)},
    ],
)
def test_unanswered_or_not_understood_is_not_healthy(woman: Build, changes: dict[str, Any]) -> None:
    result = screen(woman(**changes))
    assert not result.refused
    assert band(result) == BAND
    assert "potassium stays between 2210 and 2990 mg a day" in result.notices[0]


def test_the_notice_says_how_to_answer_and_only_what_is_open(woman: Build) -> None:
    (both,) = screen(woman(conditions=None, medications=None)).notices
    assert "--condition none --medication none" in both
    assert "conditions=('none',), medications=('none',)" in both
    (one,) = screen(woman(medications=None)).notices
    assert "--medication none" in one
    assert "--condition none" not in one


@pytest.mark.parametrize("answer", ["none", (), "nothing", "no"])
def test_answered_none_leaves_potassium_free(woman: Build, answer: Any) -> None:
    result = screen(woman(conditions=answer, medications=answer))
    assert result == Screening(caps=(("magnesium_supplement_mg", 350.0),), limits=result.limits)
    assert [limit.name for limit in result.limits] == [
        "spinach and other greens rich in oxalate", "Brazil nuts", "liver", "seaweed",
    ]  # fmt: skip
    assert gated(woman(conditions=answer, medications=answer))["potassium_mg"].upper is None


def test_one_raising_medicine_at_74_is_held_and_at_75_refused(woman: Build) -> None:
    assert not screen(woman(medications="lisinopril", age_years=74.9)).refused
    assert screen(woman(medications="lisinopril", age_years=75)).refused


def test_brand_and_generic_of_one_medicine_are_not_two(woman: Build) -> None:
    assert not screen(woman(medications="lisinopril; Zestril")).refused


def test_diabetes_alone_neither_holds_nor_refuses(woman: Build) -> None:
    result = screen(woman(conditions="type 2 diabetes"))
    assert not result.refused
    assert not result.held


@pytest.mark.parametrize("conditions", ["CKD 4", "dialysis", "past hyperkalaemia", "Addison's disease"])
def test_a_clinicians_limit_turns_the_refusal_into_a_hard_daily_cap(woman: Build, conditions: str) -> None:
    person = woman(conditions=conditions, potassium_limit_mg=2000)
    result = screen(person)
    assert not result.refused
    assert result.potassium_high_mg == 2000
    target = gated(person)["potassium_mg"]
    assert (target.lower, target.lower_floor, target.upper) == (1700, 1000, 2000)
    assert (target.upper_kind, target.upper_daily) == ("safety", True)


def test_a_limit_for_two_medicines_too_but_never_above_the_band(woman: Build) -> None:
    person = woman(medications="lisinopril; spironolactone", potassium_limit_mg=5000)
    assert gated(person)["potassium_mg"].upper == 2990


def test_a_limit_does_not_open_other_refusals(woman: Build) -> None:
    for changes in (
        {"conditions": "eating disorder"},
        {"weight_kg": 50},
        {"age_years": 12},
        {"conditions": "chest pain"},
    ):
        assert screen(woman(potassium_limit_mg=2000, **changes)).refused


def test_a_limit_caps_a_healthy_person_as_well(woman: Build) -> None:
    target = gated(woman(potassium_limit_mg=2400))["potassium_mg"]
    assert (target.lower, target.upper) == (2040, 2400)
    assert gated(woman(potassium_limit_mg=4000))["potassium_mg"].lower == AI


def test_no_authority_lifts_the_band(woman: Build) -> None:
    for authority in ("efsa", "who"):
        target = gated(woman(medications=None), authority=authority)["potassium_mg"]
        assert (target.lower, target.upper) == (2600, 2990)
        assert "moved the minimum" in target.note


def test_an_own_minimum_above_the_cap_is_a_clash_that_is_told(woman: Build) -> None:
    with pytest.raises(InfeasibleError, match="your minimum of 4700 is above 2990") as error:
        gated(woman(medications=None), overrides={"potassium_mg": (4700, None)})
    assert error.value.conflict == ("potassium_mg >= 4700", "potassium_mg <= 2990")
    assert "--medication none" in str(error.value)


def test_own_bounds_inside_the_band_stay(woman: Build) -> None:
    target = gated(woman(medications=None), overrides={"potassium_mg": (2700, 2800)})["potassium_mg"]
    assert (target.lower, target.upper) == (2700, 2800)
    target = gated(woman(medications=None), overrides={"potassium_mg": (None, 9000)})["potassium_mg"]
    assert target.upper == 2990
    target = gated(woman(medications=None), overrides={"potassium_mg": (None, 2000)})["potassium_mg"]
    assert (target.lower, target.upper) == (None, 2000)


DEFICIT = [
    {"life_stage": "pregnant", "gestation_weeks": 20, "prepregnancy_weight_kg": 60},
    {"age_years": 16},
    {"age_years": 17.9, "sex": "male"},
]


@pytest.mark.parametrize("changes", DEFICIT)
def test_no_deficit_for_the_pregnant_and_the_young(woman: Build, changes: dict[str, Any]) -> None:
    need = targets_for(woman(**changes)).energy_kcal
    assert screen(woman(**changes, energy_kcal=need - 200)).refused
    assert not screen(woman(**changes, energy_kcal=need - 20)).refused
    assert not screen(woman(**changes, energy_kcal=need + 200)).refused
    with pytest.raises(RefusedError, match="less than the"):
        gated(woman(**changes), overrides={"energy_kcal": (None, need - 200)})
    lowered = gated(woman(**changes), overrides={"energy_kcal": (1000, None)})["energy_kcal"]
    assert lowered.lower == pytest.approx(need * 0.95, abs=0.1)


def test_adults_may_eat_less(woman: Build) -> None:
    assert not screen(woman(energy_kcal=1500)).refused


WARNED = [
    ("K09", {"medications": "ibuprofen"}),
    ("K15", {"medications": "furosemide"}),
    ("K15", {"conditions": "diarrhoea"}),
    ("M01", {"conditions": "CKD 4", "potassium_limit_mg": 2000}),
    ("M03", {"conditions": "myasthenia gravis"}),
    ("M04", {"medications": "ciprofloxacin"}),
    ("M05", {"medications": "omeprazole"}),
    ("A03", {"age_years": 15}),
    ("A04", {"age_years": 65}),
    ("D01", {"medications": "glipizide"}),
    ("P05", {"life_stage": "pregnant"}),
    ("P00", {"conditions": "pregnant"}),
    ("F01-allergy", {"conditions": "peanut allergy"}),
]


@pytest.mark.parametrize(("rule_id", "changes"), WARNED, ids=[rule for rule, _ in WARNED])
def test_a_message_and_nothing_more(woman: Build, rule_id: str, changes: dict[str, Any]) -> None:
    result = screen(woman(**changes))
    (message,) = (rule["message"] for rule in table("safety_rules") if rule["rule_id"] == rule_id)
    assert not result.refused
    assert rule_id in result.rule_ids
    assert message in result.notices


@pytest.mark.parametrize(
    ("rule_id", "changes", "word"),
    [
        ("T01", {"medications": "phenelzine"}, "soy sauce"),
        ("O01", {"conditions": "calcium oxalate stones"}, "spinach"),
        ("G01", {"medications": "simvastatin"}, "grapefruit"),
        ("G01", {"medications": "tacrolimus"}, "grapefruit"),
        ("G02", {"conditions": "CKD 2"}, "starfruit"),
        ("P01", {"life_stage": "pregnant"}, "liver"),
        ("P02", {"life_stage": "lactating"}, "swordfish"),
        ("P04", {"life_stage": "pregnant"}, "brie"),
        ("F01-celiac", {"conditions": "celiac disease"}, "gluten"),
        ("F01-g6pd", {"conditions": "G6PD deficiency"}, "fava"),
        ("F01-iron", {"conditions": "haemochromatosis"}, "liver"),
        ("F01-copper", {"conditions": "Wilson's disease"}, "oyster"),
    ],
)
def test_foods_left_out(woman: Build, rule_id: str, changes: dict[str, Any], word: str) -> None:
    result = screen(woman(**changes))
    assert rule_id in result.rule_ids
    assert word in result.exclude_terms


def test_days_stay_close_together(woman: Build) -> None:
    (vitamin_k,) = screen(woman(medications="warfarin")).steady  # V01
    assert (vitamin_k.nutrient, vitamin_k.usual, vitamin_k.given) == ("vitamin_k_ug", 112.5, False)
    assert [one.nutrient for one in screen(woman(medications="lithium")).steady] == ["sodium_mg", "caffeine_mg"]  # L01


def test_vitamin_k_is_steady_around_what_the_person_usually_has(woman: Build) -> None:
    person = woman(medications="warfarin", vitamin_k_usual_ug=200)
    (one,) = screen(person).steady
    assert (one.usual, one.given) == (200, True)
    week = apply_screening(targets_for(person), screen(person), days=7)["vitamin_k_ug"]
    assert (week.lower, week.upper) == (192, 208)
    assert week.on_day() == (170, 230)
    assert week.hard == "both"
    assert (week.on_day()[1] or 0) / (week.lower or 1) <= 1.2  # no day is 20 % from the mean of the plan
    assert (week.on_day()[0] or 0) / (week.upper or 1) >= 0.8
    day = gated(person)["vitamin_k_ug"]
    assert (day.lower, day.upper) == (170, 230)
    with pytest.raises(InfeasibleError, match="vitamin_k_ug"):
        gated(person, overrides={"vitamin_k_ug": (300, None)})


def test_a_clinicians_limits_of_sodium_and_phosphorus_are_hard(woman: Build) -> None:
    targets = gated(woman(sodium_limit_mg=1500, phosphorus_limit_mg=800))
    assert (targets["sodium_mg"].lower, targets["sodium_mg"].upper) == (1275, 1500)
    assert (targets["phosphorus_mg"].lower, targets["phosphorus_mg"].upper) == (680, 800)
    assert {name for name, target in targets.items() if target.hard} == {"sodium_mg", "phosphorus_mg"}
    with pytest.raises(InfeasibleError, match="sodium_mg"):
        gated(woman(sodium_limit_mg=1500), overrides={"sodium_mg": (2000, None)})


@pytest.mark.parametrize("conditions", ["high blood pressure", "heart failure", "kidney stones"])
def test_sodium_caps(woman: Build, conditions: str) -> None:
    person = woman(conditions=conditions)
    assert dict(screen(person).caps)["sodium_mg"] == 2300  # S01, K11, O01
    with pytest.raises(InfeasibleError, match="sodium_mg"):
        gated(person, overrides={"sodium_mg": (3000, None)})


def test_no_drinking_target_where_fluid_is_set_by_others(woman: Build) -> None:
    for conditions in ("fluid restriction", "heart failure"):  # W01, K11
        targets = gated(woman(conditions=conditions))
        assert targets.total_water_l is None
        assert not any("drink together" in note for note in targets.notes)


def test_pregnancy_caps_alcohol_and_caffeine(woman: Build) -> None:
    targets = gated(woman(life_stage="pregnant"))
    assert (targets["alcohol_g"].upper, targets["caffeine_mg"].upper) == (0, 200)  # P03
    assert targets["retinol_ug"].upper == 3000
    assert gated(woman(life_stage="pregnant", age_years=17))["retinol_ug"].upper == 2800


def test_pregnancy_among_the_conditions_brings_its_rules_too(woman: Build) -> None:
    result = screen(woman(conditions="pregnant"))
    assert {"P00", "P01", "P03", "P04", "P05"} <= set(result.rule_ids)
    assert result.no_deficit
    assert "liver" in result.exclude_terms


def test_rules_for_everyone_stand_in_the_table() -> None:
    general = {rule["rule_id"]: rule for rule in table("safety_rules") if rule["kind"] == "general"}
    assert general.keys() == {"M02", "O02", "O02-days", "U02", "U02-liver", "U02-seaweed"}
    assert (general["M02"]["nutrient"], general["M02"]["high"]) == ("magnesium_supplement_mg", "350")


def test_reasons_say_what_was_read_and_how_a_limit_helps(woman: Build) -> None:
    (reason,) = screen(woman(conditions="ckd stage 4")).reasons
    assert "(You wrote: ckd stage 4.)" in reason
    assert "potassium_limit_mg" in reason


def test_a_known_harmless_answer_changes_nothing(woman: Build) -> None:
    result = screen(woman(conditions="asthma; hay fever", medications="cetirizine; vitamin D"))
    assert not result.held
    assert not result.notices


def test_screening_does_not_change_what_it_need_not(woman: Build) -> None:
    before = targets_for(woman(medications=None))
    after = gated(woman(medications=None))
    assert [name for name in before if before[name] != after[name]] == ["potassium_mg"]


def test_potassium_ai_is_that_of_the_life_stage(woman: Build) -> None:
    assert potassium_ai_mg(woman()) == 2600
    assert potassium_ai_mg(woman(life_stage="lactating")) == 2800
    assert potassium_ai_mg(woman(sex="male")) == 3400
