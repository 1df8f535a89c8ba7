"""The people who may check a text: of its site, the knowledge brokers and the programme team."""

from django.db.models import Q, QuerySet

from members.models import Member, Role, User

CHECKING_ROLES = [Role.Kind.KNOWLEDGE_BROKER, Role.Kind.PROGRAMME_TEAM]


def members_who_check(site) -> QuerySet[Member]:
    """Return the current members of `site`. It may be an OuterRef."""
    return Member.objects.current().filter(site=site)


def roles_that_check(programme) -> QuerySet[Role]:
    """Return the current roles in `programme` whose holders check texts. It may be an OuterRef."""
    return Role.objects.current().filter(programme=programme, kind__in=CHECKING_ROLES)


def people_who_check(site, programme) -> QuerySet[User]:
    """Return the people with an account who may check texts of `site` in `programme`, by name."""
    is_theirs = Q(memberships__in=members_who_check(site)) | Q(roles__in=roles_that_check(programme))
    return User.objects.filter(is_theirs, is_active=True).distinct()
