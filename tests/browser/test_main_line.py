"""The whole line, as each person meets it: from a case that a member offers to a reply that the site reads."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from cases.clearance.asking import WHO
from cases.commissioning.models import CommissionerIssue
from copsite.celery import app
from kit.words import day
from knowledge.library.models import LearningObject
from tests.browser import table
from tests.browser.journeys import KeyboardVisitor, Visitor, days_pass

pytestmark = pytest.mark.django_db(transaction=True)

QUESTIONS = [
    "Could someone who knows the area work out who it is about?",
    "Would the person be upset if they read it?",
    "Could it get a worker into trouble?",
]
TITLE = "Ring before you write"
STANDFIRST = "She had stopped opening letters. A call first, and the letter was read together."
TOLD_ANEW = "Somebody had not opened a letter for a long time. Services closed the case. A call changed that."
BOTTOM_LINE = "In two small studies, people who were rung first opened twice as many letters."
IN_THE_WAY = "Two services close a case after two letters."
IN_GENERAL = "Services close a case when letters stay unanswered. People who do not open post lose support."
REPLY = "From next month nobody is closed before somebody has rung."


@pytest.mark.worker
@pytest.mark.parametrize("width", [1280, 390])
def test_from_a_case_to_a_reply(width, worker, smtp, page, sign_in, axe, eventually):
    page.set_viewport_size({"width": width, "height": 900})
    here = table.lay()

    def at(name: str) -> Visitor:
        sign_in(page, here.user(name))
        return Visitor(page, axe if width == 1280 else None)

    # The room: a case is offered, heard, and people say what they will try
    first = here.meeting(in_days=3)
    case = table.offer_a_case(at("Bev"), by="Bev Sutton", site=here.site)
    table.put_on_agenda(at("Ruth"), case, first)
    days_pass(first, days=28)
    second = here.meeting(in_days=2)
    sign_in(page, here.user("Ruth"))
    table.record_who_came(KeyboardVisitor(page), first)
    ring, walk = table.agree_on_steps(at("Ruth"), case, first)
    raise_an_issue(at("Ruth"), case)
    ask_the_broker(at("Carol"), case)

    # The broker: evidence with a bottom line
    bring_evidence(at("Pat"))

    # The next meeting: the owner answers from home, the facilitator for somebody without e-mail
    table.say_how_it_went(at("Bev"), ring)
    days_pass(second, days=0.02)
    here.meeting(in_days=28)  # so that each thing to do is a row of the home page, also just after midnight
    answer_for_tom(at("Ruth"), walk, second)

    # The write-up: told anew, a yes, another pair of eyes, published
    write_up(at("Ruth"), case)
    agree(at("Bev"), TITLE, TOLD_ANEW)
    approve(at("Carol"), f"Check before sharing: {TITLE}")
    publish(at("Ruth"), TITLE)
    written = LearningObject.objects.get(case=case)
    read_the_pdf(at("Carol"), written)

    # The letter of the month
    month = timezone.localdate(written.versions.get().cleared_text.publication.published_at)
    letter = f"/newsletter/common-ground/{month:%Y-%m}/"
    call_command("build_newsletter", programme="common-ground", month=f"{month:%Y-%m}")
    edit_and_send_for_checking(at("Pat"), letter)
    approve_and_send(at("Ana"), letter)
    readers = {here.user("Carol").email, here.user("Bev").email}
    eventually(lambda: {letter["To"] for letter in of_the_month(smtp)} >= readers)
    assert all(TITLE in letter.as_string() for letter in of_the_month(smtp))
    read_library_and_letter(at("Carol"), letter)

    # The commissioner: reads the issue in general words, and replies
    put_in_general_words(at("Ruth"), case)
    agree(at("Bev"), "People who do not open post lose support", IN_GENERAL)
    approve(at("Carol"), "Check before sharing: People who do not open post lose support")
    publish(at("Ruth"), "People who do not open post lose support", readers=OF_AN_ISSUE)
    reply(at("Chris"))
    read_the_reply(at("Ruth"), case)


def of_the_month(letters):
    """The letters of these that are a newsletter."""
    return [letter for letter in letters if letter["List-Unsubscribe"]]


def raise_an_issue(ruth, case):
    ruth.opens(case.get_absolute_url())
    ruth.follows("Raise an issue")
    ruth.chooses("Theme", "Excluded from a service")
    ruth.writes("The issue", IN_THE_WAY)
    ruth.presses("Raise issue")
    ruth.reads("Issue for commissioners: excluded from a service", IN_THE_WAY)


def ask_the_broker(carol, case):
    carol.opens("/cases/")
    carol.follows(case.title)
    carol.follows("Ask the knowledge broker")
    carol.writes("Your question", "Does it help to ring first?")
    carol.presses(re.compile("^Ask"))
    carol.reads("Your question has been sent to the knowledge brokers")


def bring_evidence(pat):
    pat.opens("/")
    pat.reads("Does it help to ring first?")
    pat.opens("/evidence/")
    pat.follows("Add a publication")
    pat.chooses("What kind of evidence is it?", "Research")
    pat.writes("Authors", "Tolland, J.; Ames, P.")
    pat.writes("Year", "2011")
    pat.writes("Title", "Unopened post")
    pat.writes("DOI", "10.1234/post")
    pat.has_read()
    pat.presses("Add to the library")
    pat.is_at("Unopened post")
    pat.picks("Attach it to a case", "The post that nobody opens")
    pat.presses("Write the bottom line")
    pat.picks("Question it answers", "Does it help to ring first?")
    pat.writes("The bottom line", BOTTOM_LINE)
    pat.writes("Why it matters in this case", "She picks up the telephone.")
    pat.has_read()
    pat.presses("Attach")
    pat.reads("Attached to")


def answer_for_tom(ruth, step, meeting):
    ruth.opens(meeting.get_absolute_url())
    ruth.reads("Awaiting feedback", step.what)
    ruth.follows(re.compile(f"^Give feedback.*{step.what}"))
    ruth.chooses("Did it help?", "Held steady")
    ruth.writes("Details", "They went twice.")
    ruth.presses("Give feedback")
    answer = step.feedback.get()
    assert (answer.outcome, answer.given_by.name, answer.meeting) == ("held_steady", "Tom Hallett", meeting)
    ruth.reads("They went twice.")


def write_up(ruth, case):
    ruth.opens(case.get_absolute_url())
    ruth.reads(BOTTOM_LINE)
    ruth.follows("Write up this case")
    ruth.presses("Start the write-up")
    expect(ruth.field("The story")).to_have_value(re.compile(re.escape(table.STORY)))
    expect(ruth.field("Step 1")).to_have_value("Ring before writing")
    ruth.writes("Title", TITLE)
    ruth.writes("Summary", STANDFIRST)
    ruth.writes("The story", TOLD_ANEW)
    ruth.writes("What we learned", "Ask who reads with them.")
    ruth.presses("Save and send for checking")
    ruth.is_at("Send for checking")
    ruth.reads(TITLE, TOLD_ANEW, BOTTOM_LINE)
    ruth.chooses("Who is it for?", "Members and commissioners")
    answer_about_readers(ruth)
    ruth.has_read()
    ruth.presses("Send for checking")
    ruth.reads("has been sent for checking", "Bev Sutton has not agreed yet")


def agree(bev, title, words):
    """A presenter reads exactly what would go out, first thing on the page, and agrees with one press."""
    bev.opens("/")
    bev.follows(f"Agree or not: {title}")
    bev.reads(words)
    bev.presses("Agree", exact=True)
    bev.reads("you agree to exactly these words")
    bev.opens("/")
    expect(bev.link("Agree or not")).to_have_count(0)


def approve(reader, waiting):
    """Somebody who did not write it finds it on their home page, looks at every mark, and approves exactly this."""
    reader.opens("/")
    reader.follows(waiting)
    for question in QUESTIONS:
        reader.chooses(question, "No")
    reader.has_read()
    reader.presses(re.compile("^Approve for"))
    reader.reads("Approved for")
    reader.opens("/")
    expect(reader.link(waiting)).to_have_count(0)


OF_AN_ISSUE = "the sites that raised it and their commissioners"


def publish(ruth, title, *, readers="members and commissioners"):
    ruth.opens("/")
    ruth.follows(f"Publish: {title}")
    ruth.presses("Publish these words")
    ruth.is_at(f"Published for {readers}")


def read_the_pdf(carol, written):
    """Beat's tick comes while the page is open; the link stands there by itself when the worker is done."""
    carol.opens(written.get_absolute_url())
    carol.is_at(TITLE)
    carol.reads(STANDFIRST, TOLD_ANEW, BOTTOM_LINE, "Ring before writing", "The PDF is being created.")
    app.send_task("library.make_due_pdfs")
    link = carol.link(re.compile(r"^PDF, \d+ page"))
    expect(link).to_be_visible(timeout=60_000)
    answer = carol.page.request.get(link.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-1.")


def edit_and_send_for_checking(pat, letter):
    pat.opens("/newsletter/")
    pat.follows(re.compile("^Open the .* newsletter$"))
    pat.follows("Give it a title")
    pat.writes("Title of the newsletter", "The telephone month")
    pat.chooses("Audience", "Members of every site")
    pat.has_read()
    pat.presses("Save")
    pat.reads("The telephone month", TITLE, "Unopened post")
    pat.follows("Read it and send it for checking")
    pat.has_read()
    pat.presses("Send for checking")
    pat.reads("The newsletter has been sent for checking.")
    pat.follows("Read and check")
    pat.reads(
        "The telephone month", "Unopened post", "Needs one more reader."
    )  # she wrote all that somebody wrote
    expect(pat.main.get_by_role("button", name="Approve this entry")).to_have_count(0)


def tick_each_entry(person):
    """Somebody who did not write an entry says that they have checked it."""
    boxes = person.main.get_by_label(re.compile("^I have checked this entry"))
    assert boxes.count() > 0
    for box in boxes.all():
        box.check()


def approve_and_send(ana, letter):
    ana.opens(f"{letter}edit/")
    ana.follows("Read and approve")
    ana.reads("The telephone month", TITLE, "1 entry is public already")
    ana.presses("Approve this entry")
    ana.reads("You have approved")
    tick_each_entry(ana)
    ana.presses("Approve this newsletter")
    ana.reads("Approved. You can send it now.")
    ana.presses("Send the newsletter")
    ana.reads("The newsletter is being sent. It is in the archive.")


def read_library_and_letter(carol, letter):
    carol.opens("/library/?q=letters")
    carol.follows(TITLE)
    carol.is_at(TITLE)
    carol.opens("/newsletter/")
    carol.follows("The telephone month")
    carol.is_at("The telephone month")
    carol.reads(TITLE, STANDFIRST, "Unopened post")
    carol.page.context.clear_cookies()
    visitor = Visitor(carol.page, carol.axe)
    visitor.opens(letter)
    visitor.reads("Unopened post", "This is the public edition.")
    assert TITLE not in visitor.page.content()


def answer_about_readers(author):
    """Nobody who reads it would know whom it is about, says its author."""
    for who in WHO.values():
        author.chooses(f"Would {who} know who this is?", "No")
    author.chooses("Was the person asked or told about this text?", "They were asked, and agreed")


def put_in_general_words(ruth, case):
    ruth.opens(case.get_absolute_url())
    ruth.follows("See the issue")
    ruth.follows("Write an anonymous version")
    ruth.reads(IN_THE_WAY)
    ruth.writes("Headline", "People who do not open post lose support")
    ruth.writes("Anonymous version", IN_GENERAL)
    answer_about_readers(ruth)
    ruth.has_read()
    ruth.presses("Send for checking")
    ruth.reads(IN_GENERAL)


def reply(chris):
    chris.opens("/")
    chris.reads("People who do not open post lose support")
    chris.follows("Read it and reply")
    chris.reads(IN_GENERAL)
    assert IN_THE_WAY not in chris.page.content()
    chris.chooses("Your answer", "We are looking into it")
    chris.writes("By when, or until when", day(timezone.localdate() + timedelta(weeks=3)))
    chris.writes("Your reply", REPLY)
    chris.has_read()
    chris.presses("Send my reply")
    chris.reads("Your reply has been sent.", REPLY)
    chris.opens("/library/")
    chris.follows(TITLE)
    chris.reads(TOLD_ANEW, "Issue for commissioners:")


def read_the_reply(ruth, case):
    ruth.opens("/")
    ruth.reads("Replies from commissioners", REPLY)
    ruth.opens(case.get_absolute_url())
    ruth.reads("Chris Vane replies", REPLY)
    assert CommissionerIssue.objects.get(case=case).replies.count() == 1
