"""The verbs of the audit log about programmes and sites."""

from kit.audit_verbs import AuditVerb


class SiteVerb(AuditVerb):
    """The verbs of the audit log about programmes and sites."""

    START_PROGRAMME = "start", "started the programme {subject}"
    CHANGE_PROGRAMME = "change programme", "changed the programme {subject}"
    END_PROGRAMME = "end", "ended the programme {subject}"
    OPEN_SITE = "open", "opened the site {subject}"
    CHANGE_SITE = "change site", "changed the site {subject}"
    RECORD_STATE = "record state", "recorded the state of the site {subject}"
    ADD_EXPENSE = "add expense", "added an expense of the site {subject}"
    EDIT_EXPENSE = "edit expense", "corrected an expense of the site {subject}"
    ADD_EVENT = "add date", "added a date of the programme {subject}"
    EDIT_EVENT = "edit date", "changed a date of the programme {subject}"
    WRITE_EVENT = "write about a date", "wrote the agenda or notes of a date of the programme {subject}"
    CANCEL_EVENT = "cancel date", "cancelled a date of the programme {subject}"
    ADD_ORGANISATION = "add organisation", "added the organisation {subject}"
    EDIT_ORGANISATION = "edit organisation", "corrected the organisation {subject}"
