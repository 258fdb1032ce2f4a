"""The pages in the order of the story."""

from pathlib import Path

import streamlit as st

from planner.ui.frame import PAGES, style

HERE = Path(__file__).resolve().parent / "screens"

st.set_page_config(page_title="Meal planner", page_icon=str(HERE.parent / "icon.svg"), layout="wide")
style()
pages = [
    st.Page(HERE / f"{page.name}.py", title=page.title, icon=page.icon, url_path=page.name, default=page.name == "plan")
    for page in PAGES
]
st.navigation(pages, position="top").run()
