"""A household: one set of dishes, and a plan for each person that is as true as one made alone."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner import HouseholdPlan, MealPlan, Member, Person, Preferences, load_foods, plan_household
from planner.errors import InfeasibleError, InputError, RefusedError, SavedPlanError
from planner.nutrition.safety_text import BANNER, DISCLAIMER
from planner.plan.cards import measured
from planner.plan.certificate import certify
from planner.plan.guard import unsafe
from planner.plan.household.file import read_household
from planner.plan.planning import gate

HEALTHY: dict[str, Any] = {"conditions": ("none",), "medications": ("none",)}
ADA = Person(sex="female", age_years=34, height_cm=168, weight_kg=62, activity="low_active", **HEALTHY)
BEN = Person(sex="male", age_years=36, height_cm=182, weight_kg=80, activity="active", **HEALTHY)
OLGA = Person(
    sex="female", age_years=74, height_cm=158, weight_kg=58, activity="inactive",
    conditions=("high blood pressure",), medications=("lisinopril",),
)  # fmt: skip
REFUSED = ADA.model_copy(update={"conditions": ("on dialysis",)})


@pytest.fixture(scope="module")
def family() -> HouseholdPlan:
    """Three people far apart in what they need, one of them under a cap, for two days."""
    members = [
        Member(name="Ada", person=ADA, preferences=Preferences(diet="pescatarian", like="banana; kiwi")),
        Member(name="Ben", person=BEN, preferences=Preferences(dislike="kiwi", budget_usd_per_day=30)),
        Member(name="Ольга", person=OLGA, preferences=Preferences(allergies="peanut")),
    ]
    return plan_household(members, days=2, preferences=Preferences(exclude="mushroom"), effort="fast")


def test_everybody_eats_the_same_dishes(family: HouseholdPlan) -> None:
    keys = ["day", "meal", "food_code"]
    first = family["Ada"].menu[keys].to_numpy().tolist()
    assert [sorted(plan.menu[keys].to_numpy().tolist()) for plan in family.plans.values()] == [sorted(first)] * 3


def test_portions_differ_as_appetites_do(family: HouseholdPlan) -> None:
    kcal = {name: float(plan.totals["energy_kcal"]) for name, plan in family.plans.items()}
    assert kcal["Ben"] > 1.2 * kcal["Ada"] > 1.2 * kcal["Ольга"]
    merged = family["Ben"].menu["grams"].to_numpy() / family["Ольга"].menu["grams"].to_numpy()
    assert np.median(merged) > 1.2


def test_each_plan_meets_its_own_targets(family: HouseholdPlan) -> None:
    for name, plan in family.plans.items():
        assert not plan.misses, (name, plan.misses)
        assert plan.certificate.holds


def test_each_proof_is_recomputed_from_the_table_alone(family: HouseholdPlan) -> None:
    for plan in family.plans.values():
        again = certify(plan.menu, load_foods(), plan.targets, day_floor=0.5)
        assert again.rows == plan.certificate.rows


def test_what_the_screening_sets_for_one_holds_for_that_person(family: HouseholdPlan) -> None:
    for plan in family.plans.values():
        assert plan._request is not None
        passed = gate(plan._request)
        assert unsafe(plan.menu, load_foods(), passed.targets, passed.unsafe, passed.limits) == []


def test_dishes_suit_the_diets_and_allergies_of_all(family: HouseholdPlan) -> None:
    table = load_foods().data
    codes = family.menu["food_code"].unique()
    assert (table.loc[codes, "pescatarian"] != "n").all()
    assert all(
        plan._request is not None and plan._request.preferences.diet == ("pescatarian",)
        for plan in family.plans.values()
    )
    assert (table.loc[codes, "has_peanut"] == "n").all()
    assert not family.menu["food"].str.contains("mushroom").any()
    said = " ".join(family.notices)
    assert "pescatarian (Ada)" in said
    assert "no peanut (Ольга)" in said
    assert "no mushroom (the household)" in said
    assert "Ada would like kiwi and Ben would not" in said


def test_the_shopping_list_adds_up(family: HouseholdPlan) -> None:
    listed = family.shopping()
    whole = sum(plan.menu["grams"].sum() for plan in family.plans.values())
    assert sum(row.eaten_g for row in listed.rows) + listed.not_bought_g == pytest.approx(whole)
    each: dict[str, float] = {}
    for plan in family.plans.values():
        for row in plan.shopping().rows:
            each[row.item] = each.get(row.item, 0.0) + row.grams
    assert {row.item: row.grams for row in listed.rows} == pytest.approx(each)
    assert listed.heading() == "Shopping list for 2 days, 3 people"


def test_the_dishes_table_has_a_portion_for_each(family: HouseholdPlan) -> None:
    dishes = family.dishes
    assert list(dishes.columns) == ["day", "meal", "title", "food_code", "food", "Ada", "Ben", "Ольга", "all_g"]
    assert len(family.menu) == 3 * len(dishes)
    assert dishes["all_g"].sum() == pytest.approx(family.menu["grams"].sum())
    assert dishes[["Ada", "Ben", "Ольга"]].map(bool).all(axis=None)


def test_each_portion_stands_beside_its_own_dish(family: HouseholdPlan) -> None:
    """Whatever order each plan lists its foods in: what the table says of a person is what that person's plan says."""
    mixed = replace(family, plans={**family.plans, "Ben": replace(family["Ben"], menu=family["Ben"].menu.iloc[::-1])})
    for home in (family, mixed):
        for name, plan in home.plans.items():
            own = plan.menu.set_index(["day", "meal", "food_code"])["grams"]
            rows = home.menu[home.menu["person"] == name].set_index(["day", "meal", "food_code"])["grams"]
            assert rows.to_dict() == own.to_dict()
    assert mixed.dishes.equals(family.dishes)
    whole = sum(plan.menu.groupby(["day", "meal", "food_code"])["grams"].sum() for plan in family.plans.values())
    keys = family.dishes[["day", "meal", "food_code"]].itertuples(index=False, name=None)
    assert [whole.loc[key] for key in keys] == pytest.approx(family.dishes["all_g"].tolist())


def test_a_plan_of_the_household_can_be_steered_like_any_other(family: HouseholdPlan) -> None:
    plan = family["Ben"]
    food = plan.menu[plan.menu["meal"] == "lunch"].iloc[0]
    swaps = plan.swaps(int(food["day"]), "lunch", str(food["food"]))
    assert len(swaps)
    other = plan.swap(int(food["day"]), "lunch", str(food["food"]), str(swaps.iloc[0]["food"]))
    assert any(text.startswith("Changed by hand") for text in other.notices)
    assert family["Ben"] is plan


def test_the_same_question_has_the_same_answer() -> None:
    asked = {"Ada": ADA, "Ben": BEN}
    assert plan_household(asked, effort="fast").to_json() == plan_household(asked, effort="fast").to_json()


# -- forms -------------------------------------------------------------------------------------------------------------


def test_json_comes_back_the_same(family: HouseholdPlan) -> None:
    text = family.to_json()
    again = HouseholdPlan.from_json(text)
    assert again.to_json() == text
    assert again.names == ("Ada", "Ben", "Ольга")


def test_damaged_json_is_no_plan(family: HouseholdPlan) -> None:
    with pytest.raises(SavedPlanError, match="no household plan"):
        HouseholdPlan.from_json(family["Ada"].to_json())
    with pytest.raises(SavedPlanError, match="damaged"):
        HouseholdPlan.from_json('{"household_format": 1, "people": [{"name": "Ada"}], "refused": [], "notices": []}')
    twins = json.dumps(
        {"household_format": 1, "people": [{"name": "Ada", "plan": {}}] * 2, "refused": [], "notices": []}
    )
    with pytest.raises(InputError, match="'Ada' comes twice"):
        HouseholdPlan.from_json(twins)
    with pytest.raises(SavedPlanError, match="holds nobody"):
        HouseholdPlan.from_json('{"household_format": 1, "people": [], "refused": [], "notices": []}')


def test_dishes_that_are_not_shared_are_no_household(family: HouseholdPlan, week: Any) -> None:
    document = family.to_dict()
    document["people"][0]["plan"] = week("woman", days=2).to_dict()
    with pytest.raises(SavedPlanError, match="does not eat the same dishes as Ada"):
        HouseholdPlan.from_json(json.dumps(document))


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_every_form_tells_all_that_matters(family: HouseholdPlan, form: str) -> None:
    said = " ".join(getattr(family, f"to_{form}")().replace("&#x27;", "'").replace("&quot;", '"').split())
    for text in (BANNER, "Ada", "Ben", "Ольга", "In all", "Shopping list for 2 days, 3 people", "When to see a doctor"):
        assert text in said, text
    assert DISCLAIMER.split(".")[0] in said
    for title in set(family["Ada"].titles.values()):
        assert title.split()[0] in said


def test_html_is_escaped(family: HouseholdPlan) -> None:
    name = '<script>alert(1)</script> & "O\'Neil"'
    page = replace(family, plans={name: family["Ada"]}).to_html()
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_csv_is_safe_data(family: HouseholdPlan) -> None:

    import pandas as pd

    read = pd.read_csv(io.StringIO(family.to_csv()))
    assert len(read) == len(family.menu)
    assert read["person"].tolist()[:3] == ["Ada", "Ben", "Ольга"]
    evil = replace(family, plans={"=cmd()": family["Ada"]})
    assert "'=cmd()" in evil.to_csv()


def test_excel_has_the_table_and_a_sheet_for_each(family: HouseholdPlan) -> None:
    from openpyxl import load_workbook

    content = family.to_excel()
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Menu", "Ada", "Ben", "Ольга", "Shopping", "Sources and safety"]
    rows = list(book["Menu"].values)
    assert rows[0][:7] == ("Day", "Meal", "Dish", "Food", "Ada", "Ben", "Ольга")
    assert len(rows) == 1 + len(family.dishes)
    assert content == family.to_excel()


def test_pdf_tells_portions_and_safety(family: HouseholdPlan) -> None:
    from pypdf import PdfReader

    content = family.to_pdf(paper="letter")
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())
    for words in (BANNER, "Menu for Ada, Ben, Ольга", "Shopping list for 2 days, 3 people", "Disclaimer and sources"):
        assert words in text
    assert content == family.to_pdf(paper="letter")


def test_calendar_has_a_meal_with_everybodys_portion(family: HouseholdPlan) -> None:
    from icalendar import Calendar

    events = Calendar.from_ical(family.to_ics(date(2027, 1, 4))).walk("VEVENT")
    meals = [one for one in events if one["summary"] != "About this menu"]
    assert len(meals) == len(family["Ada"].meals)
    breakfast = str(next(one for one in meals if "Breakfast" in one["summary"])["description"])
    assert "Ada " in breakfast
    assert "Ben " in breakfast
    assert BANNER in breakfast


def test_metric_tells_the_weight_of_each_portion(family: HouseholdPlan) -> None:
    from icalendar import Calendar

    dish = family.dishes.iloc[0]
    weight = measured(family["Ada"], dish["food_code"], family["Ada"].menu["grams"].iloc[0])
    told = f"{dish['Ada']} ({weight})"
    assert told in family.to_text("metric")
    assert told not in family.to_text()
    events = Calendar.from_ical(family.to_ics(date(2027, 1, 4), "metric")).walk("VEVENT")
    assert any(f"Ada {told}" in str(one["description"]) for one in events)


# -- what cannot be -----------------------------------------------------------------------------------------------------


def test_somebody_for_whom_it_is_not_safe_stops_the_household_or_is_left_out_on_wish() -> None:
    people = {"Ada": ADA, "Carl": REFUSED}
    with pytest.raises(RefusedError, match=r"Carl: .*A plan for Ada alone is possible"):
        plan_household(people, effort="fast")
    plan = plan_household(people, effort="fast", without_refused=True)
    assert plan.names == ("Ada",)
    assert plan.refused["Carl"]
    assert plan.refused["Carl"][0] in plan.to_markdown().replace("\\", "")
    with pytest.raises(RefusedError):
        plan_household({"Carl": REFUSED}, effort="fast", without_refused=True)


def test_wishes_that_clash_between_people_are_named() -> None:
    vegan = Member(name="Ada", person=ADA, preferences=Preferences(diet="vegan"))
    fish = Member(name="Ben", person=BEN, preferences=Preferences(must="fish every day"))
    with pytest.raises(InputError, match=r"'fish every day' clashes with the diet vegan"):
        plan_household([vegan, fish])
    few = Member(name="Ada", person=ADA, preferences=Preferences(limits={"coffee": {"max_per_day": 1}}))
    many = Member(name="Ben", person=BEN, preferences=Preferences(limits={"coffee": {"min_per_day": 2}}))
    with pytest.raises(InputError, match="limits of Ada and Ben on coffee clash"):
        plan_household([few, many])
    two = Member(name="Ben", person=BEN, preferences=Preferences(meals=("lunch", "dinner")))
    three = Member(name="Ada", person=ADA, preferences=Preferences(shares={"lunch": 0.3}))
    other = Member(name="Carl", person=ADA, preferences=Preferences(shares={"lunch": 0.4}))
    with pytest.raises(InputError, match="shares: Ada and Carl want different ones"):
        plan_household([three, two, other])


def test_one_persons_impossible_numbers_are_that_persons() -> None:
    poor = Member(name="Ben", person=BEN, preferences=Preferences(budget_usd_per_day=0.5))
    with pytest.raises(InfeasibleError, match=r"^Ben: .* USD"):
        plan_household([Member(name="Ada", person=ADA), poor])


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([], "0 people cannot be planned together"),
        ([ADA] * 9, "9 people"),
        ([Member(name="Ada", person=ADA), Member(name=" Ada ", person=BEN)], "'Ada' comes twice"),
        ([Member(name="food", person=ADA)], "'food' is a column .* write it otherwise, as 'Food'"),
    ],
)
def test_who_cannot_be_a_household(people: list[Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        plan_household(people)


def test_a_member_needs_a_name() -> None:
    with pytest.raises(InputError, match="name"):
        Member(name="  ", person=ADA)


def test_bad_days_and_effort_are_told() -> None:
    with pytest.raises(InputError, match="days 29"):
        plan_household({"Ada": ADA}, days=29)
    with pytest.raises(InputError, match="effort 'hasty'"):
        plan_household({"Ada": ADA}, effort="hasty")


# -- the file ----------------------------------------------------------------------------------------------------------

_FILE = """
[preferences]
exclude = ["mushroom"]

[[members]]
name = "Ada"
[members.person]
sex = "female"
age_years = 34
height = "5 ft 6 in"
weight = "137 lb"
[members.preferences]
diet = "vegan"
[members.targets]
magnesium_mg_min = 400

[[members]]
name = "Ben"
file = "ben.toml"
"""
_BEN = "[person]\nsex = 'male'\nage_years = 40\nheight_cm = 180\nweight_kg = 80\n"


def test_a_household_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "ben.toml").write_text(_BEN, encoding="utf-8")
    file = tmp_path / "home.toml"
    file.write_text(_FILE, encoding="utf-8")
    read = read_household(file)
    assert [one.name for one in read.members] == ["Ada", "Ben"]
    assert read.members[0].preferences.diet == ("vegan",)
    assert read.members[0].targets == {"magnesium_mg": (400.0, None)}
    assert read.members[0].person.weight_kg == pytest.approx(62.1, abs=0.1)
    assert read.members[1].person.age_years == 40
    assert read.preferences is not None
    assert read.preferences.exclude == ("mushroom",)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "Ada"', "", "member 1 has no name"),
        ("[members.person]", "[members.persn]", "Ada: unknown key 'persn': did you mean 'person'"),
        ("sex =", "sexx =", r"Ada: unknown key 'sexx' in \[person\]: did you mean 'sex'"),
        ('"vegan"', '"vegann"', "Ada: .*vegann"),
        ("magnesium_mg_min", "magnesium_mg", r"Ada: unknown key 'magnesium_mg' in \[targets\]"),
        ('file = "ben.toml"', 'file = "bean.toml"', "bean.toml: cannot be read"),
        ("[[members]]", "[[member]]", "unknown key 'member': did you mean 'members'"),
        ('exclude = ["mushroom"]', "exclude = 3", r"home.toml, \[preferences\]"),
        ("[[members]]", "[[members]", "is not TOML"),
        ("age_years = 34", "age_years = -3", "Ada: "),
    ],
)
def test_what_is_wrong_in_the_file_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    (tmp_path / "ben.toml").write_text(_BEN, encoding="utf-8")
    file = tmp_path / "home.toml"
    file.write_text(_FILE.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_household(file)


def test_a_household_file_that_is_not_there_or_empty(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_household(tmp_path / "nobody.toml")
    file = tmp_path / "empty.toml"
    file.write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="has no members"):
        read_household(file)


def test_plans_are_meal_plans(family: HouseholdPlan) -> None:
    assert all(isinstance(plan, MealPlan) for plan in family.plans.values())
    assert repr(family) == "<HouseholdPlan: 2 days for Ada, Ben, Ольга>"
    assert family._repr_html_().startswith("<p>")


# -- anybody -----------------------------------------------------------------------------------------------------------

PEOPLE = st.builds(
    lambda sex, age, height, bmi, activity: Person(
        sex=sex,
        age_years=age,
        height_cm=height,
        weight_kg=round(bmi * (height / 100) ** 2, 1),
        activity=activity,
        **HEALTHY,
    ),
    st.sampled_from(["female", "male"]),
    st.integers(20, 80),
    st.integers(150, 195),
    st.floats(20, 28),
    st.sampled_from(["inactive", "low_active", "active"]),
)


@settings(max_examples=1, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(PEOPLE, min_size=2, max_size=2))
def test_whoever_they_are_dishes_are_shared_and_proofs_are_true(people: list[Person]) -> None:
    home = plan_household(people, effort="fast")
    assert home.names == tuple(f"Person {n}" for n in range(1, len(people) + 1))
    for plan, person in zip(home.plans.values(), people, strict=True):
        assert plan.person == person
        assert sorted(plan.menu["food_code"]) == sorted(home.first.menu["food_code"])
        assert certify(plan.menu, load_foods(), plan.targets, day_floor=0.5).rows == plan.certificate.rows
        assert (plan.menu["grams"] > 0).all()
        energy = float(plan.totals["energy_kcal"])
        assert energy == pytest.approx(plan.targets.energy_kcal, rel=0.08)


def test_a_search_that_is_stopped_still_gives_safe_plans() -> None:
    shares: list[float] = []

    def stop(done: float) -> bool:
        shares.append(done)
        return len(shares) < 3

    home = plan_household({"Ada": ADA, "Ольга": OLGA}, effort="best", progress=stop)
    assert len(shares) == 3
    assert shares == sorted(shares)
    for plan in home.plans.values():
        assert plan.status == "limit"
        assert plan._request is not None
        passed = gate(plan._request)
        assert unsafe(plan.menu, load_foods(), passed.targets, passed.unsafe, passed.limits) == []
