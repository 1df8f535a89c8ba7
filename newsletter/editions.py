"""The content of one edition of an issue: its title, and its entries under their headings, from published texts only."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Count, QuerySet
from django.urls import reverse

from cases.clearance.models import Audience, ClearedText
from cases.commissioning.models import CommissionerIssue, IssueWording
from kit.words import figures
from knowledge.library.models import LearningObjectVersion
from newsletter.diary import no_longer_true
from newsletter.models.issues import Edition, Entry, NewsletterIssue

AUDIENCE_OF: dict[str, str] = {
    Edition.MEMBERS: Audience.PROGRAMME,
    Edition.COMMISSIONERS: Audience.COMMISSIONERS,
    Edition.PUBLIC: Audience.PUBLIC,
}

COUNTED = [  # what the archive counts for each issue
    (Entry.Kind.SITE_UPDATE, "site’s news", "sites’ news"),
    (Entry.Kind.LEARNING_OBJECT, "write-up", "write-ups"),
    (Entry.Kind.EVIDENCE, "piece of evidence", "pieces of evidence"),
    (Entry.Kind.QUESTION, "question", "questions"),
    (Entry.Kind.REPLY, "reply from a commissioner", "replies from commissioners"),
    (Entry.Kind.BRIEF, "item in brief", "items in brief"),
]

STANDS_UNDER: dict[str, str] = {  # the heading of what is said in brief, by the table of its source
    "sites_app.site": Entry.Kind.SITE_UPDATE,
    "knowledge.evidence": Entry.Kind.EVIDENCE,
}


WHY: dict[str, str] = {  # why an entry of this kind is in the newsletter
    Entry.Kind.SITE_UPDATE: "What each site says about its month, and what its records say.",
    Entry.Kind.ACROSS: "Counted from the records of all sites, without small numbers.",
    Entry.Kind.LEARNING_OBJECT: "Published this month.",
    Entry.Kind.EVIDENCE: "Found this month for what a site asked or discussed.",
    Entry.Kind.QUESTION: "Asked by a site. The answers were published this month.",
    Entry.Kind.REPLY: "Said or done this month, or promised for the next.",
    Entry.Kind.WAITING: "No commissioner has replied yet. The longest wait is first.",
}

READERS: dict[str, str] = {
    Audience.PROGRAMME: "For members only",
    Audience.COMMISSIONERS: "For members and commissioners",
}


@dataclass(frozen=True)
class EntryContent:
    """One entry as a reader sees it."""

    kind: str
    title: str
    words: str
    link: str = ""
    is_promise: bool = False  # a commissioner promises something, or kept a promise
    audience: str = Audience.PUBLIC

    @property
    def why(self) -> str:
        """Return why it is in the newsletter, as a sentence."""
        return WHY.get(self.kind, "")

    @property
    def readers(self) -> str:
        """Return whom it is for, as words that stand beside it, or "" for everyone."""
        return READERS.get(self.audience, "")

    @property
    def paragraphs(self) -> list[str]:
        """Return the paragraphs of the words."""
        return [part.strip() for part in self.words.split("\n\n") if part.strip()]

    @property
    def address(self) -> str:
        """Return the link as a full address that works in a mail, or ""."""
        return urljoin(f"{settings.SITE_ADDRESS}/", self.link) if self.link else ""


@dataclass
class EditionContent:
    """An issue as one reader gets it: `sections` are pairs of a heading and the entries under it."""

    issue: NewsletterIssue
    title: str
    standfirst: str = ""
    sections: list[tuple[str, list[EntryContent]]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Return True if there are no entries to read."""
        return not self.sections


def entry_content(entry: Entry, *, content: dict) -> EntryContent:
    """Return `entry` with the words of `content`: those of an entry, or of a write-up, which gives its standfirst."""
    return EntryContent(
        kind=STANDS_UNDER.get(entry.source.partition(":")[0], entry.kind)
        if entry.kind == Entry.Kind.BRIEF
        else entry.kind,
        title=content["title"],
        words=_words(content),
        link=content.get("link", entry.link),
        is_promise=content.get("is_promise", False),
        audience=entry.audience,
    )


def _words(content: dict) -> str:
    """Return what a text says: its words, the standfirst of a write-up, or a question with its answer."""
    if "question" in content and content["question"].strip() == content["title"].strip():
        return content["answer"]
    if "question" in content:
        return f"{content['question']}\n\n{content['answer']}"
    return content.get("words", content.get("standfirst", ""))


def edition_for(issue: NewsletterIssue, *, reader) -> EditionContent:
    """Return what `reader` may read of a sent issue."""
    entries = issue.entries.readable_by(reader)
    return _from_texts(issue, entries, among=ClearedText.objects.fullest_for(reader), reader=reader)


def edition_of(issue: NewsletterIssue, *, edition: str, is_letter: bool = False) -> EditionContent:
    """Return one edition of `issue`. A letter that goes out now leaves out the dates that no longer hold."""
    entries = issue.entries.of_edition(edition)
    if is_letter:
        entries = entries.exclude(pk__in=no_longer_true(entries))
    return _from_texts(issue, entries, among=ClearedText.objects.fullest_in(AUDIENCE_OF[edition]))


def contents_of(issues: Iterable[NewsletterIssue], *, reader) -> dict[int, str]:
    """Return for each of `issues`, by id, what `reader` finds in it: "News of 3 sites, 2 write-ups"."""
    pks = [issue.pk for issue in issues]
    found = Entry.objects.readable_by(reader).filter(issue__in=pks).order_by().values("issue", "kind")
    counts = {(row["issue"], row["kind"]): row["number"] for row in found.annotate(number=Count("pk"))}
    return {
        pk: ", ".join(
            figures(number, one, several)
            for kind, one, several in COUNTED
            if (number := counts.get((pk, kind), 0))
        )
        for pk in pks
    }


def _from_texts(
    issue: NewsletterIssue, entries, *, among: QuerySet[ClearedText], reader=None
) -> EditionContent:
    """Return the content of `issue` with the texts of these `entries`, those of write-ups as they are `among` the texts
    for the reader. For one `reader`, replies lead to the issues that they may open.
    """
    found = list(entries.select_related("cleared_text", "made_from__learning_object_version"))
    theirs = texts_of_write_ups(found, among=among)
    texts = [(entry, theirs.get(entry.pk, entry.cleared_text)) for entry in found]
    contents = {entry.pk: entry_content(entry, content=text.content) for entry, text in texts}
    for pk, address in _pages_of_replies(found, reader=reader).items():
        contents[pk] = replace(contents[pk], link=contents[pk].link or address)
    return _under_headings(issue, list(contents.values()))


def _pages_of_replies(entries: list[Entry], *, reader) -> dict[int, str]:
    """Return the page of the issue that each of these entries tells a reply to, of those that `reader` may open, by the
    entry's id. Without a reader there are none: what goes by mail has the pages that all its readers may open.
    """
    told = {entry.pk: entry.made_from_id for entry in entries if entry.kind == Entry.Kind.REPLY}
    if reader is None or not reader.is_authenticated or not told:
        return {}
    issues = CommissionerIssue.objects.readable_by(reader)
    wordings = IssueWording.objects.filter(cleared_text__in=told.values(), issue__in=issues)
    pages = dict(wordings.values_list("cleared_text", "issue"))
    return {
        entry: reverse("commissioning:issue_detail", args=[pages[text]])
        for entry, text in told.items()
        if text in pages
    }


def texts_of_write_ups(entries: Iterable[Entry], *, among: QuerySet[ClearedText]) -> dict[int, ClearedText]:
    """Return the text `among` these of each write-up that one of `entries` repeats as it is, by the entry's id.

    Readers of one edition may have a fuller text of a write-up than those of another.
    """
    things = {
        entry.pk: entry.made_from.learning_object_version.learning_object_id
        for entry in entries
        if entry.made_from is not None
        and entry.is_its_own_text
        and entry.cleared_text_id in (None, entry.made_from_id)
        and hasattr(entry.made_from, "learning_object_version")
    }
    versions = LearningObjectVersion.objects.filter(
        learning_object__in=things.values(), cleared_text__in=among
    )
    texts = {each.learning_object_id: each.cleared_text for each in versions.select_related("cleared_text")}
    return {pk: texts[thing] for pk, thing in things.items() if thing in texts}


def _under_headings(issue: NewsletterIssue, everything: list[EntryContent]) -> EditionContent:
    """Return the content of `issue`, with the entries put under their headings."""
    head = next((each for each in everything if each.kind == Entry.Kind.HEAD), None)
    content = EditionContent(issue, head.title if head else issue.name, head.words if head else "")
    for kind in Entry.Kind:
        below = [each for each in everything if each.kind == kind]
        if below and kind != Entry.Kind.HEAD:
            content.sections.append((str(kind.label), below))
    return content
