"""What an entry says that is public already, so that one reader is enough: computed from its source, never chosen.

It is a citation of something that anybody can look up, the date of a meeting, held or to come, or that something in an
earlier issue was withdrawn, in exactly the words that its record
gives. Words that somebody edited are not, nor a date of the programme, whose title somebody typed, and no word about a case
is.
"""

from knowledge.models import Evidence
from meetings.models import Meeting
from newsletter.diary import meeting_piece
from newsletter.models import Entry
from newsletter.pieces import Piece
from newsletter.site_news import brief_piece
from newsletter.sources import correction_piece, evidence_piece
from newsletter.withdrawn import withdrawn_of


def is_public_already(entry: Entry) -> bool:
    """Return whether `entry` says only what is public already."""
    piece = _piece_of(entry)
    if piece is None or entry.made_from_id is not None:
        return False
    said = (entry.headline, entry.words, entry.link, entry.is_promise)
    return said == (piece.headline, piece.words, piece.link, False)


def _piece_of(entry: Entry) -> Piece | None:
    """Return what the record of `entry` gives now if that is public: None for any other record."""
    label, _, pk = entry.source.partition(":")
    if label == "knowledge.evidence":
        evidence = Evidence.objects.filter(pk=pk).first()
        return evidence_piece(evidence) if evidence and _can_be_looked_up(evidence) else None
    if entry.kind == Entry.Kind.BRIEF and label == "sites_app.site" and entry.site is not None:
        return brief_piece(entry.issue, entry.site)
    if label == "meetings.meeting":
        meeting = Meeting.objects.select_related("site").filter(pk=pk).first()
        return meeting_piece(meeting) if meeting else None
    if label == "clearance.publication":
        withdrawn = withdrawn_of(pk)
        return correction_piece(withdrawn) if withdrawn else None
    return None


def _can_be_looked_up(evidence: Evidence) -> bool:
    return bool(evidence.doi or evidence.link)
