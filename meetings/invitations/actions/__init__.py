"""The actions of invitations: asking people to a date, their replies, visits that they propose, and the mail."""

from meetings.invitations.actions.answering import answer, take_back_answer
from meetings.invitations.actions.asking import ask_brokers, invite, withdraw
from meetings.invitations.actions.proposing import accept_visit, decline_visit, offer_visit, propose_date
from meetings.invitations.actions.reminding import make_due_reminders
from meetings.invitations.actions.telling import tell

__all__ = [
    "accept_visit",
    "answer",
    "ask_brokers",
    "decline_visit",
    "invite",
    "make_due_reminders",
    "offer_visit",
    "propose_date",
    "take_back_answer",
    "tell",
    "withdraw",
]
