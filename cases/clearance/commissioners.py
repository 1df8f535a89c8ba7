"""How many commissioners read a published text. Its site is told a number, and never who."""

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat

from cases.clearance.audiences import Audience
from cases.clearance.audit_verbs import ClearanceVerb
from cases.clearance.models import ClearedText
from cases.clearance.models.texts import ClearedTextQuerySet
from kit.audit import record
from kit.models import AuditEvent, subject_of
from members.models import Role

FOR_THEM = (Audience.COMMISSIONERS, Audience.PUBLIC)


def note_read(text: ClearedText, *, by) -> None:
    """Record that `by` read the published `text`, if they are a commissioner in its programme and not of its site. It is
    recorded once.
    """
    if not by.is_authenticated or text.audience not in FOR_THEM:
        return
    standing = by.standing
    if text.programme_id not in standing.commissioner or text.site_id in standing.reading_sites:
        return
    before = AuditEvent.objects.filter(verb=ClearanceVerb.READ_TEXT, subject=subject_of(text), by=by)
    if not before.exists():
        record(ClearanceVerb.READ_TEXT, text, by=by)


def readers_in_words(text: ClearedText, *, reader) -> str:
    """Return how many commissioners read `text`, or another text of the same thing: "Read by 2 commissioners". It is for
    people of the site, brokers and the programme team; it is "" for others, and where nobody read it.

    Nobody can tell from it that one of them did: where all who can read it did, it says that at least all but one did, and
    where only one can, it says nothing.
    """
    if not reader.is_authenticated or text.site_id not in reader.standing.reading_sites:
        return ""
    kind = subject_of(text).partition(":")[0]
    subjects = texts_of_same_thing(text).annotate(subject=Concat(Value(f"{kind}:"), Cast("pk", CharField())))
    events = AuditEvent.objects.filter(verb=ClearanceVerb.READ_TEXT, subject__in=subjects.values("subject"))
    read = set(events.values_list("by", flat=True))
    if not read:
        return ""
    everybody = read | set(_who_can_read(text))
    number = min(len(read), len(everybody) - 1)
    if not number:
        return ""
    at_least = "at least " if number < len(read) else ""
    return f"Read by {at_least}{number} commissioner{'' if number == 1 else 's'}"


def write_ups_beside(text: ClearedText, *, reader) -> list[ClearedText]:
    """Return the write-ups of the same case that `reader` may read. One without its site is left out: what stands beside it
    would tell the site.
    """
    if text.case_id is None or not reader.is_authenticated:
        return []
    found = ClearedText.objects.fullest_for(reader, of="learning_object_version").filter(
        kind=ClearedText.Kind.LEARNING_OBJECT, case=text.case_id
    )
    write_ups = found.select_related("learning_object_version", "publication")
    return [each for each in write_ups if each.content.get("site")]


def texts_of_same_thing(text: ClearedText) -> ClearedTextQuerySet:
    """Return all texts of the write-up or the issue that `text` is one of, itself included, without reading what that is."""
    if text.kind == ClearedText.Kind.LEARNING_OBJECT:
        return ClearedText.objects.filter(
            learning_object_version__learning_object__versions__cleared_text=text.pk
        )
    return ClearedText.objects.filter(issue_wording__issue__wordings__cleared_text=text.pk)


def _who_can_read(text: ClearedText):
    """Return the ids of the commissioners who can read `text` now: of an issue, those of its site unless it is for every one."""
    roles = Role.objects.current().filter(kind=Role.Kind.COMMISSIONER, programme=text.programme_id)
    is_theirs = Q(sites=text.site_id) if text.is_narrow else Q()
    return roles.filter(is_theirs).values_list("user", flat=True)
