"""The usual order of rows where Django leaves it out."""

from django.db.models import QuerySet


def in_usual_order(rows: QuerySet) -> QuerySet:
    """`rows` in the order that its model is listed in, unless another order was chosen.

    Django leaves `Meta.ordering` out of a query that counts or sums per row, and PostgreSQL then answers in any order.
    Every QuerySet method that adds a count to listed rows goes through here; tests refuse a query that does not.
    """
    return rows if rows.query.order_by else rows.order_by(*rows.model._meta.ordering)
