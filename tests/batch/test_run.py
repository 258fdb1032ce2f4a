"""A run: one result for every row, in order, the same bytes each time, and nothing that is half done."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest

from planner.batch.many import plan_file, plan_many
from planner.batch.parts import SUMMARY
from planner.batch.progress import Progress
from planner.batch.work import STATUSES
from planner.errors import InputError, TableError

from .conftest import IDS, TROUBLES, Run


def test_every_row_has_one_result_in_its_place(one_job: Run) -> None:
    summary = one_job.summary()
    assert list(summary.columns) == list(SUMMARY)
    assert summary["status"].tolist() == [status for _, status in TROUBLES]
    assert [name.removeprefix("'") for name in summary["person_id"]] == IDS
    assert summary["row"].tolist() == list(range(2, 2 + len(TROUBLES)))


def test_counts_add_up(one_job: Run) -> None:
    counts = json.loads((one_job.out / "run.json").read_text("utf-8"))["counts"]
    assert list(counts) == list(STATUSES)
    assert counts == one_job.summary()["status"].value_counts().reindex(STATUSES, fill_value=0).to_dict()
    assert sum(counts.values()) == one_job.progress.total == len(TROUBLES)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (1, "line 3: age_years 'abc' is not a number: write it with digits, without its unit"),
        (2, "line 4: diet: unknown diet 'vegn'; did you mean 'vegan'?"),
        (3, "No plan was made. Kidney disease"),
        (4, "No day of food fits this: fiber at least 900 g"),
        (5, "line 7: person_id: 'ann' already stands in line 2; give each person an own one"),
        (7, "line 9: age_years 'NaN' is not a number"),
        (8, "line 10: height_cm 1.7 is below 100: centimetres, not metres or feet?"),
        (9, "line 11: person_id: is not UTF-8 text"),
        (10, "line 12: has 3 cells, the header 12"),
        (11, "line 13: exclude: unknown food or ingredient 'brocoli'; did you mean 'broccoli'"),
        (12, "line 14: a quote is opened and not closed"),
        (13, "No plan was made. The planner makes no plans for children"),
    ],
)
def test_a_row_without_a_plan_says_where_what_and_what_to_do(one_job: Run, row: int, said: str) -> None:
    assert said in one_job.summary()["message"][row]


def test_all_problems_of_a_row_are_told_together(one_job: Run) -> None:
    message = one_job.summary()["message"][8]
    assert "height_cm 1.7 is below 100" in message  # and, behind it:
    assert "weight_kg 7000 is above 350" in message


def test_a_clash_names_the_change_that_mends_it(one_job: Run) -> None:
    assert "smallest change: fiber at least 1" in one_job.summary()["message"][4]


def test_unanswered_health_questions_are_said_in_the_summary(one_job: Run) -> None:
    notices = one_job.summary()["notices"]
    assert "Health questions not answered" in notices[6]
    assert "Health questions not answered" not in notices[0]


def test_menus_and_nutrients_are_read_by_pandas(one_job: Run) -> None:
    menus = pd.read_parquet(one_job.out / "menus.parquet")
    needed = ["person_id", "day", "meal", "food_code", "food", "portion", "grams"]
    assert set(needed) <= set(menus.columns)
    assert menus["person_id"].unique().tolist() == ["ann", IDS[6]]
    assert menus["day"].dtype == "int64"
    assert menus["food_code"].str.fullmatch(r"\d{8}").all()
    assert (menus["grams"] > 0).all()
    nutrients = pd.read_parquet(one_job.out / "nutrients.parquet")
    assert list(nutrients.columns) == ["person_id", "nutrient", "amount", "lower", "upper", "status"]
    both = nutrients.merge(one_job.summary().loc[[0]], on="person_id", suffixes=("", "_summary"))
    magnesium = both[both["nutrient"] == "magnesium_mg"].iloc[0]
    assert magnesium["status"] == "met"
    assert 0 <= magnesium["amount"] - float(magnesium["magnesium_mg"]) < 0.1
    assert len(both) == int(both["targets_total"].iloc[0])


def test_no_cell_is_a_formula(one_job: Run) -> None:
    with open(one_job.out / "summary.csv", encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert IDS[6] not in cells
    assert f"'{IDS[6]}" in cells


def test_two_processes_give_the_same_bytes_as_one(one_job: Run, two_jobs: Run) -> None:
    for name in ("menus.parquet", "nutrients.parquet", "summary.csv"):
        assert (one_job.out / name).read_bytes() == (two_jobs.out / name).read_bytes(), name


def test_the_run_is_described(one_job: Run) -> None:
    described = json.loads((one_job.out / "run.json").read_text("utf-8"))
    assert described["input"]["sha256"] == hashlib.sha256(one_job.people.read_bytes()).hexdigest()
    assert described["input"]["rows"] == len(TROUBLES)
    assert described["columns"] == {
        "renamed": {"Sex": "sex", "Age": "age_years", "Fiber min": "fiber_g_min"},
        "ignored": ["notes"],
    }
    assert described["settings"]["days"] == 1
    assert described["versions"]["highspy"]
    assert len(described["food_table_sha256"]) == 64
    assert described["seconds"] >= described["seconds_planning"] > 0
    assert sorted(p.name for p in one_job.out.iterdir()) == [
        "menus.parquet",
        "nutrients.parquet",
        "run.json",
        "summary.csv",
    ]


def test_reasons_are_counted_without_what_people_wrote(one_job: Run) -> None:
    reasons = one_job.progress.reasons
    assert reasons["bad row"]["age_years … is not a number: write it with digits, without its unit"] == 2
    assert not any("kidney disease" in reason for reason in reasons["refused"])


def test_from_python_the_same_plans_come_as_frames(one_job: Run) -> None:
    rows = pd.DataFrame(
        [line.split(",")[:5] for line, _ in TROUBLES[:3]], columns=["person_id", "sex", "age", "height", "weight"]
    )
    rows["conditions"] = rows["medications"] = "none"
    done = plan_many(rows.iloc[:2], menu="none")
    assert done.counts == {"planned": 1, "bad row": 1}
    assert done.summary["message"][1].startswith("row 2: age_years 'abc'")
    menus = pd.read_parquet(one_job.out / "menus.parquet")
    expected = menus[menus["person_id"] == "ann"]
    assert (
        done.menus[["food_code", "portion", "grams"]].values.tolist()
        == expected[["food_code", "portion", "grams"]].values.tolist()
    )
    assert repr(done) == "<ManyPlans: 2 people; 1 planned, 1 bad row>"


def test_no_plan_depends_on_who_was_planned_before(tmp_path: Path) -> None:
    """Some days are equally good. A model kept warm from the first four would give the last person another one."""
    header = "person_id,sex,age,height,weight,activity,conditions,medications"
    rows = [
        "a,male,57,179,62.3,active,none,none",
        "b,female,63,157,62.2,low_active,none,none",
        "c,male,49,179,88.0,inactive,none,none",
        "d,female,74,157,55.3,inactive,none,none",
        "e,female,70,162,81.3,active,none,none",
    ]
    menus = []
    for name, people in (("together", rows), ("alone", rows[-1:])):
        (tmp_path / f"{name}.csv").write_text("\n".join([header, *people]))
        plan_file(tmp_path / f"{name}.csv", tmp_path / name, menu="none")
        planned = pd.read_parquet(tmp_path / name / "menus.parquet")
        menus.append(planned[planned["person_id"] == "e"].values.tolist())
    assert menus[0] == menus[1]


@pytest.mark.slow
def test_menus_have_meals_and_days_and_come_as_csv(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text(
        "person_id,sex,age,height,weight,diet,like,budget_usd_per_day,conditions,medications\n"
        "=1,female,34,168,62,,banana,20,none,none\n"
    )
    seen: list[int] = []
    done = plan_file(people, tmp_path / "out", days=2, csv=True, watch=lambda progress: seen.append(progress.done))
    assert seen == [1]
    assert done.done == 1
    menus = pd.read_csv(tmp_path / "out" / "menus.csv", dtype={"food_code": "str"})
    assert set(menus["day"]) == {1, 2}
    assert {"breakfast", "lunch", "dinner"} <= set(menus["meal"])
    assert (menus["person_id"] == "'=1").all()
    assert menus["title"].notna().all()
    summary = pd.read_csv(tmp_path / "out" / "summary.csv")
    assert summary["status"][0] in ("planned", "planned with misses")
    files = json.loads((tmp_path / "out" / "run.json").read_text())["files"]
    assert files == ["menus.parquet", "nutrients.parquet", "menus.csv", "nutrients.csv", "summary.csv"]
    for name in ("menus", "nutrients"):
        assert len(pd.read_csv(tmp_path / "out" / f"{name}.csv")) == len(
            pd.read_parquet(tmp_path / "out" / f"{name}.parquet")
        )


def test_a_folder_with_another_run_is_left_alone(one_job: Run) -> None:
    before = {p.name: p.read_bytes() for p in one_job.out.iterdir()}
    with pytest.raises(InputError, match="holds the results of a run"):
        plan_file(one_job.people, one_job.out, menu="none")
    assert {p.name: p.read_bytes() for p in one_job.out.iterdir()} == before


def test_a_wrong_file_leaves_no_folder(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("person_id,sex\n1,female\n")
    with pytest.raises(TableError, match="age_years, height_cm, weight_kg are missing"):
        plan_file(people, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"days": 0}, "plan 1 to 28 days"),
        ({"days": 29}, "plan 1 to 28 days"),
        ({"days": 7, "menu": "none"}, "one plain day"),
        ({"menu": "soup"}, "menu 'soup' is not one of"),
        ({"effort": "lazy"}, "effort 'lazy' is not one of fast, normal, best"),
        ({"authority": "me"}, "authority 'me'"),
        ({"preset": "much"}, "preset 'much'"),
        ({"jobs": 0}, "jobs 0"),
        ({"time_limit_s": 0}, "a time limit of 0 s is not possible"),
        ({"local_cluster": 0}, "a cluster of 0 workers is not possible"),
    ],
)
def test_settings_are_looked_at_before_anything_happens(
    one_job: Run, tmp_path: Path, wrong: dict[str, object], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        plan_file(one_job.people, tmp_path / "out", **wrong)  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()


def test_without_pyarrow_it_is_said_what_to_do(monkeypatch: pytest.MonkeyPatch, one_job: Run, tmp_path: Path) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)
    with pytest.raises(InputError, match=r"needs pyarrow: pip install 'meal-planner\[batch\]'"):
        plan_file(one_job.people, tmp_path / "out")


def test_progress_is_a_plain_record(one_job: Run) -> None:
    progress: Progress = one_job.progress
    record = progress.as_dict()
    assert record["done"] == record["total"] == len(TROUBLES)
    assert json.loads(json.dumps(record)) == record


@pytest.mark.slow
def test_a_search_that_takes_too_long_gives_the_best_menus_so_far_with_their_gap() -> None:
    people = pd.DataFrame(
        {"person_id": [1], "sex": ["female"], "age": [34], "height": [168], "weight": [62], "conditions": "none"}
    )
    people["medications"] = "none"
    (row,) = plan_many(people, days=2, time_limit_s=0.01).summary.to_dict("records")
    assert row["status"] in ("planned", "planned with misses")
    assert "The search was ended after 0.01 s with the best menus found by then." in row["message"]
    assert 0 < row["gap"] < 1
