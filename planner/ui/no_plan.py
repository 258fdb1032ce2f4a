"""No plan: the clash in words with buttons that change the wish, a refusal with what to do, or a fault."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

import streamlit as st

from planner.errors import Claim, Repair
from planner.plan.words import label
from planner.ui import frame, session
from planner.ui.asked import Failure
from planner.ui.food_dialog import sentence
from planner.ui.notes import plain

_SAFETY = "which safety sets"
MOST_BUTTONS = 5
_NOT_RULED_OUT = "The smallest changes that are not ruled out"
_AS_FAR = (
    "With less no plan can be; that is proved. Whole servings may need more: then the change goes on to where a plan was "
    "found, and you are told how far."
)


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
    first, *more = failure.conflicts or ((),)
    if len(first) > 1 and _SAFETY not in failure.message:
        st.error(f"No day of food has all of this at once:\n{_bullets(first)}", icon=":material/call_split:")
    else:
        st.error(plain(app_words(failure.message)), icon=":material/call_split:")
    if any(claim.safety for claim in first):
        st.caption("What keeps you safe stays as it is; only wishes can move.")
    if failure.repairs:
        st.subheader(_NOT_RULED_OUT if failure.at_least else "The smallest changes that would do", anchor=False)
        if failure.at_least:
            st.caption(_AS_FAR)
        for n, repair in enumerate(failure.repairs[:MOST_BUTTONS]):
            st.button(
                f"{_capital(repair.said)}, and plan again",
                key=f"repair-{n}",
                icon=":material/build:",
                on_click=mended,
                args=(repair,),
            )
    if more:
        with st.expander("What else does not fit together"):
            for members in more:
                st.markdown(_bullets(members))
    _ways()


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]


def _bullets(members: Sequence[Claim]) -> str:
    return "\n".join(f"- {plain(_capital(claim.said))}" for claim in members) + "\n"


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


def mended(repair: Repair) -> None:
    """Make the changes of a repair, and plan again: with whole servings, and a step further where that is too little.

    Where locks are part of the clash, the rest of the plan on show is planned again; else all of it.
    """
    failure, shown = session.failure(), session.shown()
    members = () if failure is None else chain.from_iterable(failure.conflicts)
    held = shown is not None and any(one.bound.startswith("lock ") for one in members)
    asked = shown.ask if held and shown is not None else session.ask()
    session.start(
        "Planning with the change, in whole servings", "repaired", asked, repair,
        shown.made.blob if held and shown is not None else None, asked=asked,
    )  # fmt: skip


def _leave_out(wish: str) -> None:
    wishes = session.profile().preferences
    kept = tuple(one for one in wishes.must if str(one) != wish)
    session.change(preferences=wishes.model_copy(update={"must": kept}))
    session.make_plan()
