"""foods."""

from planner.ui import frame

frame.header("foods")
frame.footer("foods")
