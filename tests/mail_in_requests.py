"""A guard over the whole suite: whatever hands a message to a mail server while a request is being answered is noted."""

from contextlib import contextmanager
from contextvars import ContextVar

import pytest
from django.core.handlers.base import BaseHandler
from django.core.mail.backends import locmem, smtp

from kit.mail import KeepingBackend

_answering: ContextVar[str] = ContextVar("answering", default="")
_noted: list[str] = []


@contextmanager
def answering(path: str):
    """What happens inside counts as done by the request for `path`."""
    token = _answering.set(path)
    try:
        yield
    finally:
        _answering.reset(token)


@pytest.fixture(autouse=True, scope="session")
def _watch_requests_and_mail():
    get_response = BaseHandler.get_response

    def watched(self, request):
        with answering(request.path):
            return get_response(self, request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseHandler, "get_response", watched)
        for backend, name in [
            (locmem.EmailBackend, "send_messages"),
            (smtp.EmailBackend, "open"),
            (KeepingBackend, "send_messages"),
        ]:
            patch.setattr(backend, name, _noting(getattr(backend, name)))
        yield


def _noting(method):
    def noted(self, *args):
        if path := _answering.get():
            _noted.append(path)
        return method(self, *args)

    return noted


@pytest.fixture(autouse=True)
def mail_in_requests():
    """The paths of the requests that sent mail while they were answered. Fails if there is one."""
    _noted.clear()
    yield _noted
    assert _noted == [], "Queue it: kit.queues."
