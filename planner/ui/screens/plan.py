"""The plan: what to eat on each day, what it brings, and how to change it."""

from __future__ import annotations

from planner.ui import frame, no_plan, plan_parts, session, together

frame.header("plan")
frame.toast()
if session.running() is not None:
    plan_parts.solving()
elif session.failure() is not None:
    no_plan.page()
elif session.shown() is None:
    plan_parts.empty()
else:
    plan_parts.solved()
together.section()
if session.shown() is not None or session.failure() is not None:
    frame.safety()
frame.footer("plan")
