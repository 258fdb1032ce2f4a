"""What to buy for the plan on show: which days, for how many, by aisle."""

from planner.ui import frame, shopping_list

frame.header("shopping", "Everything the plan needs, one line a thing, in the order of a walk through the shop.")
shopping_list.page()
frame.footer("shopping")
