"""The page where minutes are written, and what stands in its fields."""

from django.urls import reverse


def edit_page(meeting):
    return reverse("minutes_edit", args=[meeting.pk])


def initial(client, meeting, name="minutes"):
    return client.get(edit_page(meeting)).context["form"][name].value()
