"""Who may write up cases, and read what has helped in similar cases."""

import rules

from cases.rules import brings_the_case
from members.predicates import facilitates

# Who may do what
rules.add_perm("library.write_up_case", facilitates)  # asked of a case or a write-up
rules.add_perm("library.see_what_helped_before", facilitates | brings_the_case)  # when they write a case
