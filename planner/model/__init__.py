"""The linear program: columns × rows, constraints, the solver, the classical diet problem, a day's food."""
