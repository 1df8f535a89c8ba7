"""Who may see what waits for others."""

import rules

from members.predicates import runs_site

rules.add_perm("notices.see_site", runs_site)  # for whom something waits at a site, and who was told
