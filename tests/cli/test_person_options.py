"""Reading a person from flags and from a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.cli.person_options import parse_target_option, read_person
from planner.errors import InputError, UnknownNameError

PERSON = '[person]\nsex = "male"\nage_years = 40\nheight_cm = 180\nweight_kg = 80\n'


def written(folder: Path, text: str) -> Path:
    file = folder / "me.toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("magnesium_mg=400:", ("magnesium_mg", (400.0, None))),
        ("sodium_mg=:2000", ("sodium_mg", (None, 2000.0))),
        ("K = 3000 : 4000", ("potassium_mg", (3000.0, 4000.0))),
        ("saturated fat=:inf", ("saturated_fat_g", (None, float("inf")))),
    ],
)
def test_own_targets_are_written_name_min_max(text: str, wanted: tuple[str, tuple[float | None, float | None]]) -> None:
    assert parse_target_option(text) == wanted


@pytest.mark.parametrize("text", ["magnesium_mg", "magnesium_mg=400", "magnesium_mg=:", "=1:2", "400:500"])
def test_a_target_without_a_side_is_no_target(text: str) -> None:
    with pytest.raises(InputError, match="write NAME=MIN:MAX"):
        parse_target_option(text)


def test_an_unknown_nutrient_in_a_target() -> None:
    with pytest.raises(UnknownNameError):
        parse_target_option("unobtainium=1:")


def test_flags_win_over_the_file(tmp_path: Path) -> None:
    file = written(
        tmp_path, PERSON + 'conditions = "asthma"\n[preferences]\nlike = ["banana"]\n[targets]\nmagnesium_min = 450\n'
    )
    request = read_person(file, age=50, condition=["none"], target=["magnesium_mg=500:"])
    assert request.person.age_years == 50
    assert request.person.conditions == ("none",)
    assert request.preferences == {"like": ["banana"]}
    assert request.overrides == {"magnesium_mg": (500.0, None)}


def test_without_a_file_the_flags_are_enough() -> None:
    person, preferences, overrides = read_person(sex="female", age=34, height=168, weight=62)
    assert person.sex == "female"
    assert person.conditions is None
    assert not preferences
    assert not overrides


def test_both_sides_of_a_target_come_together(tmp_path: Path) -> None:
    file = written(tmp_path, PERSON + "[targets]\nsodium_mg_min = 1200\nsodium_mg_max = 2000\n")
    assert read_person(file).overrides == {"sodium_mg": (1200.0, 2000.0)}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (PERSON + "wieght = 3\n", "me.toml: unknown key 'wieght' in [person]: did you mean 'weight_kg'?"),
        ('name = "Ann"\n' + PERSON, "me.toml: unknown key 'name': keys stand in [person], [preferences] or [targets]"),
        (PERSON + "[plan]\ndays = 3\n", "me.toml: unknown key 'plan'"),
        (PERSON + "[targets]\nmagnesium_mg = 400\n", "me.toml: unknown key 'magnesium_mg' in [targets]"),
        (PERSON + '[targets]\nmagnesium_mg_min = "much"\n', "me.toml: magnesium_mg_min in [targets] is 'much'"),
        ("[person\n", "me.toml: is not TOML"),
        ("[person]\nage_years = 40\n", "missing --sex, --height, --weight"),
    ],
)
def test_a_wrong_file_is_told_by_name_and_key(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(InputError) as error:
        read_person(written(tmp_path, text))
    assert sentence in str(error.value)


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_person(tmp_path / "nobody.toml")
    with pytest.raises(InputError, match="cannot be read"):
        read_person(tmp_path)
    binary = tmp_path / "picture.toml"
    binary.write_bytes(b"\x89PNG\xff\xfe\x00")
    with pytest.raises(InputError, match="is not text"):
        read_person(binary)


def test_a_file_may_give_feet_and_pounds(tmp_path: Path) -> None:
    file = tmp_path / "me.toml"
    file.write_text(
        '[person]\nsex = "male"\nage_years = 40\nheight = "5 ft 11 in"\nweight = "176 lb"\n', encoding="utf-8"
    )
    person = read_person(file).person
    assert (round(person.height_cm, 2), round(person.weight_kg, 2)) == (180.34, 79.83)
