"""The verbs of the audit log about people at dates of the whole programme."""

from kit.audit_verbs import AuditVerb


class EventVerb(AuditVerb):
    """The verbs of the audit log about people at dates of the whole programme."""

    SAY_FOR_WHOM = "say whom a date is for", "said whom a date of the programme {subject} is for"
    ADD_PAPER = "add a paper", "added a paper to a date of the programme {subject}"
    MARK_ATTENDANCE = "mark who came", "marked who came to a date of the programme {subject}"
