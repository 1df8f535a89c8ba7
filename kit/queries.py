"""Queries that every app needs: the usual order of rows where Django leaves it out, and counts of other rows."""

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce


def in_usual_order(rows: QuerySet) -> QuerySet:
    """Return `rows` in the default order of its model, unless another order was chosen.

    Django leaves `Meta.ordering` out of a query that counts or sums per row, and PostgreSQL then answers in any order.
    Every QuerySet method that adds a count to listed rows goes through here; tests refuse a query that does not.
    """
    return rows if rows.query.order_by else rows.order_by(*rows.model._meta.ordering)


def number_of(rows: QuerySet, by: str) -> Coalesce:
    """Return a subquery for how many of `rows` have the outer row as their `by`; 0 where there are none."""
    found = rows.filter(**{by: OuterRef("pk")}).order_by().values(by)
    counted = found.annotate(how_many=Count("pk", distinct=True)).values("how_many")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
