"""Small files of our own in the shapes of other people's tables."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

FOOD_CSV = """fdc_id,data_type,description,food_category_id,publication_date
10,foundation_food,"Spinach, raw",11,2024-01-01
11,foundation_food,"Almonds, roasted",12,2024-01-01
12,foundation_food,"Salt, old version",2,2019-01-01
13,sample_food,Spinach sample,11,2024-01-01
14,foundation_food,"Beans, dry, raw",16,2024-01-01
"""
# 1008 and 2047 are alternatives, 1062 is the same in kJ; 9999 is a nutrient nobody uses.
NUTRIENT_CSV = """id,name,unit_name,nutrient_nbr,rank
1008,Energy,KCAL,208,1
2047,Energy (Atwater General Factors),KCAL,957,2
1062,Energy,kJ,268,3
1003,Protein,G,203,4
1090,"Magnesium, Mg",MG,304,5
1092,"Potassium, K",MG,306,6
1110,Vitamin D (IU),IU,324,7
9999,Something,G,999,8
"""
VALUES_CSV = """id,fdc_id,nutrient_id,amount
1,10,1008,23
2,10,2047,25
3,10,1003,2.86
4,10,1090,79
5,10,1092,558
6,10,1110,40
7,10,9999,5
8,11,1062,2586
9,11,1003,21
10,11,1090,258
11,13,1090,11
12,12,1090,12
13,14,2047,340
14,14,1090,
"""
BUNDLE = {
    "food.csv": FOOD_CSV,
    "food_nutrient.csv": VALUES_CSV,
    "nutrient.csv": NUTRIENT_CSV,
    "food_category.csv": "id,code,description\n11,1100,Vegetables and Vegetable Products\n12,1200,Nut and Seed Products\n"
    "16,1600,Legumes and Legume Products\n2,0200,Spices and Herbs\n",
    "foundation_food.csv": 'fdc_id,NDB_number,footnote\n10,1,""\n11,2,""\n14,3,""\n',
    "measure_unit.csv": "id,name\n1000,cup\n9999,undetermined\n",
    "food_portion.csv": "id,fdc_id,amount,measure_unit_id,portion_description,modifier,gram_weight\n"
    "1,10,1.0,1000,,chopped,30\n2,10,1,9999,Quantity not specified,,13\n3,11,1,9999,,,\n",
}
CIQUAL_CSV = (
    "alim_grp_code;alim_ssgrp_code;alim_ssssgrp_code;alim_grp_nom_fr;alim_ssgrp_nom_fr;alim_ssssgrp_nom_fr;alim_code;alim_nom_fr;"
    "Energie, Règlement UE N° 1169/2011 (kJ/100 g);Energie, Règlement UE N° 1169/2011 (kcal/100 g);"
    "Protéines, N x facteur de Jones (g/100 g);Glucides (g/100 g);Lipides (g/100 g);Fibres alimentaires (g/100 g);"
    "Magnésium (mg/100 g);Potassium (mg/100 g);Sodium (mg/100 g);Vitamine D (µg/100 g);Rétinol (µg/100 g);Beta-Carotène (µg/100 g)\n"
    "02;0201;020102;légumes;légumes;légumes cuits;1;Épinard, cuit;118;-;3,2;0,5;0,3;2,7;53;240;< 10;traces;0;3 600\n"
    "04;0402;040201;viandes;viandes crues;bœuf;2;Bœuf, cru;;150;20,5;0;7;0;22;350;60;0,5;-;-\n"
    "11;1101;000000;infantiles;laits;-;3;Lait infantile;;66;1,5;7,3;3,5;0,5;5;70;20;1,1;60;-\n"
)
SR28 = {
    "FOOD_DES.txt": "~01001~^~0100~^~Butter, salted~^~BUTTER~\n~11457~^~1100~^~Spinach, raw~^~SPINACH~\n",
    "FD_GROUP.txt": "~0100~^~Dairy and Egg Products~\n~1100~^~Vegetables and Vegetable Products~\n",
    "NUTR_DEF.txt": "~208~^~kcal~^~ENERC_KCAL~\n~304~^~mg~^~MG~\n~306~^~mg~^~K~\n",
    "NUT_DATA.txt": "~01001~^~208~^717^0\n~01001~^~304~^2^6\n~11457~^~208~^23^0\n~11457~^~304~^79^10\n~11457~^~306~^558^10\n",
    "WEIGHT.txt": "~01001~^~1~^1^~tbsp~^14.2^^\n~11457~^~1~^1^~cup~^30^^\n",
}


def zipped(path: Path, members: Mapping[str, str | bytes], folder: str = "bundle/") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{folder}{name}", content)
    return path


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A bundle of FoodData Central: three current foods, an older version and a laboratory sample."""
    return zipped(tmp_path / "fdc.zip", BUNDLE)


@pytest.fixture
def real() -> Path:
    """The folder of the real files, where ``PLANNER_REAL_TABLES`` names one."""
    folder = os.environ.get("PLANNER_REAL_TABLES")
    if not folder:
        pytest.skip("PLANNER_REAL_TABLES names no folder with FoodData Central and CIQUAL files")
    return Path(folder)
