"""One in a hundred of ten thousand rows is poisoned: each gets its own word, and everyone else is planned."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pytest

from planner.batch.check import check_file
from planner.batch.many import plan_file, settings_from

HEADER = "person_id,sex,age,height,weight,diet,like,conditions,medications,magnesium_mg_min"
PEOPLE, POISONED = 10_000, 100
# A row with its identifier left open, and words of the message that it must get.
POISONS = (
    (b"%s,female,thirty,168,62,,,none,none,", "age_years 'thirty' is not a number"),
    (b"%s,female,34,NaN,62,,,none,none,", "height_cm 'NaN' is not a number"),
    (b"%s,female,34,168,1e9,,,none,none,", "weight_kg"),
    (b"%s,female,34,168,-62,,,none,none,", "weight_kg"),
    (b"%s,female,34,168,62,,,none,none,inf", "magnesium_mg_min 'inf' is not an amount"),
    (b"%s,female,34,168,62,," + b"x" * 1_000_000 + b",none,none,", "is longer than 65,536 characters"),
    (b"%s,female,34,168,62,," + b"y" * 10_000 + b",none,none,", "10,000 characters are too many"),
    (b"%s,female,=1+34,168,62,,,none,none,", "age_years '=1+34' is not a number"),
    (b"%s,female,34,168,62,,=cmd|'/c calc'!A1,none,none,", "unknown food or ingredient"),
    (b"%s,female,34,168,62,carnivorous,,none,none,", "unknown diet 'carnivorous'"),
    (b"%s,female,34,168,62,,cr\xe8me,none,none,", "is not UTF-8 text"),
    (b"%s,f\x00male,34,168,62,,,none,none,", "sex"),
    (b"%s,female,34", "has 3 cells, the header 10"),
    (b"%s,female,34,168,62,,,none,none,,,,surplus", "has 13 cells, the header 10"),
    (b'%s,female,34,168,62,,"oats,none,none,', "a quote is opened and not closed"),
    (b",female,34,168,62,,,none,none,", "person_id is missing"),
    (b"p0,female,34,168,62,,,none,none,", "'p0' already stands in line 2"),
)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines = [b"p%d,%s,%d,172,68,,,none,none," % (n, (b"female", b"male")[n % 2], 25 + n % 40) for n in range(PEOPLE)]
    for at, n in enumerate(poisoned()):
        poison = POISONS[at % len(POISONS)][0]
        lines[n] = poison % b"q%d" % n if b"%s" in poison else poison
    path = tmp_path_factory.mktemp("poison") / "people.csv"
    path.write_bytes(b"\n".join([HEADER.encode(), *lines, b""]))
    return path


def poisoned() -> list[int]:
    """Which rows; never the first."""
    return random.Random(1).sample(range(1, PEOPLE), POISONED)


@pytest.mark.slow
def test_poisoned_rows_get_their_word_and_everyone_else_is_planned(people: Path, tmp_path: Path) -> None:
    done = plan_file(people, tmp_path / "out", menu="none", jobs=2)
    assert done.counts == {"planned": PEOPLE - POISONED, "bad row": POISONED}
    summary = pd.read_csv(tmp_path / "out" / "summary.csv", keep_default_na=False)
    assert len(summary) == PEOPLE
    for at, n in enumerate(poisoned()):
        row = summary.iloc[n]
        assert row["status"] == "bad row"
        assert POISONS[at % len(POISONS)][1] in row["message"]
        assert f"line {n + 2}:" in row["message"]
    planned = summary[summary["status"] == "planned"]
    assert set(planned["person_id"]) == {f"p{n}" for n in set(range(PEOPLE)) - set(poisoned())}
    menus = pd.read_parquet(tmp_path / "out" / "menus.parquet", columns=["person_id"])
    assert set(menus["person_id"]) == set(planned["person_id"])


def test_a_dry_run_finds_them_all_beforehand(people: Path) -> None:
    seen: list[int] = []
    found = check_file(people, settings_from(menu="none"), lambda progress: seen.append(progress.done))
    assert found.progress.counts == {"planned": PEOPLE - POISONED, "bad row": POISONED}
    assert seen == [*range(1_000, PEOPLE + 1, 1_000), PEOPLE]
    first = min(poisoned())
    assert found.problems[0].number == first + 2
    assert len(found.problems) == 20
