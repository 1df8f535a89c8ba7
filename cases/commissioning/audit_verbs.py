"""What the audit log can record about issues for commissioners and their replies."""

from kit.audit_verbs import AuditVerb


class CommissioningVerb(AuditVerb):
    """What the audit log can record about issues for commissioners and their replies."""

    RAISE_ISSUE = "raise an issue", "raised {subject}"
    MERGE_ISSUE = "merge an issue", "merged {subject} into another"
    REPLY = "reply to an issue", "replied to {subject}"
    KEEP_PROMISE = "keep a promise", "recorded that the promise about {subject} was kept"
