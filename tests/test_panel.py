"""The panel is as broad as the promise that is measured on it."""

from __future__ import annotations

from collections import Counter

from benchmarks.panel import panel, some
from planner.foods.diets import DIETS
from planner.nutrition.screening import screen
from planner.nutrition.targets import targets_for


def test_at_least_sixty_people_each_with_a_name_of_their_own() -> None:
    labels = [member.label for member in panel()]
    assert len(labels) >= 60
    assert len(set(labels)) == len(labels)


def test_both_sexes_and_all_ages_from_fourteen_to_eighty() -> None:
    sexes = Counter(member.person.sex for member in panel())
    assert min(sexes.values()) >= 25
    ages = sorted(member.person.age_years for member in panel())
    assert (ages[0], ages[-1]) == (14, 80)
    for low, below in ((14, 19), (19, 31), (31, 51), (51, 71), (71, 81)):
        assert sum(low <= age < below for age in ages) >= 5


def test_four_activity_levels() -> None:
    levels = Counter(member.person.activity for member in panel())
    assert set(levels) == {"inactive", "low_active", "active", "very_active"}
    assert min(levels.values()) >= 5


def test_pregnant_and_lactating() -> None:
    stages = Counter(member.person.life_stage for member in panel())
    assert stages["pregnant"] >= 3
    assert stages["lactating"] >= 3


def test_every_diet_and_some_together() -> None:
    diets = Counter(name for member in panel() for name in member.preferences.diet)
    assert set(diets) == set(DIETS)
    assert min(diets.values()) >= 5
    assert sum(len(member.preferences.diet) > 1 for member in panel()) >= 4


def test_allergies_and_exclusions_are_among_them() -> None:
    assert sum(bool(member.preferences.allergies) for member in panel()) >= 4
    assert sum(bool(member.preferences.exclude) for member in panel()) >= 3


def test_energy_runs_from_fifteen_hundred_to_thirty_six_hundred() -> None:
    energies = sorted(member.kcal for member in panel())
    assert 1490 <= energies[0] <= 1510
    assert 3590 <= energies[-1] <= 3610
    assert all(member.person.energy_kcal is None for member in panel())  # from the equations, not set


def test_bodies_are_ordinary() -> None:
    assert all(18 <= member.person.bmi <= 33 for member in panel())


def test_nobody_is_refused_a_plan_and_nobody_left_a_question_open() -> None:
    for member in panel():
        found = screen(member.person, targets_for(member.person, diet=member.preferences.diet))
        assert not found.refused, member.label
        assert member.person.conditions == member.person.medications == ("none",)


def test_a_part_of_the_panel_is_always_the_same_and_mixed() -> None:
    assert some(8) == some(12)[:8]
    assert len({member.label for member in some(10**6)}) == len(panel())
    assert {member.person.sex for member in some(8)} == {"male", "female"}
    assert len({member.preferences.diet for member in some(8)}) > 1
