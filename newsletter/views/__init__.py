"""Pages of the newsletter: the archive that everyone reads, the desk where it is made, the list of its readers."""
