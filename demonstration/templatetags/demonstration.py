"""A tag for the people as whom one can sign in to the demonstration."""

from django import template

from demonstration.people import SIGN_INS

register = template.Library()


@register.simple_tag
def sign_ins() -> list[dict]:
    """Return the people of the sign-in page: email, name, first_name, role, words."""
    return [{**person, "first_name": person["name"].split()[0]} for person in SIGN_INS]
