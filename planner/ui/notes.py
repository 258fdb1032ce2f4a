"""What is to be known about a plan, in words: health, what is not met, nutrients, quality, and the reasons behind it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from planner.plan.cards import meal_name
from planner.ui import bars, charts, frame
from planner.ui.view import Bar, PlanView

_UNANSWERED = "Health questions not answered"


def health(notices: Sequence[str], of: Sequence[Bar]) -> None:
    """The cautious band, and how to leave it."""
    if not any(one.startswith(_UNANSWERED) for one in notices):
        return
    potassium = next((bar for bar in of if bar.nutrient == "potassium_mg"), None)
    band = ""
    if potassium is not None and potassium.lower is not None and potassium.upper is not None:
        band = f" between {potassium.lower:,.0f} and {potassium.upper:,.0f} mg a day"
    with st.container(border=True, key="health-open"):
        st.markdown(
            f":material/health_and_safety: **Health questions are open, so potassium stays{band}.** "
            "Two answers on conditions and medicines tell whether more is safe."
        )
        frame.link("profile", "Answer the health questions", ":material/arrow_forward:")


def to_know(notices: Sequence[str]) -> list[str]:
    """The other sentences, ready for Markdown."""
    return [plain(one) for one in notices if not one.startswith(_UNANSWERED)]


def problems(view: PlanView) -> None:
    """What is missed, and which plate rules gave way."""
    if not view.misses and not view.rules:
        return
    words = []
    of_days = [one for one in view.misses if one.startswith(("Day ", "Days "))]
    if whole := len(view.misses) - len(of_days):
        words.append(count(whole, "target not met or not fully known", "targets not met or not fully known"))
    if of_days:
        held = "" if whole else "; the mean of the days holds"
        words.append(f"{count(len(of_days), 'target', 'targets')} missed on single days{held}")
    if view.rules:
        words.append(count(len(view.rules), "rule of the plate not kept", "rules of the plate not kept"))
    with st.expander(" · ".join(words), icon=":material/info:", expanded=bool(view.misses)):
        st.markdown("\n".join(f"- {plain(one)}" for one in (*view.misses, *view.rules)))


def count(number: int, one: str, many: str) -> str:
    """``2 targets``."""
    return f"{number} {one if number == 1 else many}"


def plain(text: str) -> str:
    """Markdown's own marks lose their meaning."""
    return "".join(f"\\{mark}" if mark in "\\`*_[]<>#$~|" else mark for mark in text)


def what_it_brings(view: PlanView) -> None:
    """Every nutrient, where magnesium and potassium come from, and the quality of the whole."""
    every, came, quality = st.tabs(["All nutrients", "Sources of Mg and K", "Quality"])
    with every:
        st.html(
            f"<p class='mp-lead'>{escape(mean_words(view))} The line marks the least, the dashed line the most.</p>"
        )
        st.html(bars.bars_html(view.bars))
    with came:
        charts.sources(view)
    with quality:
        _quality(view)


def mean_words(view: PlanView) -> str:
    """Of which day the amounts are."""
    return "Amounts of the day." if len(view.days) == 1 else f"Amounts a day, the mean of {len(view.days)} days."


def _quality(view: PlanView) -> None:
    if view.quality is None:
        return
    charts.healthy_eating(view)
    if view.familiar:
        st.subheader("How ordinary each meal is", anchor=False)
        st.html(
            "<p class='mp-lead'>The mean percentile of its foods among all foods that people in the United States were recorded "
            "eating, 2007-2012: 100 is the most everyday.</p>"
        )
        st.html(ordinary_html(view))
    st.markdown("\n".join(f"- {plain(line)}" for line in view.quality_lines))


def ordinary_html(view: PlanView) -> str:
    """How ordinary each meal is: days as columns, and a number on each shade."""
    days = [day.day for day in view.days]
    names = list(dict.fromkeys(meal for _, meal, _ in view.familiar))
    by_place = {(day, meal): value for day, meal, value in view.familiar}
    head = "".join(f"<th scope='col'>Day {day}</th>" for day in days)
    rows = "".join(
        f"<tr><th scope='row'>{escape(meal_name(name))}</th>"
        + "".join(_shade(by_place.get((day, name))) for day in days)
        + "</tr>"
        for name in names
    )
    return (
        "<div class='mp-scroll' tabindex='0' role='region' aria-label='How ordinary each meal is'><table class='mp-table mp-heat'>"
        f"<thead><tr><th scope='col'>Meal</th>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _shade(value: float | None) -> str:
    if value is None:
        return "<td></td>"
    share = max(0.0, min((value - 40.0) / 60.0, 1.0)) * 38.0
    return f"<td style='background:color-mix(in srgb, var(--mp-goal) {share:.0f}%, transparent)'>{value:.0f}</td>"


def about(view: PlanView) -> None:
    """Dishes, assumptions, proof and sources."""
    with st.expander("In the dishes, assumptions and proof", icon=":material/fact_check:"):
        if view.dishes:
            st.markdown("**In the dishes**\n" + "\n".join(f"- {plain(one)}" for one in view.dishes))
        if said := to_know(view.notices):
            st.markdown("**To know**\n" + "\n".join(f"- {one}" for one in said))
        st.markdown(plain(view.proof))
        st.caption(plain(view.sources))
