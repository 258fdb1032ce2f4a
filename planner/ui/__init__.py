"""The pages: thin over the library, everything they do can be done from Python."""
