"""Forms of the clearance: check a text, give an agreement, withdraw a text."""

from django import forms

from cases.clearance.meanwhile import Meanwhile
from cases.clearance.messages import is_in_text
from cases.clearance.models import Audience, ClearedText, FoundPassage, WithdrawalReason
from cases.forms.fields import MemberField
from kit.bounds import LARGEST_NUMBER
from kit.forms import Form, ProseField
from kit.privacy.fields import CaseProse
from kit.privacy.outward import HAVE_READ, ONLY_PEOPLE
from kit.words import count, day
from members.models import Member

ANSWERS = [("no", "No"), ("yes", "Yes or not sure")]
QUESTIONS = {
    "together": "Could someone who knows the area work out who it is about?",
    "hurt": "Would the person be upset if they read it?",
    "trouble": "Could it get a worker into trouble?",
}
WHY_NOT = {
    "together": "You cannot approve it if somebody could work out who it is about. Send it back and say which details.",
    "hurt": "You cannot approve it if it could upset the person. Send it back and say what to change.",
    "trouble": "You cannot approve it if it could get a worker into trouble. Send it back and say who to leave out.",
}


class CheckQuestionField(forms.ChoiceField):
    """A question that must be answered to approve a text, and can be left open to send it back."""

    widget = forms.RadioSelect
    default_error_messages = {"required": "Answer this before you approve the text"}

    def __init__(self, **kwargs):
        super().__init__(choices=ANSWERS, **kwargs)


class ReadForm(Form):
    """The answers and the verdict of somebody who read the text with this hash."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    together = CheckQuestionField(label=QUESTIONS["together"])
    hurt = CheckQuestionField(label=QUESTIONS["hurt"])
    trouble = CheckQuestionField(label=QUESTIONS["trouble"])
    looked = forms.BooleanField(required=False, help_text=ONLY_PEOPLE)
    reason = CaseProse(
        label="Note to the authors",
        required=False,
        rows=3,
        max_length=2000,
        help_text="You need to add a note if you send it back. The authors see it with the text.",
    )
    verdict = forms.ChoiceField(choices=[("approve", "approve"), ("back", "back")], widget=forms.HiddenInput)

    def __init__(self, *args, marks: int, **kwargs):
        super().__init__(*args, **kwargs)
        for name in QUESTIONS:
            self.fields[name].required = self.data.get("verdict") != "back"
        self.fields["looked"].label = HAVE_READ
        if marks:
            self.fields["looked"].label += f", and checked {count(marks, 'mark', 'marks')}"

    def clean(self):
        cleaned = super().clean()
        verdict = cleaned.get("verdict")
        if verdict == "back" and not cleaned.get("reason", "").strip() and "reason" not in self.errors:
            self.add_error("reason", "Enter a note that says what to change")
        if verdict == "approve":
            for name in QUESTIONS:
                if cleaned.get(name) == "yes":
                    self.add_error(name, WHY_NOT[name])
            if not cleaned.get("looked"):
                self.add_error(
                    "looked", "Read it for who might be recognised and tick this, or send the text back"
                )
        return cleaned


class MessageForm(Form):
    """A message about a text, for its writers and checkers, about one passage of it or an answer to another one."""

    quote = ProseField(
        label="The passage it is about",
        required=False,
        rows=2,
        max_length=1000,
        help_text="Copy it from the text, or leave this empty.",
    )
    words = CaseProse(
        label="Your message",
        rows=3,
        max_length=2000,
        error_messages={"required": "Enter your message"},
        help_text="The writers, the checkers and the programme team can read it.",
    )
    answers = forms.IntegerField(max_value=LARGEST_NUMBER, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, text: ClearedText, **kwargs):
        super().__init__(*args, **kwargs)
        self.text = text

    def clean_quote(self):
        quote = self.cleaned_data["quote"]
        if quote and not is_in_text(quote, self.text):
            raise forms.ValidationError("This passage is not in the text. Copy it exactly as it is there")
        return quote

    def clean_answers(self):
        first = self.cleaned_data["answers"]
        return self.text.messages.filter(pk=first, answers=None).first() if first else None


class SharingAgreementForm(Form):
    """The widest audience to which a presenter agrees."""

    NOBODY = "nobody"

    member = MemberField(Member.objects.none(), widget=forms.HiddenInput)
    last = forms.IntegerField(max_value=LARGEST_NUMBER, required=False, widget=forms.HiddenInput)
    audience = forms.ChoiceField(
        label="Who may read anonymous, checked write-ups of this case?",
        choices=[
            (NOBODY, "Nobody outside this site"),
            (Audience.PROGRAMME, "Members of every site"),
            (Audience.COMMISSIONERS, "Members of every site and commissioners"),
            (Audience.PUBLIC, "Everyone"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who may read it"},
    )

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members


class AnswerForm(Form):
    """What a presenter answers to one text, which they read with this hash."""

    YES, NO = "yes", "no"

    member = MemberField(Member.objects.none(), widget=forms.HiddenInput)
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    answer = forms.ChoiceField(
        choices=[(YES, "Agree"), (NO, "No")],
        widget=forms.HiddenInput,
        error_messages={"required": "Choose whether you agree to this text"},
    )
    reason = CaseProse(
        label="If not, what should change?",
        required=False,
        rows=3,
        max_length=2000,
        help_text="You do not have to give a reason. The writers and checkers can read it.",
    )

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members


class TakeBackForm(Form):
    """What somebody takes their agreement back for, by a link: every text about their case, or one that is published."""

    ALL = "all"

    what = forms.ChoiceField(
        label="What should not be shared any more?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what should not be shared any more"},
    )

    def __init__(self, *args, texts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [
            (self.ALL, "Everything about this case"),
            *((str(text.pk), f"Only {in_words(text)}") for text in texts),
        ]


class RefuseTextForm(Form):
    """The one text that a presenter does not agree to, whatever they said of others. They may read its title."""

    member = MemberField(Member.objects.none(), widget=forms.HiddenInput)
    what = forms.ChoiceField(
        label="What should not be shared any more?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what should not be shared any more"},
    )

    def __init__(self, *args, members, texts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members
        self.fields["what"].choices = [
            (str(text.pk), f"Only {in_words(text)}: “{text.title}”") for text in texts
        ]


def in_words(text: ClearedText) -> str:
    """Return which text it is, without any words of it: what it is, since when, and for whom."""
    what, who = text.get_kind_display().partition(" ")[2], text.get_audience_display()
    if text.is_published:
        return f"the {what} that was published on {day(text.publication.published_at)} for {who}"
    return f"the {what} that was sent for checking on {day(text.sent_for_checking_at)} for {who}"


class CorrectionForm(Form):
    """A text that may correct a published one: then the person chooses what readers have until it is approved."""

    meanwhile = forms.ChoiceField(
        label="What should happen to the published text?",
        choices=Meanwhile,
        widget=forms.RadioSelect,
        help_text="Take it down if anybody could be identified, or did not agree to it. "
        "If the new text is for other readers, whoever publishes it is asked if both stay.",
        error_messages={"required": "Choose what should happen to the published text"},
    )

    def __init__(self, *args, is_published: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_published:
            del self.fields["meanwhile"]


class PublishForm(Form):
    """What happens to the published texts of the same thing that other readers have: each is withdrawn, or stays.

    A text that was published while the page was open is withdrawn, because nobody compared it.
    """

    KEEP = "keep"

    def __init__(self, *args, beside: list[ClearedText], **kwargs):
        super().__init__(*args, **kwargs)
        self.beside = beside
        for other in beside:
            who = other.get_audience_display()
            self.fields[f"text_{other.pk}"] = forms.ChoiceField(
                label=f"What should happen to the text for {who}?",
                choices=[("withdraw", "Withdraw it"), (self.KEEP, f"Leave it for {who}")],
                widget=forms.RadioSelect,
                initial="withdraw",
                required=False,
                help_text="Withdraw it if the new text corrects it, or if anybody could be identified in it.",
            )

    @property
    def facts(self) -> dict:
        """Return the argument of `publish` besides the text."""
        chosen = self.cleaned_data
        return {"keeping": [each.pk for each in self.beside if chosen.get(f"text_{each.pk}") == self.KEEP]}


class WithdrawForm(Form):
    """The reason for withdrawing a published text, which is shown in place of the text, and a note that is not. If other
    readers have another text of the same thing, this is asked about too.
    """

    because = forms.ChoiceField(
        label="Why is it withdrawn?",
        choices=[choice for choice in WithdrawalReason.choices if choice[0] != WithdrawalReason.AGREEMENT],
        widget=forms.RadioSelect,
        help_text="This is shown instead of the text.",
        error_messages={"required": "Choose the reason for withdrawing"},
    )
    note = CaseProse(
        label="Note",
        required=False,
        rows=3,
        max_length=2000,
        help_text="Only the facilitator and the programme team can read this.",
    )
    what = forms.ChoiceField(label="Which texts?", widget=forms.RadioSelect, initial="all", required=False)

    def __init__(self, *args, beside: list[ClearedText], **kwargs):
        super().__init__(*args, **kwargs)
        who = " and for ".join(other.get_audience_display() for other in beside)
        self.fields["what"].choices = [
            ("all", f"This text, and the one for {who}"),
            ("this", f"This text alone. The one for {who} stays"),
        ]
        if not beside:
            del self.fields["what"]

    @property
    def facts(self) -> dict:
        """Return the arguments of `withdraw_together` besides the text."""
        chosen = self.cleaned_data
        return {
            "because": chosen["because"], "note": chosen["note"], "only_this": chosen.get("what") == "this",
        }  # fmt: skip


class SettleForm(Form):
    """Why a passage that was found in a published text is fine."""

    button = "It is fine"

    because = forms.ChoiceField(
        label="Why is it fine?",
        choices=[each for each in FoundPassage.Settled.choices if each[0] != FoundPassage.Settled.SEEN],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why it is fine, or open the text to withdraw it"},
    )
