"""The server: options, the key of a browser, and who may reach it."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("streamlit")

from planner.cli import run
from planner.errors import InputError
from planner.ui.server import (
    COOKIE,
    HouseholdKey,
    check_address,
    free_port,
    is_loopback,
    key_in,
    packaged_options,
    send_at_once,
)

ROOT = Path(__file__).parents[2]


def test_a_checkout_and_the_installed_command_run_with_the_same_options() -> None:
    checkout = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    packaged = (ROOT / "planner" / "ui" / "config.toml").read_text(encoding="utf-8")
    assert checkout == packaged


def test_options_that_pages_rely_on() -> None:
    options = packaged_options()
    assert options["runner.postScriptGC"] is False  # each rerun takes 100 ms longer with it
    assert options["server.address"] == "127.0.0.1"
    assert options["browser.gatherUsageStats"] is False
    assert options["client.showErrorDetails"] == "none"


def test_streamlit_knows_every_option() -> None:
    from streamlit import config

    known = config.get_config_options(force_reparse=False)
    assert set(packaged_options()) <= set(known)


@pytest.mark.parametrize(("address", "alone"), [("127.0.0.1", True), ("::1", True), ("localhost", True),
                                                ("0.0.0.0", False), ("192.168.1.5", False), ("", False), (None, False)])  # fmt: skip
def test_only_this_machine_without_sign_in(address: str | None, alone: bool) -> None:
    assert is_loopback(address) is alone
    if alone:
        check_address(address)
    else:
        with pytest.raises(InputError, match="no sign-in is configured"):
            check_address(address)


@pytest.fixture
def own_options() -> Iterator[None]:
    """What a command tells Streamlit is forgotten again."""
    from streamlit import config

    yield
    config.get_config_options(force_reparse=True)


@pytest.mark.usefixtures("own_options")
def test_the_command_refuses_an_open_door(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["app", "--host", "0.0.0.0"]) == 2
    assert "no sign-in is configured" in capsys.readouterr().err


def test_streamlit_run_ends_with_one_sentence_where_others_could_come_in(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.address",
        "0.0.0.0",
        "--server.headless",
        "true",
    ]
    home = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME")}
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | home, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    said = done.stdout + done.stderr
    assert said.count("error: address 0.0.0.0 can be reached by others, and no sign-in is configured") == 1
    assert "Traceback" not in said


def sign_in_of(monkeypatch: pytest.MonkeyPatch, **given: str) -> None:
    monkeypatch.setattr("streamlit.secrets", {"auth": given})


ALL = dict.fromkeys(("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url"), "something")


def test_a_sign_in_that_is_configured_in_part_opens_no_door(monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in_of(monkeypatch, **{**ALL, "client_secret": ""})
    with pytest.raises(InputError, match=r"lacks client_secret \(docs/app.md\)"):
        check_address("0.0.0.0")
    sign_in_of(monkeypatch, **ALL)
    pytest.importorskip("authlib")
    check_address("0.0.0.0")


def test_a_sign_in_without_its_library_is_said_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in_of(monkeypatch, **ALL)
    monkeypatch.setattr("planner.ui.server.find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"authlib and httpx cannot be found: pip install 'meal-planner\[sign-in\]'"):
        check_address("127.0.0.1")


def answered(path: str, cookie: str = "") -> dict[str, str]:
    """The headers of an answer to one request."""
    sent: list[dict[str, Any]] = []

    async def page(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x-page", b"1")]})

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [(b"cookie", cookie.encode())], "scheme": "http"}
    asyncio.run(HouseholdKey(page)(scope, None, send))
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def test_each_browser_gets_a_key_that_no_script_reads_and_keeps_it() -> None:
    first, second = answered("/")["set-cookie"], answered("/foods")["set-cookie"]
    assert "HttpOnly" in first
    assert "SameSite=Lax" in first
    key = key_in(first.split(";")[0])
    assert len(key) == 43
    assert key != key_in(second.split(";")[0])
    assert key_in(answered("/", f"other=1; {COOKIE}={key}")["set-cookie"].split(";")[0]) == key


def test_a_key_that_is_not_ours_is_replaced() -> None:
    for odd in ("short", "x" * 400, "../../etc/passwd", "a" * 42 + "é"):
        assert key_in(f"{COOKIE}={odd}") == ""
        assert len(key_in(answered("/", f"{COOKIE}=short")["set-cookie"].split(";")[0])) == 43


def test_parts_of_a_page_carry_no_key() -> None:
    assert "set-cookie" not in answered("/static/js/index.js")


def test_small_messages_do_not_wait_for_the_answer_to_the_last_one() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        send_at_once()
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_the_first_free_port_is_taken_and_a_taken_one_is_said() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(InputError, match="something else listens there"):
            free_port("127.0.0.1", taken)
    assert free_port("127.0.0.1", taken) == taken
    assert free_port("127.0.0.1", None) >= 8501


def test_an_address_that_is_none_is_said() -> None:
    with pytest.raises(InputError, match="no such address"):
        free_port("nowhere.invalid", None)
