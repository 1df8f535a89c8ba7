"""Plans the cases of a programme, from the offer to the commissioner's reply."""

from datetime import UTC, datetime, timedelta

from cases.actions import cases, works_with
from cases.clearance import actions as clearance_actions
from cases.clearance.decision import may_approve
from cases.clearance.models import Audience, ClearedText
from cases.commissioning import actions as commissioning_actions
from cases.commissioning.models import CommissionerIssue
from cases.models import Case, Discussion, Need, Theme
from cases.next_steps.actions import steps
from cases.next_steps.models import NextStep
from demonstration import agreeing
from demonstration.data_files import ANSWERS, read_cases, read_toml
from demonstration.programmes import Cast
from knowledge.actions import evidence as knowledge
from knowledge.library.actions import write_ups
from knowledge.library.models import LearningObject
from knowledge.models import AttachedEvidence, Evidence, Question
from members.models import Member, User

A_FEW_DAYS = timedelta(days=3)
WRITTEN = {"written-up", "being-checked", "sent-back", "drafting-write-up"}


def plan_cases(cast: Cast) -> list["Story"]:
    """Plan every case of the programme, and return their stories."""
    titles = {entry["key"]: entry["title"] for entry in read_toml("evidence.toml")["evidence"]}
    stories: list[Story] = []
    last_offer: dict[str, datetime] = {}  # by site: cases are numbered in the order in which they are offered
    for entry in read_cases(cast.slug):
        story = Story(cast, entry, titles)
        earliest = last_offer.get(story.code, datetime.min.replace(tzinfo=UTC)) + timedelta(minutes=20)
        last_offer[story.code] = story.plan(earliest)
        stories.append(story)
    return stories


class Story:
    """One case on the timeline. Its methods find rows by the names in the data file."""

    def __init__(self, cast: Cast, entry: dict, titles: dict[str, str]):
        self.cast, self.entry, self.titles = cast, entry, titles
        self.code, self.number, self.state = entry["site"], entry["number"], entry["state"]
        self.reference = f"{self.code}-{self.number:02d}"
        self.meeting_number = entry.get("meeting")
        self.start = cast.starts_at(self.code, self.meeting_number) if self.meeting_number else None
        self.is_held = self.meeting_number is not None and cast.is_held(self.code, self.meeting_number)

    # --- finding rows
    @property
    def case(self) -> Case:
        """Return the case."""
        return Case.objects.select_related("site__programme").get(
            site=self.cast.site(self.code), number=self.number
        )

    @property
    def facilitator(self) -> User:
        """Return the account of the site's facilitator."""
        return self.cast.facilitator(self.code).user

    @property
    def discussion(self) -> Discussion:
        """Return the discussion of the case at its meeting."""
        return self.case.discussions.get(meeting=self.cast.meeting(self.code, self.meeting_number))

    @property
    def presenters(self) -> list[Member]:
        """Return the members who present the case."""
        return [self.cast.in_role(self.code, role) for role in self.entry["presenters"]]

    def broker(self, nth: int = 0) -> User:
        """Return one of the two knowledge brokers."""
        return self.cast.user("knowledge_broker", (self.number + nth) % 2)

    def reader_from_site(self, text: ClearedText) -> User:
        """Return the account of a member of the site who can approve `text`."""
        facts, found = text.read_facts(), self.confirmed_with_accounts()
        return next(member.user for member in found if member.user and may_approve(facts, member.user.pk))

    def confirmed_with_accounts(self) -> list[Member]:
        """Return the confirmed members of the site who have accounts, in the order of the people file."""
        rows = [row for row in self.cast.of_site(self.code) if row["mark"] == "X" and row["email"]]
        return [self.cast.member(row["key"]) for row in rows if not row["left"]]

    # --- planning
    def at(self, moment, what: str, verb) -> None:
        """Plan an action for this case."""
        self.cast.timeline.add(moment, f"{self.reference}, {what}", verb)

    def plan(self, earliest: datetime) -> datetime:
        """Plan everything that has happened to this case in its state, the offer not before `earliest`.

        Return when it is offered.
        """
        offered = self.plan_offer(earliest)
        if self.is_held:
            self.plan_meeting()
            self.plan_evidence()
            for issue in self.entry.get("issues", []):
                self.plan_issue(issue)
            if self.state in WRITTEN:
                self.plan_write_up()
        return offered

    def plan_offer(self, earliest: datetime) -> datetime:
        """Plan when the case is offered, and put on the agenda some days later."""
        if self.start is None:
            offered = max(self.cast.timeline.now - timedelta(days=4), earliest)
            self.at(offered, "offered", self.offer)
            return offered
        rows = [self.cast.row_in_role(self.code, role) for role in self.entry["presenters"]]
        joined = max(self.cast.joins_at(row) for row in rows)
        offered = max(self.start - timedelta(days=17), joined + timedelta(hours=1), earliest)
        self.at(offered, "offered", self.offer)
        self.at(
            max(self.start - timedelta(days=13), offered + timedelta(minutes=10)),
            "on the agenda",
            self.put_on_agenda,
        )
        return offered

    def plan_meeting(self) -> None:
        """Plan what is written at the meeting, the feedback at later meetings, and the presenters' agreement."""
        self.at(self.start + timedelta(hours=1, minutes=40), "at the meeting", self.write_up_meeting)
        for step in self.entry.get("steps", []):
            for answer in step.get("answers", []):
                ends_asking = (
                    answer["outcome"] == "no_longer_possible"
                )  # so it is said after the others' answers
                heard = self.cast.starts_at(self.code, answer["meeting"])
                heard += timedelta(minutes=40 if ends_asking else 30)
                self.at(heard, "feedback", lambda step=step, answer=answer: self.give_feedback(step, answer))
        self.at(self.start + timedelta(days=3), "agreement", self.agree)

    def plan_evidence(self) -> None:
        """Plan the answers to the questions of this case, and the evidence for it."""
        for question in self.entry.get("questions", []):
            if question.get("answer"):
                for days, verb in [(5, self.answer), (6, self.release), (8, self.publish_release)]:
                    moment = self.start + timedelta(days=days)
                    self.at(moment, "answer", lambda verb=verb, question=question: verb(question))
        for attached in self.entry.get("evidence", []):
            self.at(
                self.start + timedelta(days=4), "evidence", lambda attached=attached: self.attach(attached)
            )
            if attached.get("told") and self.next_number():
                told = self.cast.starts_at(self.code, self.next_number()) + timedelta(minutes=90)
                self.at(told, "evidence told", lambda attached=attached: self.tell(attached))

    def next_number(self) -> int | None:
        """Return the number of the next meeting of the site that was held, or None."""
        site = next(site for site in self.cast.data["sites"] if site["code"] == self.code)
        numbers = [entry["number"] for entry in site["meetings"] if "number" in entry]
        later = [
            number
            for number in numbers
            if number > self.meeting_number and self.cast.is_held(self.code, number)
        ]
        return min(later, default=None)

    def plan_issue(self, issue: dict) -> None:
        """Plan an issue for commissioners and the reply."""
        if "merged_into" in issue:
            return
        for days, verb in [(7, self.send_issue_for_checking), (10, self.publish_issue)]:
            self.at(self.start + timedelta(days=days), "issue", lambda verb=verb, issue=issue: verb(issue))

    @property
    def write_up_begins_at(self) -> datetime:
        """Return when its write-up is begun: four days after the last feedback."""
        answered = [answer["meeting"] for step in self.entry["steps"] for answer in step.get("answers", [])]
        return self.cast.starts_at(self.code, max(answered, default=self.meeting_number)) + timedelta(days=4)

    @property
    def published_at(self) -> datetime:
        """Return when its write-up is approved and published."""
        return self.write_up_begins_at + timedelta(days=6)

    @property
    def sent_for_checking_at(self) -> datetime:
        """Return when its write-up is sent for checking: a few days ago if it is being checked now."""
        sent = self.write_up_begins_at + timedelta(days=3)
        return max(sent, self.cast.timeline.now - A_FEW_DAYS) if self.state == "being-checked" else sent

    def plan_write_up(self) -> None:
        """Plan the write-up as far as the state of the case says."""
        begun = self.write_up_begins_at
        self.at(begun, "write-up", self.write_up)
        if self.state == "drafting-write-up":
            return
        self.at(self.sent_for_checking_at, "send for checking", self.send_for_checking)
        if self.state == "sent-back":
            self.at(begun + timedelta(days=5), "sent back", self.send_back)
        elif self.state == "written-up":
            read_at = begun + timedelta(days=4, hours=2)
            self.at(
                read_at, "agreed", lambda: agreeing.agree_to_text(self.text_being_checked(), cast=self.cast)
            )
            self.at(self.published_at, "approved", self.approve_and_publish)

    # --- verbs
    def offer(self) -> None:
        """Offer the case."""
        entry, presenters = self.entry, self.presenters
        cases.offer(
            self.cast.site(self.code),
            title=entry["title"],
            kind=entry["kind"],
            presenters=presenters,
            themes=Theme.objects.filter(name__in=entry["themes"]),
            needs=Need.objects.filter(name__in=entry["needs"]),
            presentation=entry["presentation"].strip(),
            shared_goal=entry["shared_goal"],
            is_live=entry["live"],
            case_management=entry["case_management"],
            by=self.cast.account(presenters[0]),
        )
        if entry["live"]:
            roles = [member.discipline for member in presenters if member.discipline]
            works_with.say_who_works_with(self.case, roles=roles, by=self.cast.account(presenters[0]))

    def put_on_agenda(self) -> None:
        """Put the case on the agenda of its meeting."""
        meeting = self.cast.meeting(self.code, self.meeting_number)
        cases.discuss(self.case, at=meeting, by=self.facilitator)
        if not self.is_held and self.entry["learning"].strip():
            case = self.case
            cases.edit(
                case, by=self.facilitator, base_version=case.version, learning=self.entry["learning"].strip()
            )

    def write_up_meeting(self) -> None:
        """Write down what was said at the meeting: learning, notes, next steps, issues, questions."""
        entry, by, case = self.entry, self.facilitator, self.case
        cases.edit(case, by=by, base_version=case.version, learning=entry["learning"].strip())
        discussion = self.discussion
        cases.write_notes(discussion, notes=entry["notes"].strip(), by=by)
        for step in entry.get("steps", []):
            owner = self.cast.in_role(self.code, step["owner"])
            steps.add_next_step(discussion, what=step["what"], owner=owner, by=by)
        for issue in entry.get("issues", []):
            commissioning_actions.raise_issue(case, theme=issue["theme"], words=issue["words"], by=by)
        for question in entry.get("questions", []):
            asker = self.cast.account(self.presenters[0])
            knowledge.ask(case.site, words=question["words"], case=case, meeting=discussion.meeting, by=asker)

    def give_feedback(self, step: dict, answer: dict) -> None:
        """Record feedback on a next step."""
        row = NextStep.objects.get(discussion=self.discussion, what=" ".join(step["what"].split()))
        steps.give_feedback(
            row,
            outcome=answer["outcome"],
            words=answer["words"],
            meeting=self.cast.meeting(self.code, answer["meeting"]),
            by=self.facilitator,
        )

    def agree(self) -> None:
        """Record the presenters' sharing agreements."""
        audience = self.entry.get("writeup", {}).get("audience", Audience.COMMISSIONERS)
        agreeing.agree_to_audience(self.case, audience=audience, cast=self.cast)

    def attach(self, attached: dict) -> None:
        """Attach evidence to the case."""
        row = self.evidence_row(attached["key"])
        asked = Question.objects.filter(case=self.case)
        wanted = [question["words"].strip() for question in self.entry.get("questions", []) if
                  attached["key"] in question.get("evidence", [])]  # fmt: skip
        knowledge.attach(
            row,
            case=self.case,
            question=asked.filter(words__in=wanted).first(),
            bottom_line=attached["bottom_line"],
            why_here=attached["why_here"],
            by=self.broker(),
        )

    def evidence_row(self, key: str) -> Evidence:
        """Return the evidence with this key in the data file."""
        return Evidence.objects.get(programme=self.cast.programme_id, title=self.titles[key])

    def tell(self, attached: dict) -> None:
        """Record that the broker reported the evidence at the next meeting, and what members made of it."""
        row = AttachedEvidence.objects.get(case=self.case, evidence=self.evidence_row(attached["key"]))
        knowledge.report_evidence(row, at=self.cast.meeting(self.code, self.next_number()), by=self.broker())
        for index, member in enumerate(self.readers()):
            knowledge.react(
                row, member=member, kind=["useful", "used", "useful", "not_read"][index % 4], by=member.user
            )

    def readers(self) -> list[Member]:
        """Return a few members with accounts, who say what they made of the evidence."""
        return self.confirmed_with_accounts()[: 2 + self.number % 3]

    def answer(self, question: dict) -> None:
        """Answer a question of this case."""
        row = Question.objects.get(case=self.case, words=question["words"].strip())
        knowledge.take(row, by=self.broker())
        knowledge.answer(row, answer=question["answer"], by=self.broker())

    def release(self, question: dict) -> None:
        """Send the anonymous version of a question for checking."""
        row = Question.objects.get(case=self.case, words=question["words"].strip())
        title = question["general"] if len(question["general"]) <= 110 else question["general"][:107] + "…"
        knowledge.send_question_for_checking(
            row, title=title, words=question["general"], answer=question["answer"], by=self.broker(), answers=ANSWERS,
        )  # fmt: skip

    def publish_release(self, question: dict) -> None:
        """Approve and publish the anonymous version of a question."""
        text = ClearedText.objects.get(question_release__question__words=question["words"].strip())
        agreeing.agree_to_text(text, cast=self.cast)
        self.approve(text, by=self.broker(1))
        clearance_actions.publish(text, by=self.broker(1))

    def approve(self, text: ClearedText, *, by: User) -> None:
        """Approve a text."""
        clearance_actions.approve(text, sha256=text.sha256, by=by)

    def issue_row(self, issue: dict) -> CommissionerIssue:
        """Return the issue with these words."""
        return CommissionerIssue.objects.get(case=self.case, words=issue["words"].strip())

    def send_issue_for_checking(self, issue: dict) -> None:
        """Send the anonymous version of an issue for checking, for commissioners or for everyone."""
        audience = issue.get("audience", Audience.COMMISSIONERS)
        if audience == Audience.PUBLIC:
            agreeing.agree_to_audience(self.case, audience=audience, cast=self.cast)
        commissioning_actions.send_issue_for_checking(
            self.issue_row(issue), title=issue["title"], words=issue["anonymous_version"], by=self.facilitator, answers=ANSWERS,
            audience=audience, is_for_every_site=issue.get("every_site", False),
        )  # fmt: skip

    def publish_issue(self, issue: dict) -> None:
        """Approve and publish an issue."""
        text = ClearedText.objects.get(issue_wording__issue=self.issue_row(issue))
        agreeing.agree_to_text(text, cast=self.cast)
        self.approve(text, by=self.reader_from_site(text))
        if text.audience == Audience.PUBLIC:
            self.approve(text, by=self.cast.user("programme_team"))
        clearance_actions.publish(text, by=self.facilitator)

    def write_up(self) -> None:
        """Write the draft of the write-up."""
        words, by = self.entry["writeup"], self.facilitator
        learning_object = write_ups.start_write_up(self.case, by=by)
        write_ups.edit_write_up(
            learning_object,
            by=by,
            draft_title=words["title"],
            draft_standfirst=words["standfirst"],
            draft_story=words["story"],
            draft_tried=words["tried"],
            draft_again=words["again"],
            draft_stood_in_the_way=words["stood_in_the_way"],
            audience=words["audience"],
        )

    def send_for_checking(self, *, audience: str = "") -> None:
        """Send the write-up for checking, for its own audience or for another."""
        row = LearningObject.objects.get(case=self.case)
        audience = audience or self.entry["writeup"]["audience"]
        write_ups.send_write_up_for_checking(row, audience=audience, by=self.facilitator, answers=ANSWERS)

    def text_being_checked(self) -> ClearedText:
        """Return the text of the write-up that was sent for checking."""
        return LearningObject.objects.get(case=self.case).versions.first().cleared_text

    def send_back(self) -> None:
        """Send the write-up back with a reason."""
        text = self.text_being_checked()
        clearance_actions.send_back(
            text, reason=self.entry["writeup"]["sent_back"], by=self.reader_from_site(text)
        )

    def approve_and_publish(self) -> None:
        """Have the write-up approved by everybody it needs, and publish it."""
        text = self.text_being_checked()
        self.approve(text, by=self.reader_from_site(text))
        if text.audience == Audience.PUBLIC:
            self.approve(text, by=self.cast.user("programme_team"))
        clearance_actions.publish(text, by=self.facilitator)
