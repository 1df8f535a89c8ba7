"""What a person typed in a form that was not saved: kept as their draft, and in the form again when they come back.

Each form names its page and the person whose page it is, signed (`{% csrf_token %}` prints it). Whatever becomes of what
they send, refused, not allowed or sent after the session has ended, it is kept for that person and for nobody else. The
page sends what is typed meanwhile, too.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import models
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.datastructures import MultiValueDict

from kit.editing.opened import NAME as OPENED
from kit.editing.opened import Opened
from kit.locking import one_of
from kit.models import Draft, subject_of
from kit.privacy.register import paths_to

NAME = "typed_on"  # of the hidden field
SALT = "kit.editing.typed"
LASTS = timedelta(days=30)  # for so long a page that stays open can send what is typed
OURS = {NAME, OPENED, "once", "csrfmiddlewaretoken"}  # fields that nobody types in
LONGEST = 200_000  # characters of one form
LONGEST_PAGE = 500
MOST_DRAFTS = 100  # of one person; the oldest go
SECTION = "form "  # what the section of such a draft begins with
BETWEEN, INSIDE = "\x1e", "\x1f"  # between the fields of a draft, and between a name and its value


NOBODY = 0  # stands for somebody who is not signed in


@dataclass(frozen=True)
class Page:
    """The page that a form is on, whose it is, and the row that it is about."""

    user: int
    address: str
    subject: str

    def signed(self) -> str:
        """Return it as the value of the hidden field."""
        return signing.dumps([self.user, self.address, self.subject], salt=SALT)

    def is_of(self, user) -> bool:
        """Return whether `user` may have it open: it is theirs, or a page that needs no account."""
        return self.user in (NOBODY, user.pk)

    @classmethod
    def read(cls, value: str) -> "Page | None":
        """Return the page that was signed, or None where nothing was, or too long ago."""
        try:
            return cls(*signing.loads(value, salt=SALT, max_age=LASTS))
        except signing.BadSignature:
            return None


PAGE_OF_NOBODY = Page(NOBODY, "", "")  # about no row that its reader is known to belong to


@dataclass
class Typed:
    """What was typed in one form of a page."""

    page: Page
    label: str  # of the form
    opened: str  # what it was opened with
    answers: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, sent) -> "Typed | None":
        """Return what was `sent` of a form, or None where it is no form that says whose it is."""
        page = Page.read(sent.get(NAME, ""))
        opened = sent.get(OPENED, "")
        if page is None or not opened:
            return None
        answers = {name: sent.getlist(name) for name in sent if name not in OURS}
        return cls(page, opened.partition(" ")[0][:80], opened, answers)

    @property
    def section(self) -> str:
        """The section of the draft: the form, and a digest of the page's address."""
        return section_of(self.page.address, self.label)

    @property
    def in_one(self) -> str:
        """All of it as the text of a draft, in which words stand as they were typed."""
        pairs = [(name, value) for name, values in self.answers.items() for value in values]
        return BETWEEN.join(f"{name}{INSIDE}{value}" for name, value in [("", self.opened), *pairs])

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed, or more than can be kept."""
        return not any(map(any, self.answers.values())) or len(self.in_one) > LONGEST or "\0" in self.in_one


@dataclass(frozen=True)
class FormDraft:
    """What a person typed in a form and did not save."""

    answers: MultiValueDict
    opened: str
    at: datetime

    @classmethod
    def of(cls, draft: Draft) -> "FormDraft":
        """Return what a row of drafts holds."""
        pairs = [part.partition(INSIDE) for part in draft.text.split(BETWEEN)]
        answers: MultiValueDict[str, str] = MultiValueDict()
        for name, _, value in pairs[1:]:
            answers.appendlist(name, value)
        return cls(answers, pairs[0][2], draft.updated_at)


def sent_with(request) -> Typed | None:
    """Return what was typed in the form that was sent with `request`, or None where it is no such form."""
    try:
        return Typed.read(request.POST)
    except (
        RequestDataTooBig,
        TooManyFieldsSent,
        TooManyFilesSent,
        UnreadablePostError,
        MultiPartParserError,
    ):
        return None


def section_of(address: str, label: str) -> str:
    """Return how drafts name a form of the page at `address`."""
    return f"{SECTION}{sha256(f'{label} {address}'.encode()).hexdigest()[:40]}"


def keep(typed: Typed, *, key: str) -> Draft | None:
    """Keep what somebody typed as their draft, in the place of what was kept of the same form before. Return it.

    Repeating keeps the same. None: there is nothing to keep, or too much, or the account is gone.
    """
    user = get_user_model()._default_manager.filter(pk=typed.page.user, is_active=True).first()
    if user is None or typed.is_empty:
        return None
    subject, text = typed.page.subject, typed.in_one
    Draft.objects.filter(user=user, section=typed.section).exclude(subject=subject).delete()
    draft, _ = one_of(
        Draft.objects.update_or_create,
        user=user,
        subject=subject,
        section=typed.section,
        defaults={"text": text, "key": key},
    )
    of_forms = Draft.objects.filter(user=user, section__startswith=SECTION).order_by("-updated_at", "-pk")
    Draft.objects.filter(pk__in=list(of_forms.values_list("pk", flat=True)[MOST_DRAFTS:])).delete()
    return draft


def discard(page: Page, label: str) -> int:
    """Delete the draft of a form, once it is saved or thrown away, and return how many there were."""
    return Draft.objects.filter(user=page.user, section=section_of(page.address, label)).delete()[0]


def draft_of(request, form: Opened) -> FormDraft | None:
    """Return what the person who sent `request` typed in `form` on its page and did not save, or None.

    The first form of a page asks which drafts there are; the others cost nothing.
    """
    if not hasattr(request, "draft_sections"):
        kept = Draft.objects.filter(user=request.user.pk, section__startswith=SECTION)
        request.draft_sections = set(kept.values_list("section", flat=True))
    section = section_of(address_of(request), form.label)
    if section not in request.draft_sections:
        return None
    draft = Draft.objects.filter(user=request.user.pk, section=section).first()
    return FormDraft.of(draft) if draft else None


def restore(form, request) -> None:
    """Put into a form that was not sent what this person typed in it before and did not save."""
    if not isinstance(form, Opened) or not form.is_kept or form.is_bound or form.draft is not None:  # type: ignore
        return
    if request.method == "GET" and request.user.is_authenticated:
        form.draft = draft_of(request, form)
        if form.draft is not None:
            form.carried_from = MultiValueDict({OPENED: [form.draft.opened]})


def page_of(request, values: Callable[[], Iterable]) -> Page | None:
    """Return the page that `request` shows, or None where nobody is signed in.

    `values` returns what the first template of the page shows: the rows among it say what the page is about. A form that
    is shown again stays with the page that it was on.
    """
    if not request.user.is_authenticated:
        return None
    if not hasattr(request, "shown_page"):
        sent = Page.read(request.POST.get(NAME, "")) if request.method == "POST" else None
        if sent is None or sent.user != request.user.pk:
            rows = [value for value in values() if issubclass(type(value), models.Model)]  # not lazily
            sent = Page(request.user.pk, address_of(request), subject_in(rows) or subject_of(request.user))
        request.shown_page = sent
    return request.shown_page


def address_of(request) -> str:
    """Return the address of the page that `request` asks for, as drafts name it."""
    return request.get_full_path()[:LONGEST_PAGE]


def subject_in(rows: list[models.Model]) -> str:
    """Return the nearest owner of words that one of `rows` is or belongs to, such as "cases.case:12"; "" for none."""
    for owner in map(apps.get_model, settings.OWNERS_OF_WORDS):
        for row in rows:
            for found in _owners_of(row, owner):
                return subject_of(found)
    return ""


def _owners_of(row: models.Model, owner: type[models.Model]) -> Iterator[models.Model]:
    for lookup in _ways(type(row), owner):
        found: Any = row
        for name in lookup.split("__") if lookup != "pk" else []:
            found = getattr(found, name, None)
        if isinstance(found, owner):
            yield found


@cache
def _ways(model: type[models.Model], owner: type[models.Model]) -> list[str]:
    """Return the shortest way from `model` to `owner` by foreign keys, if there is one of two steps or fewer."""
    found = sorted((path.lookup for path in paths_to(model, owner)), key=lambda lookup: lookup.count("__"))
    return [lookup for lookup in found if lookup.count("__") < 2][:1]
