"""Addresses of the newsletter, below /newsletter/."""

from datetime import date

from django.urls import path, register_converter

from newsletter.views import archive, editing, feed, readers, subscribers, subscriptions


class MonthConverter:
    """A month in an address: 2012-11."""

    regex = "[0-9]{4}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        """Return the first day of the month."""
        return date(int(value[:4]), int(value[5:]), 1)

    def to_url(self, value: date | str) -> str:
        """Return the month as it stands in an address."""
        return value if isinstance(value, str) else f"{value:%Y-%m}"


register_converter(MonthConverter, "month")

app_name = "newsletter"
urlpatterns = [
    path("", archive.issue_list, name="issue_list"),
    path("feed/", feed.issue_feed, name="issue_feed"),
    path("subscribe/", subscriptions.subscribe, name="subscribe"),
    path("confirm/<str:token>/", subscriptions.subscription_confirm, name="subscription_confirm"),
    path("unsubscribe/<str:token>/", subscriptions.unsubscribe, name="unsubscribe"),
    path("subscription/<str:token>/", subscriptions.subscription_change, name="subscription_change"),
    path("subscription/<str:token>/again/", subscriptions.come_back, name="come_back"),
    path("yours/", subscriptions.your_newsletters, name="your_newsletters"),
    path("yours/<int:pk>/subscribe/", subscriptions.subscribe_again, name="subscribe_again"),
    path("yours/<slug:slug>/no/", subscriptions.say_no, name="say_no"),
    path("entries/<int:pk>/edit/", editing.entry_edit, name="entry_edit"),
    path("entries/<int:pk>/leave-out/", editing.entry_leave_out, name="entry_leave_out"),
    path("entries/<int:pk>/take-back-in/", editing.entry_take_back_in, name="entry_take_back_in"),
    path("entries/<int:pk>/narrow/", editing.entry_narrow, name="entry_narrow"),
    path("entries/<int:pk>/move/", editing.entry_move, name="entry_move"),
    path("<slug:slug>/subscribers/", subscribers.subscriber_list, name="subscriber_list"),
    path("<slug:slug>/subscribers.csv", subscribers.subscriber_csv, name="subscriber_csv"),
    path("<slug:slug>/subscribers/<int:pk>/", subscribers.subscriber_detail, name="subscriber_detail"),
    path("<slug:slug>/subscribers/<int:pk>/lift/", subscribers.subscriber_lift, name="subscriber_lift"),
    path("<slug:slug>/subscribers/<int:pk>/delete/", subscribers.subscriber_erase, name="subscriber_erase"),
    path("<slug:slug>/<month:month>/", archive.issue_detail, name="issue_detail"),
    path("<slug:slug>/<month:month>/edit/", editing.issue_edit, name="issue_edit"),
    path("<slug:slug>/<month:month>/add/", editing.entry_add, name="entry_add"),
    path("<slug:slug>/<month:month>/assemble/", editing.issue_assemble, name="issue_assemble"),
    path("<slug:slug>/<month:month>/date-anew/", editing.issue_date_anew, name="issue_date_anew"),
    path(
        "<slug:slug>/<month:month>/send-for-checking/",
        editing.issue_send_for_checking,
        name="issue_send_for_checking",
    ),
    path("<slug:slug>/<month:month>/approve-entries/", editing.entries_approve, name="entries_approve"),
    path("<slug:slug>/<month:month>/approve/", editing.issue_approve, name="issue_approve"),
    path("<slug:slug>/<month:month>/send/", editing.issue_send, name="issue_send"),
    path("<slug:slug>/<month:month>/readers/", readers.issue_readers, name="issue_readers"),
    path("<slug:slug>/<month:month>/progress/", readers.letters_progress, name="letters_progress"),
    path("<slug:slug>/<month:month>/letters/", readers.letters_decide, name="letters_decide"),
    path("<slug:slug>/<month:month>/sites/<slug:site>/", editing.site_update_write, name="site_update_write"),
]
