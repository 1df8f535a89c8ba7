"""Twenty presses at one moment. A folder of its own: the world of tests/permissions stands in a transaction that holds the connection."""
