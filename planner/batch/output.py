"""The folder of a run: parts while it is not finished, then its files, and last the description of the run."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from planner.batch.final import file_names, write_files
from planner.batch.parts import part_path, parts_in, remove_begun, tally_part, write_whole
from planner.batch.progress import Tally
from planner.errors import InputError

RUN = "run.json"
UNFINISHED = "unfinished"
ASKED = "asked.json"
_LOCK = "lock"


def check_folder(path: Path, resume: bool) -> None:
    """Raises InputError where no run can be begun or, with ``resume``, gone on with; nothing is touched."""
    if path.exists() and not path.is_dir():
        raise InputError(f"{path} is a file: name a folder for the results")
    unfinished, finished = path / UNFINISHED / ASKED, path / RUN
    if resume and (unfinished.exists() or finished.exists()):
        return
    if unfinished.exists():
        raise InputError(
            f"{path} holds a run that is not finished: go on with it with --resume, choose another folder, "
            f"or delete {path / UNFINISHED} to give it up"
        )
    for name in dict.fromkeys((RUN, *file_names(with_csv=True))):
        if (path / name).exists():
            raise InputError(
                f"{path} holds the results of a run ({name}): nothing was written; choose another folder, "
                "or delete that one"
            )


def is_unfinished(path: Path) -> bool:
    """Whether a folder holds a run that can be gone on with."""
    return (path / UNFINISHED / ASKED).exists()


def finished_run(path: Path, asked: Mapping[str, Any]) -> dict[str, Any] | None:
    """The description of a finished run, whose last traces are removed; None while there is none.

    Raises InputError when it cannot be read, or answers something else.
    """
    try:
        found = json.loads((path / RUN).read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise InputError(f"{path / RUN} cannot be read ({error}): choose another folder") from None
    check_same(path, found, asked)
    with suppress(OSError):
        shutil.rmtree(path / UNFINISHED)
    return dict(found)


class Folder:
    """A run that is being written. Leaving the context without ``finish`` keeps the parts that are complete; where there is
    none, everything that was begun is removed."""

    def __init__(self, path: Path, asked: Mapping[str, Any], resume: bool = False) -> None:
        """``asked`` is what the results depend on: a run is only gone on with where it is the same.

        Raises InputError when another run is or was here, the folder is being written by another process, what is asked
        has changed, or nothing can be written.
        """
        check_folder(path, resume)
        self.path, self.parts, self._asked = path, path / UNFINISHED, dict(asked)
        self._made = [one for one in (self.parts, path) if not one.exists()]
        self._mine = False
        self._lock: int | None = None
        self.done: frozenset[int] = frozenset()
        self.tally = Tally()
        try:
            self.parts.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(self.parts / _LOCK)
            self._mine = True
            if (self.parts / ASKED).exists():
                self._check_asked()
            else:
                text = json.dumps(self._asked, indent=1, ensure_ascii=False) + "\n"
                write_whole(self.parts / ASKED, text.encode("utf-8"))
            remove_begun(self.parts)
            self._take_stock()
        except OSError as error:
            self._leave()
            raise unwritable(path, error) from None
        except InputError:
            self._leave()
            raise

    def _check_asked(self) -> None:
        before = json.loads((self.parts / ASKED).read_text("utf-8"))
        try:
            check_same(self.path, before, self._asked)
        except InputError:
            self._mine = False  # not this run: it stays as it is
            raise

    def _take_stock(self) -> None:
        """Which parts are there. One that cannot be read is made again."""
        import pyarrow as pa

        done = []
        for number in parts_in(self.parts):
            try:
                self.tally.add(tally_part(self.parts, number))
                done.append(number)
            except (pa.ArrowException, KeyError):
                part_path(self.parts, number).unlink()
        self.done = frozenset(done)

    def __enter__(self) -> Folder:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._leave()

    def finish(self, run: Mapping[str, Any], with_csv: bool = False) -> None:
        """Make the files, the description of the run last: where it stands, everything stands."""
        try:
            write_files(self.parts, parts_in(self.parts), self.path, with_csv)
            write_whole(self.path / RUN, (json.dumps(run, indent=1, ensure_ascii=False) + "\n").encode("utf-8"))
        except OSError as error:
            raise unwritable(self.path, error) from None

    def _leave(self) -> None:
        """Let go of the folder, and remove what nobody needs any more."""
        with suppress(OSError):
            if self._mine and ((self.path / RUN).exists() or not parts_in(self.parts)):
                shutil.rmtree(self.parts)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None
        for made in self._made:
            with suppress(OSError):
                made.rmdir()  # only if it is empty


def unwritable(path: Path, error: OSError) -> InputError:
    return InputError(
        f"{path} cannot be written: {error.strerror or error}; make room and go on with --resume, or choose another folder"
    )


def check_same(path: Path, before: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
    """Raises InputError where what is asked differs from what a run in this folder was begun with."""
    changed = _differences(before, asked)
    if changed:
        raise InputError(
            f"{path} holds a run that was begun with something else, so it cannot be gone on with:\n"
            + "\n".join(changed)
            + "\nGive the same as before, or begin again in another folder"
        )


def _differences(before: Mapping[str, Any], now: Mapping[str, Any], of: str = "") -> list[str]:
    """What is not as it was, a line for each."""
    found = []
    for name in now:
        one, other = before.get(name), now.get(name)
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            found += _differences(one, other, f"{name}: " if name != "input" else "the people: ")
        elif one != other:
            if of == "own files: ":
                found.append(f"- {name} was changed since then" if one else f"- {name} was not there")
            elif name == "sha256":
                found.append("- the file of people was changed since then")
            elif name not in ("rows", "people_per_part"):  # these follow from the file
                found.append(f"- {of}{name} was {_said(one)} and is {_said(other)}")
    return found


def _said(value: Any) -> str:
    return "not there" if value is None else f"{value}"


def _locked(path: Path) -> int | None:
    """A descriptor that keeps other processes out until it is closed, also by the process's end."""
    try:
        import fcntl
    except ImportError:  # not on Windows, where renames of files in use fail instead
        return None
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o666)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise InputError(f"{path.parent.parent} is being written by another process: wait for it") from None
    except OSError:  # a shared disk that knows no locks
        pass
    return descriptor
