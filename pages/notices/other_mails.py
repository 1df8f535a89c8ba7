"""The other mails of Copsite, and what of the table of notices each of them tells: one act mails a person once.

A kind of notice that another mail tells always has `has_own_mail`: it waits on the page and in the head of pages, and no mail
about notices names it. What another mail tells some people of is asked by `told_by_other_mails`.
"""

from datetime import datetime, timedelta

from cases.clearance.models import AgreementMail

LATELY = timedelta(days=31)
TELLS = {  # the mail, and the kinds that it tells
    "cases.PresenterNotice": "case_to_complete",
    "clearance.AgreementMail": "agreement_asked text_published",  # published: to presenters who get the mail
    "invitations.InvitationMail": "visit_to_answer visit_agreed event_to_answer",
    "next_steps.StepsMail": "step_to_report",
    "next_steps.WeeklyMail": "step_to_report",
}
TELLS_NOTHING = {  # the mail, and why nothing in the table is told by it
    "cases.BringRequest": "It asks for a case, and nothing waits until one is offered.",
    "meetings.CalendarMail": "Dates are in the calendar, and nothing is to be done about them in the table.",
    "meetings.Reminder": "It reminds of a meeting, which is no notice.",
    "meetings.MinutesMail": "That minutes can be read is no notice; to approve them is asked of others.",
    "invitations.InvitationReminder": "It reminds of a meeting, which is no notice.",
    "members.InvitationMail": "Whoever is invited has no account yet, so nothing waits for them.",
    "members.AddressChange": "It is about an account.",
    "members.AccountMail": "It is about an account.",
    "newsletter.ConfirmationMail": "It is about subscribing.",
    "newsletter.UnsubscribedMail": "It is about subscribing.",
    "newsletter.Delivery": "It is the newsletter.",
    "newsletter.WithdrawnMail": "It goes to those who have a text that was withdrawn; nothing waits for them.",
    "notices.NoticeMail": "It tells all the others.",
}
TO_SOME = {"text_published"}  # kinds that another mail tells some people


def told_by_other_mails(now: datetime) -> set[tuple[int, str, str]]:
    """Return the keys of the notices that other mails told people lately, or are about to, in one query."""
    published = AgreementMail.objects.filter(
        about=AgreementMail.About.PUBLISHED, made_at__gt=now - LATELY, member__user__isnull=False
    )
    rows = published.order_by().values_list("member__user", "cleared_text")
    return {(user, "text_published", f"clearedtext-{text}") for user, text in rows}
