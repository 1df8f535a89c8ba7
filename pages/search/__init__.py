"""One search over everything that this person may read."""
