"""The verbs of knowledge: evidence and questions (evidence), write-ups and their PDFs (library)."""
