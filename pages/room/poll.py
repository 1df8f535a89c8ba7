"""What the room's script polls for: who is in the room, who writes which section, what is new or unsaved."""

from django.http import Http404, JsonResponse
from django.views.decorators.http import require_POST

from kit.editing.presence import mark_present, people_present
from kit.editing.sections import holders_by_row, states_of, take_over
from kit.http import by_itself
from pages.room.access import Seat, cached_seat
from pages.room.autosave import answered_in_json
from pages.room.fields import SECTION_KINDS, Keeping, field_named
from pages.room.sections import SECTIONS
from pages.room.unsaved import unsaved_by_others


@by_itself
@require_POST
@answered_in_json
def room_here(request, pk):
    """Record where on the page this person is, take a section over if they ask to, and return what is new."""
    seat, user = cached_seat(request, pk), request.user
    field = field_named(request.POST.get("take_over", ""))
    if field is not None and field.kind.keeping is Keeping.SECTION:
        case = seat.case_of(field.discussion)
        if case is None:
            raise Http404
        take_over(case, field.kind.section, by=user)
    mark_present(seat.meeting, by=user, place=request.POST.get("place", "").replace("\0", ""))
    others = [row for row in people_present(seat.meeting) if row.user_id != user.pk]
    return JsonResponse(
        {
            "sections": sections_of(seat, user),
            "others": [{"name": str(row.user), "place": row.place} for row in others],
            "unsaved": [
                {
                    "owner": each.owner.pk,
                    "name": str(each.owner),
                    "fields": [field.name for field in each.fields],
                    "where": each.where,
                    "is_free": each.is_free,
                }
                for each in (unsaved_by_others(seat, user) if seat.runs else [])
            ],
            "is_closed": seat.meeting.is_closed,
            "is_cancelled": seat.meeting.is_cancelled,
        }
    )


def sections_of(seat: Seat, user) -> list[dict]:
    """Return the present text of each section, its version, and who else is writing it now."""
    cases = [discussion.case for discussion in seat.discussions]
    holders, stand = holders_by_row(cases), states_of(cases, SECTIONS)
    found = []
    for discussion in seat.discussions:
        for section in SECTIONS:
            holder = holders.get((discussion.case, section))
            found.append(
                {
                    "field": SECTION_KINDS[section].name(discussion=discussion.pk),
                    "version": stand[discussion.case, section].version,
                    "text": getattr(discussion.case, section),
                    "holder": str(holder) if holder and holder != user else "",
                }
            )
    return found
