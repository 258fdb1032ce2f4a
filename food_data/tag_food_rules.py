r"""What category and name of a food add to the facts of its recipe (see ``tag_rules`` for the notation).

``codes`` are WWEIA category numbers. Every line that fits adds its facts: y wins over ?, ? over n.
"""

from __future__ import annotations

FOOD_RULES = r"""
46 | .                                        | gluten? soy? tree_nut?
46 | wheat|bran|k's                           | wheat gluten
46 | honey|oat bunches|granola|crunch|other|nfs|flavored|multigrain | honey? peanut? milk? wheat?
46 | honey                                    | honey
46 | marshmallow                              | gelatin pork? beef?
46 | chocolate|cinnamon toast|peanut butter|reduced sugar|k's | milk? honey? wheat?
46 | peanut butter                            | peanut
2804 | flavored|honey roasted|with (?:pretzels|chocolate) | milk? soy? wheat? gluten? honey? gelatin?
2804 | peanuts, dry roasted                    | gelatin?
2806 | cheese                                  | milk?
2806 | frozen dessert                          | milk?
5002 | restructured                            | milk? wheat? gluten?
5006 | nfs|microwave|ready-to-eat              | milk? soy?
4202 | cuban                                   | pork?
. | puerto rican                               | pork?
84 | thai                                      | fish?
84 | buffalo                                   | milk?
38 | pho\b                                     | beef? meat? fish?
54 | .                                        | gluten? wheat? tree_nut? peanut? milk? soy? honey? sesame? egg?
500[24] | flavor|cheese|ranch|barbecue|doritos|cheetos|sour cream | milk? gluten? wheat? soy?
500 | cheese|ranch|sour cream|doritos|cheetos | milk
500 | (?<!no )butter|caramel|kettle           | milk?
500 | yogurt|chocolate                        | milk soy?
500 | flavored|snack mix|chex                 | milk? gluten? wheat? soy? honey?
5008 | pretzel(?!.*gluten free)               | wheat gluten
5008 | snack mix                              | wheat gluten tree_nut? peanut? egg?
52 | flavored|nuts                            | milk? honey? tree_nut?
52 | butter|cheese|milk                       | milk?
55 | .                                        | gluten? wheat? egg? milk? soy? tree_nut?
55 | (?:cake|cookie|pie|doughnut|brownie)(?!.*gluten free) | wheat gluten
57 | .                                        | soy? milk? tree_nut? peanut? gluten?
570 | gummy|fruit snacks|marshmallow|nougat|other, nfs|candy, nfs|pieces|cough|mint|taffy | gelatin?
5704 | .                                      | other?
5804 | .                                      | gelatin?
5806 | gelatin                                | gelatin pork? beef?
580 | sorbet|ices?\b                          | milk?
58 | ice cream|frozen yogurt|pudding|custard|milk|sherbet | milk
38 | canned|carton|nfs                        | gluten? wheat? milk? soy? meat?
38 | broth|noodle|ramen|miso                  | soy? fish?
18 | fruit|flavor|vanilla|tube|parfait        | gelatin? soy?
1904 | .                                      | soy?
1902 | oat|nfs|rice                           | gluten?
14|7208|7220 | chocolate|shake                | milk? soy?
3602 | .                                      | wheat? gluten?
37 | burger|sandwich|wrap|hot dog|frankfurter | wheat? gluten?
260|5[05] | imitation|meatless                | soy?
2806 | meatless|vegetarian|veggie|substitute  | soy wheat? gluten? egg? milk?
64|68 | creamed|scalloped|au gratin|cheese    | milk
6804|6430 | ^(?!.*from fresh)                  | wheat? gluten? milk?
6806 | dry mix|ready-to-heat                  | milk? soy?
84 | sauce|dip|gravy|condiment                | soy? gluten? wheat?
8412 | dip|sauce(?!.*tomato)|gravy            | milk?
84 | worcestershire                           | fish
8404 | oyster                                 | shellfish
8408 | kimchi                                 | fish? shellfish?
8008 | .                                      | milk?
8004 | .                                      | milk? soy?
801 | caesar                                  | fish? egg? milk
801 | mayonnaise                              | egg soy?
801 | blue|ranch|cheese|cream(?:y|ed)         | milk?
73 | ^(?!.*non-?dairy).*(?:latte|mocha|cappuccino|macchiato|leche|milk) | milk?
7[2-5] | cream(?! soda)                        | milk?
42 | rice|injera                             | wheat? gluten?
. | johnnycake|spoonbread|chinese pancake      | wheat? gluten?
. | wheat germ                                 | wheat gluten
. | coated|breaded|battered|tempura            | wheat? gluten?
. | (?<!non)alcoholic|\b(?:wine|(?<!root )beer|rum|vodka|brandy|whiskey|champagne|bourbon|liqueur|burgundy|sherry)\b | alcohol?
. | \bhoney\b                                  | honey
. | with (?:meat|beef|pork|chicken|ham)\b|meatball(?!, meatless)|carne | meat
. | ^(?:pork|ham)\b|\band pork\b|(?:with|,) pork\b(?! or| and/or) | pork
. | ^beef\b|(?:with|,) beef\b(?! or| and/or)   | beef
. | \bpork\b|bacon bits                        | pork?
. | ^(?!.*meatless).*\bbeef\b                  | beef?
. | worcestershire|caesar                      | fish?
. | \bfish\b                                   | fish?
. | imitation crab|shrimp                      | shellfish?
. | gelatin|marshmallow                        | gelatin
. | cream-filled|cream or custard|custard or cream|butter or sugar|milk 'n|yogurt (?:bar|coat)|yogurt coat | milk
. | (?<!without )peanuts?\b(?! oil)            | peanut
. | almond|walnut|pecan|cashew|pistachio|hazelnut|macadamia | tree_nut
. | \bnuts\b                                   | tree_nut? peanut?
. | \bsoy(?:beans?)?\b(?! oil)|tofu|teriyaki|edamame | soy
. | sesame|tahini                              | sesame
"""

# What a name claims of the food itself settles what the rules above leave open ("?"), never what they found ("y").
# "Gluten free" settles both: the recipe model often uses the ordinary flour or chocolate.
NAME_CLAIMS = [
    (r"gluten[- ]free", ("gluten", "wheat"), "y?"),
    (r"meatless|vegetarian|\bno meat\b", ("meat", "pork", "beef", "fish", "shellfish"), "?"),
]
