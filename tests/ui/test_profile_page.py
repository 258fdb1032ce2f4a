"""Profile and targets: what is wrong is said in words and nothing typed is lost; the health questions decide."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner import Person
from planner.errors import InputError
from planner.ui.person_file import profile_from
from planner.ui.profile_form import _FIELDS as FIELDS
from planner.ui.profile_form import plain
from planner.ui.session import example
from tests.ui.conftest import Visit, button, text

FILE = b"""
[person]
sex = "male"
age_years = 45
height = "5 ft 11 in"
weight_kg = 82
conditions = "none"

[preferences]
diet = "vegetarian"

[targets]
magnesium_mg_min = 450
"""


def test_the_example_is_visibly_one_and_its_health_questions_are_open(visit: Visit) -> None:
    at = visit("profile")
    assert "example, not you" in text(at)
    assert [at.radio(key=f"{question}-answer").value for question in ("conditions", "medications")] == ["open", "open"]


def test_own_numbers_make_an_own_profile(visit: Visit) -> None:
    at = visit("profile")
    at.text_input(key="profile-name").set_value("Zoë <b>")
    at.text_input(key="height_cm").set_value("5 ft 6 in")
    at.text_input(key="weight_kg").set_value("137 lb")
    at.radio(key="conditions-answer").set_value("none")
    at.radio(key="medications-answer").set_value("none")
    button(at, "use-profile").click().run()
    one = at.session_state["profile"]
    assert (one.name, one.example) == ("Zoë <b>", False)
    assert one.person.height_cm == pytest.approx(167.64)
    assert one.person.weight_kg == pytest.approx(62.14, abs=0.01)
    assert one.person.conditions == one.person.medications == ("none",)
    assert "Zoë &lt;b&gt;" in text(at)  # shown as written, never as markup


def test_limits_of_a_clinician_and_usual_amounts_are_taken_over(visit: Visit) -> None:
    at = visit("profile")
    for field, value in (("sodium_limit_mg", 1800.0), ("phosphorus_limit_mg", 900.0), ("vitamin_k_usual_ug", 150.0)):
        at.number_input(key=field).set_value(value)
    at.number_input(key="sweat_l_per_day").set_value(1.5)
    button(at, "use-profile").click().run()
    person = at.session_state["profile"].person
    assert (person.sodium_limit_mg, person.phosphorus_limit_mg) == (1800, 900)
    assert (person.vitamin_k_usual_ug, person.sweat_l_per_day) == (150, 1.5)


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("height_cm", "5 ft 16 in", "inches"),
        ("height_cm", "", "height"),
        ("weight_kg", "a lot", "cannot be read"),
        ("weight_kg", "3 kg", "below"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(visit: Visit, field: str, given: str, said: str) -> None:
    at = visit("profile")
    at.text_input(key=field).set_value(given)
    button(at, "use-profile").click().run()
    assert not at.exception
    assert said in at.error[0].value.lower()
    assert at.text_input(key=field).value == given
    assert at.session_state["profile"].example


def test_numbers_out_of_range_are_said_with_the_name_of_the_field(visit: Visit) -> None:
    at = visit("profile")
    at.number_input(key="age_years").set_value(300)
    button(at, "use-profile").click().run()
    assert "Age (years): 300 is above 120" in at.error[0].value


def test_every_number_out_of_range_is_said_at_once_with_the_name_of_its_field_and_stays(visit: Visit) -> None:
    out = {
        "age_years": 300.0, "energy_kcal": 100_000.0, "potassium_limit_mg": -1.0, "sodium_limit_mg": -5.0,
        "phosphorus_limit_mg": 9e9, "vitamin_k_usual_ug": -1.0, "caffeine_usual_mg": 99_999.0, "sweat_l_per_day": 99.0,
        "gestation_weeks": 60.0, "prepregnancy_weight_kg": 3.0, "lactation_months": 99.0,
    }  # fmt: skip
    at = visit("profile")
    assert {one.key for one in at.number_input} == set(out)  # no field is left out of this test
    for name, value in out.items():
        at.number_input(key=name).set_value(value)
    at.text_input(key="height_cm").set_value("9 m")
    at.text_input(key="weight_kg").set_value("3 kg")
    button(at, "use-and-plan").click().run()
    assert not at.exception
    said = at.error[0].value
    for name in (*out, "height_cm", "weight_kg"):
        assert f"- {FIELDS[name]}: " in said, name
        assert name not in said
    assert {name: at.number_input(key=name).value for name in out} == out
    assert at.session_state["profile"] == example()
    assert "running" not in at.session_state  # no plan is made from it


def test_yes_without_a_list_is_no_answer(visit: Visit) -> None:
    at = visit("profile")
    at.radio(key="conditions-answer").set_value("some")
    button(at, "use-profile").click().run()
    assert "none is listed" in at.error[0].value


def test_the_boost_needs_answers(visit: Visit) -> None:
    at = visit("profile")
    at.selectbox(key="preset").set_value("mg_k_boost").run()
    assert "health questions answered" in at.warning[0].value
    button(at, "preset-back").click().run()
    assert at.session_state["profile"].preset == "reference"


def test_an_own_minimum_above_what_the_health_answers_allow_is_said_on_both_pages(visit: Visit) -> None:
    over = replace(example(), targets={"potassium_mg": (4000.0, None)})
    for page in ("profile", "plan"):
        at = visit(page, profile=over)
        said = [one.value for one in (*at.error, *at.warning)]
        assert len(said) == 1, page
        assert "Potassium: your minimum of 4000 is above 2990 a day, which safety sets as the most." in said[0]
        assert "Answer them on the profile page" in said[0]
        assert "--condition" not in said[0]


def test_targets_are_shown_with_their_source(visit: Visit) -> None:
    at = visit("profile")
    table = at.dataframe[0].value if at.dataframe else at.get("arrow_data_frame")[0].value
    row = table[table["Nutrient"].str.startswith("Magnesium")].iloc[0]
    assert row["At least"] == 320
    assert row["Source"] == "At least the recommended intake (RDA)"


def test_a_field_is_called_as_on_the_page() -> None:
    assert plain("age_years 300 is above 120: plans are for 1 to 120 years") == (
        "Age (years): 300 is above 120: plans are for 1 to 120 years"
    )


def test_a_clash_of_two_fields_names_both_as_on_the_page() -> None:
    assert plain("gestation_weeks needs life_stage pregnant: add it, or leave gestation_weeks out") == (
        "Weeks of pregnancy: needs “Pregnant or breast-feeding” to say pregnant: add it, or leave “Weeks of pregnancy” out"
    )


def test_a_person_file_becomes_a_profile() -> None:
    one = profile_from(FILE, "Bob.toml")
    assert one.name == "Bob"
    assert one.person.height_cm == pytest.approx(180.34)
    assert one.preferences.diet == ("vegetarian",)
    assert one.targets == {"magnesium_mg": (450.0, None)}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 \xff\xfe", "is not text"),
        (b"sex = ", "is not TOML"),
        (b"[person]\nsexx = 'male'", "did you mean 'sex'"),
        (FILE.replace(b"mg_min", b"mg"), "unknown key"),
        (b"[person]\nsex = 'male'", "age_years is missing"),
    ],
)
def test_a_file_that_is_none_is_said(content: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        profile_from(content, "odd.toml")


def test_every_field_of_a_person_can_be_given(visit: Visit) -> None:
    at = visit("profile")
    named = {
        one.key for kind in ("number_input", "text_input", "selectbox", "multiselect", "radio") for one in at.get(kind)
    }
    named |= {key.removesuffix("-list") for key in named if key}
    assert set(Person.model_fields) <= named
