"""Views of the clearance: texts, and what presenters say about them, signed in or by a link."""
