"""Which roles round the table work with the person of a case."""

from django.db.models import Q

from cases.forms.fields import VocabularyField
from cases.models import Case
from kit.forms import Form
from members.models import Discipline


class WorksWithForm(Form):
    """The roles of the site's members, ticked where their service works with the person."""

    button = "Keep these roles"
    leave = "Leave it as it was"

    roles = VocabularyField(
        Discipline.objects.none(),
        label="Whose service works with the person now?",
        required=False,
        help_text="Roles only, never names.",
        error_messages={"invalid_choice": "Choose among the roles round this table"},
    )

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        current = case.site.members.current().values("discipline")
        self.fields["roles"].queryset = (
            Discipline.objects.filter(Q(pk__in=current) | Q(works_with=case))
            .distinct()
            .order_by("sector__position", "position", "name")
        )
