"""The pages, for ``streamlit run app.py``. The installed command is ``planner app``."""

from streamlit.starlette import App

from planner.ui.server import ROUTER, SETUP, end_if_open

end_if_open()
app = App(ROUTER, **SETUP)
