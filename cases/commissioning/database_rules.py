"""What the database refuses in commissioning, as triggers."""

from kit.database_rules import kept_for_good

RULES = kept_for_good("commissioning_themefigures", noun="a published count of themes")
