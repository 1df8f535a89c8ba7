"""Reading confidential rows: who may read them is asked, and the audit log records who did."""

from typing import Any, Self

from django.db import models
from django.db.models import CharField, Exists, F, OuterRef, Value
from django.db.models.functions import Cast, Concat

from kit.audit import record_subjects
from kit.audit_verbs import AuditVerb
from kit.dates import start_of_day
from kit.models import AuditEvent


class ConfidentialQuerySet(models.QuerySet):
    """A QuerySet of confidential rows.

    Pages, feeds and mails get such rows by one of two methods. `read_by(user)` is for showing their words: when the rows
    are fetched, the audit log records that the user read them. `visible_to(user)` is for counting, for asking whether
    there are any, and for lists that only name them. Both ask the same rule, about where the user stands now.
    """

    reading_verb: AuditVerb
    subject_kind: str  # of what was read, as in kit.models.subject_of, such as "cases.case"
    subject_column = "pk"  # from the row to what was read
    _read_as: tuple | None = None  # the user, and whose link they followed
    _result_cache: Any

    def visible_to(self, user) -> Self:
        """Return the rows that `user` may read. Each kind of row defines which these are."""
        raise NotImplementedError(f"{type(self).__name__} does not say who may read its rows.")

    def read_by(self, user) -> Self:
        """Return the rows that `user` may read, to show them. Fetching them is recorded, once a day for each subject.

        Adds `subject_read`, the id of what was read, and `was_read_today`.
        """
        if not user.is_authenticated:
            return self.none()
        return self.visible_to(user)._recorded(user)

    def _recorded(self, user, link_of: str = "") -> Self:
        """Return these rows, so that fetching them is recorded as a reading by `user`.

        `link_of` names the row whose link in an e-mail was followed, where nobody signed in.
        """
        subject = Concat(Value(f"{self.subject_kind}:"), Cast(OuterRef(self.subject_column), CharField()))
        today = AuditEvent.objects.filter(
            verb=self.reading_verb, by=user, link_of=link_of, at__gte=start_of_day()
        )
        found = self.annotate(
            subject_read=F(self.subject_column), was_read_today=Exists(today.filter(subject=subject))
        )
        found._read_as = (user, link_of)
        return found

    def _has_words(self, row) -> bool:
        """Return whether `row` holds anything to read."""
        return True

    def _clone(self) -> Self:
        found = super()._clone()  # type: ignore[misc]  # unknown to the stubs
        found._read_as = self._read_as
        return found

    def _fetch_all(self) -> None:
        was_fetched = self._result_cache is not None
        super()._fetch_all()
        if self._read_as is not None and not was_fetched:
            self._record(*self._read_as)

    def _record(self, user, link_of: str) -> None:
        """Record that `user` read what the fetched rows tell of, except what they read before today."""
        read = {
            row.subject_read
            for row in self._result_cache
            if row.subject_read is not None and not row.was_read_today and self._has_words(row)
        }
        if read:
            subjects = [f"{self.subject_kind}:{pk}" for pk in sorted(read)]
            record_subjects(self.reading_verb, subjects, by=user, link_of=link_of)
