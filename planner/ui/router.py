"""The pages in the order of the story."""

from pathlib import Path

import streamlit as st

from planner.ui import household, session
from planner.ui.frame import PAGES, style
from planner.ui.plans import welcome_back

HERE = Path(__file__).resolve().parent / "screens"

st.set_page_config(page_title="Meal planner", page_icon=str(HERE.parent / "icon.svg"), layout="wide")
style()
pages = [
    st.Page(HERE / f"{page.name}.py", title=page.title, icon=page.icon, url_path=page.name, default=page.name == "plan")
    for page in PAGES
]
if household.must_sign_in():
    st.navigation([st.Page(household.sign_in_page, title="Sign in", url_path="sign-in")], position="hidden").run()
else:
    page = st.navigation(pages, position="top")
    welcome_back()
    session.collect()
    page.run()
