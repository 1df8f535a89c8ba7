"""The minutes of a meeting: drafted from the log, edited part by part, shared, approved, and printed."""
