"""The form that filters and sorts a list of issues for commissioners."""

from urllib.parse import urlencode

from django import forms
from django.utils.functional import cached_property

from kit.forms import Form
from pages.issues.concerns import LedgerLine
from pages.issues.states import State
from sites_app.models import Site

SORTS = {
    "longest": "Waiting longest first",
    "newest": "Newest first",
    "most": "Raised most often first",
    "due": "By the day it is due",
}
CHOOSE = {"invalid_choice": "Choose one from the list"}


class IssueFilterForm(Form):
    """What a list of issues shows, and in which order. It is read from the address, and nothing has to be filled in.

    `theme`, `site` and `show` offer what the reader's issues have.
    """

    is_filter = True

    q = forms.CharField(label="Words", required=False, max_length=200)
    theme = forms.ChoiceField(label="Theme", required=False, error_messages=CHOOSE)
    site = forms.ChoiceField(label="Site", required=False, error_messages=CHOOSE)
    show = forms.ChoiceField(label="Answer", required=False, error_messages=CHOOSE)
    sort = forms.ChoiceField(
        label="Order", required=False, choices=list(SORTS.items()), error_messages=CHOOSE
    )

    def __init__(self, asked, *, ledger: list[LedgerLine], sites: list[Site] = (), first: str = "longest"):
        names = ("q", "theme", "site", "show", "sort")
        super().__init__({name: asked.get(name, "") for name in names} | {"sort": asked.get("sort") or first})
        self.first, self.sites = first, {site.slug: site for site in sites}
        themes = sorted({(line.theme, line.theme_name) for line in ledger}, key=lambda pair: pair[1])
        self.fields["theme"].choices = [("", "Any"), *themes]
        self.fields["site"].choices = [("", "Any"), *((slug, str(site)) for slug, site in self.sites.items())]
        self.fields["show"].choices = [("", "Any"), *State.choices]
        if len(self.sites) < 2:
            del self.fields["site"]

    @cached_property
    def asked(self) -> dict[str, str]:
        """What is asked for, without what is not valid."""
        self.full_clean()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}

    @property
    def chosen_site(self) -> Site | None:
        """The site that is asked for."""
        return self.sites.get(self.asked.get("site", ""))

    @property
    def order(self) -> str:
        """The order that is asked for."""
        return self.asked.get("sort") or self.first

    @property
    def is_narrowed(self) -> bool:
        """Return whether anything but an order is asked for."""
        return any(value for name, value in self.asked.items() if name != "sort")

    @property
    def query(self) -> str:
        """What is asked for, as a query string."""
        asked = {
            name: value
            for name, value in self.asked.items()
            if value and (name, value) != ("sort", self.first)
        }
        return urlencode(asked)
