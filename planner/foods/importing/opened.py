"""A file, a folder or an archive to import from, opened so that nothing in it can do harm.

Nothing is ever unpacked to the disk: members are read as streams, by their bare names. An archive that would grow
out of all proportion is not read.
"""

from __future__ import annotations

import codecs
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from planner.errors import InputError

MOST_GROWTH = 100  # times the packed size; tables of text grow 5 to 30 times
SMALL = 64 * 2**20  # bytes that may grow more
MOST_BYTES = 40 * 2**30
MOST_MEMBERS = 10_000
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, tarfile.TarError)
_FALLBACK = "planner-cp1252"


@dataclass
class Opened:
    """The readable members by bare, lower-case name. ``left``: members that are not read, and why; ``twice``: names of
    several members, of which none can be asked for."""

    path: Path
    members: dict[str, Callable[[], IO[bytes]]]
    left: list[tuple[str, str]] = field(default_factory=list)
    twice: set[str] = field(default_factory=set)
    is_archive: bool = False

    def __contains__(self, name: object) -> bool:
        return name in self.members

    def only(self) -> str | None:
        """The name of the one member; None when there are several."""
        return next(iter(self.members)) if len(self.members) == 1 else None

    def file(self, name: str) -> str:
        """How a member is called in messages."""
        return f"{self.path} › {name}" if self.is_archive or self.path.is_dir() else str(self.path)

    @contextmanager
    def binary(self, name: str) -> Iterator[IO[bytes]]:
        """The bytes of a member. Raises InputError for what is missing or damaged."""
        if name not in self.members:
            raise InputError(f"{self.path} holds no {name}; give the whole bundle as it was downloaded")
        if name in self.twice:
            raise InputError(f"{self.path} holds several files called {name}; give the folder of one bundle")
        try:
            with self.members[name]() as stream:
                yield stream
        except _DAMAGED as error:
            raise InputError(f"{self.file(name)} is damaged or cut off ({error}); download it again") from None
        except OSError as error:
            raise InputError(f"{self.file(name)} cannot be read ({error.strerror or error})") from None

    @contextmanager
    def text(self, name: str) -> Iterator[IO[str]]:
        """A member as text: UTF-8 with or without a mark, UTF-16 with one, single bytes of Windows-1252 where it is neither."""
        with self.binary(name) as stream:
            head = stream.read(4)
            joined = _Joined(head, stream)
            wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
            encoding, errors = ("utf-16", "replace") if wide else ("utf-8-sig", _FALLBACK)
            yield io.TextIOWrapper(io.BufferedReader(joined, 2**16), encoding=encoding, errors=errors, newline="")

    def head(self, name: str, count: int = 2**16) -> bytes:
        """The first bytes of a member."""
        with self.binary(name) as stream:
            return stream.read(count)


class _Joined(io.RawIOBase):
    """Bytes that were read already, and the rest of the stream after them."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        got = self._head[: len(buffer)] if self._head else self._rest.read(len(buffer))
        self._head = self._head[len(got) :]
        buffer[: len(got)] = got
        return len(got)


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error(_FALLBACK, _as_cp1252)


class _Bounded(io.RawIOBase):
    """A member of an archive that may not grow beyond what it says of itself."""

    def __init__(self, stream: IO[bytes], most: int, name: str) -> None:
        self._stream, self._left, self._name = stream, most, name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        got = self._stream.read(len(buffer))
        self._left -= len(got)
        if self._left < 0:
            raise InputError(f"{self._name} unpacks to more than the archive says of it, so it was not read")
        buffer[: len(got)] = got
        return len(got)

    def close(self) -> None:
        self._stream.close()
        super().close()


def open_source(path: str | Path) -> Opened:
    """A file, a folder, a zip or a tar archive, ready to be read.

    Raises:
        InputError: there is nothing of that name, it cannot be opened, it is damaged, or it is a trap.
    """
    given = Path(path)
    if given.is_dir():
        return _folder(given)
    try:
        with given.open("rb") as file:
            head = file.read(8)
    except FileNotFoundError:
        raise InputError(f"there is no file or folder {str(path)!r}; give the path of a table or a bundle") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{str(path)!r} cannot be read ({getattr(error, 'strerror', None) or error})") from None
    if not head:
        raise InputError(f"{path} is empty; give a table or a bundle")
    if head.startswith(b"PK") and given.suffix.lower() not in (".xlsx", ".xlsm", ".ods"):
        return _zip(given)
    if head.startswith(b"\x1f\x8b") or tarfile_like(given):
        return _tar(given)
    if head.startswith(b"PK"):
        _zip(given)  # a workbook is a zip: the same traps
    return Opened(given, {given.name.lower(): partial(_open, given)})


def tarfile_like(path: Path) -> bool:
    """Whether the name is that of a tar archive."""
    return path.suffix.lower() in (".tar", ".tgz") or path.name.lower().endswith((".tar.gz", ".tar.bz2", ".tar.xz"))


def _folder(path: Path) -> Opened:
    found = Opened(path, {})
    files = sorted(one for one in path.rglob("*") if one.is_file() and len(one.relative_to(path).parts) <= 6)
    for one in files[:MOST_MEMBERS]:
        _add(found, one.relative_to(path).as_posix(), partial(_open, one))
    if not found.members:
        raise InputError(f"the folder {path} holds no file; give the folder of a bundle")
    return found


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")


def _zip(path: Path) -> Opened:
    try:
        archive = zipfile.ZipFile(path)
    except (*_DAMAGED, ValueError) as error:
        raise InputError(f"{path} is a damaged or cut off zip archive ({error}); download it again") from None
    found = Opened(path, {}, is_archive=True)
    infos = [info for info in archive.infolist() if not info.is_dir()]
    total, packed = sum(info.file_size for info in infos), max(path.stat().st_size, 1)
    _check_growth(path, total, packed, len(infos))
    for info in infos:
        if info.flag_bits & 1:
            raise InputError(f"{path} › {info.filename} is encrypted; unpack it with its password and give the folder")
        if info.file_size > SMALL and info.file_size > MOST_GROWTH * max(info.compress_size, 1):
            raise InputError(_bomb(f"{path} › {info.filename}", info.file_size))

        def opener(info: zipfile.ZipInfo = info) -> IO[bytes]:
            return io.BufferedReader(_Bounded(archive.open(info), info.file_size, f"{path} › {info.filename}"), 2**16)

        _add(found, info.filename, opener)
    if not found.members:
        raise InputError(f"the archive {path} holds no file that can be read")
    return found


def _tar(path: Path) -> Opened:
    try:
        archive = tarfile.open(path)  # noqa: SIM115 - stays open as long as its members are read
        infos = [info for info in archive.getmembers() if info.isfile()]
    except (*_DAMAGED, OSError) as error:
        raise InputError(f"{path} is a damaged or cut off archive ({error}); download it again") from None
    found = Opened(path, {}, is_archive=True)
    _check_growth(path, sum(info.size for info in infos), max(path.stat().st_size, 1), len(infos))
    for info in infos:

        def opener(info: tarfile.TarInfo = info) -> IO[bytes]:
            stream = archive.extractfile(info)
            if stream is None:
                raise InputError(f"{path} › {info.name} cannot be read")
            return stream

        _add(found, info.name, opener)
    if not found.members:
        raise InputError(f"the archive {path} holds no file that can be read")
    return found


def _check_growth(path: Path, total: int, packed: int, members: int) -> None:
    if members > MOST_MEMBERS:
        raise InputError(f"{path} holds {members:,} files; no food table has more than {MOST_MEMBERS:,}")
    if total > MOST_BYTES or (total > SMALL and total > MOST_GROWTH * packed):
        raise InputError(_bomb(str(path), total))


def _bomb(name: str, size: int) -> str:
    return (
        f"{name} would unpack to {size / 2**20:,.0f} MB, more than {MOST_GROWTH} times its size: no food table does, so it "
        "was not read; give the bundle as its publisher offers it"
    )


def _add(found: Opened, name: str, opener: Callable[[], IO[bytes]]) -> None:
    """One member by its bare name; names with tricks in them are left out and told."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if name.startswith(("/", "\\")) or ".." in parts or (len(name) > 1 and name[1] == ":") or "\x00" in name:
        found.left.append((name, "its name leads out of the archive"))
        return
    if parts[0] == "__MACOSX" or parts[-1].startswith("."):
        return
    bare = parts[-1].lower()
    if bare in found.members:
        found.twice.add(bare)
        return
    found.members[bare] = opener
