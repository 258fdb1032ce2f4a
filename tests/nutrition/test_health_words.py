"""What people write about their health, and what is read from it. An empty expectation means: ask, do not guess."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from planner.nutrition.health_words import normal, read_answers
from planner.nutrition.person import Person
from planner.nutrition.reference import table
from planner.nutrition.screening import screen

READ = {
    # medicines by generic name, brand, class, with doses and typing mistakes
    "lisinopril": "ace_inhibitor",
    "Lisinopril 10 mg daily": "ace_inhibitor",
    "ZESTRIL": "ace_inhibitor",
    "Prinivil 20mg tablets twice a day": "ace_inhibitor",
    "lisinoprill": "ace_inhibitor",
    "lisinipril": "ace_inhibitor",
    "ACE inhibitor": "ace_inhibitor",
    "ramipril since 2019": "ace_inhibitor",
    "losartan": "arb",
    "losarten 50mg": "arb",
    "Cozaar": "arb",
    "Diovan HCT": "arb",
    "Losartan Potassium 50 MG": "arb",
    "telmisartán": "arb",
    "ARBs": "arb",
    "Entresto": "arni",
    "sacubitril/valsartan": "arni",
    "sacubitril and valsartan": "arni",
    "aliskiren": "renin_inhibitor",
    "Aldactone": "potassium_sparing",
    "spirinolactone": "potassium_sparing",
    "spirono lactone": "potassium_sparing",
    "eplerenone (Inspra)": "potassium_sparing",
    "Maxzide": "potassium_sparing",
    "Kerendia": "potassium_sparing",
    "Bactrim DS twice daily": "trimethoprim",
    "Septra": "trimethoprim",
    "TMP/SMX": "trimethoprim",
    "sulfamethoxazole-trimethoprim": "trimethoprim",
    "co-trimoxazole": "trimethoprim",
    "Lovenox injections": "heparin",
    "ketoconazole": "ketoconazole",
    "Prograf": "calcineurin_inhibitor",
    "cyclosporine": "calcineurin_inhibitor",
    "ciclosporin": "calcineurin_inhibitor",
    "ibuprofen 400": "nsaid",
    "Aleve, as needed": "nsaid",
    "propranolol": "nonselective_beta_blocker",
    "Yasmin": "drospirenone",
    "digoxine": "digoxin",
    "Lasix 40": "loop_thiazide",
    "HCTZ 12.5": "loop_thiazide",
    "potassium chloride tablets": "potassium_supplement",
    "Klor-Con": "potassium_supplement",
    "salt substitute": "potassium_supplement",
    "NoSalt": "potassium_supplement",
    "warfarin": "warfarin",
    "Coumadin": "warfarin",
    "Nardil": "maoi",
    "phenelzine": "maoi",
    "lithium carbonate 300mg": "lithium",
    "Lipitor": "grapefruit",
    "simvastatin": "grapefruit",
    "levothyroxin": "mineral_timing",
    "metformin 500 mg twice daily": "diabetes_medicine",
    "insulin glargine": "insulin",
    "metropolol": "no_rule",
    "Tylenol": "no_rule",
    "vitamin D3 1000 IU": "no_rule",
    "blood pressure pills": "blood_pressure_medicine",
    "water pill": "diuretic_not_named",
    "antibiotics": "antibiotic_not_named",
    "blood thinner": "blood_thinner_not_named",
    # conditions
    "CKD 4": "kidney_disease",
    "ckd3a": "kidney_disease",
    "CKD (G3b)": "kidney_disease",
    "stage IV CKD": "kidney_disease",
    "chronic kidney disease, stage 5": "kidney_disease",
    "stage 3b chronic kidney disease": "kidney_disease",
    "eGFR 45": "kidney_disease",
    "GFR 25 ml/min": "kidney_disease",
    "kidney problem": "kidney_disease",
    "kidny disease": "kidney_disease",
    "renal failure": "kidney_disease",
    "hemodialysis three times a week": "kidney_disease",
    "kidney transplant 2010": "kidney_disease",
    "polycystic kidney disease": "kidney_disease",
    "only one kidney": "kidney_disease",
    "CKD stage II": "kidney_early",
    "chronic kidney disease stage 1": "kidney_early",
    "chronic kidney disease, stage 2": "kidney_early",
    "kidney stones": "oxalate",
    "renal stones": "oxalate",
    "calcium oxalate kidney stones": "oxalate",
    "past hyperkalaemia": "hyperkalaemia",
    "high potassium": "hyperkalaemia",
    "my potassium was too high": "hyperkalaemia",
    "Veltassa": "hyperkalaemia",
    "low potassium": "fluid_loss",
    "Addison's disease": "adrenal_insufficiency",
    "heart failure": "heart_failure",
    "CHF": "heart_failure",
    "afib": "arrhythmia",
    "liver cirrhosis": "cirrhosis",
    "type II diabetes": "diabetes",
    "T2DM": "diabetes",
    "uncontrolled type 1 diabetes": "diabetes_type_1_uncontrolled",
    "high blood pressure": "hypertension",
    "anorexia nervosa in the past": "eating_disorder",
    "bulimia": "eating_disorder",
    "coeliac disease": "celiac",
    "PKU": "pku",
    "chest pain": "red_flag",
    "asthma since childhood": "no_rule",
    "muscle cramps": "no_rule",
    "high cholesterol": "no_rule",
    "hypothyroidism": "no_rule",
}
ASK = [
    "chicken",
    "xyzitis",
    "n/a",
    "N/A",
    "unknown",
    "?",
    "yes",
    "see chart",
    "no kidney disease",
    "no kidney disease or diabetes",
    "not on dialysis",
    "healthy kidneys",
    "kidney function normal",
    "kidney disease: no",
    "mother has kidney disease",
    "never had heart failure",
    "Lasik surgery",
    "grapefruit",
]
NONE = ["none", "None", "NONE.", "nothing", "no", "nil", "no medications", "no conditions", "none known"]


@pytest.mark.parametrize(("text", "group"), READ.items(), ids=list(READ))
def test_this_is_read_as(text: str, group: str) -> None:
    reading = read_answers((text,))
    assert group in reading.groups
    assert not reading.unread


def test_kidney_stones_are_no_kidney_disease_and_kidney_beans_no_condition() -> None:
    assert read_answers(("kidney stones",)).groups == {"oxalate"}
    assert "kidney_disease" not in read_answers(("kidney beans",)).groups


@pytest.mark.parametrize("text", ASK)
def test_this_is_asked_about_and_nothing_is_read_into_it(text: str) -> None:
    reading = read_answers((text,))
    assert not reading.found
    assert [given for given, _ in reading.unread] == [text]


@pytest.mark.parametrize("text", NONE)
def test_this_means_none(text: str) -> None:
    reading = read_answers((text,))
    assert not reading.found
    assert not reading.unread


def test_the_salt_of_a_medicine_is_no_second_medicine() -> None:
    assert read_answers(("losartan potassium",)).groups == {"arb"}


def test_several_things_in_one_text() -> None:
    reading = read_answers(("lisinopril, metformin and kidney stones",))
    assert reading.groups == {"ace_inhibitor", "diabetes_medicine", "oxalate"}
    assert not reading.unread


def test_a_word_nobody_knows_beside_a_known_one_is_still_asked_about() -> None:
    reading = read_answers(("asthma and xyzitis",))
    assert reading.groups == {"no_rule"}
    assert reading.unread


def test_none_beside_something_else_is_not_none() -> None:
    assert read_answers(("none", "lisinopril")).groups == {"ace_inhibitor"}


def test_a_negation_covers_its_own_part_only() -> None:
    reading = read_answers(("no allergies, kidney failure",))
    assert reading.groups == {"kidney_disease"}
    assert [given for given, _ in reading.unread] == ["no allergies"]


def test_a_class_named_with_its_member_counts_once() -> None:
    reading = read_answers(
        ("ACE inhibitor (lisinopril)", "water pill: furosemide", "blood pressure medicine: ramipril")
    )
    assert {found.term.name for found in reading.found} == {"lisinopril", "furosemide", "ramipril"}


def test_brand_and_generic_name_are_one_medicine() -> None:
    assert len({found.term.name for found in read_answers(("Zestril", "lisinopril")).found}) == 1


def test_a_typing_mistake_is_told() -> None:
    assert read_answers(("losarten",)).guessed == (("losarten", "losartan"),)


def test_a_near_miss_is_a_question_with_a_suggestion() -> None:
    ((given, near),) = read_answers(("Lasik surgery",)).unread
    assert given == "Lasik surgery"
    assert "furosemide" in near


def test_stages_of_kidney_disease_have_one_form() -> None:
    for text in ("CKD 3", "ckd3a", "CKD stage III", "Stage 3 kidney disease", "CKD G3b", "stage 3a renal disease"):
        assert normal(text) == "ckd 3", text
    assert normal("eGFR 59 ml/min").startswith("ckd 3")
    assert normal("eGFR of 72").startswith("ckd 2")
    assert "ckd" not in normal("eGFR 105")


def many() -> list[dict[str, str]]:
    """Texts as people write them, in several languages, each read by hand once: groups, and whether something is asked."""
    with (Path(__file__).parent / "health_strings.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_there_are_many_texts() -> None:
    assert len({row["text"] for row in many()}) >= 250


@pytest.mark.parametrize("row", many(), ids=lambda row: row["text"])
def test_what_people_write_is_read_or_asked_about(row: dict[str, str]) -> None:
    reading = read_answers((row["text"],))
    assert sorted(reading.groups) == [group for group in row["groups"].split("; ") if group]
    assert bool(reading.unread) == (row["asked"] == "1")


@pytest.mark.parametrize("row", many(), ids=lambda row: row["text"])
def test_nothing_that_raises_potassium_and_nothing_unread_passes_silently(row: dict[str, str]) -> None:
    person = Person(
        sex="female", age_years=34, height_cm=168, weight_kg=62, conditions=("none",), medications=(row["text"],)
    )
    result = screen(person)
    danger = {
        group.strip()
        for rule in table("safety_rules")
        if rule["behaviour"] in ("HOLD_POTASSIUM", "REFUSE", "REFER") and rule["kind"] != "combination"
        for group in rule["groups"].split(";")
    } - {""}
    if danger & set(row["groups"].split("; ")) or row["asked"] == "1":
        assert result.refused or result.held
