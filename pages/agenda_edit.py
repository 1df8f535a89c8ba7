"""The page to change the agenda: order, lengths, lines, guests. Nothing is saved before the Save button is pressed."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render

from kit.bounds import number_in
from kit.forms import accepted, status_of
from kit.http import form_view, require_perm
from kit.words import clock
from meetings import actions
from meetings.agenda import OUR_GUEST, About, Entry, clock_times, default_agenda, usual_length
from meetings.forms.agenda import AgendaForm, Row, moved, rows_sent
from meetings.models import AgendaItem, Meeting
from meetings.views.cancelled import led_from_cancelled
from pages.agenda import Agenda, agenda_of


@form_view
def agenda_edit(request, pk):
    """Show the lines of an agenda to edit, and save them."""
    meeting = get_object_or_404(
        Meeting.objects.visible_to(request.user).select_related("site__programme"), pk=pk
    )
    require_perm(request.user, "meetings.edit_agenda", meeting)
    if left := led_from_cancelled(request, meeting):
        return left
    agenda, change = agenda_of(meeting, request.user), None
    these = {"saved": rows_of(agenda), "visits": agenda.visits}
    if request.method != "POST":
        form = AgendaForm(rows=these["saved"], **these)
    elif "usual" in request.POST:
        agenda = agenda_of(meeting, request.user)  # the saved lines are read already
        agenda.items = usual_items(meeting)
        form = AgendaForm(rows=rows_of(agenda), initial=who_visits(request.POST), **these)
        change = {"words": "This is the usual agenda. Save to keep it."}
    elif change := moved(request.POST):
        form = AgendaForm(rows=change.rows, initial=who_visits(request.POST), **these)
    else:
        form = AgendaForm(request.POST, rows=rows_sent(request.POST), **these)
        if accepted(form, save, meeting, by=request.user):
            over = agenda_of(meeting, request.user).minutes_over
            ends = (
                f" It is {over} minutes longer than the meeting. Shorten an item if you can." if over else ""
            )
            messages.success(request, f"The agenda has been saved.{ends}")
            return redirect(meeting)
    if request.method == "POST":
        form.carried_from = request.POST
    context = {"meeting": meeting, "form": form, "change": change, **shown(agenda, form)}
    return render(request, "pages/agenda_edit.html", context, status=status_of(form))


def who_visits(data) -> dict:
    """Return the visitors that were entered, to show them again until they are saved."""
    return {
        "guest": data.get("guest", ""),
        "capacity": data.get("capacity", ""),
        "not_coming": [pk for each in data.getlist("not_coming") if (pk := number_in(each)) is not None],
    }


def rows_of(agenda: Agenda) -> list[Row]:
    """Return the lines with their lengths. A line with nothing to show has no length unless one was set."""
    rows = []
    for key, line in enumerate(agenda.all_lines, start=1):
        length = (
            line.minutes_long if line.is_there else line.item.minutes_long if line.item.has_set_length else ""
        )
        rows.append(Row(key, line.item.title, line.about, length, length, line.item.has_set_length))
    return rows


def usual_items(meeting: Meeting) -> list[AgendaItem]:
    """Return the usual lines of a meeting of this kind, unsaved."""
    return [
        AgendaItem(
            meeting=meeting,
            about=entry.about,
            title=entry.title,
            minutes_long=usual_length(meeting.kind, entry.about),
        )
        for entry in default_agenda(meeting.kind)
    ]


@transaction.atomic
def save(meeting: Meeting, *, entries: list[Entry], not_coming, guest: str, capacity: str, by) -> Meeting:
    """Save the lines and the visitors, and return the meeting.

    If a guest is added and there is no line for guests, add one before the case.
    """
    for visit in not_coming:
        actions.remove_visit(visit, by=by)
    if guest:
        actions.add_visit(meeting, name=guest, capacity=capacity or "other", by=by)
        if not any(entry.about == About.GUEST for entry in entries):
            about, title, _ = OUR_GUEST
            place = next(
                (place for place, entry in enumerate(entries) if entry.about == About.CASE), len(entries)
            )
            entries.insert(place, Entry(title, about))
    actions.set_agenda(meeting, items=entries, by=by)
    return meeting


def shown(agenda: Agenda, form: AgendaForm) -> dict:
    """Return what the page shows besides the fields: when each line begins, what is shown under it, and the total."""
    lengths = [_length(line["length"].value()) for line in form.lines]
    lines = []
    for line, begins, length in zip(
        form.lines, clock_times(agenda.meeting.starts_at, lengths), lengths, strict=True
    ):
        about = line["row"].about
        lines.append(
            {
                **line,
                "begins": clock(begins) if length else "",
                "shows": agenda.shown(about),
                "waits": bool(line["row"].title) and not agenda.is_there(about),
            }
        )
    whole = sum(lengths)
    return {
        "lines": lines,
        "visits": agenda.visits,
        "whole": whole,
        "over": max(0, whole - agenda.meeting.minutes_long),
        "spare": max(0, agenda.meeting.minutes_long - whole),
    }


def _length(value) -> int:
    return number_in(str(value or ""), digits=3) or 0
