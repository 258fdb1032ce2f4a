"""Tables of one's own in the app: looked at as a whole, told in words, used together, and left out again."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from planner import Preferences
from planner.ui import tasks
from planner.ui.asked import Ask, Made, OwnTables
from planner.ui.own_files import look_at, table_of
from planner.ui.session import example
from planner.ui.tasks import make, opened
from tests.importing.conftest import BUNDLE
from tests.ui.conftest import Visit, button, text

GOOD = b"food_code,food,energy_kcal,magnesium_mg,potassium_mg\n1,Oats,380,140,360\n2,Milk,60,11,150\n"
PRICES = b'food,price_usd_per_100g\n"Banana, raw",0.25\n'
RECIPE = (
    b'recipe,ingredient,grams\nBean pot,"Black beans, from dried, no added fat",300\nBean pot,"Tomatoes, raw",200\n'
)


def bundle() -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in BUNDLE.items():
            archive.writestr(name, content)
    return held.getvalue()


def upload(at: AppTest, name: str, content: bytes, part: str = "base") -> AppTest:
    at.selectbox(key="own-part").set_value(part).run()
    at.file_uploader(key="own-file").set_value((name, content, "application/octet-stream")).run()
    assert not at.exception
    return at


def test_a_table_in_our_own_columns_is_used_as_it_is() -> None:
    found = look_at(None, "base", "mine.csv", GOOD, None)
    assert (found.own, found.foods, found.has_menus) == (OwnTables(base=("mine.csv", GOOD)), 2, False)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("mine.csv", b"%PDF-1.7 and so on", "this is a PDF document, not a CSV file"),
        ("mine.csv", b"", "the file is empty"),
        ("mine.zip", b"PK\x03\x04rest", "mine.zip"),
        ("mine.csv", b"food_code,food,energy_kcal\n1,Oats,many\n", "line 2, column energy_kcal"),
        ("mine.csv", b"Zutat,Wert\nHafer,1\n", "no column is known to hold the name of the food"),
        ("../../mine.zip", bundle()[:900], "mine.zip"),
    ],
)
def test_what_cannot_be_used_is_said_in_words_and_nothing_is_kept(name: str, content: bytes, said: str) -> None:
    held = OwnTables(prices=("prices.csv", PRICES))
    found = look_at(None, "base", name, content, held)
    assert found.own is None
    assert said in " ".join(found.problems)
    assert "/tmp" not in " ".join(found.problems)  # the name it was given, not where it lay


def test_a_bundle_is_imported_with_its_report() -> None:
    found = look_at(None, "beside", "fdc.zip", bundle(), None)
    assert found.own is not None
    assert found.own.beside[0][0] == "fdc.csv"
    assert any("rows read: 5" in line for line in found.said)
    assert "/tmp" not in " ".join(found.said)


def test_a_table_of_fifty_thousand_rows_is_looked_at() -> None:
    rows = b"".join(b"%d,Food %d,100,20,200\n" % (n, n) for n in range(50_000))
    found = look_at(None, "base", "big.csv", b"food_code,food,energy_kcal,magnesium_mg,potassium_mg\n" + rows, None)
    assert (found.foods, found.problems) == (50_000, ())


def test_a_file_that_does_not_go_with_the_others_is_refused() -> None:
    held = OwnTables(base=("mine.csv", GOOD))
    found = look_at(None, "prices", "prices.csv", PRICES, held)
    assert found.own is None
    assert "prices.csv, line 2, column food" in " ".join(found.problems)


def test_prices_recipes_and_foods_are_used_together_and_travel_with_the_plan() -> None:
    own: OwnTables | None = None
    for part, name, content in (
        ("prices", "p.csv", PRICES),
        ("recipes", "r.csv", RECIPE),
        ("beside", "mine.csv", GOOD),
    ):
        found = look_at(None, part, name, content, own)
        assert not found.problems
        own = found.own
    assert own is not None
    assert table_of(own).changes == (
        "2 foods from mine.csv",
        "1 recipe from r.csv",
        "1 price from p.csv (others are of 2017/18)",
    )
    one = example()
    wishes = Preferences(must=["bean pot once a day"])
    made = make(lambda done, drawn: True, Ask(one.person, wishes, days=1, effort="fast", own=own))
    assert isinstance(made, Made)
    assert "bean pot" in set(opened(made.blob).menu["food"])
    before = opened(made.blob).to_json()
    tasks._plans.clear()  # as in a process that has not made it
    again = opened(made.blob)
    assert again.table is not None
    assert again.table.changes == table_of(own).changes
    assert again.to_json() == before


def test_the_page_takes_a_file_says_how_it_was_read_and_plans_with_it(visit: Visit) -> None:
    at = upload(visit("data"), "fdc.zip", bundle(), "beside")
    assert "fdc.zip can be used" in text(at)
    assert "rows read: 5" in text(at)
    button(at, "own-use").click().run()
    own: Any = at.session_state["own"]
    assert own.beside[0][0] == "fdc.csv"
    assert "Foods beside the shipped ones: fdc.csv" in " ".join(one.value for one in at.success)
    button(at, "own-drop-beside-0").click().run()
    assert "own" not in at.session_state


def test_the_page_says_what_is_wrong_without_a_traceback(visit: Visit) -> None:
    at = upload(visit("data"), "broken.zip", bundle()[:700])
    assert "broken.zip cannot be used yet" in at.error[0].value
    assert "Nothing of it is kept" in at.error[0].value
    assert "own" not in at.session_state
    assert not [one for one in at.button if one.key == "own-use"]


def test_a_plan_from_own_tables_leads_back_to_the_shipped_one(visit: Visit) -> None:
    at = visit("data", own=OwnTables(base=("mine.csv", GOOD), prices=("p.csv", b"food,price_usd_per_100g\nOats,1\n")))
    said = " ".join(one.value for one in at.success)
    assert "mine.csv" in said
    assert "p.csv" in said
    button(at, "own-back").click().run()
    assert "own" not in at.session_state


def test_what_is_in_the_house_is_a_wish(visit: Visit) -> None:
    at = visit("foods")
    at.text_area(key="wish-pantry").set_value("spinach = 300 g\nwalnuts=50")
    button(at, "use-wishes").click().run()
    assert not at.exception
    pantry = at.session_state["profile"].preferences.pantry
    assert [(one.food, one.grams) for one in pantry] == [("spinach", 300.0), ("walnuts", 50.0)]
    at.text_area(key="wish-pantry").set_value("spinach")
    button(at, "use-wishes").click().run()
    assert "In the house" in at.error[0].value


def test_no_file_lies_around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    look_at(None, "base", "fdc.zip", bundle(), None)
    look_at(None, "base", "broken.zip", bundle()[:700], None)
    assert not list(tmp_path.iterdir())
