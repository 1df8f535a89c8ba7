"""What the audit log can say of write-ups."""

from kit.audit_verbs import AuditVerb


class LibraryVerb(AuditVerb):
    """What the audit log can say of write-ups."""

    START_WRITE_UP = "start write-up", "started {subject}"
    EDIT_WRITE_UP = "edit write-up", "edited {subject}"
