"""The server around the pages: who may reach it, a key for each browser, worker processes warmed before the first visit."""

from __future__ import annotations

import gc
import ipaddress
import re
import secrets
import socket
import tomllib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from http.cookies import CookieError, SimpleCookie
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from planner.errors import InputError

HERE = Path(__file__).resolve().parent
ROUTER = HERE / "router.py"
COOKIE = "planner_household"
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")
FIRST_PORT, PORTS_TRIED = 8501, 20
_KEPT_S = 400 * 24 * 3600  # as long as browsers keep a cookie
_AUTH_KEYS = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
_NO_PAGE = ("/_stcore", "/static", "/media", "/component", "/app/static")


def packaged_options() -> dict[str, Any]:
    """The options of ``config.toml`` by dotted name, as ``planner app`` sets them."""
    return _dotted(tomllib.loads((HERE / "config.toml").read_text(encoding="utf-8")))


def _dotted(table: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in table.items():
        found |= _dotted(value, f"{before}{name}.") if isinstance(value, Mapping) else {f"{before}{name}": value}
    return found


def is_loopback(address: str | None) -> bool:
    """Whether only this machine can reach a server bound to ``address``."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False


def sign_in_configured() -> bool:
    """Whether the secrets of Streamlit hold an ``[auth]`` section, as ``st.login`` needs it."""
    import streamlit as st

    try:
        return "auth" in st.secrets
    except (FileNotFoundError, OSError):
        return False


def check_sign_in() -> None:
    """Raises InputError for a sign-in that is configured in part, or that lacks its library."""
    import streamlit as st

    if not sign_in_configured():
        return
    given = st.secrets["auth"]
    if missing := [name for name in _AUTH_KEYS if not given.get(name)]:
        raise InputError(
            f"sign-in is configured in part: [auth] in .streamlit/secrets.toml lacks {', '.join(missing)} (docs/app.md)"
        )
    if lacking := [name for name in ("authlib", "httpx") if find_spec(name) is None]:
        raise InputError(
            f"sign-in is configured, but {' and '.join(lacking)} cannot be found: pip install 'meal-planner[sign-in]'"
        )


def check_address(address: str | None) -> None:
    """Raises InputError for an address that others can reach while nobody has to sign in, or cannot."""
    check_sign_in()
    if not is_loopback(address) and not sign_in_configured():
        where = f"address {address}" if address else "every address of this machine"
        raise InputError(
            f"{where} can be reached by others, and no sign-in is configured, so anybody could read the plans of anybody: "
            "use 127.0.0.1, or configure [auth] in .streamlit/secrets.toml (docs/app.md)"
        )


def end_if_open() -> None:
    """End the program with one sentence when the address that Streamlit was given is open to others.

    Before the server starts: what is raised while it starts is logged with a traceback.
    """
    import streamlit as st

    try:
        check_address(st.get_option("server.address"))
    except InputError as error:
        raise SystemExit(f"error: {error}") from None


class HouseholdKey:
    """Gives each browser an unguessable key, in a cookie that no script can read; it names whose people and plans are shown."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Mapping[str, Any], receive: Any, send: Any) -> None:
        """One request, by the rules of ASGI."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].startswith(_NO_PAGE):
            await self.app(scope, receive, send)
            return
        headers = {bytes(name).lower(): bytes(value) for name, value in scope["headers"]}
        key = key_in(headers.get(b"cookie", b"").decode("latin-1")) or secrets.token_urlsafe(32)
        secure = "; Secure" if scope.get("scheme") == "https" else ""
        cookie = f"{COOKIE}={key}; Path=/; Max-Age={_KEPT_S}; HttpOnly; SameSite=Lax{secure}"

        async def with_cookie(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), (b"set-cookie", cookie.encode())]}
            await send(message)

        await self.app(scope, receive, with_cookie)


def key_in(cookies: str) -> str:
    """The household key in a Cookie header; "" where there is none, or not one of ours."""
    try:
        found = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found is not None and is_key(found.value) else ""


def is_key(text: object) -> bool:
    """Whether a text may be a household key of ours."""
    return isinstance(text, str) and _KEY.fullmatch(text) is not None


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """Refuse an open door; start the worker processes."""
    import streamlit as st

    from planner.ui.workers import keeper, quick, solvers, start_all

    check_address(st.get_option("server.address"))
    start_all()
    send_at_once()
    yield
    for pool in (keeper(), quick(), solvers()):
        pool.close()


def send_at_once() -> None:
    """Small messages leave without waiting for the answer to the last one: a rerun takes 12 ms instead of 48.

    asyncio sees to that on sockets it has opened itself; Streamlit opens its own. Connections inherit it from there.
    """
    for one in gc.get_objects():
        if type(one) is socket.socket and one.family in (socket.AF_INET, socket.AF_INET6):
            with suppress(OSError):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def on_script_error(error: Exception) -> bool:
    """What a person sees of a fault of ours: a sentence; the log has the rest. True = Streamlit shows nothing itself."""
    import logging

    import streamlit as st

    logging.getLogger("planner").exception("a page failed", exc_info=error)
    st.error(
        "Something went wrong on this page; nothing you saved is lost. Go back and try again. If it happens again, the log of "
        "the server says why.",
        icon=":material/error:",
    )
    return True


def free_port(host: str, wanted: int | None) -> int:
    """The port to listen at: the one wanted, or the first free one from 8501. Raises InputError when there is none."""
    ports = range(FIRST_PORT, FIRST_PORT + PORTS_TRIED) if wanted is None else (wanted,)
    try:
        family, *_ = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise InputError(
            f"--host {host}: there is no such address ({error.strerror or error}); use 127.0.0.1"
        ) from None
    for port in ports:
        with socket.socket(family, socket.SOCK_STREAM) as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            return port
    if wanted is None:
        raise InputError(f"ports {ports[0]} to {ports[-1]} of {host} are all in use: choose one with --port")
    raise InputError(
        f"port {wanted} of {host} cannot be used, because something else listens there: choose another with --port"
    )


def _options(host: str, port: int) -> dict[str, Any]:
    return packaged_options() | {"server.address": host, "server.port": port, "logger.hideWelcomeMessage": True}


def take_options(host: str, port: int) -> None:
    """Give Streamlit its options before anything asks it: else it takes others first, and logs that they changed."""
    from streamlit.web import bootstrap

    bootstrap.load_config_options(_options(host, port))


def serve(host: str, port: int) -> None:
    """Run the pages until somebody ends the process; their address is told already."""
    from streamlit.starlette import App

    App(ROUTER, **SETUP).run(config=_options(host, port))


def _setup() -> dict[str, Any]:
    try:
        from starlette.middleware import Middleware
    except ImportError:
        raise InputError("the pages need streamlit, which is not installed: pip install 'meal-planner[app]'") from None
    return {"lifespan": lifespan, "middleware": [Middleware(HouseholdKey)], "on_script_error": on_script_error}


SETUP = _setup()
