"""The models of people: accounts, roles in a programme, members of a site, facilitation, invitations, ground rules."""

from members.models.account_mail import AccountMail
from members.models.accounts import User, UserManager
from members.models.address_change import AddressChange
from members.models.earlier_address import EarlierAddress, addresses_of
from members.models.ground_rules import Agreement, GroundRules
from members.models.invitation_mail import InvitationMail
from members.models.joining import (
    Invitation,
    InvitationQuerySet,
    MemberUpload,
    three_weeks_from_now,
)
from members.models.kept_words import KeptWord
from members.models.members import (
    NO_ROLE,
    Absence,
    Discipline,
    Employment,
    Facilitation,
    FacilitationQuerySet,
    MarkOverride,
    Member,
    MemberQuerySet,
    SeatTarget,
)
from members.models.merges import MemberMerge
from members.models.own_words import OwnWords
from members.models.past import MemberCorrection, PastName, PastRole
from members.models.proposals import DisciplineProposal
from members.models.roles import Role, RoleQuerySet
from members.models.sessions import Session

__all__ = [
    "NO_ROLE",
    "Absence",
    "AccountMail",
    "AddressChange",
    "Agreement",
    "Discipline",
    "DisciplineProposal",
    "EarlierAddress",
    "Employment",
    "Facilitation",
    "FacilitationQuerySet",
    "GroundRules",
    "Invitation",
    "InvitationMail",
    "InvitationQuerySet",
    "KeptWord",
    "MarkOverride",
    "Member",
    "MemberCorrection",
    "MemberMerge",
    "MemberQuerySet",
    "MemberUpload",
    "OwnWords",
    "PastName",
    "PastRole",
    "Role",
    "RoleQuerySet",
    "SeatTarget",
    "Session",
    "User",
    "UserManager",
    "addresses_of",
    "three_weeks_from_now",
]
