"""``planner app``: the pages in the browser, for this machine only unless people sign in."""

from __future__ import annotations

from typing import Annotated

import typer


def app(
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Where to listen; others than this machine need sign-in.")
    ] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option("--port", metavar="N", min=1, max=65535, help="The port; the first free one from 8501."),
    ] = None,
) -> None:
    """Start the pages and print their address; Ctrl-C ends them."""
    from planner.ui.server import check_address, free_port, is_loopback, serve, take_options

    chosen = free_port(host, port)
    take_options(host, chosen)
    check_address(host)
    shown = f"[{host}]" if ":" in host else host
    reach = "only this machine can reach it" if is_loopback(host) else "others can reach it, after signing in"
    typer.echo(f"Meal planner: http://{shown}:{chosen}  ({reach}; Ctrl-C ends it)")
    serve(host, chosen)
