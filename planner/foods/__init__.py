"""What there is to eat: the table, its checks, search, diets, preferences and household portions."""
