"""What waits for each person, and what is news to them, as one table over the facts of every app."""
