"""The messages between the writers and the checkers of a text."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse

from cases.clearance.forms import MessageForm
from cases.clearance.messages import write_message
from cases.clearance.views.texts import check_page, visible_text
from kit.forms import accepted, form_for, status_of
from kit.http import require_perm, verb_view


@verb_view
def text_message(request, pk):
    """Write a message about a text, or an answer to one."""
    text = visible_text(request, pk)
    require_perm(request.user, "clearance.write_message", text)
    form = form_for(request, MessageForm, text=text)
    message = accepted(form, write_message, text, by=request.user)
    if message is None:
        return check_page(request, text, message_form=form, status=status_of(form))
    messages.success(request, "Your message was added.")
    return redirect(f"{reverse('clearance:text_check', args=[text.pk])}#message-{message.pk}")
