"""One user of the app without a browser: speaks the messages that Streamlit's page exchanges with its server."""

from __future__ import annotations

import asyncio
import time
from types import TracebackType
from typing import Any, Self

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect


class Screen:
    """What the server has drawn: elements by their place on the page."""

    def __init__(self) -> None:
        self.elements: dict[tuple[int, ...], Any] = {}
        self._fragments: dict[tuple[int, ...], str] = {}
        self._drawn: set[tuple[int, ...]] = set()
        self._cache: dict[str, Any] = {}

    @property
    def known(self) -> list[str]:
        """Hashes of messages that the server need not send again."""
        return list(self._cache)

    def start(self) -> None:
        self._drawn.clear()

    def take(self, message: Any) -> None:
        place = tuple(message.metadata.delta_path)
        if message.metadata.cacheable:
            self._cache[message.hash] = message
        delta = (self._cache[message.ref_hash] if message.WhichOneof("type") == "ref_hash" else message).delta
        if delta.WhichOneof("type") == "new_element":
            element = delta.new_element
            self.elements[place] = getattr(element, element.WhichOneof("type"))
            self._fragments[place] = delta.fragment_id
            self._drawn.add(place)

    def finish(self) -> None:
        """The whole script has run: what it did not draw again is gone."""
        self.elements = {place: element for place, element in self.elements.items() if place in self._drawn}

    def button(self, label: str) -> tuple[str, str]:
        """Id and fragment of the button that says ``label``; raises KeyError with the labels there are."""
        buttons = {place: e for place, e in self.elements.items() if e.DESCRIPTOR.name == "Button" and not e.disabled}
        for place, button in buttons.items():
            if label in button.label:
                return button.id, self._fragments[place]
        raise KeyError(f"no button {label!r} among {[button.label for button in buttons.values()]}")

    def has(self, label: str) -> bool:
        """Whether a button says ``label``, pressable or not."""
        return any(e.DESCRIPTOR.name == "Button" and label in e.label for e in self.elements.values())

    def errors(self) -> list[str]:
        """Messages of the exceptions on the screen."""
        return [str(e.message) for e in self.elements.values() if e.DESCRIPTOR.name == "Exception"]


class Client:
    """``async with Client(server.socket_url) as client: await client.rerun()``."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.screen = Screen()
        self.pages: dict[str, str] = {}
        self._page = ""
        self._chosen: dict[str, str] = {}
        self._again: tuple[float, str] = (0.0, "")

    async def __aenter__(self) -> Self:
        protocol = websockets.Subprotocol("streamlit")
        self._socket = await connect(self._url, subprotocols=[protocol], max_size=None, proxy=None)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._socket.close()

    async def rerun(self, press: str | None = None, page: str | None = None, timeout_s: float = 240.0) -> float:
        """Runs the script, pressing a button by its label or opening a page by its path; seconds until all is drawn.

        Raises KeyError when there is no such button or page, TimeoutError when the run does not end, RuntimeError
        when the script ended with an exception on the screen.
        """
        if page is not None:
            self._page = self.pages[page]
        button, fragment = self.screen.button(press) if press is not None else ("", "")
        return await self._run(button, fragment, timeout_s)

    async def choose(self, label: str, option: str) -> float:
        """Chooses an option of a select box by their texts. Raises KeyError when there is no such box."""
        boxes = {e.label: e.id for e in self.screen.elements.values() if e.DESCRIPTOR.name == "Selectbox"}
        self._chosen[boxes[label]] = option
        return await self._run()

    async def next_run(self) -> float:
        """Runs what the page has asked to be run again and again, after the time that it asked for."""
        interval_s, fragment = self._again
        await asyncio.sleep(interval_s)
        return await self._run(fragment=fragment)

    async def _run(self, button: str = "", fragment: str = "", timeout_s: float = 240.0) -> float:
        message = BackMsg()
        state = message.rerun_script
        state.page_script_hash, state.fragment_id = self._page, fragment
        state.cached_message_hashes.extend(self.screen.known)
        for box, option in self._chosen.items():
            state.widget_states.widgets.add(id=box, string_value=option)
        if button:
            state.widget_states.widgets.add(id=button, trigger_value=True)
        start = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        async with asyncio.timeout(timeout_s):
            while not self._handle(await self._socket.recv()):
                pass
        seconds = time.perf_counter() - start
        if errors := self.screen.errors():
            raise RuntimeError(f"the app shows an exception: {errors[0]}")
        return seconds

    def _handle(self, data: str | bytes) -> bool:
        """Takes one message; whether it ends the run."""
        message = ForwardMsg()
        message.ParseFromString(data if isinstance(data, bytes) else data.encode())
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._page = message.new_session.page_script_hash
            self.screen.start()
        elif kind == "navigation":
            self._page = message.navigation.page_script_hash
            self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
        elif kind == "auto_rerun":
            self._again = (message.auto_rerun.interval, message.auto_rerun.fragment_id)
        elif kind in {"delta", "ref_hash"}:
            self.screen.take(message)
        elif kind == "script_finished":
            if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                self.screen.finish()
                return True
            return bool(message.script_finished == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
        return False
