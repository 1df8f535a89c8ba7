"""The tables that visitors' pages are made from. A change of one of their rows makes every such page anew.

`tests/permissions/test_visitors.py` asks for the pages and finds a table that is missing here.
"""

from django.db import models

from cases.clearance.models import Clearance, ClearedText, Publication
from cases.commissioning.models import (
    AdditionWording,
    CommissionerIssue,
    IssueAddition,
    IssueReply,
    IssueTheme,
    IssueWording,
    MovedDate,
    PromiseOutcome,
)
from cases.next_steps.models import WhatHelpsFigures
from knowledge.library.models import (
    IndexedTag,
    IndexedText,
    LearningObject,
    LearningObjectVersion,
    Pdf,
    ShownNumber,
    ShownText,
)
from knowledge.models import QuestionRelease
from newsletter.models import Entry, NewsletterIssue
from sites_app.models import Programme, Site

PUBLIC_TABLES: list[type[models.Model]] = [
    Programme,
    Site,
    ClearedText,
    Clearance,
    Publication,
    CommissionerIssue,
    IssueTheme,
    IssueWording,
    IssueAddition,
    AdditionWording,
    IssueReply,
    MovedDate,
    PromiseOutcome,
    WhatHelpsFigures,
    QuestionRelease,
    LearningObject,
    LearningObjectVersion,
    IndexedText,
    IndexedTag,
    ShownText,
    ShownNumber,
    Pdf,
    Entry,
    NewsletterIssue,
]
COLUMNS = {LearningObject: ["case_id", "site_id"]}  # its draft is written all day, and shown inside alone
