"""What I ate: a list gives the gaps, unsure lines ask, what is not found is never zero; and where a nutrient comes from."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from planner import Person, Preferences, log_day
from planner.ui.session import Profile
from planner.ui.workers import quick
from tests.ui.conftest import Visit, button, text

HEALTHY = Person(
    sex="male", age_years=35, height_cm=180, weight_kg=80, activity="active", conditions="none", medications="none"
)
ANN = Profile("Ann", HEALTHY)


def entered(visit: Visit, said: str, profile: Profile = ANN) -> AppTest:
    at = visit("ate", profile=profile)
    at.text_area(key="ate-text-0").set_value(said)
    button(at, "ate-add").click().run()
    assert not at.exception
    return at


def test_a_list_gives_the_gaps_that_the_library_gives(visit: Visit) -> None:
    said = "2 cups coffee, 1 banana, 150 g salmon"
    shown = text(entered(visit, said))
    log = log_day(HEALTHY, said)
    for name in ("Magnesium", "Potassium"):
        assert next(one for one in log.sentences if one.startswith(name)) in shown
    assert "mg to go" in shown
    assert "data-nutrient='calcium_mg'" in shown
    assert "Fish, salmon, baked or broiled" in shown


def test_own_targets_and_preset_count(visit: Visit) -> None:
    shown = text(entered(visit, "1 banana", replace(ANN, targets={"magnesium_mg": (555.0, None)})))
    assert "of 555:" in shown
    boost = replace(ANN, preset="mg_k_boost")
    low = log_day(HEALTHY, "1 banana", preset="mg_k_boost").nutrients.set_index("nutrient").loc["potassium_mg", "lower"]
    assert f"of {low:,.0f}:" in text(entered(visit, "1 banana", boost))


def test_an_unsure_line_asks_and_the_choice_counts(visit: Visit) -> None:
    at = entered(visit, "1 cup milk, 1 banana")
    (which,) = [one for one in at.selectbox if one.key.startswith("ate-which")]
    assert "Milk, whole" in which.options
    which.set_value("11113000").run()  # fat free
    assert not at.exception
    shown = text(at)
    assert "<b>Milk, fat free (skim)</b>" in shown
    assert "<b>Milk, whole</b>" not in shown
    assert "1 cup milk" in shown


def test_an_unknown_word_names_the_nearest_and_is_never_zero(visit: Visit) -> None:
    shown = text(entered(visit, "1 banana, bannanarama"))
    assert "Not found, so not counted." in shown
    assert "Did you mean banana" in shown
    assert "Magnesium: at least" in shown
    assert "1 of 2 foods report it" in shown


def test_an_impossible_amount_is_said_and_what_was_typed_stays(visit: Visit) -> None:
    at = entered(visit, "90 kg salmon")
    assert "is no portion" in at.error[0].value
    assert at.text_area(key="ate-text-0").value == "90 kg salmon"
    assert "ate" not in at.session_state
    at = entered(visit, " , ")
    assert "Nothing was said to be eaten" in at.error[0].value


def test_a_refused_person_is_told_whom_to_ask_and_sees_no_bars(visit: Visit) -> None:
    ill = HEALTHY.model_copy(update={"conditions": ("chronic kidney disease stage 4",)})
    shown = text(entered(visit, "1 banana", Profile("Ann", ill)))
    assert "kidney team" in shown
    assert "This is no diagnosis" in shown
    assert "data-nutrient" not in shown


def test_open_health_questions_hold_potassium_here_too(visit: Visit) -> None:
    unasked = HEALTHY.model_copy(update={"conditions": None, "medications": None})
    assert "Health questions are open" in text(entered(visit, "1 banana", Profile("Ann", unasked)))


def test_a_food_is_found_and_added_in_a_portion(visit: Visit) -> None:
    at = visit("ate", profile=ANN)
    at.text_input(key="ate-word").set_value("brocoli").run()
    code = at.radio(key="ate-food").value
    unit, grams = quick().ask("portions", code)[0]
    assert at.selectbox(key=f"ate-unit-{code}").value == unit
    at.number_input(key="ate-count-False").set_value(2.0)
    button(at, "ate-take").click().run()
    assert at.session_state["ate"] == ((code, 2 * grams),)
    assert f"{2 * grams:,.0f} g" in text(at)


def test_a_line_is_removed_and_the_day_begun_anew(visit: Visit) -> None:
    at = entered(visit, "1 banana, 1 apple")
    button(at, "ate-remove-0").click().run()
    assert at.session_state["ate"] == ("1 apple",)
    button(at, "ate-clear").click().run()
    assert at.session_state["ate"] == ()
    assert "What it brings" not in text(at)


@pytest.mark.parametrize("per", ["kcal", "usd", "portion"])
def test_best_sources_hold_what_is_never_to_come(visit: Visit, per: str) -> None:
    def table(wishes: Preferences) -> str:
        at = visit("foods", profile=replace(ANN, preferences=wishes))
        at.segmented_control(key="sources-per").set_value(per).run()
        assert not at.exception
        return next(one.proto.body for one in at.get("html") if "Best sources of Magnesium" in one.proto.body)

    assert "pinach" in table(Preferences()) or "seed" in table(Preferences())
    without = table(Preferences(exclude=("spinach", "seeds"), diet="vegan"))
    assert "pinach" not in without
    assert "eeds" not in without
    assert "almon" not in without


def test_best_sources_of_another_nutrient_and_none_for_a_refused_person(visit: Visit) -> None:
    at = visit("foods", profile=ANN)
    at.selectbox(key="sources-nutrient").set_value("potassium_mg").run()
    assert "Best sources of Potassium" in text(at)
    ill = HEALTHY.model_copy(update={"conditions": ("chronic kidney disease stage 4",)})
    at = visit("foods", profile=Profile("Ann", ill))
    assert "kidney" in at.warning[0].value
    assert "Best sources of Magnesium" not in text(at)
