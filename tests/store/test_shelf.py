"""What is saved comes back whole, to its owner alone, and nobody's save is lost to another's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from sqlalchemy import event

from planner import MealPlan, Person, Preferences, plan_meals
from planner.errors import InputError, StaleError, StoreError
from planner.store import PersonRecord, Store
from planner.store import shelf as shelf_module

WOMAN = Person(sex="female", age_years=34, height_cm=168, weight_kg=62, conditions=("none",), medications=("none",))
WISHES = Preferences(
    diet="vegetarian", like="banana:2", must=("coffee every morning",), limits={"cheese": {"max_per_week": 3}}
)


@cache
def plan() -> MealPlan:
    return plan_meals(WOMAN, 1, effort="fast")


@cache
def other_plan() -> MealPlan:
    return plan().add(1, "lunch", "kiwi")


def saved(store: Store, owner: str = "ann", name: str = "Ann") -> PersonRecord:
    return store.shelf(owner).save_person(name, WOMAN, WISHES, {"days": 7, "told": ["é", None, 0.1]})


# -- people ------------------------------------------------------------------------------------------------------------


def test_a_person_comes_back_as_saved(store: Store) -> None:
    record = saved(store, name="Zoë 🍌 O'Hara; DROP TABLE people")
    (found,) = store.shelf("ann").people()
    assert found == record
    assert found.person == WOMAN
    assert found.person.model_fields_set == WOMAN.model_fields_set
    assert found.preferences == WISHES
    assert found.settings == {"days": 7, "told": ["é", None, 0.1]}
    assert found.version == 1
    assert abs(found.updated_at - datetime.now(UTC)) < timedelta(minutes=5)


def test_unanswered_health_questions_stay_unanswered(store: Store) -> None:
    for name, answers in {"none": ("none",), "empty": (), "unanswered": None}.items():
        person = Person(sex="male", age_years=50, height_cm=180, weight_kg=80, conditions=answers)
        store.shelf("ann").save_person(name, person, Preferences(), {})
    found = {one.name: one.person.conditions for one in store.shelf("ann").people()}
    assert found == {"none": ("none",), "empty": (), "unanswered": None}


def test_a_second_save_changes_the_person_and_counts_the_version(store: Store) -> None:
    first = saved(store)
    heavier = WOMAN.model_copy(update={"weight_kg": 64.0})
    second = store.shelf("ann").save_person("Anna", heavier, WISHES, {}, id=first.id, version=first.version)
    assert (second.id, second.version, second.name) == (first.id, 2, "Anna")
    assert store.shelf("ann").people() == [second]
    third = store.shelf("ann").save_person("Anna", heavier, WISHES, {}, id=first.id)
    assert third.version == 3


def test_people_are_listed_by_name(store: Store) -> None:
    for name in ("zoe", "Ann", "bob"):
        saved(store, name=name)
    assert [one.name for one in store.shelf("ann").people()] == ["Ann", "bob", "zoe"]


def test_a_save_over_what_somebody_else_saved_is_refused(store: Store) -> None:
    first = saved(store)
    shelf = store.shelf("ann")
    second = shelf.save_person("Second", WOMAN, WISHES, {}, id=first.id, version=first.version)
    with pytest.raises(StaleError, match="open it again"):
        shelf.save_person("Third", WOMAN, WISHES, {}, id=first.id, version=first.version)
    assert shelf.people() == [second]
    shelf.delete_person(first.id)
    with pytest.raises(StaleError, match="deleted since you opened it"):
        shelf.save_person("Fourth", WOMAN, WISHES, {}, id=first.id, version=second.version)
    assert shelf.people() == []


def test_of_many_who_save_at_once_one_wins(store: Store) -> None:
    first = saved(store)

    def save(number: int) -> str | None:
        try:
            record = store.shelf("ann").save_person(f"Ann {number}", WOMAN, WISHES, {}, id=first.id, version=1)
        except StaleError:
            return None
        return record.name

    with ThreadPoolExecutor(8) as pool:
        winners = [name for name in pool.map(save, range(8)) if name is not None]
    (record,) = store.shelf("ann").people()
    assert winners == [record.name]
    assert record.version == 2


def test_threads_lose_nothing(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        records = list(pool.map(lambda number: saved(store, name=f"Ann {number}"), range(24)))
    assert {one.id for one in store.shelf("ann").people()} == {one.id for one in records}
    assert len({one.id for one in records}) == 24


# -- plans -------------------------------------------------------------------------------------------------------------


def test_a_plan_comes_back_byte_for_byte_and_can_be_steered(store: Store) -> None:
    shelf, person = store.shelf("ann"), saved(store)
    summary = shelf.save_plan("This week", plan(), person_id=person.id)
    assert shelf.plan_document(summary.id) == plan().to_json()
    loaded = shelf.load_plan(summary.id)
    assert loaded.to_json() == plan().to_json()
    assert loaded.add(1, "lunch", "kiwi").to_json() == other_plan().to_json()
    assert (summary.name, summary.days, summary.version, summary.person_id) == ("This week", 1, 1, person.id)
    assert summary.line == plan().summary()
    assert shelf.plans() == [summary]


def test_a_plan_is_saved_over_only_by_who_saw_it(store: Store) -> None:
    shelf, ann = store.shelf("ann"), saved(store)
    first = shelf.save_plan("Day", plan(), person_id=ann.id)
    second = shelf.save_plan("Day", other_plan(), id=first.id, version=first.version)
    assert (second.version, second.made_at, second.person_id) == (2, first.made_at, ann.id)
    assert shelf.plan_document(first.id) == other_plan().to_json()
    with pytest.raises(StaleError, match="somewhere else"):
        shelf.save_plan("Day", plan(), id=first.id, version=first.version)
    assert shelf.plan_document(first.id) == other_plan().to_json()


def test_plans_are_listed_newest_first_and_by_person(store: Store) -> None:
    shelf, ann, bob = store.shelf("ann"), saved(store), saved(store, name="Bob")
    made = [shelf.save_plan(f"Plan {n}", plan(), person_id=who) for n, who in enumerate((ann.id, bob.id, None, ann.id))]
    assert [one.name for one in shelf.plans()] == ["Plan 3", "Plan 2", "Plan 1", "Plan 0"]
    assert [one.name for one in shelf.plans(ann.id)] == ["Plan 3", "Plan 0"]
    shelf.delete_plan(made[3].id)
    shelf.delete_plan(made[3].id)
    assert [one.name for one in shelf.plans(ann.id)] == ["Plan 0"]


def test_with_a_person_go_the_persons_plans(store: Store) -> None:
    shelf, ann = store.shelf("ann"), saved(store)
    shelf.save_plan("Hers", plan(), person_id=ann.id)
    kept = shelf.save_plan("Nobody's", plan())
    shelf.delete_person(ann.id)
    assert shelf.plans() == [kept]


def test_a_plan_that_is_not_there_is_told(store: Store) -> None:
    for ask in (store.shelf("ann").load_plan, store.shelf("ann").plan_document):
        with pytest.raises(StoreError, match="no such saved plan"):
            ask("0" * 32)


# -- owners ------------------------------------------------------------------------------------------------------------


def test_nobody_sees_changes_or_deletes_what_another_owns(store: Store) -> None:
    mine, theirs = store.shelf("ann"), store.shelf("eve")
    person = saved(store)
    kept = mine.save_plan("Mine", plan(), person_id=person.id)
    assert theirs.people() == []
    assert theirs.plans() == []
    assert theirs.plans(person.id) == []
    for ask in (theirs.load_plan, theirs.plan_document):
        with pytest.raises(StoreError, match="no such saved plan"):
            ask(kept.id)
    with pytest.raises(StaleError):
        theirs.save_person("Eve", WOMAN, WISHES, {}, id=person.id)
    with pytest.raises(StaleError):
        theirs.save_plan("Eve's", other_plan(), id=kept.id)
    with pytest.raises(InputError, match="person of this plan is not saved here"):
        theirs.save_plan("Eve's", plan(), person_id=person.id)
    theirs.delete_plan(kept.id)
    theirs.delete_person(person.id)
    assert mine.people() == [person]
    assert mine.plans() == [kept]
    assert mine.plan_document(kept.id) == plan().to_json()


def test_every_statement_names_the_owner(store: Store) -> None:
    said: list[tuple[str, Any]] = []
    event.listen(
        store._reads, "before_cursor_execute", lambda _c, _k, statement, values, *_: said.append((statement, values))
    )
    shelf, person = store.shelf("ann"), saved(store)
    summary = shelf.save_plan("Day", plan(), person_id=person.id)
    shelf.save_plan("Day", plan(), person_id=person.id, id=summary.id, version=1)
    shelf.save_person("Ann", WOMAN, WISHES, {}, id=person.id, version=1)
    shelf.people(), shelf.plans(), shelf.plans(person.id), shelf.plan_document(summary.id)
    shelf.delete_plan(summary.id)
    shelf.delete_person(person.id)
    about = [(statement, values) for statement, values in said if "people" in statement or "plans" in statement]
    assert len(about) >= 12
    for statement, values in about:
        assert "owner" in statement
        assert "ann" in (values.values() if isinstance(values, dict) else values)


# -- bounds ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "two\nlines", "nul\0", "\ud800", None])
def test_a_name_that_cannot_be_kept_is_refused(store: Store, name: Any) -> None:
    with pytest.raises(InputError, match="name: "):
        store.shelf("ann").save_person(name, WOMAN, WISHES, {})
    with pytest.raises(InputError, match="name: "):
        store.shelf("ann").save_plan(name, plan())
    assert store.shelf("ann").people() == []


@pytest.mark.parametrize("owner", ["", "x" * 201, None])
def test_a_shelf_needs_an_owner(store: Store, owner: Any) -> None:
    with pytest.raises(InputError, match="owner: "):
        store.shelf(owner)


@pytest.mark.parametrize(
    ("settings", "said"),
    [({"a": float("nan")}, "settings"), ({"a": object()}, "settings"), ({"a": "x" * 300_000}, "takes 300,")],
)
def test_settings_that_cannot_be_kept_are_refused(store: Store, settings: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        store.shelf("ann").save_person("Ann", WOMAN, WISHES, settings)
    assert store.shelf("ann").people() == []


def test_size_and_number_are_bounded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf_module, "LARGEST_PLAN", 1000)
    with pytest.raises(InputError, match="at most 1,000 can be saved"):
        store.shelf("ann").save_plan("Day", plan())
    monkeypatch.setattr(shelf_module, "MOST_PEOPLE", 2)
    saved(store), saved(store)
    with pytest.raises(InputError, match="delete one first"):
        saved(store)
    assert saved(store, owner="eve").version == 1


def test_an_id_goes_with_a_version(store: Store) -> None:
    with pytest.raises(InputError, match="version without an id"):
        store.shelf("ann").save_person("Ann", WOMAN, WISHES, {}, version=3)
