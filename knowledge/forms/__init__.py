"""Forms about evidence and questions (`evidence`); those about write-ups are in `knowledge.library`."""
