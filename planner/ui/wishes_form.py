"""The form of wishes: likes, exclusions, must-haves, limits, meals and money."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import streamlit as st

from planner.errors import InputError
from planner.foods.preferences import MEALS, Preferences
from planner.ui import frame, session
from planner.ui.notes import plain
from planner.ui.pool import TaskError
from planner.ui.workers import quick

_SNACKS = {None: "As the energy asks", 0: "None", 1: "One", 2: "Two"}
_WHOLESOME = {
    0.0: "As people eat",
    0.5: "Mostly as people eat",
    1.0: "Between the two",
    1.5: "Mostly wholesome",
    2.0: "As wholesome as can be",
}
_FIELDS = {
    "like": "Like",
    "dislike": "Rather not",
    "exclude": "Never",
    "must": "Must-haves",
    "limits": "Limits in servings",
    "meals": "Meals",
    "pantry": "In the house",
    "budget_usd_per_day": "Budget",
    "rules_off": "Rules that are not to hold",
}
_SPAN = re.compile(
    r"(?P<side>at least|at most) (?P<times>\d+(?:\.\d+)?|once|twice)(?: times| servings)? (?:a|per) (?P<per>day|week)",
    re.I,
)
_SIDES = {"at least": "min", "at most": "max"}
_TIMES = {"once": "1", "twice": "2"}
_OTHERS = "Choose, or type any food and press Enter"


@st.cache_data(max_entries=1, show_spinner=False)
def vocabulary() -> list[str]:
    """Plain names of foods and categories, for the fields to suggest."""
    found: list[str] = quick().ask("vocabulary")
    return found


@st.cache_data(max_entries=1, show_spinner=False)
def rule_names() -> dict[str, str]:
    """Plate rules by name, with their sentences."""
    from planner.model.menu.rules import plate_rules

    return {rule.name: rule.sentence for rule in plate_rules(2200.0, ("omnivore",))}


def form() -> None:
    """The form; on submit the wishes are taken over, or the problems are said and nothing is."""
    wishes = session.profile().preferences
    typed: dict[str, Any] = st.session_state.get("typed-wishes", {})

    def was(name: str, default: Any) -> Any:
        return typed.get(name, default)

    _left()
    with st.form("wishes-form", border=False):
        st.header("Likes and dislikes", anchor=False)
        given: dict[str, Any] = {}
        top = st.columns(3)
        for column, (name, label, tip) in zip(
            top,
            (
                ("like", "Like", "Comes at least once a week."),
                ("dislike", "Rather not", "Only where nothing else meets the targets."),
                ("exclude", "Never", "Not in any dish either."),
            ),
            strict=True,
        ):
            given[name] = column.multiselect(
                label, _options(was(name, [_with_strength(wishes, word) for word in getattr(wishes, name)])),
                default=was(name, [_with_strength(wishes, word) for word in getattr(wishes, name)]),
                accept_new_options=True, select_all=False, placeholder=_OTHERS, help=tip, key=session.key(f"wish-{name}"),
                format_func=called,
            )  # fmt: skip
        st.header("Must-haves and limits", anchor=False)
        rows = st.columns(2)
        given["must"] = rows[0].text_area(
            "Must-haves, one a line", value=was("must", "\n".join(map(str, wishes.must))), height=130, key=session.key("wish-must"),
            placeholder="coffee every morning\nfish twice a week\n2 servings of nuts a day", max_chars=2000,
        )  # fmt: skip
        given["limits"] = rows[1].text_area(
            "Limits in servings, one a line", value=was("limits", "\n".join(map(str, wishes.limits))),
            height=130, key=session.key("wish-limits"), placeholder="cheese at most 3 a week\ncoffee at least 1 a day and at most 2 a day", max_chars=2000,
        )  # fmt: skip
        st.header("Meals and money", anchor=False)
        rest = st.columns(3)
        given["meals"] = rest[0].multiselect(
            "Meals",
            MEALS,
            default=was("meals", list(wishes.meals)),
            format_func=str.capitalize,
            key=session.key("wish-meals"),
        )
        given["snacks"] = rest[0].selectbox(
            "Snacks a day", list(_SNACKS), index=list(_SNACKS).index(was("snacks", wishes.snacks)),
            format_func=_SNACKS.__getitem__, key=session.key("wish-snacks"),
        )  # fmt: skip
        given["pantry"] = rest[2].text_area(
            "In the house, used up first", value=was("pantry", "\n".join(f"{one.food} = {one.grams:g} g" for one in wishes.pantry)),
            height=100, key=session.key("wish-pantry"), placeholder="spinach = 300 g\nwalnuts = 100 g", max_chars=2000,
            help="One a line, in grams as eaten. What is in the house is not on the shopping list.",
        )  # fmt: skip
        given["budget_usd_per_day"] = rest[1].number_input(
            "Budget (US dollars a day)", value=was("budget_usd_per_day", wishes.budget_usd_per_day), step=0.5, format="%.2f",
            placeholder="no limit", help="In US prices of 2017/18; unknown prices count as the median of their kind.",
            key=session.key("wish-budget"),
        )  # fmt: skip
        wholesome = float(was("wholesome", wishes.wholesome))
        given["wholesome"] = rest[1].select_slider(
            "From ordinary to wholesome", sorted({*_WHOLESOME, wholesome}), value=wholesome, key=session.key("wish-wholesome"),
            format_func=lambda one: _WHOLESOME.get(one, f"{one:g} of 2"),
        )  # fmt: skip
        given["cooking_free_breakfasts"] = rest[2].toggle(
            "Breakfasts without cooking",
            value=was("cooking_free_breakfasts", wishes.cooking_free_breakfasts),
            key=session.key("wish-nocook"),
        )
        given["leftovers"] = rest[2].toggle(
            "Dinners come again as lunch", value=was("leftovers", wishes.leftovers), key=session.key("wish-leftovers")
        )
        with st.expander("Rules of the plate", icon=":material/rule:"):
            given["rules_off"] = st.multiselect(
                "Rules that are not to hold", list(rule_names()), default=was("rules_off", list(wishes.rules_off)),
                format_func=lambda name: f"{name}: {rule_names().get(name, '')}", key=session.key("wish-rules"),
            )  # fmt: skip
        problems = st.container()
        sent = st.form_submit_button("Use these wishes", type="primary", key="use-wishes")
    if sent:
        _take(given, problems)


def _take(given: dict[str, Any], problems: Any) -> None:
    one = session.profile()
    fields = {name: getattr(one.preferences, name) for name in ("diet", "allergies", "shares")}
    fields |= given
    lines = {
        name: [line.strip() for line in given[name].splitlines() if line.strip()]
        for name in ("must", "limits", "pantry")
    }
    fields |= {"must": lines["must"], "limits": list(map(limit_from, lines["limits"]))}
    fields["pantry"] = [re.sub(r"\s*=\s*([\d.,]+)\s*g?$", r"=\1", line) for line in lines["pantry"]]
    try:
        wishes = Preferences(**fields)
        quick().ask("offered", one.person, wishes)
    except (InputError, TaskError) as error:
        st.session_state["typed-wishes"] = given
        problems.error(
            "Not taken over yet:\n" + "\n".join(f"- {plain(named(line))}" for line in str(error).splitlines()),
            icon=":material/error:",
        )
        return
    st.session_state.pop("typed-wishes", None)
    session.change(preferences=wishes)
    st.session_state["toast"] = "Wishes taken over."
    st.rerun()


def named(sentence: str) -> str:
    """A sentence of the library with the name of the form's field."""
    sentence = re.sub(r"write FOOD=MIN:MAX.*$", "write it as in “cheese at most 3 a week”", sentence)
    name = re.match(r"[a-z_]+", sentence)
    if name is None or name[0] not in _FIELDS:
        return sentence
    return f"{_FIELDS[name[0]]}: {sentence[name.end() :].lstrip(': ')}"


def _left() -> None:
    """How many foods are left."""
    frame.toast()
    one = session.profile()
    try:
        table, menus, of = quick().ask("offered", one.person, one.preferences)
    except TaskError as error:
        st.error(plain(error.failure.message), icon=":material/error:")
        return
    st.html(
        f"<p class='mp-status' role='status'><b>{menus:,}</b> foods for menus and <b>{table:,}</b> of the table's {of:,} are left "
        "to choose from.</p>"
    )


@st.cache_data(max_entries=256, show_spinner=False)
def _name(code: str) -> str:
    found: dict[str, str] = quick().ask("names", (code,))
    return found.get(code, code)


def called(word: str) -> str:
    """A wish as it is shown: a food code by its name."""
    code, _, strength = word.partition(":")
    return (
        f"{_name(code)}{f' ({strength} times as strongly)' if strength else ''}"
        if code.isdigit() and len(code) == 8
        else word
    )


def _options(chosen: Iterable[str]) -> list[str]:
    known = vocabulary()
    return [*known, *(word for word in chosen if word not in set(known))]


def _with_strength(wishes: Preferences, word: str) -> str:
    strength = wishes.strength(word)
    return word if strength == 1.0 else f"{word}:{strength:g}"


def limit_from(line: str) -> str | dict[str, Any]:
    """``cheese at most 3 a week`` as the library reads limits; its own form, ``cheese=:3/week``, stays as it is."""
    spans = list(_SPAN.finditer(line))
    if "=" in line or not spans:
        return line
    bounds = {
        f"{_SIDES[span['side'].lower()]}_per_{span['per'].lower()}": _TIMES.get(span["times"].lower(), span["times"])
        for span in spans
    }
    return {"food": line[: spans[0].start()].strip(" :,"), **bounds}
