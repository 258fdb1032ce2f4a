"""shopping."""

from planner.ui import frame

frame.header("shopping")
frame.footer("shopping")
