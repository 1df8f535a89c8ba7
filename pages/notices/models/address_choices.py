"""Which mails somebody without an account does not want at their address."""

from django.db import models

from kit import signed_links
from kit.lines import AddressField
from kit.mail import address_of
from kit.signed_links import new_number

SALT = "notices.address"


class AddressChoiceQuerySet(models.QuerySet):
    """A QuerySet of choices for an address."""

    def behind(self, token: str) -> "AddressChoice | None":
        """Return the choice that a link with `token` opens, or None."""
        signed = signed_links.read(token, salt=SALT, count=1)
        return self.filter(link_number=signed[0]).first() if signed else None

    def stopped(self) -> "AddressChoiceQuerySet":
        """Return those by which mails do not go."""
        return self.filter(is_stopped=True)


class AddressChoice(models.Model):
    """Whether the mails of one topic go to an address whose holder has no account. It is made with the first mail whose foot
    leads to it.
    """

    email = AddressField()
    topic = models.PositiveSmallIntegerField()  # its number, see topics.py
    is_stopped = models.BooleanField(default=False)
    link_number = models.BigIntegerField(unique=True, default=new_number, editable=False)

    objects = AddressChoiceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["email", "topic"], name="an_address_chooses_once_a_topic"),
        ]

    def __str__(self) -> str:
        return f"Topic {self.topic} at an address{', stopped' if self.is_stopped else ''}"

    @property
    def link(self) -> str:
        """Return the address of its setting, which opens without signing in."""
        return address_of("notices:setting", signed_links.sign(self.link_number, salt=SALT))

    @property
    def masked_email(self) -> str:
        """Return the address with most of its name hidden: t…@example.org."""
        name, _, domain = self.email.partition("@")
        return f"{name[:1]}…@{domain}"
