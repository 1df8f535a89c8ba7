"""Texts and replies that were published on a day, as people's clicks would have done it."""

from collections.abc import Callable
from datetime import datetime

import time_machine
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from cases.clearance.models import Audience, ClearedText
from cases.commissioning.models import CommissionerIssue, IssueReply, IssueWording
from cases.models import Case
from knowledge.library.models import LearningObject, LearningObjectVersion
from tests.cases.checking import presenters_agree
from tests.factories.cases import CaseFactory, CommissionerIssueFactory, IssueReplyFactory
from tests.factories.knowledge import LearningObjectFactory
from tests.people import People


def february(day: int, hour: int = 14) -> datetime:
    return timezone.make_aware(datetime(2026, 2, day, hour))


def published(
    people: People, *, case: Case, audience: str, content: dict, kind: str, on: datetime, point: Callable
) -> ClearedText:
    """A text about `case` that was published on a day: an agreement, a reader from the site, another one. `point` makes
    the row that says of what it is a text.
    """
    with time_machine.travel(on, tick=False):
        writer = people.user("writer")
        for row in case.presenter_rows.all():
            clearance_actions.agree(case, member=row.member, audience=audience, by=people.user("facilitator"))
        text = clearance_actions.send_for_checking(
            content, kind=kind, audience=audience, programme=people.programme, site=case.site, case=case,
            authors=[writer], by=writer,
        )  # fmt: skip
        point(text)
        presenters_agree([text])
        for role in ("facilitator", "team2"):
            clearance_actions.approve(text, sha256=text.sha256, by=people.user(role))
        clearance_actions.publish(text, by=people.user("facilitator"))
    return text


def learning_object(
    people: People, title: str, *, audience: str, on: datetime, of: LearningObject | None = None
):
    """A published write-up, or the next version `of` one."""
    learning_object = of or LearningObjectFactory(case=CaseFactory(site=people.site))
    number = learning_object.versions.count() + 1
    published(people,
        case=learning_object.case, audience=audience, kind=ClearedText.Kind.LEARNING_OBJECT, on=on,
        content={"title": title, "standfirst": f"{title}, in short.", "sections": []},
        point=lambda text: LearningObjectVersion.objects.create(
            learning_object=learning_object, number=number, cleared_text=text
        ),
    )  # fmt: skip
    return learning_object


def reply(
    people: People, words: str, *, on: datetime, audience: str = Audience.COMMISSIONERS, **fields
) -> IssueReply:
    """A commissioner's reply to an issue of the site whose wording is out."""
    raised: CommissionerIssue = CommissionerIssueFactory(case=CaseFactory(site=people.site))
    published(people,
        case=raised.case, audience=audience, kind=ClearedText.Kind.COMMISSIONER_ISSUE,
        on=february(2), content={"title": "Friday afternoons", "words": "Nobody is there.", "theme": ""},
        point=lambda text: IssueWording.objects.create(issue=raised, cleared_text=text),
    )  # fmt: skip
    return IssueReplyFactory(
        issue=raised, words=words, replied_at=on, by=people.user("commissioner"), **fields
    )
