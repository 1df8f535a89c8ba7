"""The rows that hold words of a case. Reading one is reading its case."""

from cases.audit_verbs import CaseVerb
from kit.reading import ConfidentialQuerySet


class OfACaseQuerySet(ConfidentialQuerySet):
    """A QuerySet of cases, or of rows that hold words of a case."""

    reading_verb = CaseVerb.READ
    subject_kind = "cases.case"
    subject_column = "case"
