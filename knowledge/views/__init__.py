"""Pages about evidence and questions."""
