"""The pages of notices: what waits for me, how I want to hear of it, and who is waited for at a site."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kit.forms import accepted, form_for, status_of
from kit.http import by_itself, form_view, page_view, require_perm, visitor_form_view
from pages.notices import actions
from pages.notices.at_site import waited_for
from pages.notices.counting import keep_number, number_waiting
from pages.notices.forms import AddressSettingForm, OneSettingForm, PreferencesForm
from pages.notices.items import Notice
from pages.notices.models import AddressChoice, Preferences, TopicChoice
from pages.notices.readers import One
from pages.notices.topics import BY_NUMBER, SUMMARY, TOPICS, Topic, topic_of
from pages.notices.waiting import in_order, read
from sites_app.models import Site

NEWS_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Group:
    """A topic with the notices of it."""

    topic: Topic
    notices: list[Notice]


@page_view
def waiting(request):
    """Show everything that waits for a person, by topic, and the news of the last two weeks."""
    now = timezone.now()
    notices = in_order(read(One(request.user, shows_words=True), now))
    keep_number(request.user, notices)
    waits = [notice for notice in notices if not notice.kind.is_news]
    news = [notice for notice in notices if notice.kind.is_news and notice.since > now - NEWS_FOR]
    groups = [Group(topic, [each for each in waits if topic_of(each.kind) == topic]) for topic in TOPICS]
    context = {
        "groups": [group for group in groups if group.notices],
        "news": sorted(news, key=lambda each: each.since, reverse=True),
        "count": len(waits),
        "sites": Site.objects.filter(pk__in=request.user.standing.facilitates),
    }
    return render(request, "notices/waiting.html", context)


@by_itself
@require_safe
def count(request):
    """Return how much waits for this person, for the head of the page."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    return JsonResponse({"waiting": number_waiting(request.user)})


@form_view
def settings(request):
    """Show and change how a person hears of what waits for them."""
    user = request.user
    form = form_for(request, PreferencesForm, initial=PreferencesForm.initial_of(user))
    if accepted(form, actions.choose, user=user):
        messages.success(request, "Your choices have been saved.")
        return redirect("members:my_details")
    return render(request, "notices/settings.html", {"form": form}, status=status_of(form))


@visitor_form_view
def setting(request, token):
    """Show and change one setting by the link in a mail, without signing in. It changes nothing until the button is pressed."""
    at_address = AddressChoice.objects.behind(token)
    if at_address is not None and at_address.topic in BY_NUMBER:
        return _setting_of_address(request, at_address)
    found = Preferences.objects.behind(token)
    if found is None or (found[1] != SUMMARY and found[1] not in BY_NUMBER):
        raise Http404
    preferences, number = found
    form = form_for(request, OneSettingForm, topic=number, initial={"how": _now(preferences, number)})
    is_done = accepted(form, actions.choose_one, preferences, topic=number) is not None
    context = {"form": form, "preferences": preferences, "topic": BY_NUMBER.get(number), "is_done": is_done}
    return render(request, "notices/setting.html", context, status=status_of(form))


def _setting_of_address(request, choice: AddressChoice):
    """Show and change whether the mails of one topic go to an address whose holder has no account."""
    now = AddressSettingForm.STOP if choice.is_stopped else AddressSettingForm.GO
    form = form_for(request, AddressSettingForm, initial={"how": now})
    is_done = accepted(form, actions.choose_for_address, choice) is not None
    context = {"form": form, "choice": choice, "topic": BY_NUMBER[choice.topic], "is_done": is_done}
    return render(request, "notices/address_setting.html", context, status=status_of(form))


def _now(preferences: Preferences, number: int) -> str:
    """Return what is chosen now for the setting with this number."""
    if number == SUMMARY:
        return preferences.summary
    chosen = TopicChoice.objects.filter(user=preferences.user_id, topic=number)
    return chosen.values_list("how", flat=True).first() or ""


@page_view
def site(request, slug):
    """Show who is being waited for at a site, to those who run it."""
    row = get_object_or_404(Site.objects.visible_to(request.user).select_related("programme"), slug=slug)
    require_perm(
        request.user, "notices.see_site", row, "Only the facilitator and the programme team can see this."
    )
    waited = waited_for(row, reader=request.user)
    return render(request, "notices/site.html", {"site": row, "waited": waited})
