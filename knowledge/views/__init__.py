"""The pages of evidence, questions, write-ups and the library."""
