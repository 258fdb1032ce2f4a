"""The food group of every food: it decides how much of it a plan may hold (``group_caps.csv``).

A rule is ``group | categories | words``: the first rule whose category (WWEIA number, regular expression) and words
(in the official name, case ignored) both fit decides. Grains end in ``(grain)`` and are split by their whole grain.
"""

from __future__ import annotations

import re

import pandas as pd

# At least half of the grain is whole grain: the line the US dietary guidelines draw for "whole-grain foods".
WHOLE_FROM_SHARE = 0.5

_GRAIN_GROUPS = {
    "bread": ("bread_wholegrain", "bread_refined"),
    "cooked": ("whole_grain_cooked", "refined_grains_cooked"),
}

_RULES = r"""
infant_foods             | 9[0-6]..                  |
alcoholic_drinks         | 75..                      |
seaweed                  | (?!3)                     | \bseaweed
drink_concentrates       | 9999|9802|8008            | ^cocoa powder(?!.)|beverage powder|dry mix|powdered, not|sports drink, dry|^milk, dry|^whey|powder mix
cocoa_powder             | 9999                      | ^cocoa powder
instant_coffee_tea_powder| 9999                      | ^(?:coffee|tea)\b
drink_concentrates       | 70..|72..                 | not reconstituted
leavening                | 9999                      | ^yeast
bran_germ                | 9999                      | ^wheat (?:germ|bran)
oats_dry                 | 9999                      | ^oats, raw
breakfast_cereal_rte     | 9999                      | ^cereal
dried_herbs_vegetables   | 9999                      | vegetable mixture, dried
fresh_herbs_aromatics    | 9999|8406                 | ^(?:basil|chives|cilantro|parsley|garlic|pimiento|peppers, hot)\b
dips_sauces              | 9999                      | sauce|gravy
processed_meat           | 9999                      | bacon|breakfast meat|^ham\b
cheese                   | 9999                      | ^cheese
red_meat_unprocessed     | 9999                      | ^beef
poultry                  | 9999                      | ^chicken
fish_seafood             | 9999                      | ^fish
bread_refined            | 9999                      | bread|bun|batter
refined_grains_cooked    | 9999                      | rice, white
whole_grain_cooked       | 9999                      | rice, brown
starchy_vegetables       | 9999                      | potato
leafy_greens_cooked      | 9999                      | spinach|dark green
red_orange_vegetables    | 9999                      | carrots|tomatoes|red pepper
vegetable_oil            | 9999                      | \boil\b
other_vegetables         | 9999                      |
brazil_nuts              | 2804                      | brazil
nut_butter               | 280[46]                   | butter|almond paste|tahini
seeds                    | 2804                      | seeds
nuts                     | 2804                      |
nuts                     | 2802                      | soy nuts|wasabi peas
snacks                   | 2802                      | papad
legumes_cooked           | 2802                      |
legumes_cooked           | 6418                      | ^(?:lima beans|blackeyed peas), from
drink_concentrates       | 2806                      | protein, dry
ice_cream                | 2806                      | frozen dessert
refined_grains_cooked    | 2806                      | vermicelli
tofu_soy_meat_substitutes| 2806                      |
tofu_soy_meat_substitutes| 8404                      | natto
liver_organ_meat         | 2010                      |
liver_organ_meat         | 260.                      | \bliver
processed_meat           | 260.                      |
snacks                   | 2006                      | rinds|cracklings
red_meat_unprocessed     | 200.                      |
poultry                  | 220.                      |
fish_high_mercury        | 2402                      | shark|swordfish|tilefish|king mackerel|marlin|orange roughy|bigeye
fish_seafood             | 240.                      |
egg_dishes               | 2502                      | souffle|benedict|casserole|huevos|foo yung|salad|creamed|, with |deviled|tortilla
eggs                     | 2502                      |
cream                    | 1902                      | used in cooking|coconut cream
milk_or_soy_drink        | 10..|12..|1902            |
milk_shakes              | 1402                      |
yogurt                   | 182.|1904                 |
cottage_ricotta_cheese   | 1604                      |
cheese                   | 1602                      |
meat_dishes              | 3002                      |
poultry_dishes           | 3004                      |
seafood_dishes           | 3006                      |
legume_dishes            | 3102                      |
vegetable_dishes         | 3104                      |
rice_noodle_dishes       | 3202|3402                 |
pasta_dishes             | 320[46]                   |
filled_dough             | 3208|3406                 |
stir_fry_dishes          | 3404                      |
mexican_dishes           | 350.                      |
pizza                    | 3602                      |
sandwiches               | 37..                      |
soup                     | 380.                      |
(grain) cooked           | 400.                      |
(grain) bread            | 420.                      |
quick_breads             | 4402                      |
pancakes_waffles         | 4404                      |
breakfast_cereal_rte     | 460.                      |
oatmeal_cooked           | 4802                      |
cooked_cereals           | 4804                      |
snacks                   | 500.                      |
crackers                 | 520.                      |
bars                     | 540.                      |
cakes_pies               | 5502                      |
cookies                  | 5504                      |
pastries                 | 5506                      |
dark_chocolate           | 5702                      | dark chocolate
candy                    | 570.                      |
ice_cream                | 5802                      |
puddings_gelatins        | 580[46]                   |
banana                   | 6004                      |
dried_fruit              | 6016                      |
candy                    | 60..                      | chocolate covered
fruit_fresh              | 60..                      |
dried_tomatoes           | 6402                      | sun-dried
avocado                  | 64..                      | ^avocado
leafy_greens_cooked      | 64(?:09|10|11)            | cooked|creamed|greens with
leafy_greens_raw         | 64(?:09|10|11|89)         | raw|no dressing|spinach|lettuce
starchy_vegetables       | 6406                      | sweet potato
starchy_vegetables       | 641[68]                   |
red_orange_vegetables    | 640[246]                  |
fried_vegetables         | 6430                      |
vegetable_salads         | 6432                      |
other_vegetables         | 64..                      |
fried_potatoes           | 6804                      |
starchy_vegetables       | 680[26]                   |
fruit_juice              | 700[246]                  |
vegetable_juice_coconut_water | 7008                 |
vegetable_juice_coconut_water | 7204                 | coconut water
diet_drinks              | 710.                      |
nutritional_drinks       | 7208                      |
smoothies                | 7220                      |
sugary_drinks            | 720.                      |
coffee                   | 7302                      |
tea                      | 7304                      |
water                    | 77..|780.                 |
cream                    | 8002                      | cream
butter_solid_fat         | 800[24]                   |
cream                    | 800[68]                   |
vegetable_oil            | 801[02]                   | ^(?!.*(?:dressing|mayonnaise)).*\boil\b
mayonnaise_dressings     | 801[02]                   |
tomato_sauces            | 8410                      |
pickles_olives           | 8408                      |
condiments               | 840[246]                  |
dips_sauces              | 8412                      |
added_sugars_honey       | 8802                      |
sugar_substitutes        | 8804                      |
jams_syrups_toppings     | 8806                      |
"""


def _rules() -> list[tuple[str, str, str]]:
    rules = []
    for line in _RULES.strip("\n").splitlines():
        group, rest = line.split("|", 1)
        categories, words = re.split(r"\s\|\s?", rest, maxsplit=1)
        rules.append((group.strip(), categories.strip(), words))
    return rules


def food_groups(foods: pd.DataFrame, whole_share: pd.Series[float]) -> pd.Series[str]:
    """Group of each food (index food_code; food, category_code). ``whole_share``: whole of all grain, blank unknown."""
    group = pd.Series("", index=foods.index, name="group")
    for name, categories, words in _rules():
        fits = foods["category_code"].str.match(f"(?:{categories})") & foods["food"].str.contains(words, case=False)
        group = group.mask(group.eq("") & fits, name)
    whole = (whole_share >= WHOLE_FROM_SHARE) | (
        whole_share.isna() & foods["food"].str.contains(r"whole|brown|oat|multigrain", case=False)
    )
    for kind, (if_whole, if_refined) in _GRAIN_GROUPS.items():
        grain = group.eq(f"(grain) {kind}")
        group = group.mask(grain & whole, if_whole).mask(grain & ~whole, if_refined)
    return group
