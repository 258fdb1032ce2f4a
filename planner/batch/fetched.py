"""A file in object storage, copied here: it is read more than once, and its bytes tell whether a run can be gone on with."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from planner.errors import InputError

STORES = ("s3", "gs", "gcs", "abfs", "abfss")
"""Object storage that is read, by how an address begins: Amazon S3 and what speaks like it, Google Cloud, Azure."""

_AT_ONCE = 1 << 20  # bytes


class Fetched(os.PathLike[str]):
    """A path to a copy that is there as long as this object is; in words it is the address."""

    def __init__(self, address: str) -> None:
        """Raises InputError when the address names nothing that can be read, or pyarrow is not installed."""
        from planner.batch.parquet_people import require_pyarrow

        require_pyarrow("reading object storage")
        import pyarrow as pa
        from pyarrow import fs

        self._said = said = said_of(address)
        try:
            store, key = fs.FileSystem.from_uri(address)
            self.name = PurePosixPath(key).name
            if not self.name or store.get_file_info(key).type != fs.FileType.File:
                raise InputError(f"{said} names no file: give the address of one, as s3://bucket/people.parquet")
            folder = tempfile.mkdtemp(prefix="planner-people-")
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
            self._path = Path(folder) / self.name
            # The name says nothing about the bytes: they are copied as they are.
            with store.open_input_stream(key, compression=None) as read, open(self._path, "wb") as written:
                shutil.copyfileobj(read, written, _AT_ONCE)
        except (OSError, pa.ArrowException) as error:
            why = str(error).splitlines()[0].replace(address, said)
            raise InputError(
                f"{said} cannot be read ({why}): check the address, and the credentials in the environment"
            ) from None

    def __fspath__(self) -> str:
        return str(self._path)

    def __str__(self) -> str:
        return self._said


def is_address(people: str | Path) -> bool:
    """Whether that is an address and no path. Raises InputError for one of a kind that is not read."""
    scheme, mark, _ = str(people).partition("://")
    if not mark or isinstance(people, Path):
        return False
    if scheme.lower() not in STORES:
        known = ", ".join(f"{store}://" for store in STORES)
        raise InputError(f"{said_of(str(people))} is of no storage that is read ({known}): save the file here first")
    return True


def said_of(address: str) -> str:
    """An address without what may be secret in it: user, password and options."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
