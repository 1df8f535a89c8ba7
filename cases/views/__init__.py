"""Pages and verbs of cases, next steps, issues and the gate."""
