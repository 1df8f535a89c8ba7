"""The kinds of notices, in the order in which a page shows those of the same day."""

from typing import Any

from pages.notices.items import Kind, Timing

KINDS: dict[str, Kind] = {}


def _kind(key: str, heading: str, timing: Timing = Timing.DIGEST, **more: Any) -> Kind:
    """Add a kind to the registry, and return it."""
    if key in KINDS:
        raise ValueError(f"There are two kinds of notices with the key {key}.")
    return KINDS.setdefault(key, Kind(key, heading, timing, **more))


# cases
CASE_TO_COMPLETE = _kind("case_to_complete", "A case to complete before you present it", has_own_mail=True)
PRESENTER_TO_TELL = _kind("presenter_to_tell", "A presenter to tell who has no e-mail")

# meetings
MEETING_TO_CLOSE = _kind("meeting_to_close", "A meeting whose attendance is not recorded")
MINUTES_TO_APPROVE = _kind("minutes_to_approve", "Minutes that the group has to approve")
VISIT_OFFERED = _kind("visit_offered", "A visit that somebody proposed, for you to answer")
VISIT_TO_ANSWER = _kind("visit_to_answer", "An invitation to visit a meeting", has_own_mail=True)
VISIT_UNANSWERED = _kind("visit_unanswered", "A guest who has not said if they are coming")
EVENT_TO_ANSWER = _kind("event_to_answer", "An event of your programme to answer", has_own_mail=True)
EVENT_TO_MARK = _kind("event_to_mark", "An event whose attendance is not marked")
SITE_WITHOUT_DATE = _kind("site_without_date", "A site of yours without a date for its next meeting")

# texts that go out of a site
AGREEMENT_ASKED = _kind(
    "agreement_asked", "Your agreement to a text about a case you present", has_own_mail=True
)
TEXT_SENT_BACK = _kind("text_sent_back", "A text of yours that was sent back", Timing.AT_ONCE)
TEXT_TO_CHECK = _kind("text_to_check", "A text to check before it is shared")
TEXT_UNCHECKED = _kind("text_unchecked", "A text that nobody is left to check")
TEXT_TO_SHOW = _kind("text_to_show", "A text to show to a presenter who cannot open it")
PASSAGES_FOUND = _kind("passages_found", "Passages found in what is published")

# next steps
STEP_TO_REPORT = _kind("step_to_report", "A next step of yours that awaits feedback", has_own_mail=True)
STEPS_AWAITING = _kind("steps_awaiting", "Next steps of your site that await feedback", Timing.PAGE)
STEPS_OF_NOBODY = _kind("steps_of_nobody", "Next steps of your site without an owner")

# issues and replies
ISSUE_TO_WORD = _kind("issue_to_word", "An issue that nobody has put in anonymous words")
ISSUE_TO_ANSWER = _kind("issue_to_answer", "An issue for you to reply to, as a commissioner")
PROMISE_OVERDUE = _kind("promise_overdue", "A promise of yours that is overdue")
PROMISE_DUE = _kind("promise_due", "A promise of yours that is due soon")
LOOKING_PAST = _kind("looking_past", "An issue you were looking into, past its date")
EXCEPTION_PAST = _kind("exception_past", "An exception you agreed, past its date")

# questions
QUESTION_ASKED = _kind("question_asked", "A question to answer, as a knowledge broker")

# the newsletter
SITE_UPDATE_WANTED = _kind("site_update_wanted", "An update about your site for the newsletter", reminders=1)
NEWSLETTER_TO_EDIT = _kind("newsletter_to_edit", "A newsletter to edit")
ENTRIES_TO_CHECK = _kind("entries_to_check", "Entries of the newsletter to check")
NEWSLETTER_TO_APPROVE = _kind("newsletter_to_approve", "A newsletter to approve")
NEWSLETTER_TO_SEND = _kind("newsletter_to_send", "A newsletter to send")

# sites and people
SITE_BEHIND = _kind("site_behind", "A site that is behind schedule")
MAIL_NOT_REACHED = _kind("mail_not_reached", "Somebody whom our e-mail does not reach")
INVITATION_TO_SEND = _kind("invitation_to_send", "Somebody to invite, whom a commissioner named")
INVITATION_OPEN = _kind("invitation_open", "An invitation that was not taken up")

# what nobody else depends on
CASE_OFFERED = _kind("case_offered", "A case that was offered at your site", can_wait=True)
CASE_TO_WRITE_UP = _kind("case_to_write_up", "A case of your site that is ready to write up", can_wait=True)
TEXT_TO_PUBLISH = _kind("text_to_publish", "A text that is ready to publish", can_wait=True)
MESSAGE_TO_ANSWER = _kind("message_to_answer", "A message about a text of yours", can_wait=True)

# news
REPLY_GIVEN = _kind("reply_given", "A commissioner’s reply to an issue of your site", is_news=True)
SEEN_TOO = _kind("seen_too", "Another site that sees an issue of your site too", is_news=True)
PROMISE_KEPT = _kind("promise_kept", "A promise to your site that was kept", is_news=True)
OUTCOME_SAID = _kind("outcome_said", "What a site or a commissioner says became of a promise", is_news=True)
VISIT_AGREED = _kind(
    "visit_agreed", "A visit you proposed that suits the group", is_news=True, has_own_mail=True
)
VISIT_DECLINED = _kind("visit_declined", "A visit you proposed that does not suit the group", is_news=True)
QUESTION_ANSWERED = _kind("question_answered", "An answer to a question of your site", is_news=True)
QUESTION_TAKEN = _kind("question_taken", "A knowledge broker works on your question", is_news=True)
EVIDENCE_FOUND = _kind("evidence_found", "Evidence found for a case you present", is_news=True)
TEXT_APPROVED = _kind("text_approved", "A text of yours that was approved", is_news=True)
TEXT_PUBLISHED = _kind("text_published", "A text of yours, or about your case, was published", is_news=True)
WRITE_UP_NEW = _kind("write_up_new", "A new write-up of a site you commission for", is_news=True)
