"""data."""

from planner.ui import frame

frame.header("data")
frame.footer("data")
