"""Making one of two records of the same person at a site."""
