"""No plan: the clash in words with buttons that change the wish, a refusal with what to do, or a fault."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import streamlit as st

from planner.foods.preferences import Preferences
from planner.plan.words import label, number, unit
from planner.ui import frame, session
from planner.ui.asked import Failure
from planner.ui.food_dialog import sentence
from planner.ui.notes import plain

_BOUND = re.compile(r"^(?P<name>.+) (?P<side><=|>=) (?P<value>[-+.0-9e]+)$")
_COST = "price_usd"
_SAFETY = "which safety sets"


def page() -> None:
    """What the last question came to."""
    failure = session.failure()
    if failure is None:
        return
    {"infeasible": _clash, "refused": _refused, "input": _input}.get(failure.kind, _fault)(failure)
    if session.shown() is not None:
        st.button(
            "Back to the plan before", key="back-to-plan", on_click=session.forget_failure, icon=":material/undo:"
        )


def _clash(failure: Failure) -> None:
    st.header("These wishes do not fit together", anchor=False)
    if len(failure.conflict) > 1 and _SAFETY not in failure.message:
        said = "\n".join(f"- {plain(bound_words(one))}" for one in failure.conflict)
        st.error(f"No day of the foods you may eat has all of this at once:\n{said}", icon=":material/call_split:")
    else:
        st.error(plain(app_words(failure.message)), icon=":material/call_split:")
    if failure.repair:
        st.subheader("The smallest changes that would do", anchor=False)
        for n, change in enumerate(failure.repair):
            st.button(
                f"{repair_words(change)}, and plan again",
                key=f"repair-{n}",
                icon=":material/build:",
                on_click=mend,
                args=(change,),
            )
    _ways()


def _refused(failure: Failure) -> None:
    st.header("No plan was made, for your safety", anchor=False)
    refused(failure)


def refused(failure: Failure) -> None:
    """Why, whom to ask, and the way to the health questions."""
    with st.container(border=True, key="refused"):
        for reason in failure.reasons or (failure.message,):
            st.error(plain(app_words(reason)), icon=":material/health_and_safety:")
        st.markdown(
            "This is no diagnosis. It means that the right amounts are for somebody who knows you to set: ask your doctor, or a "
            "registered dietitian. If they gave you a limit for potassium, enter it under Health, and a plan under it is possible."
        )
        frame.link("profile", "Go to the health questions", ":material/arrow_forward:")


def _input(failure: Failure) -> None:
    st.header("Something in the wishes cannot be used", anchor=False)
    for line in failure.message.splitlines():
        st.error(plain(sentence(app_words(line))), icon=":material/error:")
    for n, wish in enumerate(one for one in session.profile().preferences.must if repr(str(one)) in failure.message):
        st.button(f"Leave out “{wish}” and plan again", key=f"leave-{n}", on_click=_leave_out, args=(str(wish),))
    _ways()


def _fault(failure: Failure) -> None:
    st.header("No plan this time", anchor=False)
    st.error(plain(sentence(failure.message)), icon=":material/error:")
    st.markdown("Nothing you entered or saved is lost.")
    st.button("Try again", key="again", type="primary", on_click=session.make_plan)


def _ways() -> None:
    with st.container(horizontal=True, key="ways"):
        frame.link("profile", "Change targets", ":material/tune:")
        frame.link("foods", "Change wishes and foods", ":material/grocery:")


def app_words(text: str) -> str:
    """A sentence of the library without the words of the command line."""
    text = re.sub(r" If there are none, say so: .*$", " Answer them on the profile page.", text, flags=re.S)
    text = text.replace(" (potassium_limit_mg)", "")
    return re.sub(r"^([a-z][a-z0-9_]*_(?:mg|g|ug|kcal)): ", lambda m: f"{label(m[1])}: ", text)


def bound_words(bound: str) -> str:
    """``Potassium at least 20,000 mg``."""
    found = _BOUND.match(bound)
    if found is None:
        return bound
    name, value = found["name"], float(found["value"])
    side = "at least" if found["side"] == ">=" else "at most"
    if name == _COST:
        return f"Cost {side} {value:.2f} USD a day"
    if name.startswith(("must ", "limit ")):
        return f"“{name.split(' ', 1)[1]}”"
    return f"{label(name)} {side} {number(name, value)} {unit(name)}".strip()


def repair_words(change: Mapping[str, Any]) -> str:
    """``Ask for at least 11,797 mg potassium instead of 20,000``."""
    found = _BOUND.match(str(change["bound"]))
    if found is None:
        return f"Change {change['bound']} to {change['to']}"
    name, lower = found["name"], found["side"] == ">="
    if name == _COST:
        return f"Allow {float(change['to']):.2f} USD a day instead of {float(change['from']):.2f}"
    if name.startswith("must "):
        return f"Leave out “{name.removeprefix('must ')}”"
    if name.startswith("limit "):
        return f"Lift the limit “{name.removeprefix('limit ')}”"
    before, after = (number(name, float(change[key]), "down" if lower else "up") for key in ("from", "to"))
    return f"{label(name)}: at {'least' if lower else 'most'} {after} {unit(name)} instead of {before}".replace(
        "  ", " "
    )


def mend(change: Mapping[str, Any]) -> None:
    """Apply one repair to the profile and plan again."""
    found = _BOUND.match(str(change["bound"]))
    if found is None:
        return
    one, name, to = session.profile(), found["name"], float(change["to"])
    wishes = one.preferences
    if name == _COST:
        session.change(preferences=wishes.model_copy(update={"budget_usd_per_day": to}))
    elif name.startswith("must "):
        session.change(preferences=_without(wishes, must=name.removeprefix("must ")))
    elif name.startswith("limit "):
        session.change(preferences=_without(wishes, limit=name.removeprefix("limit ")))
    else:
        low, high = one.targets.get(name, (None, None))
        step = 10.0 ** -_places(name)
        bounds = (_down(to, step), high) if found["side"] == ">=" else (low, -_down(-to, step))
        changes: dict[str, Any] = {"targets": {**one.targets, name: bounds}}
        if name == "energy_kcal" and one.person.energy_kcal is not None:
            changes["person"] = replace_energy(one, to)
        session.change(**changes)
    session.make_plan()


def replace_energy(one: session.Profile, kcal: float) -> Any:
    """The person with another energy of their own."""
    return one.person.model_copy(update={"energy_kcal": kcal})


def _down(value: float, step: float) -> float:
    return float(int(value / step // 1)) * step


def _places(name: str) -> int:
    from planner.plan.words import places

    return places(name)


def _without(wishes: Preferences, must: str = "", limit: str = "") -> Preferences:
    return wishes.model_copy(
        update={
            "must": tuple(one for one in wishes.must if str(one) != must),
            "limits": tuple(
                one for one in wishes.limits if limit not in (str(one), one.said() if hasattr(one, "said") else "")
            ),
        }
    )


def _leave_out(wish: str) -> None:
    session.change(preferences=_without(session.profile().preferences, must=wish))
    session.make_plan()
