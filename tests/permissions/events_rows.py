"""A programme's events: part of the table."""

from tests.permissions.addresses import of, of_programme
from tests.permissions.readers_rows import NO

# fmt: off
EVENTS_ROWS = [
    #                                     an me el pr fa fe br te ad co ce su st
    ("events:event_list", "", of_programme, "L + + + + + + + + + + . .", NO),
    ("events:event_detail", "", of("to_come"), "L + + + + + + + + + + . .", NO),
    ("events:event_detail", "past", of("event"), "L + + + + + + + + + + . .", NO),
    ("events:event_people", "", of("to_come"), "L x x x x x x + x x x . .", "L x x x x x x > x x x . ."),
    ("events:event_invite", "", of("to_come"), "L x x x x x x + x x x . .", "L x x x x x x ! x x x . ."),
    ("events:event_text", "", of("to_come"), "L x x x x x x + x x x . .", "L x x x x x x > x x x . ."),
    ("events:event_cancel", "", of("to_come"), "L x x x x x x + x x x . .", "L x x x x x x ! x x x . ."),
    ("events:paper_add", "", of("to_come"), "L x x x x x x + x x x . .", "L x x x x x x ! x x x . ."),
    ("events:paper_remove", "", of("paper"), NO, "L x x x x x x > x x x . ."),
    ("events:event_attendance", "", of("event"), "L x x x x x x + x x x . .", "L x x x x x x > x x x . ."),
]
