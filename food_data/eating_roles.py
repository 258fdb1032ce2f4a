"""What part a food plays in a meal: the WWEIA categories in some thirty families (``tables/habit_roles.csv``)."""

from __future__ import annotations

import pandas as pd

# role: what it is, and the categories (four digits) that play it. Baby food has none.
ROLES: dict[str, tuple[str, str]] = {
    "milk": ("milk and plant milk", "1002 1004 1006 1008 1202 1204 1206 1208 1902"),
    "shake": ("shake, smoothie, meal drink or protein powder", "1402 7208 7220 9802"),
    "yogurt": ("yogurt", "1820 1822 1904"),
    "cheese": ("cheese", "1602 1604"),
    "main": ("meat, poultry, fish or a plant alternative", "2002 2004 2006 2008 2010 2202 2204 2206 2402 2404 2806"),
    "cured": ("ham, bacon, sausage, cold cuts", "2602 2604 2606 2608"),
    "egg": ("eggs and omelets", "2502"),
    "legume": ("beans, peas, lentils", "2802 3102"),
    "nuts": ("nuts, seeds and their butters", "2804"),
    "dish": ("mixed dish of meat, grain or vegetables", "3002 3004 3006 3104 3202 3204 3206 3402 3404 3406"),
    "wrap": ("burrito, taco, pizza or filled pastry", "3208 3502 3504 3506 3602"),
    "sandwich": ("sandwich or burger", "3702 3703 3704 3720 3722 3730 3740 3742 3744"),
    "egg_sandwich": ("egg or breakfast sandwich", "3706"),
    "soup": ("soup", "3804 3806 3808"),
    "grain": ("rice, pasta or another cooked grain", "4002 4004"),
    "potato": ("potatoes, corn and other starchy vegetables", "6416 6418 6802 6804 6806"),
    "bread": ("bread, roll, bagel, tortilla, biscuit", "4202 4204 4206 4208 4402"),
    "pancake": ("pancake, waffle, French toast", "4404"),
    "cereal": ("cold breakfast cereal", "4602 4604"),
    "hot_cereal": ("oatmeal, grits and other hot cereal", "4802 4804"),
    "chips": ("chips, crackers, popcorn, pretzels", "5002 5004 5006 5008 5202 5204"),
    "bar": ("cereal or nutrition bar", "5402 5404"),
    "sweet": ("cake, cookie, pastry, candy", "5502 5504 5506 5702 5704"),
    "dessert": ("ice cream, pudding, gelatin", "5802 5804 5806"),
    "fruit": ("fruit", "6002 6004 6006 6008 6009 6011 6012 6014 6016 6018 6020 6022 6024"),
    "vegetable": ("vegetables, not starchy", "6402 6404 6406 6407 6409 6411 6412 6413 6414 6420 6430 6489"),
    "salad": ("lettuce, green salad, coleslaw", "6410 6432"),
    "juice": ("juice", "7002 7004 7006 7008"),
    "soda": ("soft drink, fruit drink, sports drink", "7102 7104 7106 7202 7204 7206"),
    "coffee": ("coffee", "7302"),
    "tea": ("tea", "7304"),
    "water": ("water", "7702 7704 7802 7804"),
    "alcohol": ("beer, wine, spirits", "7502 7504 7506"),
    "fat": ("butter, margarine, mayonnaise, cream cheese", "8002 8004 8006 8010"),
    "dressing": ("salad dressing or oil", "8012"),
    "sauce": ("sauce, dip, condiment, pickle", "8402 8404 8406 8408 8410 8412"),
    "whitener": ("cream or sugar in a drink", "8008 8802 8804"),
    "jam": ("jam, syrup, sweet topping", "8806"),
}


def role_of_category() -> dict[str, str]:
    """The eating role of a category code."""
    return {code: role for role, (_, codes) in ROLES.items() for code in codes.split()}


def habit_roles(categories: pd.Series[str]) -> pd.DataFrame:
    """category_code, category, role, meaning; ``categories``: names by category code. Without a role: left out."""
    rows = [
        (code, categories[code], role, ROLES[role][0])
        for code, role in role_of_category().items()
        if code in categories.index
    ]
    return pd.DataFrame(rows, columns=["category_code", "category", "role", "meaning"])
