"""Starts the app as its users do: a process of its own, on a free port of this machine, with an empty data folder.

The browser tests and ``benchmarks.app_load`` share it.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[1]


class AppServer:
    """A running app: ``with AppServer() as server: ... server.url``.

    Leaving the block ends the process and removes its data. ``ready_s`` is the time from its start to the first
    healthy answer. ``secrets`` is the text of its secrets.toml. Raises RuntimeError with the end of the log when the process ends early or is never ready.
    """

    def __init__(self, script: Path = ROOT / "app.py", patience_s: float = 90.0, secrets: str = "") -> None:
        self._script = script
        self._secrets = secrets
        self._patience_s = patience_s
        self._folder = tempfile.TemporaryDirectory(prefix="planner-app-", ignore_cleanup_errors=True)
        self.data = Path(self._folder.name)
        self.ready_s = 0.0

    def __enter__(self) -> Self:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.socket_url = f"ws://127.0.0.1:{port}/_stcore/stream"
        options = {
            "server.address": "127.0.0.1",
            "server.port": str(port),
            "server.headless": "true",
            "server.fileWatcherType": "none",
            "browser.gatherUsageStats": "false",
        }
        command = [sys.executable, "-m", "streamlit", "run", str(self._script)]
        command += [f"--{name}={value}" for name, value in options.items()]
        # The data folders of all kinds, so that nothing of the user at the keyboard is read or written.
        home = {name: str(self.data) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
        if self._secrets:
            (self.data / ".streamlit").mkdir()
            (self.data / ".streamlit" / "secrets.toml").write_text(self._secrets, encoding="utf-8")
        start = time.perf_counter()
        environment = {name: value for name, value in os.environ.items() if name != "PLANNER_DATABASE_URL"} | home
        with self._log_path.open("w") as log:
            self.process = subprocess.Popen(
                command, cwd=self._script.parent, stdout=log, stderr=subprocess.STDOUT, env=environment
            )
        try:
            self._wait(start)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def _log_path(self) -> Path:
        return self.data / "server.log"

    @property
    def log(self) -> str:
        """What the process has printed so far."""
        return self._log_path.read_text(errors="replace")

    def close(self) -> None:
        """Ends the process and removes its data."""
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._folder.cleanup()

    def _wait(self, start: float) -> None:
        while time.perf_counter() - start < self._patience_s:
            if self.process.poll() is not None:
                raise RuntimeError(
                    f"the app ended with code {self.process.returncode} before it was ready:\n{self.log[-3000:]}"
                )
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5) as answer:
                    if answer.status == 200:
                        self.ready_s = time.perf_counter() - start
                        return
            except (urllib.error.URLError, TimeoutError, ConnectionError):
                time.sleep(0.02)
        raise RuntimeError(f"the app was not ready within {self._patience_s:.0f} s:\n{self.log[-3000:]}")
