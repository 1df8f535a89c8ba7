"""The addresses of Copsite: their names, and the arguments that make each an address of the world."""

from urllib.parse import urlencode

from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cases.clearance import links as agreement_links
from cases.next_steps.links import token_of as my_steps_token
from kit import removal
from meetings.replying import token_of
from members.models import Member
from pages.notices.models import Preferences


def names() -> set[str]:
    """The name of every URL pattern there is, with its namespace; one without a name is named by its pattern."""
    return set(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns, namespace, prefix):
    for pattern in patterns:
        path = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, path)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}" if pattern.name else path


def of_site(world):
    return [world.site.slug]


def of_programme(world):
    return [world.programme.slug]


def of_word(world):
    return [world.programme.slug, "themes", world.theme.pk]


def of_ones_subscription(world):
    email = Member.objects.values_list("email").filter(pk=world.member.pk)
    return [world.programme.subscribers.get(email__in=email).pk]


def of_subscriber(world):
    return [world.programme.slug, world.subscriber.pk]


def of_organisation(name):
    return lambda world: [world.programme.slug, getattr(world, name).pk]


def of(name, *more):
    """The key of the row of the world called `name`; `more` are further rows, as a URL needs them."""
    return lambda world: [getattr(world, each).pk for each in (name, *more)]


def month_of(issue):
    return lambda world: [world.programme.slug, getattr(world, issue).month]


def write_up(name):
    return lambda world: [world.write_ups[name].pk]


def case_of(write_up):
    return lambda world: [world.write_ups[write_up].case_id]


def promise_at_site(world):
    return [world.broken.pk, world.site.pk]


def seen_at_neighbour(world):
    return [world.unanswered_issue.pk, world.site_b.pk]


def added_at_neighbour(world):
    return [world.public_issue.pk, world.site_b.pk]


def said_at_neighbour(world):
    return [world.seen_issue.pk, world.site_b.pk]


def reply_token(world):
    return [token_of(world.upcoming, world.member)]


def steps_token(world):
    return [my_steps_token(world.member)]


def agreement_token(world):
    return [agreement_links.token_of(world.case.named_presenters.select_related("member").get())]


def setting_token(world):
    """A link to when the summary comes."""
    preferences, _ = Preferences.objects.get_or_create(user=world.users["member"])
    return [preferences.link_to(0).rstrip("/").rpartition("/")[2]]


def removal_token(world):
    return [removal.token_of(world.removed)]


def nothing(world):
    return []


ARGUMENTS = {  # of addresses of libraries
    "account_reset_password_from_key": ["1", "a-key"],
    "mfa_edit_webauthn": [1],
    "mfa_remove_webauthn": [1],
    "admin:view_on_site": [1, 1],
    "admin:app_list": ["cases"],
}


def in_the_admin() -> list[str]:
    """Every address of Django's admin, by name; those of one row have a number in them."""
    return sorted(name for name in names() if name.startswith("admin"))


def of_the_admin(name: str) -> str:
    """The address of a page of the admin; a page of one row is asked for the first row of that kind."""
    if name.startswith("admin/"):
        return "/" + name.replace("<path:object_id>", "1").replace("(?P<url>.*)$", "nothing/")
    for model in admin.site._registry:
        of_model = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
        if name in (f"{of_model}history", f"{of_model}delete", f"{of_model}change"):
            return reverse(name, args=[model._base_manager.order_by("pk").first().pk])
    return reverse(name, args=ARGUMENTS.get(name, []))


def of_signing_in(name: str) -> str:
    return reverse(name, args=ARGUMENTS.get(name, []))


def url_of(name: str, arguments, world) -> str:
    """The address with its arguments; a dictionary last among them is the query string."""
    found = arguments(world)
    query = f"?{urlencode(found.pop())}" if found and isinstance(found[-1], dict) else ""
    return reverse(name, args=found) + query
