"""The targets of the profile: where each number comes from, and one's own in their place."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import streamlit as st

from planner.errors import InfeasibleError, InputError, PlannerError, RefusedError
from planner.nutrition.nutrients import NUTRIENTS
from planner.nutrition.screening import apply_screening, screen
from planner.nutrition.target import Targets
from planner.nutrition.targets import PRESETS, Override, targets_for
from planner.ui import session
from planner.ui.no_plan import app_words
from planner.ui.notes import plain

PRESET_WORDS = {
    "reference": "Reference intakes",
    "mg_k_boost": "Magnesium & potassium boost (as in the DASH trials)",
}
AUTHORITY_WORDS = {
    "us_canada": "US and Canada (NASEM)",
    "efsa": "Europe (EFSA) for magnesium, potassium, sodium",
    "who": "WHO for potassium and sodium",
}

_KINDS = {
    "RDA": "the recommended intake (RDA)",
    "AI": "the adequate intake (AI)",
    "UL": "the upper level (UL)",
    "AMDR": "the usual share of energy (AMDR)",
    "EER": "the energy need (EER)",
    "CDRR": "the level above which less prevents disease (CDRR)",
    "guideline": "the dietary guidelines",
    "limit": "a limit of this planner",
    "default": "a limit of this planner",
    "safety": "what is safe by the health answers",
    "own": "your own number",
}


def editor() -> None:
    """Presets and the table."""
    one = session.profile()
    st.header("Targets", anchor=False)
    columns = st.columns(2)
    preset = columns[0].selectbox(
        "Preset",
        PRESETS,
        index=PRESETS.index(one.preset),
        format_func=PRESET_WORDS.__getitem__,
        key=session.key("preset"),
    )
    authorities = list(AUTHORITY_WORDS)
    authority = columns[1].selectbox(
        "Reference",
        authorities,
        index=authorities.index(one.authority),
        format_func=AUTHORITY_WORDS.__getitem__,
        key=session.key("authority"),
    )
    if (preset, authority) != (one.preset, one.authority):
        session.change(preset=preset, authority=authority)
        one = session.profile()
    try:
        standard = standard_targets()
    except PlannerError as error:
        st.warning(plain_refusal(error), icon=":material/health_and_safety:")
        if one.preset != "reference":
            st.button(
                "Back to the reference intakes",
                key="preset-back",
                on_click=_to_reference,
            )
        return
    _table(standard, one.targets)


def _to_reference() -> None:
    session.change(preset="reference")
    st.session_state[session.key("preset")] = "reference"


def standard_targets() -> Targets:
    """The targets without own ones, after the health screening. Raises PlannerError."""
    return checked({})


def checked(own: Mapping[str, Override]) -> Targets:
    """The targets with own ones, after the health screening. Raises PlannerError."""
    one = session.profile()
    found = targets_for(one.person, one.authority, one.preset, own, one.preferences.diet)
    return apply_screening(found, screen(one.person, found))


def clash(own: Mapping[str, Override]) -> str:
    """Why the own targets do not go with the health answers or with each other; "" where they do."""
    try:
        checked(own)
    except (InputError, InfeasibleError) as error:
        return "" if "health questions answered" in str(error) else app_words(str(error))
    except PlannerError:
        return ""  # a refusal has a page of its own
    return ""


def plain_refusal(error: PlannerError) -> str:
    """Why there are no targets, without the words of the command line."""
    if isinstance(error, RefusedError):
        return " ".join(error.reasons)
    said = str(error)
    if "health questions" in said:
        return "The boost needs both health questions answered first: see Health above."
    return said[:1].upper() + said[1:]


def _table(standard: Targets, own: Any) -> None:
    import pandas as pd

    rows = []
    for name, target in standard.items():
        low, high = own.get(name, (None, None))
        rows.append(
            {
                "name": name,
                "Nutrient": f"{_label(name)} ({NUTRIENTS[name].unit.replace('ug', 'µg')})",
                "At least": target.lower if low is None or own.get(name) == OFF else low,
                "At most": target.upper if high is None or math.isinf(high) else high,
                "On": own.get(name) != OFF,
                "Source": source_words(asdict(target)),
            }
        )
    before = pd.DataFrame(rows).set_index("name")
    st.html(
        "<p class='mp-lead'>Change a minimum or maximum to set your own; switch a target off to plan without its minimum. Upper "
        "limits that keep you safe stay.</p>"
    )
    after = st.data_editor(
        before,
        hide_index=True,
        width="stretch",
        height=420,
        num_rows="fixed",
        disabled=["Nutrient", "Source"],
        column_config={
            "Nutrient": st.column_config.TextColumn(width=165),
            "At least": st.column_config.NumberColumn(min_value=0, width=95),
            "At most": st.column_config.NumberColumn(min_value=0, width=95),
            "On": st.column_config.CheckboxColumn(width=50),
            "Source": st.column_config.TextColumn(width="large"),
        },
        key=session.key(f"targets-{st.session_state.get('targets-round', 0)}"),
    )
    changed = _overrides(standard, after)
    columns = st.columns([1, 1, 3])
    if changed != dict(own):
        try:
            checked(changed)
        except (InputError, InfeasibleError) as error:
            st.error(plain(app_words(str(error))), icon=":material/error:")
            return
        session.change(targets=changed)
        st.rerun()
    elif said := clash(own):
        st.error(plain(said), icon=":material/health_and_safety:")
    if own:
        columns[0].button("Back to the standard", key="targets-back", on_click=_reset)


def _label(name: str) -> str:
    """Without the chemists' numbers, so that it fits a phone."""
    return re.sub(r" \(18:\d\)", "", NUTRIENTS[name].label)


def _reset() -> None:
    session.change(targets={})
    st.session_state["targets-round"] = st.session_state.get("targets-round", 0) + 1


OFF: Override = (0.0, math.inf)


def _overrides(standard: Targets, table: Any) -> dict[str, Override]:
    """What somebody has changed in the table."""
    found: dict[str, Override] = {}
    for name, row in table.iterrows():
        target = standard[str(name)]
        if not row["On"]:
            found[str(name)] = OFF
            continue
        low = _own(row["At least"], target.lower)
        high = _own(row["At most"], target.upper)
        if low is not None or high is not None:
            found[str(name)] = (low, high)
    return found


def _own(given: Any, standard: float | None) -> float | None:
    if given is None or given != given or (standard is not None and abs(float(given) - standard) < 1e-9):
        return None
    return float(given)


def source_words(target: dict[str, Any]) -> str:
    """``At least the recommended intake (RDA), at most the upper level (UL)``."""
    low = target["lower_kind"] if target["lower"] is not None else ""
    high = target["upper_kind"] if target["upper"] is not None else ""
    if low and low == high:
        return f"From {_KINDS.get(low, low)}"
    said = f"at least {_KINDS.get(low, low)}" if low else ""
    said += (", " if said and high else "") + (f"at most {_KINDS.get(high, high)}" if high else "")
    return said[:1].upper() + said[1:]
