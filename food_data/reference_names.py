"""Names, units and populations of the reference tables: what the sources call a thing and what we call it."""

from __future__ import annotations

from typing import NamedTuple

KINDS = {
    "EAR": "EAR",
    "RDA": "RDA",
    "AI": "AI",
    "UL": "UL",
    "CDRR": "CDRR",
    "AMDR_LO": "AMDR_low",
    "AMDR_HI": "AMDR_high",
    "MIN": "minimum",
    "MAX": "maximum",
}

INTAKE_NAMES: dict[str, tuple[str, str, str]] = {
    "alpha_linolenic_acid": ("alpha_linolenic_acid_g", "1", "g"),
    "biotin": ("biotin_ug", "1", "ug"),
    "calcium": ("calcium_mg", "1", "mg"),
    "carbohydrate": ("carbohydrate_g", "1", "g"),
    "chloride": ("chloride_mg", "1000", "mg"),
    "choline": ("choline_mg", "1", "mg"),
    "chromium": ("chromium_ug", "1", "ug"),
    "copper": ("copper_mg", "0.001", "mg"),
    "fat": ("fat_g", "1", "g"),
    "fiber": ("fiber_g", "1", "g"),
    "fluoride": ("fluoride_mg", "1", "mg"),
    "folate": ("folate_dfe_ug", "1", "ug"),
    "iodine": ("iodine_ug", "1", "ug"),
    "iron": ("iron_mg", "1", "mg"),
    "linoleic_acid": ("linoleic_acid_g", "1", "g"),
    "magnesium": ("magnesium_mg", "1", "mg"),
    "manganese": ("manganese_mg", "1", "mg"),
    "molybdenum": ("molybdenum_ug", "1", "ug"),
    "niacin": ("niacin_ne_mg", "1", "mg"),
    "pantothenic_acid": ("pantothenic_acid_mg", "1", "mg"),
    "phosphorus": ("phosphorus_mg", "1", "mg"),
    "potassium": ("potassium_mg", "1", "mg"),
    "protein": ("protein_g", "1", "g"),
    "protein_per_kg": ("protein_g", "1", "g_per_kg"),
    "riboflavin": ("riboflavin_mg", "1", "mg"),
    "selenium": ("selenium_ug", "1", "ug"),
    "sodium": ("sodium_mg", "1", "mg"),
    "thiamin": ("thiamin_mg", "1", "mg"),
    "vitamin_a": ("vitamin_a_rae_ug", "1", "ug"),
    "vitamin_b12": ("vitamin_b12_ug", "1", "ug"),
    "vitamin_b6": ("vitamin_b6_mg", "1", "mg"),
    "vitamin_c": ("vitamin_c_mg", "1", "mg"),
    "vitamin_d": ("vitamin_d_ug", "1", "ug"),
    "vitamin_e": ("vitamin_e_mg", "1", "mg"),
    "vitamin_k": ("vitamin_k_ug", "1", "ug"),
    "water_total": ("total_water_l", "1", "l"),
    "zinc": ("zinc_mg", "1", "mg"),
}
"""Name in the source -> (our name, factor, unit)."""

UL_NAMES: dict[str, tuple[str, str, str]] = {
    "vitamin_a": ("retinol_ug", "1", "ug"),
    "vitamin_e": ("vitamin_e_added_mg", "1", "mg"),
    "folate": ("folic_acid_ug", "1", "ug"),
    "niacin": ("niacin_added_mg", "1", "mg"),  # the nutrient table cannot tell added niacin from that of the food
}
"""Upper levels that hold for one form of the nutrient only -> the name of that form."""


class LimitShape(NamedTuple):
    """Who a limit is for, of what, in which unit; ``factor`` turns the source's number into that unit."""

    quantity: str
    unit: str
    source_id: str
    age_min: str = "19"
    age_below: str = "121"
    sex: str = "any"
    life_stage: str = "any"
    condition: str = ""
    factor: str = "1"


LIMITS: dict[str, LimitShape] = {
    "added_sugar_dga2020": LimitShape("added_sugars_g", "percent_energy", "DGA_2020", "2"),
    "added_sugar_under2": LimitShape("added_sugars_g", "g", "DGA_2020", "1", "2"),
    "added_sugar_dga2026": LimitShape("added_sugars_g", "g_per_meal", "DGA_2026"),
    "added_sugar_who": LimitShape("free_sugars_g", "percent_energy", "WHO_2015_sugars", "1"),
    "satfat": LimitShape("saturated_fat_g", "percent_energy", "DGA_2020", "2"),
    "satfat_dash": LimitShape("saturated_fat_g", "percent_energy", "NHLBI_DASH", condition="dash"),
    "transfat": LimitShape("trans_fat_g", "percent_energy", "WHO_2023_fats", "1"),
    "sodium_cdrr": LimitShape("sodium_mg", "mg", "NASEM_2019", "14"),
    "sodium_cdrr_1_3": LimitShape("sodium_mg", "mg", "NASEM_2019", "1", "4"),
    "sodium_cdrr_4_8": LimitShape("sodium_mg", "mg", "NASEM_2019", "4", "9"),
    "sodium_cdrr_9_13": LimitShape("sodium_mg", "mg", "NASEM_2019", "9", "14"),
    "sodium_who": LimitShape("sodium_mg", "mg", "WHO_2012_Na", "16"),
    "sodium_efsa": LimitShape("sodium_mg", "mg", "EFSA_2019_Na", "18"),
    "sodium_min": LimitShape("sodium_mg", "mg", "NASEM_2019"),
    "potassium_who": LimitShape("potassium_mg", "mg", "WHO_2012_K", "16"),
    "dash_potassium": LimitShape("potassium_mg", "mg_at_2100_kcal", "NHLBI_DASH", condition="dash"),
    "dash_magnesium": LimitShape("magnesium_mg", "mg_at_2100_kcal", "NHLBI_DASH", condition="dash"),
    "dash_calcium": LimitShape("calcium_mg", "mg_at_2100_kcal", "NHLBI_DASH", condition="dash"),
    "dash_sodium": LimitShape("sodium_mg", "mg", "NHLBI_DASH", condition="dash"),
    "dash_sodium_low": LimitShape("sodium_mg", "mg", "NHLBI_DASH", condition="dash_low_sodium"),
    "dash_fibre": LimitShape("fiber_g", "g_at_2100_kcal", "NHLBI_DASH", condition="dash"),
    "dash_fat": LimitShape("fat_g", "percent_energy", "NHLBI_DASH", condition="dash"),
    "dash_protein": LimitShape("protein_g", "percent_energy", "NHLBI_DASH", condition="dash"),
    "dash_carb": LimitShape("carbohydrate_g", "percent_energy", "NHLBI_DASH", condition="dash"),
    "fibre_density": LimitShape("fiber_g", "g_per_1000_kcal", "IOM_2005_macro", "1"),
    "protein_dga2026": LimitShape("protein_g", "g_per_kg", "DGA_2026"),
    "caffeine_adult": LimitShape("caffeine_mg", "mg", "EFSA_2015_caffeine", "18", life_stage="none"),
    "caffeine_single": LimitShape("caffeine_mg", "mg_per_dose", "EFSA_2015_caffeine", "18"),
    "caffeine_preg": LimitShape("caffeine_mg", "mg", "EFSA_2015_caffeine", "14", life_stage="pregnant_or_lactating"),
    "caffeine_child": LimitShape("caffeine_mg", "mg_per_kg", "EFSA_2015_caffeine", "1", "18"),
    "caffeine_sleep": LimitShape("caffeine_mg", "mg_near_bedtime", "EFSA_2015_caffeine", "18"),
    "alcohol_men": LimitShape("alcohol_g", "g", "DGA_2020", "21", sex="male"),
    "alcohol_women": LimitShape("alcohol_g", "g", "DGA_2020", "21", sex="female", life_stage="none"),
    "alcohol_none": LimitShape("alcohol_g", "g", "DGA_2020", "1", condition="pregnant_or_under_21_or_advised"),
    "mg_supp_us": LimitShape("magnesium_supplement_mg", "mg", "IOM_1997", "9"),
    "mg_supp_eu": LimitShape("magnesium_supplement_mg", "mg", "SCF_2001_Mg", "4"),
    "k_supp_otc": LimitShape("potassium_supplement_mg", "mg_per_serving", "US_trade_practice"),
    "fish_preg": LimitShape(  # 8-12 ounces
        "low_mercury_fish_g", "g_per_week", "FDA_EPA_fish", "14", life_stage="pregnant_or_lactating", factor="28.35"
    ),
    "fish_child": LimitShape("low_mercury_fish_servings", "child_servings_per_week", "FDA_EPA_fish", "2", "12"),
    "retinol_preg": LimitShape("retinol_ug", "ug", "IOM_2001", "19", "51", "female", "pregnant"),
    "oxalate_stone": LimitShape("oxalate_mg", "mg", "CCJM", condition="calcium_oxalate_stones"),
    "kidney_potassium": LimitShape("potassium_mg", "mg", "KDOQI_2020", condition="kidney_disease_with_high_potassium"),
}

LIMITS_ADDED: tuple[tuple[str, ...], ...] = (
    ("caffeine_child_canada", "caffeine_mg", "any", "1", "18", "any", "", "", "2.5", "", "mg_per_kg",
     "HC_caffeine", "yes"),
)  # fmt: skip
"""Limits that a source names only in passing; of two limits the lower is used."""

MODIFIERS: dict[tuple[str, str], tuple[str, str, str, str]] = {
    ("vegetarian_or_vegan", "iron"): ("vegetarian", "iron_mg", "multiply", "IOM_2001"),
    ("smoker", "vitamin_c"): ("smoker", "vitamin_c_mg", "add", "IOM_2000"),
    ("heavy_sweat_loss", "sodium"): ("sweat_per_l", "sodium_mg", "add", "SweatLit"),
    ("heavy_sweat_loss", "potassium"): ("sweat_per_l", "potassium_mg", "add", "SweatLit"),
}
"""(condition, nutrient) of the source -> (who, our nutrient, what to do, source)."""

PATTERN_COMPONENTS: dict[str, tuple[str, str]] = {
    "vegetables_total": ("vegetables_total_cup_eq", "min"),
    "veg_dark_green": ("vegetables_dark_green_cup_eq", "min"),
    "veg_red_orange": ("vegetables_red_orange_cup_eq", "min"),
    "veg_beans_peas_lentils": ("vegetables_legumes_cup_eq", "min"),
    "veg_starchy": ("vegetables_starchy_cup_eq", "min"),
    "veg_other": ("vegetables_other_cup_eq", "min"),
    "fruits": ("fruit_total_cup_eq", "min"),
    "grains_total": ("grains_total_oz_eq", "min"),
    "grains_whole_min": ("grains_whole_oz_eq", "min"),
    "grains_refined_max": ("grains_refined_oz_eq", "max"),
    "dairy": ("dairy_total_cup_eq", "min"),
    "protein_foods_total": ("protein_foods_total_oz_eq", "min"),
    "meat_poultry_eggs": ("meat_poultry_eggs_oz_eq", "min"),
    "seafood": ("seafood_oz_eq", "min"),
    "nuts_seeds_soy": ("nuts_seeds_soy_oz_eq", "min"),
    "nuts_seeds": ("nuts_seeds_oz_eq", "min"),
    "soy": ("soy_oz_eq", "min"),
    "eggs": ("eggs_oz_eq", "min"),
    "protein_beans_peas_lentils": ("protein_legumes_oz_eq", "min"),
    "oils": ("oils_g", "min"),
    "other_calories_max": ("other_energy_kcal", "max"),
}
"""Group in the guidelines -> (our component, which side the amount is)."""

EQUIVALENT_FOODS = {
    "vegetables raw/cooked (non-leafy)": "vegetable that is not leafy, raw or cooked",
    "leafy salad greens raw": "leafy greens, raw",
    "dried vegetable or fruit": "dried fruit or vegetable",
    "fruit fresh": "fresh fruit",
    "milk, yogurt, fortified soy drink": "milk, yogurt or fortified soy drink",
    "natural cheese": "natural cheese",
    "processed cheese": "processed cheese",
    "cooked rice, pasta, cereal": "rice, pasta or cereal, cooked",
    "dry pasta/rice, bread": "bread, or rice and pasta before cooking",
    "lean meat, poultry, seafood (cooked)": "meat, poultry or seafood, cooked",
    "egg": "egg",
    "beans, peas, lentils cooked (protein)": "legumes, cooked, as a protein food",
    "beans, peas, lentils cooked (vegetable)": "legumes, cooked, as a vegetable",
    "tofu": "tofu",
    "nuts or seeds": "nuts or seeds",
    "nut butter": "nut butter",
}

SOURCES_CITED = {
    "IOM_2005_water": "nap.edu/10925 (sodium and potassium replaced in 2019)",
    "DGA_2020_A3-2": "dietaryguidelines.gov",
    "DGA_2020_A3-4": "dietaryguidelines.gov",
    "DGA_2026": "realfood.gov; read in summaries",
    "SCF_2001_Mg": "ec.europa.eu/food; read in a secondary copy",
    "EFSA_2015_caffeine": "efsa.europa.eu/pub/4102",
    "WHO_2012_K": "who.int/publications/i/item/9789241504829",
    "WHO_2012_Na": "who.int/publications/i/item/9789241504836",
    "WHO_2025_LSSS": "who.int/publications; read in summaries",
    "NHLBI_DASH": "nhlbi.nih.gov/education/dash-eating-plan",
    "NCI_HEI2020": "epi.grants.cancer.gov/hei",
    "KDOQI_2020": "kidney.org; AJKD 2020;76(3 S1)",
    "BenSalem_2014": "doi.org/10.1007/s40264-014-0196-1",
    "Palmer_2004": "doi.org/10.1056/NEJMra035279",
    "NHANES_FPED": "cdc.gov/nchs/nhanes; ars.usda.gov",
    "Kant_2006": "pmc.ncbi.nlm.nih.gov/articles/PMC1785328",
    "SweatLit": "pmc.ncbi.nlm.nih.gov/articles/PMC4966593",
    "RACC": "ecfr.gov/current/title-21/section-101.12",
    "NHS_twitch": "nhs.uk/conditions/twitching-eyes-and-muscles",
}
"""Where to find a document, when the source list names a copy instead."""

SOURCES_ADDED: tuple[tuple[str, str, str, str, str], ...] = (
    ("DGA_2020", "USDA/HHS", "Dietary Guidelines for Americans 2020-2025", "2020", "dietaryguidelines.gov"),
    (
        "EFSA_2019_Na",
        "EFSA NDA Panel",
        "Dietary reference values for sodium, EFSA J 17(9):5778",
        "2019",
        "efsa.europa.eu/pub/5778",
    ),
    ("FDA_EPA_fish", "US FDA and EPA", "Advice about eating fish", "2021", "fda.gov"),
    ("FDA_grapefruit", "US FDA", "Grapefruit juice and some drugs don't mix", "n.d.", "fda.gov"),
    ("FPED", "USDA ARS", "Food Patterns Equivalents Database", "2017-2020", "ars.usda.gov"),
    (
        "Fralick_2014",
        "BMJ",
        "Co-trimoxazole and sudden death in patients receiving RAAS inhibitors, 349:g6196",
        "2014",
        "doi.org/10.1136/bmj.g6196",
    ),
    ("HC_caffeine", "Health Canada", "Caffeine in foods", "n.d.", "canada.ca"),
    (
        "IOM_DRI_scope",
        "Institute of Medicine",
        "Dietary Reference Intakes: for healthy people of a life stage",
        "2006",
        "nap.edu/11537",
    ),
    (
        "McCabe_1986",
        "J Am Diet Assoc",
        "Dietary tyramine and other pressor amines in MAOI regimens, 86:1059",
        "1986",
        "",
    ),
    ("NHS_pregnancy", "NHS", "Foods to avoid in pregnancy", "n.d.", "nhs.uk/pregnancy"),
    ("NICE_CG32", "NICE", "Nutrition support for adults, CG32", "2017", "nice.org.uk/guidance/cg32"),
    ("NKF", "National Kidney Foundation", "Potassium and your CKD diet", "n.d.", "kidney.org"),
    (
        "ODS_K",
        "NIH Office of Dietary Supplements",
        "Potassium: fact sheet for health professionals",
        "n.d.",
        "ods.od.nih.gov",
    ),
    (
        "ODS_Mg",
        "NIH Office of Dietary Supplements",
        "Magnesium: fact sheet for health professionals",
        "n.d.",
        "ods.od.nih.gov",
    ),
    (
        "US_trade_practice",
        "US supplement makers",
        "99 mg of potassium a serving, after FDA's rule on tablets",
        "n.d.",
        "",
    ),
    ("WHO_2015_sugars", "WHO", "Guideline: sugars intake for adults and children", "2015", "who.int"),
    ("WHO_2023_fats", "WHO", "Guideline: saturated and trans-fatty acid intake", "2023", "who.int"),
    ("policy", "this project", "A number chosen in this project, on the careful side", "2026", ""),
)
"""Documents that limits and safety rules rest on beside those of the source list."""
