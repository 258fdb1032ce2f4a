from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from planner.errors import InfeasibleError, InputError, RefusedError, UnknownNameError
from planner.nutrition.intakes import Reference
from planner.nutrition.person import Person
from planner.nutrition.reference import table
from planner.nutrition.targets import targets_for

Build = Callable[..., Person]
THE_26 = """
protein_g carbohydrate_g fiber_g linoleic_acid_g alpha_linolenic_acid_g calcium_mg copper_mg iron_mg magnesium_mg
phosphorus_mg selenium_ug zinc_mg potassium_mg sodium_mg vitamin_a_rae_ug vitamin_c_mg vitamin_d_ug vitamin_e_mg
vitamin_k_ug vitamin_b6_mg vitamin_b12_ug thiamin_mg riboflavin_mg niacin_ne_mg folate_dfe_ug choline_mg
"""
THE_LIMITED = """
sodium_mg calcium_mg phosphorus_mg iron_mg zinc_mg copper_mg selenium_ug vitamin_d_ug vitamin_c_mg vitamin_b6_mg
choline_mg retinol_ug folic_acid_ug saturated_fat_g added_sugars_g caffeine_mg alcohol_g vitamin_e_added_mg
protein_g fat_g carbohydrate_g
"""
LOWERS, UPPERS = set(THE_26.split()), set(THE_LIMITED.split())


def test_26_lower_targets_and_the_upper_ones(woman: Build) -> None:
    targets = targets_for(woman())
    lowers = {name for name, target in targets.items() if target.lower is not None}
    uppers = {name for name, target in targets.items() if target.upper is not None}
    assert lowers == LOWERS | {"energy_kcal", "fat_g"}
    assert uppers == UPPERS | {"energy_kcal"}
    assert len(LOWERS) == 26


def test_every_bound_says_its_kind_basis_and_source(woman: Build) -> None:
    known = {row["source_id"] for row in table("sources")}
    for name, target in targets_for(woman()).items():
        for side in ("lower", "upper"):
            if getattr(target, side) is not None:
                assert getattr(target, f"{side}_kind"), name
                assert getattr(target, f"{side}_basis"), name
                assert getattr(target, f"{side}_source") in known, name


def test_the_magnesium_upper_level_never_touches_food(woman: Build) -> None:
    for age in (2, 10, 16, 40, 80):
        target = targets_for(woman(age_years=age))["magnesium_mg"]
        assert target.upper is None
        assert "supplements and medicines only" in target.note


def test_upper_levels_of_one_form_stand_on_that_form_only(woman: Build) -> None:
    targets = targets_for(woman())
    for whole in ("vitamin_a_rae_ug", "vitamin_e_mg", "folate_dfe_ug", "niacin_ne_mg"):
        assert targets[whole].upper is None
        assert targets[whole].note
    assert targets["retinol_ug"].upper == 3000
    assert targets["folic_acid_ug"].upper == 1000
    assert targets["vitamin_e_added_mg"].upper == 1000
    assert "niacin_mg" not in targets


def test_potassium_has_an_adequate_intake_and_no_upper_level(woman: Build) -> None:
    target = targets_for(woman())["potassium_mg"]
    assert (target.lower, target.lower_kind, target.upper) == (2600, "AI", None)


def test_energy_magnesium_potassium_and_limits_hold_each_day_the_rest_on_the_mean(woman: Build) -> None:
    targets = targets_for(woman())
    assert {name for name, target in targets.items() if target.daily} == {"energy_kcal", "magnesium_mg", "potassium_mg"}
    assert {name for name, target in targets.items() if not target.upper_daily} == {
        "protein_g",
        "fat_g",
        "carbohydrate_g",
    }


def test_shares_of_energy_become_grams(woman: Build) -> None:
    targets = targets_for(woman(energy_kcal=2000))
    assert (targets["energy_kcal"].lower, targets["energy_kcal"].upper) == (1900, 2100)
    assert targets["saturated_fat_g"].upper == pytest.approx(22.22)
    assert targets["added_sugars_g"].upper == 50
    assert (targets["fat_g"].lower, targets["fat_g"].upper) == (pytest.approx(44.44), pytest.approx(77.78))
    assert (targets["carbohydrate_g"].lower, targets["carbohydrate_g"].upper) == (225, 325)
    assert targets["protein_g"].upper == 175


def test_protein_is_grams_per_kg_or_ten_percent_whichever_is_more(woman: Build) -> None:
    heavy = targets_for(woman(weight_kg=90, energy_kcal=2000))["protein_g"]
    light = targets_for(woman(weight_kg=55, energy_kcal=2000))["protein_g"]
    assert (heavy.lower, heavy.lower_kind) == (72, "RDA")
    assert (light.lower, light.lower_kind) == (50, "AMDR")


@pytest.mark.parametrize(("weeks", "grams"), [(12, 68.0), (24, 93.5)])
def test_protein_rises_in_the_second_half_of_pregnancy(woman: Build, weeks: float, grams: float) -> None:
    person = woman(life_stage="pregnant", gestation_weeks=weeks, weight_kg=85, energy_kcal=2400)
    assert targets_for(person)["protein_g"].lower == grams


@pytest.mark.parametrize(
    ("changes", "milligrams"),
    [
        ({}, 400),
        ({"life_stage": "pregnant"}, 200),
        ({"life_stage": "lactating"}, 200),
        ({"age_years": 16, "weight_kg": 50}, 125),
        ({"age_years": 16, "weight_kg": 90, "life_stage": "pregnant"}, 200),
    ],
)
def test_caffeine(woman: Build, changes: dict[str, Any], milligrams: float) -> None:
    assert targets_for(woman(**changes))["caffeine_mg"].upper == milligrams


def test_smokers_need_35_mg_more_vitamin_c(woman: Build) -> None:
    assert targets_for(woman(smoker=True))["vitamin_c_mg"].lower == 110
    assert targets_for(woman(smoker=None))["vitamin_c_mg"].lower == 75


def test_iron_for_vegetarians_is_an_option(woman: Build) -> None:
    assert targets_for(woman(), diet=("vegan",))["iron_mg"].lower == 18
    assert targets_for(woman(), diet=("vegan",), iron_for_vegetarians=True)["iron_mg"].lower == pytest.approx(32.4)
    assert targets_for(woman(), diet=("omnivore",), iron_for_vegetarians=True)["iron_mg"].lower == 18


def test_iron_for_vegetarians_never_passes_the_upper_level(woman: Build) -> None:
    target = targets_for(woman(life_stage="pregnant"), diet=("vegetarian",), iron_for_vegetarians=True)["iron_mg"]
    assert (target.lower, target.upper) == (27, 45)
    assert "ask a dietitian" in target.note


def test_efsa_and_who_replace_magnesium_potassium_and_sodium_only(woman: Build) -> None:
    ours = targets_for(woman())
    efsa = targets_for(woman(), authority="efsa")
    who = targets_for(woman(), authority="who")
    changed = {name for name in ours if efsa[name] != ours[name] or who[name] != ours[name]}
    assert changed == {"magnesium_mg", "potassium_mg", "sodium_mg"}
    assert (efsa["magnesium_mg"].lower, efsa["potassium_mg"].lower, efsa["sodium_mg"].upper) == (300, 3500, 2000)
    assert (who["magnesium_mg"].lower, who["potassium_mg"].lower, who["sodium_mg"].upper) == (320, 3510, 2000)
    assert "US/Canada is used" in who["magnesium_mg"].note


def test_the_boost_is_dash_scaled_by_energy(woman: Build) -> None:
    targets = targets_for(woman(energy_kcal=2100), preset="mg_k_boost")
    assert (targets["magnesium_mg"].lower, targets["potassium_mg"].lower) == (500, 4700)
    half = targets_for(woman(energy_kcal=1050), preset="mg_k_boost")
    assert half["magnesium_mg"].lower == 320  # never below the reference intake
    assert half["potassium_mg"].lower == 2600


@pytest.mark.parametrize("gap", [{"conditions": None}, {"medications": None}, {"conditions": ("xyzitis",)}])
def test_the_boost_needs_answers(woman: Build, gap: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="needs the health questions answered"):
        targets_for(woman(**gap), preset="mg_k_boost")


@pytest.mark.parametrize("changes", [{"age_years": 17}, {"life_stage": "pregnant"}, {"life_stage": "lactating"}])
def test_the_boost_is_for_adults_who_are_not_pregnant(woman: Build, changes: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="for adults"):
        targets_for(woman(**changes), preset="mg_k_boost")


def test_the_boost_is_refused_where_potassium_is_held_or_limited(woman: Build) -> None:
    for changes in ({"medications": ("lisinopril",)}, {"conditions": ("CKD 4",)}, {"potassium_limit_mg": 5000}):
        with pytest.raises(RefusedError):
            targets_for(woman(**changes), preset="mg_k_boost")


def test_own_targets_replace_ours(woman: Build) -> None:
    targets = targets_for(
        woman(),
        overrides={
            "Mg": (450, None),
            "sodium_mg": (None, 1800),
            "potassium": (3000, 4000),
            "cholesterol_mg": (None, 200),
        },
    )
    assert (targets["magnesium_mg"].lower, targets["magnesium_mg"].lower_kind) == (450, "own")
    assert (targets["sodium_mg"].lower, targets["sodium_mg"].upper) == (1500, 1800)
    assert (targets["potassium_mg"].lower, targets["potassium_mg"].upper) == (3000, 4000)
    assert (targets["cholesterol_mg"].lower, targets["cholesterol_mg"].upper) == (None, 200)


def test_the_other_side_gives_way_to_an_own_bound_and_says_so(woman: Build) -> None:
    targets = targets_for(woman(), overrides={"sodium_mg": (3000, None), "potassium_mg": (None, 2000)})
    assert (targets["sodium_mg"].lower, targets["sodium_mg"].upper) == (3000, None)
    assert "replaces the maximum of 2300 mg" in targets["sodium_mg"].note
    assert (targets["potassium_mg"].lower, targets["potassium_mg"].upper) == (None, 2000)


def test_infinity_takes_a_maximum_away(woman: Build) -> None:
    assert targets_for(woman(), overrides={"saturated_fat_g": (None, math.inf)})["saturated_fat_g"].upper is None


def test_an_upper_level_stays_above_an_own_maximum_that_is_higher(woman: Build) -> None:
    target = targets_for(woman(), overrides={"vitamin_d_ug": (None, 250)})["vitamin_d_ug"]
    assert (target.upper, target.upper_kind) == (100, "UL")
    assert "stays" in target.note


def test_an_own_minimum_above_an_upper_level_is_a_clash(woman: Build) -> None:
    with pytest.raises(InfeasibleError, match="your minimum of 60 mg is above the 45 mg a day") as error:
        targets_for(woman(), overrides={"iron_mg": (60, None)})
    assert error.value.conflict == ("iron_mg >= 60", "iron_mg <= 45")
    assert error.value.repair == ({"bound": "iron_mg >= 60", "from": 60, "to": 45},)


@pytest.mark.parametrize(("changes", "grams"), [({}, 14), ({"sex": "male"}, 28), ({"age_years": 20}, 0)])
def test_alcohol_is_none_unless_asked_for_and_then_within_the_guideline(
    woman: Build, changes: dict[str, Any], grams: float
) -> None:
    assert targets_for(woman(**changes))["alcohol_g"].upper == 0
    assert targets_for(woman(**changes), overrides={"alcohol_g": (None, 60)})["alcohol_g"].upper == grams


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        ({"magnesium_mg": (500, 400)}, "magnesium_mg: the minimum 500 is above the maximum 400"),
        ({"magnesium_mg": (-1, None)}, "magnesium_mg: the minimum -1 is not an amount"),
        ({"magnesium_mg": (math.nan, None)}, "is not an amount"),
        ({"magnesium_mg": (math.inf, None)}, "cannot be infinite"),
        ({"magnesium_mg": (1, None), "Mg": (2, None)}, "magnesium_mg is given twice"),
        ({"energy_kcal": (None, 300)}, "energy_kcal 300 is outside 500 to 10000"),
    ],
)
def test_impossible_own_targets(woman: Build, overrides: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        targets_for(woman(), overrides=overrides)


def test_unknown_names(woman: Build) -> None:
    with pytest.raises(UnknownNameError, match="magnesium_mg"):
        targets_for(woman(), overrides={"magnesum": (1, None)})
    with pytest.raises(InputError, match="authority 'fda' is not one of us_canada, efsa, who"):
        targets_for(woman(), authority="fda")
    with pytest.raises(InputError, match="preset 'keto' is not one of reference, mg_k_boost"):
        targets_for(woman(), preset="keto")


def test_own_energy_bounds_move_the_energy_and_what_hangs_on_it(woman: Build) -> None:
    targets = targets_for(woman(), overrides={"energy_kcal": (None, 1800)})
    assert targets.energy_kcal == 1800
    assert targets["energy_kcal"].upper == 1800
    assert targets["added_sugars_g"].upper == 45


def test_a_range_gives_way_where_the_rda_lies_above_it(woman: Build) -> None:
    targets = targets_for(woman(weight_kg=160, energy_kcal=600))
    assert targets["protein_g"].lower == 128
    assert targets["protein_g"].upper is None
    assert "gives way" in targets["protein_g"].note


def test_children_have_reference_targets_too(woman: Build) -> None:
    child = targets_for(woman(age_years=1.5, height_cm=80, weight_kg=11))
    assert child["potassium_mg"].lower == 2000
    assert child["added_sugars_g"].upper == 0


def test_what_the_table_does_not_hold_is_said(woman: Build) -> None:
    notes = " ".join(targets_for(woman()).notes)
    assert "iodine" in notes
    assert "manganese" in notes
    assert "2.7 l" in notes


def test_a_frame_keeps_unknown_bounds_unknown(woman: Build) -> None:
    frame = targets_for(woman()).to_frame()
    assert frame.loc["magnesium_mg", "lower"] == 320
    assert math.isnan(frame.loc["magnesium_mg", "upper"])  # type: ignore[arg-type]
    assert "magnesium_mg" in repr(targets_for(woman()))
    shown = targets_for(woman())._repr_html_()
    assert "<td style='text-align:left'>Magnesium (mg)</td><td style='text-align:right'>320</td>" in shown
    assert "Vitamin D (µg)" in shown
    assert "NaN" not in shown
    assert "RDA / UL" in shown


@pytest.mark.parametrize("life_stage", ["none", "pregnant", "lactating"])
@pytest.mark.parametrize("sex", ["female", "male"])
def test_people_of_a_group_have_the_reference_values_of_their_own_age(sex: str, life_stage: str) -> None:
    """Values are looked up once for a group; each must be what the tables say for the person's very age."""
    for age in (14.0, 18.9, 19.0, 30.9, 31.0, 45.0, 50.9, 51.0, 69.5, 70.9, 71.0, 100.0):
        if life_stage != "none" and (sex == "male" or not 14 <= age < 51):
            continue
        given = Person(sex=sex, age_years=age, height_cm=165, weight_kg=60, life_stage=life_stage)
        found, look = targets_for(given), Reference(given)
        for name in ("magnesium_mg", "potassium_mg", "iron_mg", "calcium_mg", "vitamin_b12_ug", "folate_dfe_ug"):
            own = look.plain(name)
            assert (found[name].lower, found[name].upper) == (own.lower, own.upper)
        says_so = "may become pregnant" in found["folate_dfe_ug"].note
        assert says_so == (sex == "female" and age < 51 and life_stage == "none")


def test_water_is_told_and_not_planned() -> None:
    with pytest.raises(InputError, match="water is told and not planned"):
        targets_for(Person(sex="female", age_years=34, height_cm=168, weight_kg=62), overrides={"water": (3000, None)})
