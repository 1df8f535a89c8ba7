"""Plans what happens to write-ups between writing and publishing, and afterwards: messages, a no, a fuller text beside a
shorter one, words that are kept, and published texts that are read again."""

from datetime import timedelta

from cases.clearance import actions as clearance_actions
from cases.clearance import checkers, rereading, showing
from cases.clearance.answering import answer
from cases.clearance.messages import write_message
from cases.clearance.models import Audience, ClearedText
from demonstration import agreeing
from demonstration.programmes import Cast
from demonstration.stories import Story
from knowledge.library.actions import write_ups
from knowledge.library.models import LearningObject
from members.actions.kept_words import keep_word
from members.models import KeptWord

BEFORE_THE_LAST_HOUR = timedelta(hours=2)
SOON_AFTER = timedelta(hours=3)


def plan_sharing(story: Story) -> None:
    """Plan what the data file says of the write-up of a case that was presented."""
    words = story.entry.get("writeup", {}) if story.is_held else {}
    sent_at = story.sent_for_checking_at if words else None
    for kept in words.get("kept_words", []):
        story.at(sent_at - SOON_AFTER, "a kept word", lambda kept=kept: _keep_word(story, kept))
    if other := words.get("passed_on_to"):
        story.at(sent_at + SOON_AFTER / 2, "somebody asked", lambda: _ask_to_check(story, other))
        story.at(sent_at + SOON_AFTER, "passed on", lambda: _pass_on(story, other))
    for role in words.get("opened_by", []):
        story.at(sent_at + SOON_AFTER, "opened", lambda role=role: _open(story, role))
    for number, thread in enumerate(words.get("threads", [])):
        moment = sent_at + SOON_AFTER + timedelta(hours=number)
        story.at(moment, "a message", lambda thread=thread: _ask(story, thread))
        story.at(moment + SOON_AFTER, "an answer", lambda thread=thread: _answer(story, thread))
    if refused := words.get("refused"):
        story.at(sent_at + SOON_AFTER, "a no to this text", lambda: _refuse(story, refused))
    if fuller := words.get("fuller"):
        moment = story.published_at + timedelta(days=fuller["after_days"])
        story.at(moment, "a fuller text", lambda: _publish_beside(story, fuller))


def plan_reading_again(cast: Cast) -> None:
    """Plan that what is published is noted before the last people join: it is read again when all is loaded."""
    moment = cast.timeline.now - BEFORE_THE_LAST_HOUR
    cast.timeline.add(moment, "published texts", rereading.read_new_texts)


def _keep_word(story: Story, kept: dict) -> None:
    reason = KeptWord.Reason(kept["reason"])
    keep_word(story.case.site, word=kept["word"], kind=kept["kind"], reason=reason, by=story.facilitator)


def _ask_to_check(story: Story, other: str) -> None:
    """Have the facilitator ask a member to check the write-up who is not the one in the role `other`."""
    text, colleague = story.text_being_checked(), story.cast.in_role(story.code, other)
    people = checkers.who_can_check(ClearedText.objects.with_clearance_facts().get(pk=text.pk))
    person = next(each for each in people if each.is_from_the_site and each.pk != colleague.user_id)  # type: ignore[attr-defined]
    due_on = checkers.usual_day(story.case.site)
    checkers.ask_to_check(text, people=[person], due_on=due_on, by=story.facilitator)


def _pass_on(story: Story, other: str) -> None:
    """Have whoever is asked pass it on to the member in the role `other`."""
    text, to = story.text_being_checked(), story.cast.account(story.cast.in_role(story.code, other))
    checkers.pass_on(text, to=to, by=text.check_requests.get(ended_at=None).asked)


def _open(story: Story, role: str) -> None:
    """Have a presenter open the text that is being checked, and not answer yet."""
    member = story.cast.in_role(story.code, role)
    showing.note_opened(story.text_being_checked(), by=story.cast.account(member))


def _ask(story: Story, thread: dict) -> None:
    """Have somebody who could check the text ask about a passage of it."""
    text = story.text_being_checked()
    asker = story.cast.in_role(story.code, thread["by"])
    write_message(text, words=thread["words"], quote=thread["quote"], by=story.cast.account(asker))


def _answer(story: Story, thread: dict) -> None:
    text = story.text_being_checked()
    first = text.messages.get(quote=thread["quote"], answers=None)
    write_message(text, words=thread["answer"], answers=first, by=story.facilitator)


def _refuse(story: Story, refused: dict) -> None:
    """Have a presenter read the text and say no to it, and not to others."""
    text, member = story.text_being_checked(), story.cast.in_role(story.code, refused["role"])
    by = story.cast.account(member)
    showing.note_opened(text, by=by)
    answer(text, member=member, agrees=False, sha256=text.sha256, reason=refused["reason"], by=by)


def _publish_beside(story: Story, fuller: dict) -> None:
    """Write a fuller text for members of every site, and publish it beside the shorter one."""
    row = LearningObject.objects.get(case=story.case)
    write_ups.edit_write_up(row, by=story.facilitator, draft_story=fuller["story"])
    story.send_for_checking(audience=Audience.PROGRAMME)
    text = story.text_being_checked()
    agreeing.agree_to_text(text, cast=story.cast)
    story.approve(text, by=story.reader_from_site(text))
    keeping = list(text.beside().values_list("pk", flat=True))
    clearance_actions.publish(text, by=story.facilitator, keeping=keeping)
