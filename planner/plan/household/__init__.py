"""A household: several people, one set of dishes, a plan for each (``docs/household.md``)."""
