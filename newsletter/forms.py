"""What people type into the newsletter: an entry's words, news of a site, an address."""

from django import forms

from cases.clearance.models import OUTWARD, Audience, audiences_up_to
from kit.forms import Form, ProseField
from newsletter.models import Entry
from sites_app.models import Programme

WHO = {
    Audience.PROGRAMME: "Members of every site",
    Audience.COMMISSIONERS: "Members and commissioners",
    Audience.PUBLIC: "Everyone: the public edition too",
}


class EntryForm(Form):
    """The words of an entry and who they are for: no further than the text that it repeats."""

    button = "Keep these words"
    leave = "Back without changing it"

    headline = forms.CharField(label="Headline", max_length=160)
    words = ProseField(label="What it says", rows=6, max_length=4000, required=False)
    audience = forms.ChoiceField(
        label="Who it is for",
        widget=forms.RadioSelect,
        help_text="For everyone, two people read it who did not write it; one of them is from the site.",
    )

    def __init__(self, *args, entry: Entry, **kwargs):
        super().__init__(*args, **kwargs)
        widest = entry.made_from.audience if entry.made_from else OUTWARD[-1]
        self.fields["audience"].choices = [(each, WHO[each]) for each in audiences_up_to(widest)]
        if entry.kind == Entry.Kind.HEAD:
            self.fields["headline"].label = "Title of the letter"
            self.fields["headline"].max_length = 120
            self.fields["words"] = ProseField(
                label="The line under it", rows=3, max_length=300, required=False
            )
            self.fields[
                "audience"
            ].help_text = "Whoever it is not for sees the month as the title, and no line under it."
            self.order_fields(["headline", "words", "audience"])

    @staticmethod
    def initial_of(entry: Entry) -> dict:
        return {"headline": entry.headline, "words": entry.words, "audience": entry.audience}


class SiteUpdateForm(Form):
    """A site's news of the month, in the facilitator's own words."""

    button = "Put it into the letter"
    leave = "Not now"

    words = ProseField(
        label="What was your month like?",
        rows=6,
        max_length=1500,
        help_text="Two or three lines are enough. No names, and nothing of a case.",
    )


class SubscribeForm(Form):
    """An address, and whose letter. With one running programme there is nothing to choose."""

    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        running = Programme.objects.running().order_by("name")
        self.fields["programme"] = forms.ModelChoiceField(
            running,
            label="Whose letter",
            to_field_name="slug",
            empty_label=None,
            widget=forms.RadioSelect if len(running) > 1 else forms.HiddenInput,
            initial=running[0].slug if len(running) == 1 else None,
        )
        self.order_fields(["programme", "email"])
