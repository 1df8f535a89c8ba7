"""Forms of the clearance: check a text, a presenter's agreement, withdraw."""

from django import forms

from cases.clearance.models import Audience
from cases.forms.fields import MemberField
from kit.forms import Form, ProseField
from members.models import Member

ANSWERS = [("no", "No"), ("yes", "Yes, or I can’t tell")]
QUESTIONS = {
    "together": "Could someone who knows the town put the pieces together?",
    "hurt": "Would the person be hurt if they read it?",
    "trouble": "Could it get a worker into trouble?",
}
WHY_NOT = {
    "together": "It can’t be approved while somebody could put the pieces together. Send it back and say which pieces.",
    "hurt": "It can’t be approved if the person could be hurt by it. Send it back and say what hurts.",
    "trouble": "It can’t be approved if it could get a worker into trouble. Send it back and say whom to leave out.",
}


class CheckQuestionField(forms.ChoiceField):
    """A question that has to be answered before a text is approved, and need not be where it is sent back."""

    widget = forms.RadioSelect
    default_error_messages = {"required": "Answer this before you approve the text"}

    def __init__(self, **kwargs):
        super().__init__(choices=ANSWERS, **kwargs)


class ReadForm(Form):
    """The questions and the verdict of somebody who read exactly the text with this hash."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    together = CheckQuestionField(label=QUESTIONS["together"])
    hurt = CheckQuestionField(label=QUESTIONS["hurt"])
    trouble = CheckQuestionField(label=QUESTIONS["trouble"])
    looked = forms.BooleanField(required=False)
    reason = ProseField(
        label="A line to those who wrote it",
        required=False,
        rows=3,
        max_length=2000,
        help_text="They see it beside the text. Kind and short. Needed when you send it back.",
    )
    verdict = forms.ChoiceField(choices=[("approve", "approve"), ("back", "back")], widget=forms.HiddenInput)

    def __init__(self, *args, marks: int, **kwargs):
        super().__init__(*args, **kwargs)
        for name in QUESTIONS:
            self.fields[name].required = self.data.get("verdict") != "back"
        if marks:
            self.fields["looked"].label = (
                "I looked at the mark, and it tells nobody who it is about"
                if marks == 1
                else f"I looked at all {marks} marks, and they tell nobody who it is about"
            )
        else:
            del self.fields["looked"]

    def clean(self):
        cleaned = super().clean()
        verdict = cleaned.get("verdict")
        if verdict == "back" and not cleaned.get("reason", "").strip() and "reason" not in self.errors:
            self.add_error("reason", "Say in a line why it goes back, so that they know what to change")
        if verdict == "approve":
            for name in QUESTIONS:
                if cleaned.get(name) == "yes":
                    self.add_error(name, WHY_NOT[name])
            if "looked" in self.fields and not cleaned.get("looked"):
                self.add_error("looked", "Look at each mark, then tick this; or send the text back")
        return cleaned


class SharingAgreementForm(Form):
    """Up to which audience a presenter agrees."""

    NOBODY = "nobody"

    member = MemberField(Member.objects.none(), widget=forms.HiddenInput)
    audience = forms.ChoiceField(
        label="Who may read words about this case, once they are anonymous and somebody else has checked them?",
        choices=[
            (NOBODY, "Nobody outside this site"),
            (Audience.PROGRAMME, "Members of every site"),
            (Audience.COMMISSIONERS, "Commissioners too"),
            (Audience.PUBLIC, "Everyone"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who may read it"},
    )

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members


class WithdrawForm(Form):
    """Why a published text is taken back. The reason stays where the text was."""

    because = forms.CharField(
        label="Why is it withdrawn?",
        max_length=300,
        help_text="Readers see this where the text was.",
        error_messages={"required": "Say why it is withdrawn"},
    )
