"""A file with every kind of trouble, planned once with one process and once with two."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from planner.batch.many import plan_file
from planner.batch.progress import Progress

HEADER = "person_id,Sex,Age,height_cm,weight_kg,diet,exclude,conditions,medications,energy_kcal,Fiber min,notes"
# The rows in their order, with the status that each must get.
TROUBLES = (
    ("ann,female,34,168,62,,,none,none,,,likes tea", "planned"),
    ("bob,male,abc,180,80,,,none,none,,,", "bad row"),
    ("cara,female,40,165,60,vegn,,none,none,,,", "bad row"),
    ("dan,male,55,175,85,,,kidney disease,none,,,", "refused"),
    ("eve,female,30,165,60,,,none,none,1500,900,", "infeasible"),
    ("ann,female,30,165,60,,,none,none,,,", "bad row"),
    ('"=HYPERLINK(""http://x"")",male,30,170,70,vegetarian,,,,,,', "planned"),
    ("fay,female,NaN,165,60,,,none,none,,,", "bad row"),
    ("gus,male,30,1.7,7000,,,none,none,,,", "bad row"),
    ("zoë,female,30,165,60,,,none,none,,,", "bad row"),
    ("hal,male,30", "bad row"),
    ("ivy,female,30,165,60,,brocoli,none,none,,,", "bad row"),
    ('jon,male,30,170,70,,"oats,none,none,,,', "bad row"),
    ("kim,female,12,150,45,,,none,none,,,", "refused"),
)
IDS = [
    "ann",
    "bob",
    "cara",
    "dan",
    "eve",
    "ann",
    '=HYPERLINK("http://x")',
    "fay",
    "gus",
    "zo?",
    "hal",
    "ivy",
    "jon",
    "kim",
]


# Of people who are all planned for, or none of whom can be.
PLAIN_HEADER = "person_id,sex,age,height,weight,conditions,medications"
RESULTS = ("menus.parquet", "nutrients.parquet", "summary.csv")


def people_file(path: Path, ages: Sequence[object]) -> Path:
    """A person a row, p0 and on; who has no number for an age cannot be planned for, which takes no time."""
    lines = [f"p{i},female,{age},168,62,none,none" for i, age in enumerate(ages)]
    path.write_text("\n".join([PLAIN_HEADER, *lines, ""]))
    return path


def results(out: Path) -> dict[str, bytes]:
    """What a run wrote, by file."""
    return {name: (out / name).read_bytes() for name in RESULTS}


class Run(NamedTuple):
    """A finished run."""

    people: Path
    out: Path
    progress: Progress

    def summary(self) -> pd.DataFrame:
        return pd.read_csv(self.out / "summary.csv", dtype={"person_id": "str"}, keep_default_na=False)


def write_troubles(path: Path) -> Path:
    """The one line with an accent is in Latin-1, as an old spreadsheet writes it."""
    path.write_bytes("\n".join([HEADER, *(line for line, _ in TROUBLES), ""]).encode("latin-1"))
    return path


@pytest.fixture(scope="session")
def one_job(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run(tmp_path_factory.mktemp("one"), jobs=1)


@pytest.fixture(scope="session")
def two_jobs(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run(tmp_path_factory.mktemp("two"), jobs=2)


def run(folder: Path, jobs: int) -> Run:
    people = write_troubles(folder / "people.csv")
    return Run(people, folder / "out", plan_file(people, folder / "out", jobs=jobs, menu="none"))
