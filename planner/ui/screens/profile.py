"""Who the plan is for: body, health questions, and the targets that follow from them."""

from planner.ui import frame, people, profile_form, targets_table

frame.header(
    "profile", "The more of this is yours, the more the plan is. Nothing is guessed, and nothing leaves this server."
)
people.chooser()
profile_form.form()
targets_table.editor()
frame.footer("profile")
