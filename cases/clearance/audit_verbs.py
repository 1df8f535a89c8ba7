"""What the audit log can say of texts on their way out of a site."""

from kit.audit_verbs import AuditVerb


class ClearanceVerb(AuditVerb):
    """What the audit log can say of texts on their way out of a site."""

    PUT_FORWARD = "put forward", "put forward {subject}"
    SAY_YES = "say yes", "recorded a presenter's yes for the case {subject}"
    TAKE_BACK_YES = "take back yes", "recorded that a presenter took back their yes for the case {subject}"
    CLEAR = "clear", "cleared {subject}"
    SEND_BACK = "send back", "sent back {subject}"
    PUBLISH = "publish", "published {subject}"
    WITHDRAW = "withdraw", "withdrew {subject}"
