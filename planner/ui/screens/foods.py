"""Foods: what to eat more of, less of, never; wishes for the week; and a look at any food of the table."""

from planner.ui import food_search, frame, sources_table, wishes_form

frame.header(
    "foods", "Say what you like and what must not come. Dishes are looked into: what you exclude is in no dish either."
)
wishes_form.form()
food_search.search()
sources_table.section()
frame.footer("foods")
