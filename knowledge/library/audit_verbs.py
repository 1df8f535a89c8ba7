"""The verbs of the audit log about write-ups."""

from kit.audit_verbs import AuditVerb


class LibraryVerb(AuditVerb):
    """The verbs of the audit log about write-ups."""

    START_WRITE_UP = "start write-up", "started {subject}"
    EDIT_WRITE_UP = "edit write-up", "edited {subject}"
