"""Many people: a file or a frame in, a folder or frames out, with one result for every row whatever is in it."""
