"""What the audit log can record about issues for commissioners and their replies."""

from kit.audit_verbs import AuditVerb


class CommissioningVerb(AuditVerb):
    """What the audit log can record about issues for commissioners and their replies."""

    RAISE_ISSUE = "raise an issue", "raised {subject}"
    ADD_SITE = "see an issue too", "recorded {subject}"
    EDIT_ADDITION = "change how often a site sees an issue", "recorded again {subject}"
    MERGE_ISSUE = "merge an issue", "merged {subject} into another"
    REPLY = "reply to an issue", "replied to {subject}"
    KEEP_PROMISE = "keep a promise", "recorded that the promise about {subject} was kept"
    KEEP_PARTLY = "keep a promise partly", "recorded that the promise about {subject} was kept in part"
    BREAK_PROMISE = "not keep a promise", "recorded that the promise about {subject} was not kept"
    EDIT_ISSUE = "edit an issue", "put {subject} into other words"
    SEPARATE_ISSUE = "separate an issue", "separated {subject} from another"
    EDIT_REPLY = "edit a reply", "changed a reply to {subject}"
    UNKEEP_PROMISE = "keep a promise no more", "took back what became of the promise about {subject}"
    NAME_RESPONSIBLE = "name who is responsible", "named who is responsible for {subject}"
    MOVE_DATE = "move the date of a reply", "moved the date of a reply to {subject}"
