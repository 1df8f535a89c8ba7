"""The minutes of a meeting: made from what was logged, edited part by part, shared, approved, and on paper."""
