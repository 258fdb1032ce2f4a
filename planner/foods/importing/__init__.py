"""Other people's food tables, read into our own columns: see ``planner.foods.importing.contract``."""
