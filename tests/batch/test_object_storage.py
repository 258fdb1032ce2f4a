"""People in object storage: a small server that speaks as much S3 as reading takes."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import gettempdir

import pandas as pd
import pytest

from planner.batch.many import plan_file, plan_many
from planner.batch.people import open_people
from planner.errors import InputError

from .conftest import PLAIN_HEADER, people_file, results

Objects = dict[str, bytes]
AGES = (30, 41, "old", 52)


class _Store(BaseHTTPRequestHandler):
    objects: Objects
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def _answer(self, with_body: bool) -> None:
        whole = self.objects.get(self.path)
        part, asked = whole or b"", re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        if asked:
            part = part[int(asked[1]) : int(asked[2]) + 1]
        self.send_response(404 if whole is None else 206 if asked else 200)
        self.send_header("Content-Length", str(len(part)))
        if whole is not None:
            self.send_header("Last-Modified", formatdate(usegmt=True))
        if asked and whole is not None:
            self.send_header("Content-Range", f"bytes {asked[1]}-{int(asked[1]) + len(part) - 1}/{len(whole)}")
        self.end_headers()
        if with_body:
            self.wfile.write(part)

    def log_message(self, format: str, *args: object) -> None:
        """Tests print nothing."""


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Objects, Callable[[str], str]]]:
    """What is stored, and the address of a key."""
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    objects: Objects = {}
    with ThreadingHTTPServer(("127.0.0.1", 0), type("Store", (_Store,), {"objects": objects})) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        options = f"scheme=http&endpoint_override=127.0.0.1:{server.server_port}&region=us-east-1"
        yield objects, lambda key: f"s3://reader:hidden@{key}?{options}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_people_in_object_storage_are_planned_as_those_in_a_file(
    kind: str, tmp_path: Path, store: tuple[Objects, Callable[[str], str]]
) -> None:
    objects, address = store
    file = people_file(tmp_path / "people.csv", AGES)
    if kind == "parquet":
        frame, file = pd.read_csv(file, dtype=str), tmp_path / "people.parquet"
        frame.to_parquet(file)
    objects[f"/clinic/autumn/{file.name}"] = file.read_bytes()
    plan_file(file, tmp_path / "near", menu="none")
    plan_file(address(f"clinic/autumn/{file.name}"), tmp_path / "far", menu="none")
    assert results(tmp_path / "far") == results(tmp_path / "near")
    told = json.loads((tmp_path / "far" / "run.json").read_text())["input"]
    assert told == json.loads((tmp_path / "near" / "run.json").read_text())["input"]
    assert told["file"] == file.name


def test_a_run_goes_on_only_with_the_same_object(tmp_path: Path, store: tuple[Objects, Callable[[str], str]]) -> None:
    objects, address = store
    objects["/clinic/people.csv"] = people_file(tmp_path / "people.csv", AGES).read_bytes()
    done = plan_file(address("clinic/people.csv"), tmp_path / "out", menu="none")
    again = plan_file(address("clinic/people.csv"), tmp_path / "out", menu="none", resume=True)
    assert again.before == done.total == len(AGES)
    objects["/clinic/people.csv"] += b"late,female,30,168,62,none,none\n"
    with pytest.raises(InputError, match="people"):
        plan_file(address("clinic/people.csv"), tmp_path / "out", menu="none", resume=True)


def test_the_copy_goes_when_nobody_reads_it(tmp_path: Path, store: tuple[Objects, Callable[[str], str]]) -> None:
    objects, address = store
    objects["/clinic/people.csv"] = people_file(tmp_path / "people.csv", AGES).read_bytes()
    people = open_people(address("clinic/people.csv"))
    copy = Path(people.path)
    assert copy.is_relative_to(gettempdir())
    assert copy.exists()
    del people
    assert not copy.exists()


@pytest.mark.parametrize(
    ("key", "content", "says"),
    [
        ("clinic/none.csv", None, "s3://clinic/none.csv names no file"),
        ("clinic/people.csv", b"", "s3://clinic/people.csv is empty"),
        ("clinic/people.csv", f"{PLAIN_HEADER}\n".encode(), "s3://clinic/people.csv holds no people"),
        ("clinic/people.parquet", b"PAR1 and then nothing", "s3://clinic/people.parquet is no Parquet file"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_address_without_secrets(
    key: str, content: bytes | None, says: str, store: tuple[Objects, Callable[[str], str]]
) -> None:
    objects, address = store
    if content is not None:
        objects[f"/{key}"] = content
    with pytest.raises(InputError) as error:
        plan_many(address(key), menu="none")
    assert str(error.value).startswith(says)
    assert "hidden" not in str(error.value)
    assert "endpoint" not in str(error.value)


@pytest.mark.parametrize("address", ["https://example.org/people.csv", "ftp://example.org/people.csv"])
def test_other_addresses_are_refused_with_those_that_are_read(address: str) -> None:
    with pytest.raises(InputError, match=r"is of no storage that is read \(s3://, gs://.*save the file here first"):
        plan_many(address, menu="none")


def test_a_server_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(InputError, match=r"s3://clinic/people\.csv cannot be read") as error:
        plan_many("s3://reader:hidden@clinic/people.csv?scheme=http&endpoint_override=127.0.0.1:9&region=us-east-1")
    assert "hidden" not in str(error.value)
