"""The verbs of the audit log about invitations to a date."""

from kit.audit_verbs import AuditVerb


class InvitationVerb(AuditVerb):
    """The verbs of the audit log about invitations to a date."""

    INVITE = "invite a guest", "invited a guest to {subject}"
    OFFER_VISIT = "offer a visit", "offered to come to {subject}"
    ACCEPT_VISIT = "accept a visit", "accepted the visit of a guest to {subject}"
    MOVE_VISIT = "propose another date", "proposed {subject} to a guest who had offered to come"
    WITHDRAW_INVITATION = "withdraw an invitation", "withdrew the invitation of a guest to {subject}"
