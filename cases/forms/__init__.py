"""Forms of cases, next steps, issues and the gate."""
