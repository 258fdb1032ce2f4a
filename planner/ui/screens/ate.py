"""What I ate: a day's food against one's own targets."""

from planner.ui import ate_parts, frame

frame.header("ate", "Enter a day as it comes. It is counted against your own targets; nothing here is kept or planned.")
frame.toast()
ate_parts.page()
frame.safety()
frame.footer("ate")
