"""Who a visitor of the demonstration can be."""

from django import template

from demonstration.people import SIGN_INS

register = template.Library()


@register.simple_tag
def sign_ins() -> list[dict]:
    """The people of the sign-in page, one per role: email, name, first_name, role, words."""
    return [{**person, "first_name": person["name"].split()[0]} for person in SIGN_INS]
