"""Subscribe to the newsletter, and unsubscribe with one click. Every answer is the same, whoever is subscribed."""

from urllib.parse import urlencode

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kit.errors import RefusedError
from kit.forms import accepted, form_for, status_of
from kit.http import page_view, verb_view, visitor_form_view
from newsletter import actions
from newsletter.forms import SubscribeForm, SubscriptionForm
from newsletter.models import Subscriber
from newsletter.readers import belonging_to, coming_first_to, fullest_edition, is_mailed, subscriptions_of
from sites_app.models import Programme


@visitor_form_view
def subscribe(request):
    """Show the form to subscribe; a mail asks them to confirm. From one place only so many times an hour, so that nobody
    fills the inboxes of others.
    """
    form = form_for(request, SubscribeForm, slug=request.GET.get("programme", ""))
    if form.is_bound and form.is_valid() and not ratelimit.consume(request, action="subscribe"):
        form.add_error(None, "Too many people subscribed from this place. Wait an hour, then try again.")
        return render(request, "newsletter/subscribe.html", {"form": form}, status=429)
    if subscriber := accepted(form, actions.subscribe):
        return redirect(_asked(subscriber.programme))
    if programme := Programme.objects.running().filter(slug=request.GET.get("asked", "")).first():
        return render(request, "newsletter/subscribe_done.html", {"programme": programme})
    return render(request, "newsletter/subscribe.html", {"form": form}, status=status_of(form))


@visitor_form_view
def subscription_confirm(request, token):
    """Ask for confirmation by a button, so that a mail scanner that follows the link confirms nothing."""
    found, asked_at = Subscriber.objects.asked_behind(token)
    subscriber = get_object_or_404(found.select_related("programme"))
    is_done = request.method == "POST"
    if is_done:
        actions.confirm(subscriber, asked_at=asked_at)
    return render(
        request, "newsletter/subscription_confirm.html", {"subscriber": subscriber, "is_done": is_done}
    )


@visitor_form_view
def subscription_change(request, token):
    """Pause the newsletter, choose its edition, or lead on to unsubscribe or come back, without signing in."""
    subscriber = get_object_or_404(Subscriber.objects.behind(token).select_related("programme"))
    fullest = fullest_edition(subscriber)
    form = form_for(
        request, SubscriptionForm, fullest=fullest, initial=SubscriptionForm.initial_of(subscriber)
    )
    is_done = accepted(form, actions.change_subscription, subscriber) is not None
    context = {"form": form, "subscriber": subscriber, "is_done": is_done}
    return render(request, "newsletter/subscription_change.html", context, status=status_of(form))


@require_POST
def come_back(request, token):
    """Subscribe again who unsubscribed, once they confirm by a mail: whoever was forwarded a letter has this link as well."""
    subscriber = get_object_or_404(Subscriber.objects.behind(token).select_related("programme"))
    if not subscriber.programme.is_running:
        raise RefusedError("This newsletter has ended. You can still read its issues.")
    actions.subscribe(subscriber.programme, email=subscriber.email)
    return redirect(_asked(subscriber.programme))


def _asked(programme: Programme) -> str:
    return f"{reverse('newsletter:subscribe')}?{urlencode({'asked': programme.slug})}"


@csrf_exempt  # mail programs post here without a page (RFC 8058); the token is secret
@visitor_form_view
def unsubscribe(request, token):
    """Unsubscribe by a button on the page, or by a mail program's request."""
    subscriber = get_object_or_404(Subscriber.objects.behind(token).select_related("programme"))
    is_done = request.method == "POST"
    if is_done:
        actions.unsubscribe(subscriber)
    return render(request, "newsletter/unsubscribe.html", {"subscriber": subscriber, "is_done": is_done})


@page_view
def your_newsletters(request):
    """Show which newsletters a person gets and at which address, and which they do not get any more."""
    rows = list(subscriptions_of(request.user).select_related("programme"))
    belonging = {programme: belonging_to(programme) for programme in {row.programme for row in rows}}
    return render(
        request,
        "newsletter/your_newsletters.html",
        {
            "subscriptions": [(row, is_mailed(row, belonging[row.programme])) for row in rows],
            "coming": coming_first_to(request.user),
        },
    )


@verb_view
def subscribe_again(request, pk):
    """Subscribe a person again at an address of theirs, whoever unsubscribed it: they, or somebody who had their letter."""
    rows = subscriptions_of(request.user).filter(is_in_use=True).select_related("programme")
    subscriber = get_object_or_404(rows, pk=pk)
    actions.subscribe_again(subscriber)
    messages.success(request, f"You get the {subscriber.programme.name} newsletter again.")
    return redirect("newsletter:your_newsletters")


@verb_view
def say_no(request, slug):
    """Let a person say that they do not want a newsletter, before the first of it is sent to them."""
    programme = get_object_or_404(Programme.objects.running(), slug=slug)
    if not actions.say_no(programme, by=request.user):
        raise Http404
    messages.success(request, f"The {programme.name} newsletter is not sent to you.")
    return redirect("newsletter:your_newsletters")
