"""The ground rules that a new programme begins with. Afterwards its team changes them by form."""

FIRST_GROUND_RULES = """
What is said about anyone here stays here. What we learn may leave.
No names, no initials, no streets: nothing that a neighbour would recognise.
If you know who it is, say so, and step out if you would rather not hear it.
One person speaks at a time, and anybody may pass.
Ask before you advise.
Nobody outranks anybody in this room.
If somebody is in danger we act on it outside the meeting, and say so first.
"""
