"""The forms of invitations to a date: asking a guest, replying, proposing a visit, answering such a proposal."""

from django import forms
from django.db.models import Q, QuerySet

from kit.choosing import ChosenField
from kit.forms import Form
from kit.privacy.outward import LeavesTheSite, OutwardLine
from kit.words import when
from meetings.invitations.models import DateInvitation
from meetings.models import Meeting, Visit
from members.models import Role, User

AGREE = "I agree to the ground rules"
PURPOSES = [choice for choice in DateInvitation.Purpose.choices if choice[0] != DateInvitation.Purpose.OTHER]


def people_of_the_programme(meeting: Meeting):
    """Return the accounts that can be invited by name: those with a role in the programme, commissioners of this site only."""
    roles = Role.objects.current().filter(programme=meeting.site.programme_id)
    of_this_site = ~Q(kind=Role.Kind.COMMISSIONER) | Q(sites=meeting.site_id)
    return User.objects.filter(is_active=True, pk__in=roles.filter(of_this_site).values("user")).exclude(
        pk__in=meeting.members_then().filter(user__isnull=False).values("user")
    )


class AsksWhom(LeavesTheSite, Form):
    """A form that invites somebody: one of the people offered, or anybody by name and e-mail address."""

    button = "Send the invitation"

    user = ChosenField(
        User.objects.none(),
        noun="person",
        nouns="people",
        by="the name",
        finds=["name"],
        is_by_name=True,
        label="Who do you want to invite?",
        required=False,
        empty_label="Somebody else",
    )
    name = forms.CharField(label="Name", max_length=120, required=False, help_text="If it is somebody else")
    email = forms.EmailField(label="E-mail address", max_length=254, required=False)

    def __init__(self, *args, people: QuerySet[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people

    def clean(self):
        """Ask for the name and the address of somebody who is not among the people offered."""
        cleaned = super().clean()
        if "user" not in self.errors and not cleaned.get("user"):
            for name, sentence in (("name", "Enter their name"), ("email", "Enter their e-mail address")):
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, sentence)
        return cleaned


class GuestForm(AsksWhom):
    """Inviting somebody to a meeting: one of the programme's people, or anybody by name and e-mail address."""

    leave = "Back to the meeting"
    note = "They get the date by e-mail with the ground rules, and no case or minutes."

    capacity = forms.ChoiceField(label="They come as", choices=Visit.Capacity.choices)
    purpose = forms.ChoiceField(
        label="What is the visit for?", choices=DateInvitation.Purpose.choices, widget=forms.RadioSelect
    )
    about = OutwardLine(
        label="More about it",
        max_length=200,
        required=False,
        help_text="They read this. For example, how decisions about emergency housing are made",
    )

    def __init__(self, *args, meeting: Meeting, **kwargs):
        super().__init__(*args, people=people_of_the_programme(meeting), **kwargs)

    def clean(self):
        cleaned = super().clean()
        is_other = cleaned.get("purpose") == DateInvitation.Purpose.OTHER
        if is_other and "about" not in self.errors and not cleaned.get("about"):
            self.add_error("about", "Enter what the visit is for")
        return cleaned


class InvitationReplyForm(Form):
    """Whether somebody who was invited is coming, and that they agree to the ground rules."""

    button = "Save my answer"

    coming = forms.ChoiceField(
        label="Are you coming?", choices=DateInvitation.Coming.choices, widget=forms.RadioSelect
    )
    agrees = forms.BooleanField(label=AGREE, required=False)

    def __init__(self, *args, invitation: DateInvitation, **kwargs):
        super().__init__(*args, **kwargs)
        self.asks = invitation.asks_to_agree
        if not self.asks:
            del self.fields["agrees"]

    def clean(self):
        cleaned = super().clean()
        if self.asks and cleaned.get("coming") == DateInvitation.Coming.YES and not cleaned.get("agrees"):
            self.add_error("agrees", "Read the ground rules, then tick to say that you agree to them")
        return cleaned


class OfferForm(Form):
    """ "I could come": to which meeting of a site, what for, and that they agree to the ground rules."""

    button = "I could come"
    leave = "Cancel"
    note = "The facilitator says yes or proposes another date. You get the date by e-mail."

    meeting = forms.ModelChoiceField(
        label="Which meeting?", queryset=Meeting.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    purpose = forms.ChoiceField(label="What would you come for?", choices=PURPOSES, widget=forms.RadioSelect)
    agrees = forms.BooleanField(label=AGREE, required=False)

    def __init__(self, *args, meetings, has_rules: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings
        self.fields["meeting"].label_from_instance = lambda meeting: when(meeting.starts_at)
        self.has_rules = has_rules
        if not has_rules:
            del self.fields["agrees"]

    def clean(self):
        cleaned = super().clean()
        if self.has_rules and not cleaned.get("agrees"):
            self.add_error("agrees", "Read the ground rules, then tick to say that you agree to them")
        return cleaned


class DecideForm(Form):
    """What the facilitator answers to a visit that somebody proposed."""

    button = "Send the answer"
    leave = "Back to the meeting"

    class Answer:
        """The answers to choose from."""

        YES, OTHER, NO = "yes", "other", "no"

    decision = forms.ChoiceField(
        label="Your answer",
        choices=[
            (Answer.YES, "Yes, please come"),
            (Answer.OTHER, "Propose another date"),
            (Answer.NO, "Not this time"),
        ],
        widget=forms.RadioSelect,
    )
    other = forms.ModelChoiceField(
        label="Another date", queryset=Meeting.objects.none(), required=False, empty_label="Choose"
    )

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = others
        self.fields["other"].label_from_instance = lambda meeting: when(meeting.starts_at)

    def clean(self):
        cleaned = super().clean()
        if (
            cleaned.get("decision") == self.Answer.OTHER
            and "other" not in self.errors
            and not cleaned.get("other")
        ):
            self.add_error("other", "Choose another date")
        return cleaned
