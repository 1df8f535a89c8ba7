"""Views of what helps: the figures of a site for its readers and of a programme for everybody, each also as CSV.

The team and brokers see every number of a programme. Everybody else in it, and the public once it has published something
for everyone, see what is published of whole quarters (cases/next_steps/rolled_up.py).
"""

from datetime import date

import rules
from django.contrib.auth.views import redirect_to_login
from django.db.models import Min
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.next_steps.forms.what_helps import PeriodForm, PublishedPeriodForm
from cases.next_steps.published import figures_in
from cases.next_steps.tallies import Period
from cases.next_steps.what_helps import Figures, figures_of
from kit.confirming import confirmed, require_confirmation
from kit.dates import months_from
from kit.forms import status_of
from kit.http import page_view, require_perm
from kit.spreadsheets import csv_for_excel
from kit.visitors import for_visitors
from kit.words import month
from meetings.models import Meeting
from sites_app.models import Programme, Site

AnyPeriodForm = PeriodForm | PublishedPeriodForm


@page_view
def site_what_helps(request, slug):
    """Show the figures of a site."""
    site, form, figures = _of_site(request, slug)
    context = {
        "site": site,
        "form": form,
        "figures": figures,
        "period": in_words(form),
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
    }
    return render(request, "next_steps/site_what_helps.html", context, status=status_of(form))


@page_view
@confirmed
def site_what_helps_csv(request, slug):
    """Download the figures of a site."""
    site, form, figures = _of_site(request, slug)
    return _csv(figures, f"what-helps-{site.slug}{_in_name(form)}.csv")


@require_safe
@for_visitors
def programme_what_helps_csv(request, slug):
    """Download the figures of a programme."""
    programme, form, figures = of_programme(request, slug)
    if programme is None:
        return redirect_to_login(request.get_full_path())
    if not isinstance(form, PublishedPeriodForm):
        require_confirmation(request)
    return _csv(figures, f"what-helps-{programme.slug}{_in_name(form)}.csv")


def _of_site(request, slug) -> tuple[Site, PeriodForm, Figures]:
    site = get_object_or_404(Site.objects.visible_to(request.user).select_related("programme"), slug=slug)
    require_perm(
        request.user,
        "next_steps.see_what_helps_here",
        site,
        "Only people at this site can see its figures. You can see the figures of the whole programme.",
    )
    form = _form(request, site.programme)
    return site, form, figures_of([site], _period(form))


def of_programme(request, slug) -> tuple[Programme | None, AnyPeriodForm | None, Figures | None]:
    """Return the programme, the form for the period, and the figures that this reader may see.

    Return nothing for a visitor who may have to sign in, and raise
    Http404 for a user outside the programme.
    """
    programme = Programme.objects.filter(slug=slug).first()
    if rules.has_perm("next_steps.see_what_helps", request.user, programme):
        form = _form(request, programme)
        return programme, form, figures_of(programme.sites.order_by("code"), _period(form))
    if rules.has_perm("next_steps.see_what_helps_rolled_up", request.user, programme):
        published = list(programme.whathelpsfigures.all())
        periods = PublishedPeriodForm(request.GET, published=published)
        return programme, periods, figures_in(periods.chosen)
    if request.user.is_authenticated:
        raise Http404
    return None, None, None


def _form(request, programme: Programme) -> PeriodForm:
    """Return the form with the months of the programme from its first meeting on."""
    first = Meeting.objects.filter(site__programme=programme).aggregate(first=Min("starts_at"))["first"]
    today = timezone.localdate()
    begun = min(timezone.localtime(first).date() if first else today, programme.started_on)
    last = min(programme.ended_on or today, today)
    return PeriodForm(request.GET, months=months_from(begun, last), has_ended=not programme.is_running)


def _period(form: PeriodForm) -> Period:
    return form.period if form.is_valid() else Period()


def in_words(form: AnyPeriodForm) -> str:
    """Return the period in words, such as "from May 2012 to the end of July 2012", or "" for the whole programme."""
    if isinstance(form, PublishedPeriodForm):
        return form.chosen.period_in_words if form.chosen else ""
    if not form.is_valid():
        return ""
    first, last = form.period.first, form.period.last
    if first and first == last:
        return f"in {month(first)}"
    parts = [f"from {month(first)}"] if first else []
    parts += [f"to the end of {month(last)}"] if last else []
    return " ".join(parts)


def _in_name(form: AnyPeriodForm) -> str:
    """Return the part of the file name for the period, such as "-2012-05-to-2012-07"."""
    if isinstance(form, PublishedPeriodForm):
        return f"-from-{form.chosen.first_on:%Y-%m}" if form.chosen else ""
    if not form.is_valid():
        return ""
    first, last = form.period.first, form.period.last
    return "-".join(["", *_named(first, ""), *_named(last, "to-")]) if first or last else ""


def _named(month: date | None, before: str) -> list[str]:
    return [f"{before}{month:%Y-%m}"] if month else []


def _csv(figures: Figures, name: str) -> HttpResponse:
    """Return a CSV with a row for all steps and one for each line of every table. Numbers that cannot be shown are
    blank."""
    rows = [["counted by", "which", "suggested", "had feedback", "helped or held steady"]]
    if figures.tally is not None:
        rows.append(["all", "", *_numbers(figures.tally)])
    rows += [
        [table.name, line.words, *_numbers(line.tally)] for table in figures.tables for line in table.lines
    ]
    response = HttpResponse(csv_for_excel(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _numbers(tally) -> list:
    return [tally.suggested, tally.fed_back, tally.good]
