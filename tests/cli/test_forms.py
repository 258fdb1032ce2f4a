"""The forms in which ``planner plan`` gives a plan: by flag or by the file's name, complete or not at all."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import icalendar
import pytest

from planner.cli.output import write_bytes
from planner.cli.plan_forms import PlanFormat, Wanted
from planner.errors import InputError
from tests.conftest import Shell

ANSWERED = (
    "--sex", "female", "--age", "34", "--height", "5'6\"", "--weight", "137 lb", "--condition", "none", "--medication", "none",
    "--effort", "fast",
)  # fmt: skip


def wanted(name: str | None, format: PlanFormat | None = None, start: str | None = None, people: int = 1) -> Wanted:
    return Wanted.read(format, None if name is None else Path(name), "us", people, start, "a4")


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("menu.pdf", PlanFormat.pdf),
        ("MENU.XLSX", PlanFormat.xlsx),
        ("menu.ics", PlanFormat.ics),
        ("menu.htm", PlanFormat.html),
        ("menu.csv", PlanFormat.csv),
        ("menu.txt", PlanFormat.table),
        ("menu", PlanFormat.table),
        (None, PlanFormat.table),
    ],
)
def test_the_name_of_a_file_says_its_form(name: str | None, format: PlanFormat) -> None:
    assert wanted(name).format is format


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("menu.docx", "ends in .docx; name it .csv"),
        ("nowhere/menu.pdf", "there is no folder nowhere"),
        (".", "it is a folder"),
    ],
)
def test_a_file_that_cannot_come_about_is_told_before_planning(name: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        wanted(name)


def test_a_flag_wins_over_the_name() -> None:
    assert wanted("menu.pdf", PlanFormat.json).format is PlanFormat.json


@pytest.mark.parametrize("format", [PlanFormat.pdf, PlanFormat.xlsx, PlanFormat.ics])
def test_a_file_that_is_no_text_needs_a_name(format: PlanFormat) -> None:
    with pytest.raises(InputError, match=f"-o menu.{format}"):
        wanted(None, format)


def test_a_calendar_begins_next_monday_unless_told() -> None:
    assert wanted("a.ics", start="2027-01-31").start == date(2027, 1, 31)
    monday = wanted("a.ics").start
    assert monday.weekday() == 0
    assert timedelta() < monday - date.today() <= timedelta(days=7)
    with pytest.raises(InputError, match=r"--start '31\.1\.2027' is no day"):
        wanted("a.ics", start="31.1.2027")


def test_people_are_counted_from_one() -> None:
    with pytest.raises(InputError, match="--people 0"):
        wanted("a.pdf", people=0)


@pytest.mark.parametrize(("name", "begins"), [("menu.pdf", b"%PDF-"), ("menu.xlsx", b"PK")])
def test_a_file_is_written(shell: Shell, tmp_path: Path, name: str, begins: bytes) -> None:
    done = shell(
        "plan", *ANSWERED, "-o", str(tmp_path / name), "--people", "2", "--units", "metric", "--paper", "letter"
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_a_calendar_is_written(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "menu.ics"
    assert shell("plan", *ANSWERED, "-o", str(file), "--start", "2027-03-01").returncode == 0
    first = icalendar.Calendar.from_ical(file.read_text(encoding="utf-8")).walk("VEVENT")[0]
    assert first["DTSTART"].dt == date(2027, 3, 1)


def test_a_shopping_list_and_a_page_are_printed(shell: Shell) -> None:
    listed = shell("plan", *ANSWERED, "--format", "shopping", "--people", "3").stdout
    for words in (
        "Shopping list for 1 day, 3 people",
        "[ ] ",
        "Not medical advice",
        "See a doctor for a twitch",
        "FNDDS",
    ):
        assert words in listed
    page = shell("plan", *ANSWERED, "--format", "html").stdout
    assert page.startswith("<!DOCTYPE html>")
    assert "See a doctor for a twitch" in page


def test_grams_stand_beside_household_portions(shell: Shell) -> None:
    assert " g)" not in shell("plan", *ANSWERED).stdout.partition("Nutrients")[0]
    assert " g)" in shell("plan", *ANSWERED, "--units", "metric").stdout.partition("Nutrients")[0]


def test_a_csv_is_data_alone_and_the_banner_goes_beside_it(shell: Shell) -> None:
    done = shell("plan", *ANSWERED, "--format", "csv")
    assert done.stdout.startswith("day,")
    assert "Not medical advice" in done.stderr
    assert "Not medical advice" not in done.stdout


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (("--format", "pdf"), "-o menu.pdf"),
        (("--units", "imperial"), "unknown units 'imperial'"),
        (("--paper", "a5", "-o", "x.pdf"), "unknown paper 'a5'"),
        (("-o", "no/such/folder/menu.pdf"), "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_one_sentence(
    shell: Shell, tmp_path: Path, flags: tuple[str, ...], told: str
) -> None:
    done = shell("plan", *ANSWERED, *flags)
    assert done.returncode == 2
    assert told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "menu.pdf"
    file.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(InputError, match="No space left"):
        write_bytes(b"new", file)
    assert file.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["menu.pdf"]
