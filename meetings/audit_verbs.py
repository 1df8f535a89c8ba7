"""The verbs of the audit log about meetings, their agendas, attendance, minutes and calendars."""

from kit.audit_verbs import AuditVerb


class MeetingVerb(AuditVerb):
    """The verbs of the audit log about meetings, their agendas, attendance, minutes and calendars."""

    SCHEDULE = "schedule", "scheduled {subject}"
    RESCHEDULE = "reschedule", "moved {subject} to another time"
    CANCEL = "cancel", "cancelled {subject}"
    CLOSE = "close", "closed {subject}"
    SET_AGENDA = "set agenda", "set the agenda of {subject}"
    LINK_STAND_IN = "link stand-in", "linked the stand-in of {subject} to a member"
    REMOVE_VISIT = "remove visit", "removed a visitor from {subject}"
    REAFFIRM_GROUND_RULES = (
        "reaffirm ground rules",
        "recorded that the ground rules were reaffirmed at {subject}",
    )
    READ_MINUTES = "read the minutes", "read the minutes of {subject}"
    SHARE_MINUTES = "share the minutes", "shared the minutes of {subject}"
    APPROVE_MINUTES = "approve the minutes", "approved the minutes of {subject}"
    MAKE_CALENDAR_ADDRESS = "make calendar address", "made a calendar address for {subject}"
    TURN_CALENDAR_OFF = "turn calendar off", "turned off the calendar address of {subject}"
