"""The form on body and health. What is wrong is said at the field, in words; nothing that was typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from planner.errors import InputError
from planner.foods.diets import ALLERGENS, DIETS
from planner.foods.preferences import Preferences
from planner.nutrition.person import person_from
from planner.nutrition.reference import table
from planner.nutrition.units import say_height, say_weight
from planner.ui import frame, session

SEXES = ("female", "male")
ACTIVITIES = {
    "inactive": ("Inactive", "Hardly any walking"),
    "low_active": ("Low active", "About an hour of walking a day"),
    "active": ("Active", "An hour of sport, or work on your feet"),
    "very_active": ("Very active", "Hours of hard work or sport"),
}
STAGES = {"none": "Neither", "pregnant": "Pregnant", "lactating": "Breast-feeding"}
ANSWERS = {"open": "Not answered", "none": "None", "some": "Yes, these"}
_FIELDS = {
    "age_years": "Age (years)",
    "height_cm": "Height",
    "weight_kg": "Weight",
    "energy_kcal": "Own energy (kcal a day)",
    "potassium_limit_mg": "Potassium limit (mg a day)",
    "sodium_limit_mg": "Sodium limit (mg a day)",
    "phosphorus_limit_mg": "Phosphorus limit (mg a day)",
    "vitamin_k_usual_ug": "Vitamin K of a usual day (µg)",
    "caffeine_usual_mg": "Caffeine of a usual day (mg)",
    "sweat_l_per_day": "Sweat lost in exercise (litres a day)",
    "gestation_weeks": "Weeks of pregnancy",
    "prepregnancy_weight_kg": "Weight before pregnancy (kg)",
    "lactation_months": "Months of breast-feeding",
    "life_stage": "Pregnant or breast-feeding",
    "conditions": "Conditions you have",
    "medications": "Medicines you take",
    "supplements": "Supplements",
}


def form() -> None:
    """The form; on submit the profile is changed, or the problems are said and nothing is."""
    one = session.profile()
    person, typed = one.person, st.session_state.get("typed", {})

    def was(name: str) -> Any:
        return typed.get(name, getattr(person, name))

    with st.form("profile-form", border=False):
        st.header("You", anchor=False)
        given: dict[str, Any] = {}
        name = st.text_input("Name", value=typed.get("name", "" if one.example else one.name), max_chars=60,
                             placeholder="Whatever you want to be called", key=session.key("profile-name"))  # fmt: skip
        columns = st.columns(3)
        with columns[0]:
            given["sex"] = st.selectbox(
                "Sex", SEXES, index=SEXES.index(was("sex")), format_func=str.capitalize, key=session.key("sex")
            )
            given["age_years"] = _number("age_years", was("age_years"), step=1.0)
        with columns[1]:
            given["height_cm"] = st.text_input(
                "Height",
                value=_said("height_cm", was("height_cm")),
                placeholder="168 cm, or 5 ft 6 in",
                key=session.key("height_cm"),
            )
            given["weight_kg"] = st.text_input(
                "Weight",
                value=_said("weight_kg", was("weight_kg")),
                placeholder="62 kg, or 137 lb",
                key=session.key("weight_kg"),
            )
        with columns[2]:
            stages = list(STAGES)
            given["life_stage"] = st.selectbox(
                "Pregnant or breast-feeding", stages, index=stages.index(was("life_stage")), format_func=STAGES.__getitem__,
                key=session.key("life_stage"),
            )  # fmt: skip
        levels = list(ACTIVITIES)
        given["activity"] = st.radio(
            "Activity", levels, index=levels.index(was("activity")), format_func=lambda one: ACTIVITIES[one][0], horizontal=True,
            captions=[says for _, says in ACTIVITIES.values()], key=session.key("activity"),
        )  # fmt: skip
        with st.expander("More, where it applies", icon=":material/tune:"):
            given |= _more(was)
        st.header("Health", anchor=False)
        st.html(
            "<p class='mp-lead'>High-potassium food can be dangerous with some conditions and medicines. While these two "
            "questions are open, potassium stays close to the adequate intake.</p>"
        )
        given["conditions"] = _question("conditions", "Conditions you have", "condition", was("conditions"))
        given["medications"] = _question("medications", "Medicines you take", "medicine", was("medications"))
        with st.expander("Limits from a clinician, and what must stay as usual", icon=":material/clinical_notes:"):
            given |= _limits(was)
        st.header("What you eat", anchor=False)
        eaten = st.columns(2)
        diet = eaten[0].multiselect(
            "Diet",
            DIETS,
            default=list(one.preferences.diet),
            format_func=_words,
            key=session.key("diet"),
            help="Several hold together.",
        )
        allergies = eaten[1].multiselect(
            "Allergies", ALLERGENS, default=list(one.preferences.allergies), format_func=_words, key=session.key("allergies"),
            help="Foods not known to be free of it are left out. A plan is still not allergy-safe: read the labels.",
        )  # fmt: skip
        problems = st.container()
        with st.container(horizontal=True, key="profile-sends"):
            plan = st.form_submit_button("Use it and make a plan", type="primary", key="use-and-plan")
            sent = st.form_submit_button("Use this profile", key="use-profile")
    if (sent or plan) and _take(name, given, diet, allergies, problems):
        if plan:
            session.make_plan()
            frame.go("plan")
        st.rerun()


def _more(was: Callable[[str], Any]) -> dict[str, Any]:
    """Energy, smoking, pregnancy, sport, supplements."""
    left, right = st.columns(2)
    with left:
        given = {"energy_kcal": _number("energy_kcal", was("energy_kcal"), step=50.0)}
        smoker = st.selectbox("Smoker", ["not said", "no", "yes"], key=session.key("smoker"),
                              index={None: 0, False: 1, True: 2}[was("smoker")])  # fmt: skip
        given["smoker"] = {"not said": None, "no": False, "yes": True}[smoker]
        given["sweat_l_per_day"] = _number("sweat_l_per_day", was("sweat_l_per_day"), step=0.25)
    with right:
        for name, step in (("gestation_weeks", 1.0), ("prepregnancy_weight_kg", 0.5), ("lactation_months", 1.0)):
            given[name] = _number(name, was(name), step=step)
    taken = list(was("supplements") or ())
    listed = st.multiselect(
        "Supplements you take already, with amounts", taken, default=taken, accept_new_options=True, select_all=False,
        placeholder="Such as magnesium 300 mg; press Enter after each", key=session.key("supplements"),
        help="They are checked apart from food, and never advised.",
    )  # fmt: skip
    return given | {"supplements": tuple(listed) or None}


def _limits(was: Callable[[str], Any]) -> dict[str, Any]:
    """Hard limits, and usual amounts for medicines with which they must not change."""
    left, right = st.columns(2)
    given: dict[str, Any] = {}
    with left:
        for name, step in (("potassium_limit_mg", 100.0), ("sodium_limit_mg", 100.0), ("phosphorus_limit_mg", 50.0)):
            given[name] = _number(name, was(name), step=step)
    with right:
        for name, step in (("vitamin_k_usual_ug", 10.0), ("caffeine_usual_mg", 50.0)):
            given[name] = _number(name, was(name), step=step)
    return given


def _take(name: str, given: Mapping[str, Any], diet: Sequence[str], allergies: Sequence[str], problems: Any) -> bool:
    """Take what was typed over into the profile; whether it could be."""
    one = session.profile()
    try:
        for question in ("conditions", "medications"):
            if given[question] == ("?",):
                raise InputError(
                    f"{question}: you chose 'Yes, these', but none is listed: list them, or choose another answer"
                )
        person = person_from({**given, **_measured(given)})
        wishes = Preferences(**{**one.preferences.model_dump(), "diet": diet or ["omnivore"], "allergies": allergies})
    except InputError as error:
        st.session_state["typed"] = {**given, "name": name}
        problems.error(
            "Not taken over yet:\n" + "\n".join(f"- {plain(line)}" for line in str(error).splitlines()),
            icon=":material/error:",
        )
        return False
    st.session_state.pop("typed", None)
    session.change(
        name=name.strip() or ("You" if one.example else one.name), person=person, preferences=wishes, example=False
    )
    st.session_state["toast"] = "Profile taken over."
    return True


def plain(sentence: str) -> str:
    """A sentence of the library with the names of the form's fields."""
    for name, label in _FIELDS.items():
        if sentence.startswith((f"{name} ", f"{name}: ")):
            sentence = f"{label}: {sentence.removeprefix(name).lstrip(': ')}"
            break
    sentence = re.sub(r"\blife_stage (\w+)", r"“Pregnant or breast-feeding” to say \1", sentence)
    return re.sub(r"\b(" + "|".join(_FIELDS) + r")\b", lambda found: f"“{_FIELDS[found[1]]}”", sentence)


def _said(name: str, value: float | str) -> str:
    """A measure in the units chosen; what somebody typed stays as it was."""
    if isinstance(value, str):
        return value
    return say_height(value, session.units()) if name == "height_cm" else say_weight(value, session.units())


def _measured(given: Mapping[str, Any]) -> dict[str, float | str]:
    """Height and weight as they were typed; untouched ones without rounding on the way through feet and pounds."""
    person = session.profile().person
    return {
        name: getattr(person, name) if given[name] == _said(name, getattr(person, name)) else given[name]
        for name in ("height_cm", "weight_kg")
    }


def _number(name: str, value: float | None, step: float) -> float | None:
    """A number field without bounds of its own, so that what is out of range is said in words and not silently cut."""
    found: float | None = st.number_input(
        _FIELDS[name], value=None if value is None else float(value), step=step, format="%g", key=session.key(name)
    )
    return found


def _question(name: str, label: str, kind: str, before: Sequence[str] | None) -> tuple[str, ...] | None:
    """One health question: not answered, none, or some out of a list and in free text."""
    known = sorted({row["name"] for row in table("safety_terms") if row["kind"] == kind})
    some = [word for word in before or () if word.lower() != "none" and word != "?"]
    state = "open" if before is None else "some" if some or "?" in before else "none"
    answer = st.radio(label, list(ANSWERS), index=list(ANSWERS).index(state), format_func=ANSWERS.__getitem__, horizontal=True,
                      key=session.key(f"{name}-answer"))  # fmt: skip
    listed = st.multiselect(
        f"If yes: which {'conditions' if kind == 'condition' else 'medicines'}",
        [*known, *(word for word in some if word not in known)],
        default=some,
        accept_new_options=True,
        select_all=False,
        placeholder="Choose, or type your own and press Enter",
        key=session.key(f"{name}-list"),
    )
    if listed:
        return tuple(listed)
    return {"open": None, "none": ("none",), "some": ("?",)}[answer]


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()
