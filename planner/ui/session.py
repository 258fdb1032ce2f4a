"""What one visit holds: the profile, the plan on show with the steps back, and the job that is being done.

Everything stands under own plain keys of ``st.session_state``; widgets lose theirs when their page is left.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from planner.foods.preferences import Preferences
from planner.nutrition.person import Person
from planner.nutrition.targets import Override
from planner.nutrition.units import Units, units_from
from planner.ui.asked import Ask, Failure, Made, Mended, OwnTables
from planner.ui.pool import Job, TaskError
from planner.ui.workers import quick, solvers

MOST_STEPS = 20


@dataclass(frozen=True)
class Profile:
    """Whom is planned for, and how. ``example`` until somebody gives their own numbers; ``id`` once it is saved."""

    name: str
    person: Person
    preferences: Preferences = field(default_factory=Preferences)
    days: int = 7
    preset: str = "reference"
    authority: str = "us_canada"
    targets: Mapping[str, Override] = field(default_factory=dict)
    effort: str = "normal"
    example: bool = False
    id: str | None = None
    version: int | None = None
    saved: bool = False


@dataclass(frozen=True)
class Shown:
    """The plan on show: ``made`` from ``ask`` for ``name``; ``id`` and ``version`` once it is saved."""

    made: Made
    ask: Ask
    name: str
    id: str | None = None
    version: int | None = None
    saved: bool = False
    title: str = ""


def example() -> Profile:
    """Somebody to look at; health questions unanswered, as a stranger's are."""
    return Profile(
        "Example person",
        Person(sex="female", age_years=34, height_cm=168, weight_kg=62, activity="low_active"),
        example=True,
    )


def profile() -> Profile:
    """The profile of this visit."""
    if "profile" not in st.session_state:
        st.session_state["profile"] = example()
    found: Profile = st.session_state["profile"]
    return found


def set_profile(new: Profile) -> None:
    """Another profile, or the same one changed."""
    st.session_state["profile"] = new


def change(**fields: Any) -> None:
    """The profile with some fields changed; it is then no longer saved as it is."""
    set_profile(replace(profile(), **{"saved": False, **fields}))


def own() -> OwnTables | None:
    """The tables of one's own that plans are made from."""
    found: OwnTables | None = st.session_state.get("own")
    return found


def ask() -> Ask:
    """What a plan would be made from now."""
    one = profile()
    return Ask(
        one.person,
        one.preferences,
        one.days,
        one.preset,
        one.authority,
        dict(one.targets),
        one.effort,
        own(),
    )


def shown() -> Shown | None:
    """The plan on show."""
    found: Shown | None = st.session_state.get("plan")
    return found


def is_stale() -> bool:
    """Whether the profile has changed since the plan was made."""
    plan = shown()
    return plan is not None and plan.ask != ask()


def show(new: Shown) -> None:
    """Another plan on show; the one before can be had back."""
    before = shown()
    if before is not None:
        past = st.session_state.setdefault("past", [])
        past.append(_packed(before))
        del past[:-MOST_STEPS]
    st.session_state["future"] = []
    st.session_state["plan"] = new
    st.session_state["failure"] = None


def replace_shown(new: Shown | None) -> None:
    """The same plan, only saved or renamed."""
    st.session_state["plan"] = new


def can(step: str) -> bool:
    """Whether there is a plan to go back ("past") or forth ("future") to."""
    return bool(st.session_state.get(step))


def undo() -> None:
    """The plan before."""
    _turn("past", "future")


def redo() -> None:
    """The plan after."""
    _turn("future", "past")


def _turn(source: str, target: str) -> None:
    now = shown()
    if now is None or not can(source):
        return
    st.session_state.setdefault(target, []).append(_packed(now))
    st.session_state["plan"] = pickle.loads(zlib.decompress(st.session_state[source].pop()))
    st.session_state["failure"] = None


def _packed(one: Shown) -> bytes:
    """Steps back are kept packed: about 20 kB each."""
    return zlib.compress(pickle.dumps(one), 1)


def units() -> Units:
    """Metric or US, for everything read and typed."""
    found: Units = st.session_state.get("units", "metric")
    return found


def set_units(chosen: str) -> None:
    """From now on."""
    st.session_state["units"] = units_from(chosen)


def new_round() -> None:
    """The fields of all forms start anew, from the profile."""
    st.session_state["round"] = st.session_state.get("round", 0) + 1


def key(name: str) -> str:
    """The key of a field in this round."""
    number = st.session_state.get("round", 0)
    return f"{name}-r{number}" if number else name


# -- jobs ----------------------------------------------------------------------------------------------------------------


@dataclass
class Running:
    """A job of this visit; ``ask`` is what the plan will have been made from."""

    job: Job
    ask: Ask
    name: str
    label: str


def start(label: str, task: str, *arguments: Any, asked: Ask | None = None) -> None:
    """Start a search; the page shows its progress."""
    st.session_state["failure"] = None
    st.session_state["running"] = Running(solvers().submit(task, *arguments), asked or ask(), profile().name, label)


def make_plan() -> None:
    """Plan for the profile as it is."""
    start("Making your plan", "make", ask())


def steer(label: str, *steps: tuple[str, dict[str, Any]]) -> None:
    """Search on from the plan on show."""
    plan = shown()
    if plan is not None:
        start(label, "steer", plan.made.blob, steps, asked=plan.ask)


def replan() -> None:
    """Plan again what is not locked."""
    steer("Planning the rest again", ("replan", {"seed": st.session_state.get("seed", 0) + 1}))
    st.session_state["seed"] = st.session_state.get("seed", 0) + 1


def quick_step(*steps: tuple[str, dict[str, Any]]) -> None:
    """Change the plan on show at once and draw it again; what cannot be done is said."""
    plan = shown()
    if plan is None:
        return
    try:
        accept(quick().ask("steer", plan.made.blob, steps))
    except TaskError as error:
        st.error(error.failure.message, icon=":material/error:")


def accept(made: Made) -> None:
    """Show a changed plan, made for the same question."""
    plan = shown()
    assert plan is not None
    show(replace(plan, made=made, saved=False))
    st.session_state["seconds"] = None  # nothing was searched
    st.rerun()


def getting_ready() -> bool:
    """Whether no process is up yet that could search."""
    return not solvers().ready


def waiting_before(now: Running) -> int:
    """How many jobs of others come first."""
    return solvers().waiting_before(now.job)


def running() -> Running | None:
    """The job that is not done yet, or whose answer nobody has taken."""
    found: Running | None = st.session_state.get("running")
    return found


def collect() -> bool:
    """Take the answer of a job that is done; whether there was one."""
    now = running()
    if now is None or not now.job.done.is_set():
        return False
    st.session_state["running"] = None
    if now.job.failure is not None:
        st.session_state["failure"] = (now.job.failure, now.ask)
    else:
        made, asked = now.job.value, now.ask
        if isinstance(made, Mended):
            made, asked = _moved(made, asked)
        show(Shown(made, asked, now.name))
        st.session_state["seconds"] = now.job.seconds
        st.session_state["stopped"] = now.job.stopped
    return True


def _moved(mended: Mended, asked: Ask) -> tuple[Made, Ask]:
    """The wishes go as far as the plan needed, unless they were changed while it was made."""
    if asked == ask():
        new = mended.ask
        change(person=new.person, preferences=new.preferences, targets=new.targets)
        new_round()
    st.session_state["toast"] = mended.said
    return mended.made, mended.ask


def failure() -> Failure | None:
    """Why the last job gave no plan."""
    found = st.session_state.get("failure")
    return None if found is None else found[0]


def forget_failure() -> None:
    """It has been read."""
    st.session_state["failure"] = None
