"""What people fill in: evidence and questions (evidence), write-ups and searching (library)."""
