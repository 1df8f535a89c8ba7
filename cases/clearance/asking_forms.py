"""Asking the author of a text, where it is sent for checking, who would recognise the person in it."""

import hashlib

from django import forms
from django.template.loader import render_to_string

from cases.clearance import asking
from cases.clearance.audiences import OUTWARD, Audience
from cases.clearance.models.recognising import READERS, PersonAsked, Recognises
from kit.forms import Form
from kit.privacy.recognisable import Level
from sites_app.models import Site

QUESTIONS = (*READERS, "person")
READ_IT = "details_read"  # the hidden field that says which list of details was on the page
SEE_LIST = (
    "Read the list of details that stand together, and your answers. Then change the text, or send it again"
)


class WouldKnowField(forms.ChoiceField):
    """Whether somebody would know whom the text is about."""

    widget = forms.RadioSelect

    def __init__(self, who: str, **kwargs):
        super().__init__(
            label=f"Would {who} know who this is?",
            choices=Recognises,
            error_messages={"required": f"Answer if {who} would know who this is"},
            **kwargs,
        )


class Together:
    """What stands together in the text of a form, in its layout, before the questions."""

    def render(self, form, context, template_pack="copsite", **kwargs) -> str:
        """Return the HTML. Called by crispy as it renders the layout."""
        audiences = form.audiences()
        chosen = form.chosen_audience() or audiences[-1]
        weighed = form.who_is_in.weighed(chosen)
        facts = {
            "weighed": weighed,
            "audience": Audience(chosen).label,
            "by_audience": [(Audience(each).label, form.who_is_in.weighed(each)) for each in audiences],
            "name": form.add_prefix(READ_IT),
            "digest": digest_of(weighed),
        }
        return render_to_string("clearance/_asked_together.html", facts)


class AsksWhoWouldKnow(Form):
    """A form that sends a text for checking: it shows what stands together in it, and asks who would know whom it is about.

    Somebody who reads it and would know is an error. So is a list of details that was not on the page when it was sent.
    """

    their_worker = WouldKnowField(asking.WHO["their_worker"])
    the_ward = WouldKnowField(
        asking.WHO["the_ward"], help_text="Or the hostel, the surgery or whoever else saw them then."
    )
    the_police = WouldKnowField(asking.WHO["the_police"])
    a_neighbour = WouldKnowField(asking.WHO["a_neighbour"])
    a_journalist = WouldKnowField(
        asking.WHO["a_journalist"], help_text="Think of somebody who searches for the words and asks around."
    )
    their_family = WouldKnowField(asking.WHO["their_family"])
    person = forms.ChoiceField(
        label="Was the person asked or told about this text?",
        choices=PersonAsked,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose if the person was asked or told"},
    )

    def __init__(self, *args, site: Site | None, asks: bool = True, **kwargs):
        """Set up the form for a text of `site`. `asks` is False where the page only shows what would be sent."""
        super().__init__(*args, **kwargs)
        self.site, self.asks = site, asks
        for name in QUESTIONS:
            self.fields[name].required = asks
        self.order_fields([*(name for name in self.fields if name not in QUESTIONS), *QUESTIONS])

    def ask_again(self) -> None:
        """Ask the questions of a form that only showed what would be sent."""
        for name in QUESTIONS:
            self.fields[name].required = True

    def ask_nothing(self) -> None:
        """Take the questions out of the form: its text tells of no case."""
        self.asks = False
        for name in QUESTIONS:
            del self.fields[name]

    def layout(self) -> list:
        """Return the fields of the form, then what stands together, then the questions."""
        if READERS[0] not in self.fields:
            return super().layout()
        return [*(name for name in super().layout() if name not in QUESTIONS), Together(), *QUESTIONS]

    def content(self) -> dict:
        """Return the content of the text as it is in the form now."""
        raise NotImplementedError

    def value_now(self, name: str) -> str:
        """Return what stands in a field of the form now: as sent, or as it was filled in before."""
        if self.is_bound:
            return str(self.cleaned_data.get(name) or "")
        return str(self.get_initial_for_field(self.fields[name], name) or "")

    def audiences(self) -> list[str]:
        """Return the audiences that the form offers, from the narrowest."""
        offered = {str(value) for value, _ in self.fields["audience"].choices}  # type: ignore[attr-defined]
        return [each for each in OUTWARD if each in offered]

    def chosen_audience(self) -> str:
        """Return the audience chosen in the form now, or "" if none is."""
        chosen = self.value_now("audience")
        return chosen if chosen in self.audiences() else ""

    @property
    def who_is_in(self) -> asking.WhoIsIn:
        """What tells of somebody in the text as it is in the form now. It is read once."""
        if not hasattr(self, "_who_is_in"):
            self._who_is_in = asking.WhoIsIn(self.content(), site=self.site)
        return self._who_is_in

    def clean(self):
        """Refuse answers by which a reader would know whom it is about, and a list that was not read."""
        cleaned = super().clean()
        audience = self.chosen_audience()
        if not audience or not self.asks:
            return cleaned
        for name, sentence in asking.why_not(audience, cleaned or {}).items():
            self.add_error(name, sentence)
        weighed = self.who_is_in.weighed(audience)
        if weighed.level > Level.FEW and self.data.get(self.add_prefix(READ_IT)) != digest_of(weighed):
            self.add_error(None, SEE_LIST)
        return cleaned

    @property
    def answers(self) -> dict[str, str]:
        """Return the answers, as `answer_about` takes them."""
        return {name: self.cleaned_data[name] for name in QUESTIONS if self.asks}


def digest_of(weighed) -> str:
    """Return what the page sends back to say that these details were on it."""
    passages = "\n".join(sorted({each.passage.lower() for each in weighed.attributes}))
    return hashlib.sha256(passages.encode()).hexdigest()[:20]
