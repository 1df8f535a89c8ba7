"""Pages and verbs of cases."""
