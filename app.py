"""The pages, for ``streamlit run app.py``. The installed command is ``planner app``."""

from streamlit.starlette import App

from planner.ui.server import ROUTER, SETUP

app = App(ROUTER, **SETUP)
