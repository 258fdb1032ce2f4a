"""Tables of one's own: foods, prices, recipes and portions, each checked as a whole before anything is planned from it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from planner.ui import session
from planner.ui.asked import Looked, OwnTables
from planner.ui.notes import plain
from planner.ui.pool import TaskError
from planner.ui.workers import quick

MOST_MB = 5
_SHOWN = 20
_PATIENCE_S = 120.0
_PARTS = {
    "base": "A food table, in place of the shipped one",
    "beside": "Foods beside the shipped ones",
    "prices": "Prices",
    "recipes": "Recipes",
    "portions": "Household portions",
}
_LAYOUT = {
    "base": "CSV or Excel with a line per food, or a table as its publisher gives it: CIQUAL, a CSV bundle of FoodData Central, SR28 (zip). "
    "Our own columns are `food_code`, `food`, `energy_kcal` and any nutrient by its name with unit (`magnesium_mg`), per 100 g. A "
    "blank cell is unknown. Where enough of its foods are called like foods that menus know, it makes menus; else one plain day.",
    "beside": "The same kinds of files; their foods are offered in menus beside the shipped ones. One with the code of a shipped food takes its place.",
    "prices": "A CSV file with `food` and `price_usd_per_100g`, or `food`, `price_usd` and `grams`.",
    "recipes": "A CSV file with `recipe`, `ingredient` and `grams`; `servings` and `ready_g` (what the whole weighs when ready) if you know them. "
    "Losses of nutrients in cooking are not counted.",
    "portions": "A CSV file with `food`, `portion` (as `1 cup`) and `grams`.",
}


def uploader() -> None:
    """Upload, check, use, and go back to the shipped table."""
    st.header("Tables of your own", anchor=False)
    _in_use(session.own())
    part = str(st.selectbox("What the file holds", list(_PARTS), format_func=_PARTS.__getitem__, key="own-part"))
    st.markdown(_LAYOUT[part])
    given = st.file_uploader(f"File (up to {MOST_MB} MB)", max_upload_size=MOST_MB, key="own-file")
    if given is None:
        return
    content = given.getvalue()
    if len(content) > MOST_MB * 1024 * 1024:
        st.error(
            f"The file has {len(content) / 1e6:,.0f} MB; at most {MOST_MB} are read. Keep the foods you need.",
            icon=":material/error:",
        )
        return
    try:
        found = _looked(part, given.name, content, session.own())
    except TaskError as error:
        st.error(plain(error.failure.message), icon=":material/error:")
        return
    if found.own is not None and found.own == session.own():
        return  # it is used already
    if found.own is None:
        _problems(given.name, found.problems)
        return
    menus = "" if found.has_menus else " They make one plain day: too few are called like foods that menus know."
    st.success(f"{plain(given.name)} can be used: {found.foods:,} foods to plan from.{menus}", icon=":material/check:")
    if found.said:
        with st.expander("How it was read", icon=":material/fact_check:"):
            st.markdown("\n".join(f"- {plain(one)}" for one in found.said[: 3 * _SHOWN]))
    if st.button("Plan with it", key="own-use", type="primary"):
        _use(found.own)


def _looked(part: str, name: str, content: bytes, own: OwnTables | None) -> Looked:
    """What a file is good for; the page is drawn again and again, and looks once. Raises TaskError."""
    about = (part, name, content, own)
    held: tuple[tuple[object, ...], Looked] | None = st.session_state.get("own-looked")
    if held is None or held[0] != about:
        held = (about, quick().ask("look_at", *about, timeout_s=_PATIENCE_S))
        st.session_state["own-looked"] = held
    return held[1]


def _problems(name: str, problems: tuple[str, ...]) -> None:
    st.error(
        f"{plain(name)} cannot be used yet: {len(problems):,} problem{'s' if len(problems) > 1 else ''}. Nothing of it is kept.",
        icon=":material/error:",
    )
    st.markdown("\n".join(f"- {plain(one)}" for one in problems[:_SHOWN]))
    if len(problems) > _SHOWN:
        st.markdown(f"And {len(problems) - _SHOWN:,} more.")


def _in_use(own: OwnTables | None) -> None:
    """What plans are made from now, each with the way back."""
    if own is None:
        return
    without = {
        "base": replace(own, base=None),
        "prices": replace(own, prices=None),
        "recipes": replace(own, recipes=None),
        "portions": replace(own, portions=None),
    }
    for part, rest in without.items():
        if (file := getattr(own, part)) is not None:
            _held(_PARTS[part], file[0], rest, f"own-drop-{part}")
    for n, (name, _) in enumerate(own.beside):
        others = tuple(one for one in own.beside if one[0] != name)
        _held(_PARTS["beside"], name, replace(own, beside=others), f"own-drop-beside-{n}")
    if st.button("Back to the shipped table", key="own-back"):
        _use(OwnTables())


def _held(what: str, name: str, without: OwnTables, key: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}-row"):
        st.success(f"{what}: {plain(name)}", icon=":material/table:")
        if st.button("Leave it out", key=key):
            _use(without)


def _use(own: OwnTables) -> None:
    """Plan from these from now on; none of them is the shipped table as it is."""
    st.session_state.pop("own", None)
    if own != OwnTables():
        st.session_state["own"] = own
    session.change()
    st.rerun()
