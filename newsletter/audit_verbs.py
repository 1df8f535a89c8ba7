"""The verbs of the audit log about newsletters."""

from kit.audit_verbs import AuditVerb


class NewsletterVerb(AuditVerb):
    """The verbs of the audit log about newsletters."""

    ASSEMBLE = "assemble", "assembled {subject}"
    ADD_ENTRY = "add entry", "added {subject}"
    EDIT_ENTRY = "edit entry", "edited {subject}"
    LEAVE_OUT = "leave out", "left out {subject}"
    TAKE_BACK_IN = "take back in", "took {subject} back in"
    ORDER = "order", "changed the order of {subject}"
    DROP_DATES = "drop dates", "left out dates of {subject} that no longer hold"
    DATE_ANEW = "date again", "gave {subject} the dates from today"
    WRITE_SITE_UPDATE = "write site update", "wrote {subject}"
    SEND_NEWSLETTER_FOR_CHECKING = "send newsletter for checking", "sent {subject} for checking"
    APPROVE = "approve", "approved {subject}"
    SEND = "send", "sent {subject}"
    STOP = "stop letters", "stopped the e-mails of {subject}"
    GO_ON = "let letters go on", "let the e-mails of {subject} go on"
    SEND_AGAIN = "send letters again", "sent e-mails of {subject} again"
    LIFT = "lift suppression", "let newsletters go to {subject} again"
    ERASE = "delete subscriber", "deleted a subscriber of {subject}"
    DOWNLOAD = "download subscribers", "downloaded the subscribers of {subject}"
    LEAVE = "leave letters", "left e-mails of {subject} that may have arrived"
