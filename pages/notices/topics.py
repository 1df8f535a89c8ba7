"""The topics that people choose by how they hear of what waits: few enough for one page, each of several kinds."""

from dataclasses import dataclass

from pages.notices.items import Kind


@dataclass(frozen=True)
class Topic:
    """A group of kinds with one setting. `number` is signed in links, so it never changes and is never used again."""

    number: int
    name: str  # as heading, and in "How you hear of ..." once its first letter is lower
    hint: str
    keys: str  # of its kinds
    as_it_happens: bool = False  # its e-mails are about one date each, so that none of it can be in a summary

    @property
    def kinds(self) -> list[str]:
        """The keys of its kinds."""
        return self.keys.split()

    @property
    def field(self) -> str:
        """The name of its field in a form, and its key in what people chose."""
        return f"topic_{self.number}"


TOPICS = [
    Topic(
        1,
        "Texts to check, agree to and publish",
        "Write-ups, issues, answers and messages about them",
        """agreement_asked text_sent_back text_to_check text_unchecked text_to_show text_to_publish message_to_answer passages_found
        text_approved text_published""",
    ),
    Topic(
        2,
        "Cases and next steps",
        "Cases you present, cases offered at your site, next steps and write-ups to begin",
        """case_to_complete presenter_to_tell case_offered case_to_write_up step_to_report steps_awaiting
        steps_of_nobody""",
    ),
    Topic(
        3,
        "Issues, replies and promises",
        "Issues raised at your sites, and what commissioners reply",
        """issue_to_word issue_to_answer promise_overdue promise_due looking_past exception_past reply_given
        promise_kept outcome_said seen_too""",
    ),
    Topic(
        4,
        "Questions and evidence",
        "Questions asked, taken and answered, and evidence found",
        "question_asked question_answered question_taken evidence_found",
    ),
    Topic(
        5,
        "Meetings, events and minutes",
        "Meetings to set and to close, visits, who came to events, and minutes to approve",
        """meeting_to_close minutes_to_approve event_to_mark site_without_date site_behind visit_offered visit_unanswered
        visit_declined""",
    ),
    Topic(
        6,
        "The newsletter",
        "Updates wanted, and issues of the newsletter to edit, approve and send",
        "site_update_wanted newsletter_to_edit entries_to_check newsletter_to_approve newsletter_to_send",
    ),
    Topic(7, "People and invitations", "Invitations that wait, and e-mail that does not arrive", "mail_not_reached invitation_to_send invitation_open"),
    Topic(8, "New write-ups", "Of the sites that you commission for", "write_up_new"),
    Topic(
        9,
        "Dates in your calendar",
        "Invitations, changes, cancelled dates and reminders, and minutes to read",
        "visit_to_answer visit_agreed event_to_answer",
        as_it_happens=True,
    ),
]  # fmt: skip
BY_NUMBER = {topic.number: topic for topic in TOPICS}
BY_KIND = {key: topic for topic in TOPICS for key in topic.kinds}
SUMMARY = 0  # the number that stands for the summary in signed links


def topic_of(kind: Kind) -> Topic:
    """Return the topic of `kind`: the first for one that no topic names, of which a test would tell."""
    return BY_KIND.get(kind.key, TOPICS[0])
