r"""What is in the ingredients of the recipes, as far as their names say: the only hand-made data of the tags.

A line is ``codes | words | facts``. ``codes`` are the first digits of the USDA ingredient number written with five digits (the
first two are its food group; a number of six digits is written with an x before it), ``words`` a regular expression searched in its name (case ignored), ``facts`` what it holds;
a question mark behind a fact says "may". The first line that fits decides; what no line fits may hold anything.

A commercial product whose usual forms differ gets "may", never "not". Judged the same way throughout:
refined soybean oil is no soy (exempt from US allergen labels); sesame, walnut, almond oil count, peanut oil may;
oats may hold gluten (contact with wheat and barley); molluscs count as shellfish; coconut is no tree nut (FDA
guidance of January 2025), chestnuts may be; veal is beef; sugar, vitamins and flavours are not looked into;
commercial bread may hold sesame (added by many US bakeries since 2023); wine and beer may be fined with animal
products; cheese counts as vegetarian although rennet may be of animal origin.
"""

from __future__ import annotations

BAKED = "wheat gluten milk? egg? soy? sesame? honey?"
LEAN = "wheat gluten soy? sesame?"  # flour, water, yeast, salt, vegetable oil: no milk, egg or honey
SWEET_BAKED = BAKED + " tree_nut? peanut?"
DRESSING = "milk? egg? soy? gluten? wheat? fish?"
SAUSAGE = "meat milk? soy? gluten? wheat?"
BAR = "gluten? wheat? tree_nut? peanut? milk? soy? honey? sesame? egg?"
CHOCOLATE = "milk soy tree_nut? peanut? gluten?"
MEATLESS = "soy gluten? wheat? egg? milk?"
SHAKE = "milk soy gluten?"
ANYTHING = (
    "meat? pork? beef? fish? shellfish? milk? egg? honey? gelatin? tree_nut? peanut? wheat? gluten? soy? sesame? other?"
)

INGREDIENTS = rf"""
01 | eggnog                                   | milk egg
01 | egg substitute                           | egg milk?
01 | substitute, (?:liquid|powdered|flavored) | milk soy?
01 | dessert topping|imitation                | milk soy?
01 | ice cream.*(?:cone|crunch|nuts)          | milk wheat gluten egg? soy? tree_nut? peanut?
01 | ice cream                                | milk egg? soy? tree_nut? peanut?
01 | protein supplement|nutritional           | {SHAKE}
01 | ^eggs?\b                                 | egg
01 | .                                        | milk
02 | .                                        |
03 | water                                    |
03 | fruit, (?!.*dessert)|vegetables, (?!.*cream)|juice|prunes|banana |
03 | beef                                     | beef meat
03 | ham                                      | pork meat
03 | chicken|turkey                           | meat
03 | creamed                                  | milk? wheat? gluten?
03 | clif                                     | {BAR}
03 | formula|custard|yogurt                   | milk? soy? fish? egg? gluten? meat? other?
03 | .                                        | {SWEET_BAKED}
04 | tallow                                   | beef
04 | lard|bacon                               | pork
04 | fat, (?:chicken|turkey)                  | meat
04 | butter                                   | milk
04 | margarine                                | milk? soy?
04 | pam                                      | soy?
04 | shortening                               |
04 | vinegar and oil                          |
04 | oil, sesame                              | sesame
04 | oil, (?:walnut|almond)                   | tree_nut
04 | oil, peanut                              | peanut?
04 | oil, wheat germ                          | wheat? gluten?
04 | ^oil                                     |
04 | mayonnaise, imitation                    | egg? soy
04 | mayonnaise|mayo|sandwich spread          | egg soy? milk? gluten?
04 | blue|ranch                               | milk egg? soy? gluten?
04 | caesar                                   | milk egg? fish soy? gluten?
04 | thousand|russian|poppyseed               | egg soy? milk? gluten? fish?
04 | honey                                    | honey egg? soy? milk? gluten?
04 | sesame                                   | sesame soy? gluten? wheat? egg? milk? honey?
04 | dressing                                 | {DRESSING}
05 | .                                        | meat
06 | ramen                                    | wheat gluten soy meat? milk? egg? sesame? fish? shellfish?
06 | cream of chicken                         | meat milk wheat gluten soy?
06 | cream of                                 | milk wheat gluten soy? meat?
06 | beef|gravy, beef                         | beef meat gluten? wheat? soy? milk?
06 | bouillon cubes                           | meat? beef? gluten? wheat? soy? milk? fish?
06 | chicken                                  | meat gluten? wheat? soy? milk?
06 | fish stock|stock, fish|fish broth|sauce, fish | fish
06 | worcestershire                           | fish gluten? wheat? soy?
06 | oyster                                   | shellfish soy? wheat? gluten?
06 | hoisin                                   | soy wheat? gluten? sesame?
06 | teriyaki                                 | soy wheat gluten sesame? honey? fish?
06 | barbecue                                 | fish? soy? gluten? wheat? honey?
06 | tomato, canned                           | wheat? gluten? milk?
06 | spaghetti                                | milk?
06 | salsa|tabasco|chili sauce                |
07 | beef, pork|pork, beef|meat and poultry|chicken, beef, pork|kielbasa|mortadella | pork beef {SAUSAGE}
07 | pepperoni|salami, dry                    | pork beef {SAUSAGE}
07 | turkey|chicken|poultry                   | pork? egg? {SAUSAGE}
07 | beef                                     | beef {SAUSAGE}
07 | ham|pork|bratwurst|blood|headcheese|italian|braunschweiger|scrapple | pork {SAUSAGE}
08 | cream of wheat|wheat                     | wheat gluten
08 | bar$                                     | {BAR}
08 | multigrain                               | gluten? wheat?
08 | oats                                     | gluten?
08 | grits|rice                               |
09 | .                                        |
10 | .                                        | pork meat
11 | onion rings                              | wheat gluten milk? egg? soy?
11 | french fried|hash brown|puffs            | wheat? gluten? milk?
11 | mashed.*flakes                           | milk?
11 | edamame|soybean                           | soy
11 | .                                        |
12 | coconut                                  |
12 | sesame|tahini                            | sesame
12 | seed                                     |
12 | chestnut                                 | tree_nut?
12 | .                                        | tree_nut
13 | .                                        | beef meat
14 | wine|cider                               | alcohol other?
14 | non-alcoholic beer                       | gluten wheat? alcohol? other?
14 | beer, hard lemonade                      | alcohol gluten? other?
14 | beer                                     | alcohol gluten wheat? other?
14 | liqueur                                  | alcohol
14 | alcoholic                                | alcohol
14 | whey|muscle milk                         | milk soy?
14 | soy protein|protein powder soy           | soy milk?
14 | boost|ensure|slimfast|shake|milk and soy | {SHAKE}
14 | almond milk                              | tree_nut
14 | malt|ovaltine                            | milk gluten wheat?
14 | cereal grain                             | gluten wheat?
14 | milk based|creamer|whitener|cocoa mix    | milk soy?
14 | chocolate powder|chocolate-flavor        | milk? soy?
14 | .                                        |
15 | imitation                                | fish shellfish? egg? wheat? gluten? soy?
15 | fish sticks                              | fish wheat gluten milk? egg? soy?
15 | crustaceans|mollusks                     | shellfish
15 | .                                        | fish
16 | soy sauce                                | soy wheat gluten
16 | miso                                     | soy gluten? wheat?
16 | veggie burgers                           | {MEATLESS} sesame?
16 | meatless                                 | {MEATLESS}
16 | soy|tofu|natto                           | soy
16 | peanut                                   | peanut
16 | with pork                                | pork meat gluten? soy?
16 | baked                                    | gluten? soy?
16 | refried                                  | pork?
16 | hummus                                   | sesame soy?
16 | .                                        |
17 | veal                                     | beef meat
17 | .                                        | meat
18 | leavening                                |
18 | bagels                                   | {LEAN}
18 | bread, (?:french|italian|pita)|focaccia|matzo|rolls, hard|melba|crispbread|sticks, plain|phyllo | {LEAN}
18 | saltines|crackers, whole-wheat            | {LEAN}
18 | tortillas.*corn|taco shells              |
18 | tortillas                                | wheat gluten pork? soy?
18 | egg|angelfood|custard|eclair|cream puff|ladyfingers|pancake|sponge | {SWEET_BAKED} egg
18 | cheese|milk|butter(?! sandwich)|croissant|garlic | {SWEET_BAKED} milk
18 | peanut                                   | {SWEET_BAKED} peanut
18 | marshmallow                              | {SWEET_BAKED} gelatin pork?
18 | pie|fried pies                           | {SWEET_BAKED} pork?
18 | cookies|cake|doughnut|danish|muffins?|pastry|pastries|rolls, cinnamon|buns|brownies | {SWEET_BAKED}
18 | .                                        | {BAKED}
19 | combos|pretzel.*cheese                   | milk wheat gluten soy?
19 | jerky                                    | beef meat soy? wheat? gluten?
19 | pork skins                               | pork meat
19 | tiger|granola|nutri-grain                | {BAR}
19 | treats                                   | milk gelatin pork? gluten soy
19 | butterfinger|baby ruth|reese|payday|snickers|peanut butter|m&m's peanut | {CHOCOLATE} peanut egg?
19 | kit kat|twix                             | {CHOCOLATE} wheat gluten egg?
19 | peanut brittle|with peanuts              | peanut milk? soy?
19 | milky way|3 musketeers                   | {CHOCOLATE} egg
19 | hazelnut                                 | tree_nut milk soy
19 | milk chocolate|white chocolate|m&m|chocolate coated | {CHOCOLATE}
19 | chocolate, dark|semisweet|sweet chocolate|mounds | milk? soy tree_nut? peanut? gluten?
19 | baking chocolate|cocoa                   |
19 | starburst                                | gelatin pork? beef? soy?
19 | marshmallows                             | gelatin pork? beef?
19 | gelatin                                  | gelatin pork? beef?
19 | marshmallow cream                        | egg
19 | fondant                                  | egg? milk?
19 | pretzels                                 | wheat gluten soy?
19 | hard|gumdrops|skittles                   |
19 | leather|chewing gum                      | gelatin? other? soy?
19 | candies, (?:caramel|fudge|confectioner)  | milk soy?
19 | ice cream|sherbet|frozen yogurt|fudgsicle | milk egg? soy? gelatin?
19 | pudding|topping.*caramel                 | milk soy? egg?
19 | frosting                                 | milk? soy? egg?
19 | nuts in syrup                            | tree_nut peanut?
19 | fudge-type                               | milk? soy?
19 | cheese                                   | milk gluten? wheat? soy?
19 | barbecue|onion-flavor                    | milk? wheat? gluten? soy?
19 | caramel-coated                           | milk soy?
19 | reduced fat|made from dried              | wheat? gluten? milk?
19 | honey                                    | honey
19 | .                                        |
20 | noodles, (?:egg|chinese)                 | wheat gluten egg
20 | noodles, flat                            | wheat gluten egg?
20 | rice noodles|gluten-free                 |
20 | (?<!buck)wheat|bulgur|couscous|pasta|macaroni|flour, bread | wheat gluten
20 | barley                                   | gluten
20 | oat                                      | gluten?
20 | .                                        |
2[12] | french fried|hash brown|onion rings     | wheat? gluten? milk? soy? egg? beef? other?
2[12] | pepperoni                               | pork beef meat milk wheat gluten soy? egg?
2[12] | hamburger                               | beef meat wheat gluten milk? egg? soy? sesame?
2[12] | cheeseburger                            | beef meat milk wheat gluten egg? soy? sesame?
2[12] | sausage|meat and vegetable              | pork meat milk wheat gluten soy? egg? beef?
2[12] | breadstick|pizza|macaroni|cheese(?!burger) | milk wheat gluten soy? egg? meat?
2[12] | meat|beef|lasagna|hash                  | beef meat wheat? gluten? milk? egg? soy? pork?
2[12] | corn dogs                               | meat pork? beef? wheat gluten egg? milk? soy?
2[12] | chicken|turkey                          | meat wheat? gluten? milk? egg? soy?
2[12] | ice cream|smoothie                      | milk soy? egg? wheat? gluten? peanut? tree_nut?
2[12] | .                                       | {SWEET_BAKED} pork?
23 | .                                        | beef meat
25 | potato chips|sweet potato|plantain|vegetable chips, made|rice chips | soy?
25 | shrimp                                   | shellfish wheat? gluten? fish?
25 | gluten- free                             | soy? milk? egg?
25 | pretzel.*chocolate                       | {CHOCOLATE} wheat gluten
25 | pretzel                                  | wheat gluten soy? milk?
25 | soy chips                                | soy milk?
25 | pita|bagel                               | {LEAN}
25 | peas|rice crackers                       | soy? wheat? gluten? sesame?
25 | vegetable chips, hain                    |
25 | .                                        | {BAR}
270 | soup, egg drop                          | egg meat? soy? wheat? gluten?
270 | soup, hot                               | egg meat soy wheat? gluten? pork?
270 | tartar                                  | egg soy? milk?
270 | cheese                                  | milk gluten? soy?
270 | peanut                                  | peanut soy wheat gluten
270 | cocktail|horseradish|steak|wasabi       | fish? soy? gluten? egg? milk?
270 | sweet and sour|duck                     | soy? wheat? gluten?
270 | bean                                    | pork?
270 | .                                       |
28 | gluten-free                              | milk? egg? soy? sesame? honey?
28 | chapati|french or vienna                 | {LEAN}
28 | paratha|naan                             | {BAKED}
28 | tortillas                                | wheat gluten pork? soy?
28 | water biscuits                           | {LEAN}
28 | macaroon|peanut|marshmallow              | {SWEET_BAKED} gelatin? pork?
28 | cheese                                   | {BAKED} milk
28 | .                                        | {SWEET_BAKED}
310 | french fried                             | wheat? gluten?
310 | mashed                                   | milk
310 | .                                        |
320 | dumpling|cheese|pizza                    | milk wheat gluten egg? soy? pork?
320 | pork                                     | pork meat wheat gluten soy? egg? sesame?
320 | beef|cheeseburger|salisbury|lasagna      | beef meat? wheat gluten milk? egg? soy?
320 | .                                        | wheat? gluten? milk? soy? meat? egg?
33 | .                                        | milk? soy? fish? egg? other?
36 | pork|cerdo                               | pork meat soy? wheat? gluten? milk? egg?
36 | beef                                     | beef meat soy wheat gluten egg? sesame? shellfish?
36 | chicken                                  | meat soy wheat gluten egg? sesame? shellfish? peanut? tree_nut?
36 | mozzarella|macaroni                      | milk wheat gluten egg? soy?
36 | queso                                    | milk pork?
36 | lasagna                                  | beef meat milk wheat gluten egg? soy? pork?
36 | coleslaw                                 | egg milk? soy?
36 | lo mein|chow mein|fried rice             | soy wheat gluten egg meat? shellfish? sesame?
36 | .                                        | pork? milk? wheat? gluten? egg? soy? meat?
4[234] | alcoholic                             | alcohol other?
42 | syrups, grenadine|flavored drink|oil, flax|juice|rice cake|papad |
42 | popcorn                                  |
42 | bologna                                  | beef {SAUSAGE}
42 | sausage|frankfurter                      | pork? beef? {SAUSAGE}
42 | granola                                  | {BAR}
42 | cheese|topping|cream substitute|creamy dressing|yogurt | milk egg? soy? gelatin?
42 | dressing                                 | egg? milk? soy? gluten?
42 | potato chips                             | soy? milk? wheat? gluten?
42 | .                                        | {SWEET_BAKED}
43 | bacon and tomato                         | pork? egg? milk? soy? gluten?
43 | dressing, (?:caesar)                     | milk egg? fish soy? gluten?
43 | dressing                                 | egg milk? soy? gluten?
43 | syrups|jellies|jams|juice|frozen novelties, (?:juice|ice type)|sweeteners|fluid|millet|turnip|potatoes|palm|drink, low |
43 | nougat                                   | tree_nut egg? milk? gelatin?
43 | hard                                     |
43 | chocolate covered|ice cream type         | {CHOCOLATE} egg?
43 | gum                                      | gelatin? other? soy?
43 | breakfast bar                            | {BAR}
43 | vermicelli, made from soy|soybean|tofu   | soy
43 | meatless|vegetarian|bacon bits           | {MEATLESS}
43 | butter replacement|instant breakfast|ensure|chocolate-flavored|ice cream|cheese | milk soy? egg?
43 | quail|pheasant|dove|turkey               | meat
43 | bacon                                    | pork meat
43 | frankfurter                              | pork? beef? {SAUSAGE}
43 | yeast extract                            | gluten wheat?
43 | beans                                    | gluten? soy?
43 | babyfood                                 |
44 | pudding                                  | milk? soy?
44 | .                                        |
80|93 | .                                     | meat
90 | .                                        | shellfish
x100 | pork                                   | pork meat gluten? soy?
x100 | cheese|yogurt                          | milk
x100 | sesame                                 | sesame
x100 | flour, pastry                          | wheat gluten
x100 | .                                      |
x907 | ham                                    | pork {SAUSAGE}
x907 | beef, deli                             | beef {SAUSAGE}
x907 | beef                                   | pork beef {SAUSAGE}
x907 | turkey|chicken                         | pork? egg? {SAUSAGE}
x907 | .                                      | pork? beef? {SAUSAGE}
x91|x999 | .                                  |
"""
