"""The form for the roles in the group that work with the person of a case."""

from django.db.models import Q

from cases.forms.fields import VocabularyField
from cases.models import Case
from kit.forms import Form
from members.models import Discipline


class WorksWithForm(Form):
    """The roles of the site's members, ticked if their service works with the person."""

    button = "Save"
    leave = "Cancel"

    roles = VocabularyField(
        Discipline.objects.none(),
        label="Which services work with this person?",
        required=False,
        help_text="Roles only, not names.",
        error_messages={"invalid_choice": "Choose from the roles of members"},
    )

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        current = case.site.members.current().values("discipline")
        self.fields["roles"].queryset = (
            Discipline.objects.filter(Q(pk__in=current) | Q(works_with=case))
            .distinct()
            .order_by("sector__position", "position", "name")
        )
