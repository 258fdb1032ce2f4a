"""profile."""

from planner.ui import frame

frame.header("profile")
frame.footer("profile")
