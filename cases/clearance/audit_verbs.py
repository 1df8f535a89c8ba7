"""What the audit log can record about texts that are checked and shared."""

from kit.audit_verbs import AuditVerb


class ClearanceVerb(AuditVerb):
    """What the audit log can record about texts that are checked and shared."""

    SEND_FOR_CHECKING = "send for checking", "sent {subject} for checking"
    AGREE_TO_SHARING = "agree to sharing", "recorded a presenter's agreement to share the case {subject}"
    WITHDRAW_AGREEMENT = (
        "withdraw agreement",
        "recorded that a presenter withdrew their agreement to share the case {subject}",
    )
    ASK_TO_CHECK = "ask to check", "asked somebody to check {subject}"
    PASS_ON_CHECK = "pass on a check", "passed on {subject}, which they were asked to check"
    SAY_NO_TO_CHECK = "say no to a check", "said that they cannot check {subject}"
    APPROVE_TEXT = "approve text", "approved {subject}"
    READ_TEXT = "read a published text", "read {subject}"
    SEND_BACK = "send back", "sent back {subject}"
    WRITE_MESSAGE = "write a message", "wrote a message about {subject}"
    PUBLISH = "publish", "published {subject}"
    KEEP_BESIDE = "keep beside", "kept {subject} for its readers beside a newer text for others"
    WITHDRAW = "withdraw", "withdrew {subject}"
    SETTLE_PASSAGE = "settle passage", "looked at a passage that was found in {subject}"
