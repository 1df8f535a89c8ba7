"""The verbs of the audit log about evidence and questions."""

from kit.audit_verbs import AuditVerb


class KnowledgeVerb(AuditVerb):
    """The verbs of the audit log about evidence and questions."""

    ASK = "ask", "asked {subject}"
    TAKE = "take", "took on {subject}"
    ANSWER = "answer", "answered {subject}"
    ADD_EVIDENCE = "add", "added {subject}"
    ATTACH_EVIDENCE = "attach", "attached {subject} to a case"
    EDIT_ATTACHED = "edit attached", "edited {subject}"
    REPORT = "report", "recorded that {subject} was reported"
    UNREPORT = "report no more", "recorded that {subject} was not reported"
    EDIT_QUESTION = "edit a question", "put {subject} into other words"
    PASS_ON = "pass on", "gave {subject} to another broker, or back"
    HAND_BACK = "hand back", "handed back {subject}"
    IMPORT_EVIDENCE = "import evidence", "imported publications into the evidence library of {subject}"
    EDIT_EVIDENCE = "edit evidence", "corrected {subject}"
