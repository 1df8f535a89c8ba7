"""The forms by which a publication is attached to a case: from the page of either."""

from django import forms

from cases.forms.fields import CaseChosenField
from cases.models import Case
from kit.choosing import ChosenField
from kit.forms import Form
from knowledge.forms.evidence import BottomLineForm
from knowledge.models import Evidence, Question


class CaseToAttachForm(Form):
    """The case to which a publication is attached."""

    button = "Write the bottom line"

    case = CaseChosenField(
        Case.objects.none(),
        label="Attach it to a case",
        empty_label=None,
        error_messages={"required": "Choose a case"},
    )

    def __init__(self, *args, cases, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = cases


class AttachForm(BottomLineForm):
    """Evidence to attach to one case."""

    field_order = ["evidence", "question", "bottom_line", "why_here", "looked"]

    evidence = ChosenField(
        Evidence.objects.none(),
        noun="publication",
        by="the title, an author or the year",
        finds=["title", "authors", "source", "year"],
        label="Publication",
        empty_label="Choose one",
        error_messages={"required": "Choose a publication from the library"},
    )
    question = forms.ModelChoiceField(
        Question.objects.none(), label="Question it answers", required=False, empty_label="No question"
    )

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, site=case.site, **kwargs)
        self.fields["evidence"].queryset = Evidence.objects.filter(programme=case.site.programme_id)
        self.fields["question"].queryset = case.questions.all()
        if not case.questions.exists():
            del self.fields["question"]
