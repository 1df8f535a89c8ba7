"""The verbs of the audit log about accounts, roles, members and invitations."""

from kit.audit_verbs import AuditVerb


class MemberVerb(AuditVerb):
    """The verbs of the audit log about accounts, roles, members and invitations."""

    MAKE_ACCOUNT = "make account", "made the account {subject}"
    ASK_FOR_ADDRESS = "ask for address", "asked for a new address for {subject}"
    CHANGE_ADDRESS = "change address", "changed the address of {subject}"
    SIGN_OUT_EVERYWHERE = "sign out everywhere", "signed out everywhere: {subject}"
    GIVE_ROLE = "give role", "gave a role to {subject}"
    END_ROLE = "end role", "ended a role of {subject}"
    ADD_MEMBER = "add member", "added the member {subject}"
    EDIT_MEMBER = "edit member", "edited the member {subject}"
    END_LINKS = "end links", "ended the links in e-mails to {subject}"
    CHANGE_JOB = "change job", "recorded a new job of {subject}"
    LEAVE = "leave", "recorded that {subject} left"
    COME_BACK = "come back", "recorded that {subject} came back"
    APPOINT_FACILITATOR = "appoint facilitator", "appointed {subject} facilitator"
    END_FACILITATION = "end facilitation", "ended the facilitation of {subject}"
    OVERRIDE_MARK = "override mark", "overrode the attendance mark of {subject}"
    IMPORT_MEMBERS = "import members", "imported members of {subject}"
    EXPORT_MEMBERS = "export members", "exported the members of {subject}"
    INVITE = "invite", "invited {subject}"
    INVITE_TO_ROLE = "invite to role", "invited somebody to a role in {subject}"
    INVITE_AGAIN = "invite again", "sent {subject} again"
    REVOKE_INVITATION = "revoke invitation", "revoked {subject}"
    ACCEPT_INVITATION = "accept invitation", "accepted {subject}"
    ERASE = "erase", "took the name and address of {subject} out"
    WRITE_WHAT_WAS_LEARNED = "write what was learned", "wrote what {subject} learned"
    CHANGE_DISCIPLINE = "change discipline", "changed the discipline {subject}"
    SET_GROUND_RULES = "set ground rules", "set the ground rules of {subject}"
