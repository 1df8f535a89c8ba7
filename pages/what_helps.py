"""The page of what helps in a programme: the figures, and beside published ones what the write-ups tell."""

import rules
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.next_steps.forms.what_helps import PublishedPeriodForm
from cases.next_steps.views.what_helps import in_words, of_programme
from kit.forms import status_of
from kit.visitors import for_visitors
from pages.needs.helped import figures_of_told, told_steps

MOST = 10  # steps of write-ups that are shown in words


@require_safe
@for_visitors
def programme_what_helps(request, slug):
    """Show the figures of a programme. Whoever sees published figures alone is also shown what write-ups tell."""
    programme, form, figures = of_programme(request, slug)
    if programme is None:
        return redirect_to_login(request.get_full_path())
    is_rolled_up = isinstance(form, PublishedPeriodForm)
    told = told_steps(request.user, programme) if is_rolled_up else []
    context = {
        "programme": programme,
        "form": form,
        "figures": figures,
        "period": in_words(form),
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
        "is_rolled_up": is_rolled_up,
        "is_public": not rules.has_perm("sites_app.see_programme", request.user, programme),
        "told": figures_of_told(told) if told else None,
        "helped": [step for step in told if step.has_helped][:MOST],
    }
    return render(request, "pages/programme_what_helps.html", context, status=status_of(form))
