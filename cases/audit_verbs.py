"""What the audit log can record about cases."""

from kit.audit_verbs import AuditVerb


class CaseVerb(AuditVerb):
    """What the audit log can record about cases."""

    OFFER = "offer", "offered the case {subject}"
    READ = "read", "read the case {subject}"
    EDIT = "edit", "edited the case {subject}"
    CHANGE_PRESENTER = "change the presenter", "changed who presents the case {subject}"
    PUT_ON_AGENDA = "put on the agenda", "put the case {subject} on an agenda"
    TAKE_OFF_AGENDA = "take off the agenda", "took the case {subject} off an agenda"
    WRITE_NOTES = "write notes", "wrote notes on the case {subject}"
    STEP_OUT = "step out", "stepped out of the case {subject}"
    # without the roles
    SAY_WHO_WORKS_WITH = (
        "say who works with the person",
        "said who works with the person in the case {subject}",
    )
    ASK_FOR_CASE = "ask for a case", "asked {subject} for a case"
