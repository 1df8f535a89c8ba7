"""References to what has been published, from items in the form of CSL-JSON. Nothing here reads the database.

references.py makes them in Harvard, Vancouver or APA; exporting.py writes items as files; meta.py tells machines of them.
"""
