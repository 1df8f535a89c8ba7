"""What the database refuses in next steps, as triggers."""

from kit.database_rules import kept_for_good

RULES = kept_for_good("next_steps_whathelpsfigures", noun="a published figure of what helps")
