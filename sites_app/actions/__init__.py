"""The actions of programmes and sites: starting and ending them, expenses, dates and organisations."""

from sites_app.actions.corrections import (
    edit_expense,
    edit_organisation,
    remove_expense,
    remove_organisation,
)
from sites_app.actions.events import add_event, cancel_event, edit_event, remove_event, write_event
from sites_app.actions.places import (
    add_expense,
    add_organisation,
    add_organisations,
    change_programme,
    change_site,
    end_programme,
    open_site,
    publish_figures,
    start_programme,
)
from sites_app.actions.states import record_state, record_state_and_settle

__all__ = [
    "add_event",
    "add_expense",
    "add_organisation",
    "add_organisations",
    "cancel_event",
    "change_programme",
    "change_site",
    "edit_event",
    "edit_expense",
    "edit_organisation",
    "end_programme",
    "open_site",
    "publish_figures",
    "record_state",
    "record_state_and_settle",
    "remove_event",
    "remove_expense",
    "remove_organisation",
    "start_programme",
    "write_event",
]
