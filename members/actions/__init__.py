"""The actions of people: accounts and roles, invitations, members of a site, disciplines and ground rules."""

from members.actions.accounts import (
    change_details,
    end_at_once,
    end_role,
    end_session,
    give_role,
    make_account,
    put_off_second_step,
    sign_out_everywhere,
)
from members.actions.adding import NewMember, add_members
from members.actions.importing import (
    choose_columns,
    choose_disciplines,
    choose_headings,
    forget_unconfirmed_uploads,
    import_members,
    upload_members,
)
from members.actions.invitations import (
    accept_invitation,
    invite_member,
    invite_to_role,
    revoke_invitation,
    send_invitation_again,
)
from members.actions.members import (
    add_member,
    appoint_facilitator,
    change_job,
    come_back,
    edit_member,
    end_facilitation,
    end_links,
    leave,
    override_mark,
)
from members.actions.removing import remove_member
from members.actions.standards import (
    add_discipline,
    agree,
    change_discipline,
    set_ground_rules,
    stop_wanting_seat,
    want_seat,
)

__all__ = [
    "NewMember",
    "accept_invitation",
    "add_discipline",
    "add_member",
    "add_members",
    "agree",
    "appoint_facilitator",
    "change_details",
    "change_discipline",
    "change_job",
    "choose_columns",
    "choose_disciplines",
    "choose_headings",
    "come_back",
    "edit_member",
    "end_at_once",
    "end_facilitation",
    "end_links",
    "end_role",
    "end_session",
    "forget_unconfirmed_uploads",
    "give_role",
    "import_members",
    "invite_member",
    "invite_to_role",
    "leave",
    "make_account",
    "override_mark",
    "put_off_second_step",
    "remove_member",
    "revoke_invitation",
    "send_invitation_again",
    "set_ground_rules",
    "sign_out_everywhere",
    "stop_wanting_seat",
    "upload_members",
    "want_seat",
]
