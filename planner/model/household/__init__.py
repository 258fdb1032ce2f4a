"""Several people at one table: the same dishes for all, a portion for each."""
