"""``planner app``: the pages in the browser, for this machine only unless people sign in."""

from __future__ import annotations

from typing import Annotated

import typer

from planner.errors import InputError


def app(
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Where to listen; others than this machine need sign-in.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N", min=1, max=65535, help="The port.")] = 8501,
) -> None:
    """Start the pages and print their address; Ctrl-C ends them."""
    try:
        from streamlit.starlette import App
    except ImportError:
        raise InputError(
            "the pages need streamlit, which is not installed: pip install 'meal-planner[app]' (README.md)"
        ) from None
    from planner.ui.server import ROUTER, SETUP, check_address, is_loopback, packaged_options

    check_address(host)
    shown = f"[{host}]" if ":" in host else host
    reach = "only this machine can reach it" if is_loopback(host) else "others can reach it, after signing in"
    typer.echo(f"Meal planner: http://{shown}:{port}  ({reach}; Ctrl-C ends it)")
    App(ROUTER, **SETUP).run(config=packaged_options() | {"server.address": host, "server.port": port})
