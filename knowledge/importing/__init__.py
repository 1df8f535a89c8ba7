"""Reading references that other programs exported: RIS, BibTeX, PubMed, CSL-JSON and EndNote XML. No function here reads the database."""
