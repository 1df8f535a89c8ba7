"""The mail that says minutes are ready: whose meeting, and a link. One row for each member, so that none goes out twice."""

from django.core.mail import EmailMessage

from kit.mail import written
from kit.queues import claim, send_claimed, send_each
from meetings.models import MinutesMail


def send_due_minutes_mail(*, at_most: int = 200) -> int:
    """Send the mails that are due over one connection, and return how many were taken by the mail server."""
    return send_each(MinutesMail.objects.due().order_by("pk")[:at_most], send_minutes_mail)


def send_minutes_mail(mail: MinutesMail, *, connection=None) -> bool:
    """Send one mail unless it is sent, given up or being sent; True where this call sent it."""
    if not claim(MinutesMail.objects.due(), mail):
        return False
    mail = MinutesMail.objects.select_related("meeting__site", "member").get(pk=mail.pk)
    return send_claimed(mail, message_of(mail), connection=connection)


def message_of(mail: MinutesMail) -> EmailMessage:
    """Which meeting, and where its minutes stand. Never a word of them."""
    context = {"meeting": mail.meeting, "member": mail.member}
    return written("meetings/email/minutes", context, to=mail.member.email)
