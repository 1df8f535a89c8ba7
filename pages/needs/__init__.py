"""The needs assessment of a programme: what is raised, what was answered, what worked. On a page, as PDF, DOCX and CSV."""
