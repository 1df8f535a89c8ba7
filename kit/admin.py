"""The base class of the pages of Django's admin."""

from django import forms
from django.contrib import admin

from kit.bounds import Bounded


class BoundedModelForm(Bounded, forms.ModelForm):
    """The base class of the forms of the admin, with the bounds that all forms have."""


class BoundedAdmin(admin.ModelAdmin):
    """Pages of one model in the admin, whose forms have the bounds that all forms have."""

    form = BoundedModelForm

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, form=self.form, **kwargs)
