"""The sectors that a new installation begins with. Afterwards the programme team changes them by form."""

# The sectors in the order of figure 1 of the report on Little Miracles, 2012-13.
SECTORS = [
    "Voluntary Sector",
    "Local Authority (LA)",
    "NHS",
    "Criminal Justice & Police",
    "Experts by Experience",
]
