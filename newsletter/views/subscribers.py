"""The list of subscribers: the programme team searches it, sees what each got, and lifts, deletes or downloads."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render

from kit.confirming import confirmed
from kit.fold import fold
from kit.forms import accepted, form_for, status_of
from kit.http import page_view, require_perm, verb_view
from kit.spreadsheets import csv_response
from newsletter import actions
from newsletter.forms import LiftForm
from newsletter.models import Subscriber
from newsletter.subscriber_list import Row, State, rows_of
from sites_app.models import Programme

A_PAGE = 100  # subscribers
LONGEST_QUERY = 200  # characters
ONLY_THE_TEAM = "Only the programme team can see who subscribed."


@page_view
def subscriber_list(request, slug):
    """List the subscribers of a programme, by where they stand; one finds them by name or address."""
    programme = _programme(request, slug)
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    state = request.GET.get("state", "")
    rows = rows_of(programme)
    found = [row for row in rows if state in ("", row.state) and _holds(row, fold(query, accents=False))]
    tabs = [("", "All", len(rows)), *((each, each.label, _count(rows, each)) for each in State)]
    return render(
        request,
        "newsletter/subscriber_list.html",
        {
            "programme": programme,
            "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
            "number": len(rows),
            "q": query,
            "query": urlencode({"q": query, "state": state}),
            "tabs": [
                {"label": f"{label} ({count})", "url": f"?state={each}", "is_current": state == each}
                for each, label, count in tabs
                if count or not each
            ],
        },
    )


def _count(rows: list[Row], state: State) -> int:
    return sum(row.state == state for row in rows)


def _holds(row: Row, query: str) -> bool:
    return not query or query in fold(row.name, accents=False) or query in row.subscriber.email


@page_view
@confirmed
def subscriber_csv(request, slug):
    """Download the list of subscribers."""
    programme = _programme(request, slug)
    heading = ["Address", "Edition", "State", "Source", "Agreed to", "Confirmed", "Unsubscribed"]
    rows = [
        [
            row.subscriber.email, row.edition.label, row.state.label, row.subscriber.get_source_display(),
            row.subscriber.consent, _moment(row.subscriber.confirmed_at), _moment(row.subscriber.unsubscribed_at),
        ]
        for row in rows_of(programme)
    ]  # fmt: skip
    actions.record_download(programme, rows=len(rows), by=request.user)
    return csv_response([heading, *rows], name=f"{programme.slug}-subscribers")


def _moment(at) -> str:
    return at.isoformat(timespec="seconds") if at else ""


@page_view
def subscriber_detail(request, slug, pk):
    """Show one subscriber: what they agreed to, what they got and what failed, and what holds the newsletter back."""
    programme, subscriber = _subscriber(request, slug, pk)
    return _detail(request, programme, subscriber, form=LiftForm())


@verb_view
def subscriber_lift(request, slug, pk):
    """Send newsletters again to an address that they were held back from."""
    programme, subscriber = _subscriber(request, slug, pk)
    form = form_for(request, LiftForm)
    if accepted(form, actions.lift, subscriber, by=request.user):
        messages.success(request, "Newsletters are sent to this address again.")
        return redirect("newsletter:subscriber_detail", slug, pk)
    return _detail(request, programme, subscriber, form=form)


@verb_view
def subscriber_erase(request, slug, pk):
    """Delete a subscriber with everything that says what they got."""
    _, subscriber = _subscriber(request, slug, pk)
    actions.erase(subscriber, by=request.user)
    messages.success(request, "The subscriber was deleted.")
    return redirect("newsletter:subscriber_list", slug)


def _detail(request, programme: Programme, subscriber: Subscriber, *, form: LiftForm):
    [row] = rows_of(programme, only=subscriber.pk)
    letters = subscriber.deliveries.select_related("issue__programme").order_by("-issue__month")
    context = {"programme": programme, "row": row, "letters": letters, "form": form}
    return render(request, "newsletter/subscriber_detail.html", context, status=status_of(form))


def _programme(request, slug: str) -> Programme:
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    require_perm(request.user, "newsletter.see_subscribers", programme, ONLY_THE_TEAM)
    return programme


def _subscriber(request, slug: str, pk: int) -> tuple[Programme, Subscriber]:
    programme = _programme(request, slug)
    return programme, get_object_or_404(programme.subscribers, pk=pk)
