"""Plans the newsletters of the demonstration: assembled, edited, checked, approved and sent."""

from datetime import date, timedelta

from cases.clearance import actions as clearance_actions
from cases.clearance.models import Audience
from demonstration import agreeing
from demonstration.data_files import at, read_toml
from demonstration.programmes import Cast
from demonstration.timeline import KEPT, mail_through
from kit.dates import months_after
from kit.words import month
from newsletter import actions as newsletter
from newsletter.delivery import deliver
from newsletter.models import Entry, NewsletterIssue
from newsletter.readiness import readings_of


def plan_newsletters(cast: Cast) -> None:
    """Plan the newsletters of the programme, each about one month and made in the month after."""
    entries = [entry for entry in read_toml("newsletters.toml")["issues"] if entry["programme"] == cast.slug]
    for entry in entries:
        PlannedIssue(cast, entry, is_last_sent=entry.get("months_ago") == 2).plan()


class PlannedIssue:
    """One issue of the newsletter on the timeline."""

    def __init__(self, cast: Cast, entry: dict, *, is_last_sent: bool):
        self.cast, self.entry, self.is_last_sent = cast, entry, is_last_sent
        if "covers" in entry:
            self.month = date.fromisoformat(f"{entry['covers']}-01")
        else:
            self.month = months_after(cast.days.today, -entry["months_ago"])

    @property
    def issue(self) -> NewsletterIssue:
        """Return its row."""
        return NewsletterIssue.objects.select_related("programme").get(
            programme=self.cast.programme_id, month=self.month
        )

    @property
    def broker(self):
        """Return the knowledge broker who edits it."""
        return self.cast.user("knowledge_broker")

    @property
    def everything(self) -> set[int]:
        """Return the ids of the entries that it keeps, each of which is checked."""
        return set(self.issue.entries.kept().values_list("pk", flat=True))

    def plan(self) -> None:
        """Plan all that happens to the issue."""
        after = months_after(self.month)
        verbs = [(0, "05:05", self.assemble), (1, "09:30", self.write_updates), (2, "16:00", self.edit)]
        if self.entry.get("state") != "draft":
            verbs += [
                (3, "10:00", self.send_for_checking),
                (3, "15:00", self.approve_entries),
                (4, "09:00", self.send),
            ]
        for days, clock, verb in verbs:
            moment = at(after + timedelta(days=days), clock)
            self.cast.timeline.add(moment, f"the newsletter of {month(self.month)}", verb)
        for update in self.entry.get("updates", []):
            if withdrawn := update.get("withdrawn"):
                moment = at(after + timedelta(days=withdrawn["after_days"]), "11:00")
                self.cast.timeline.add(
                    moment, "withdrawn", lambda update=update: self.withdraw_update(update)
                )

    def assemble(self) -> None:
        """Assemble the issue from the month's records."""
        newsletter.assemble(self.cast.programme, month=self.month)

    def write_updates(self) -> None:
        """Write what facilitators say about their sites."""
        for update in self.entry.get("updates", []):
            site = self.cast.site(update["site"])
            by = self.cast.facilitator(update["site"]).user
            newsletter.write_site_update(self.issue, site=site, words=update["words"], by=by)

    def withdraw_update(self, update: dict) -> None:
        """Withdraw what a site said, after the issue was sent: the next issue says so."""
        entry = self.issue.entries.get(kind=Entry.Kind.SITE_UPDATE, site__code=update["site"])
        because, note = update["withdrawn"]["because"], update["withdrawn"]["note"]
        clearance_actions.withdraw(
            entry.cleared_text, because=because, note=note, by=self.cast.user("programme_team")
        )

    def edit(self) -> None:
        """Write the title of the issue."""
        newsletter.edit_issue(
            self.issue,
            title=self.entry["title"],
            standfirst=self.entry["standfirst"],
            audience=Audience.PUBLIC,
            by=self.broker,
        )
        if self.is_last_sent:
            self.share_summaries()

    def share_summaries(self) -> None:
        """Give everyone what the evidence of the issue found, and not its citation alone."""
        for entry in self.issue.entries.kept().filter(kind=Entry.Kind.EVIDENCE):
            newsletter.edit_entry(
                entry, headline=entry.headline, words=entry.words, audience=Audience.PUBLIC, by=self.broker
            )

    def send_for_checking(self) -> None:
        """Send the issue for checking."""
        newsletter.send_newsletter_for_checking(self.issue, by=self.broker)

    def approve_entries(self) -> None:
        """Have members of each site approve its entries, and narrow the audience of those that nobody can approve."""
        for reading in readings_of(self.issue):
            if reading.text and not reading.text.is_published:
                agreeing.agree_to_text(reading.text, cast=self.cast)
            if reading.lacking() and reading.text.site_id:
                for row in self.cast.of_site(reading.text.site.code):
                    reader = self.cast.member(row["key"]) if row["key"] in self.cast.members else None
                    if reader is None or reader.user is None or not reading.can_be_approved_by(reader.user):
                        continue
                    clearance_actions.approve(reading.text, sha256=reading.text.sha256, by=reader.user)
                    break
        for number in (0, 1):
            broker = self.cast.user("knowledge_broker", number)
            newsletter.approve_entries(self.issue, by=broker, checked=self.everything)
        lead = self.cast.user("programme_team")
        for reading in readings_of(self.issue):
            if reading.lacking(counting=lead):
                newsletter.narrow(reading.entry, by=self.broker)

    def send(self) -> None:
        """Approve and send the issue."""
        lead = self.cast.user("programme_team")
        issue = newsletter.approve(self.issue, by=lead, checked=self.everything)
        newsletter.send(issue, by=lead)
        if self.is_last_sent:
            with mail_through(KEPT):
                deliver()
        else:
            deliver()
