"""The Django admin: accounts, and the lists of words that have no form elsewhere. Nothing confidential is in it."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils import timezone

from kit.admin import BoundedAdmin
from members.models import Discipline, User
from sites_app.models import Organisation, Sector

admin.site.site_header = "Copsite: accounts and vocabularies"
admin.site.site_title = "Copsite"
admin.site.index_title = "Accounts and vocabularies"
admin.site.unregister(Group)  # permissions come from roles and memberships
admin.site.unregister(EmailAddress)  # changing an address would be a way to take over an account
admin.site.unregister(Authenticator)  # it shows the secrets of codes and passkeys


@admin.register(User)
class UserAdmin(BoundedAdmin):
    """Accounts. Owners set their own passwords; roles and memberships have forms elsewhere."""

    list_display = ["email", "name", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["email", "name"]
    fields = [
        "email",
        "name",
        "job_title",
        "is_active",
        "is_staff",
        "is_superuser",
        "date_joined",
        "last_login",
    ]
    readonly_fields = ["email", "date_joined", "last_login"]

    def has_add_permission(self, request) -> bool:
        return False  # an account is made from an invitation

    def has_delete_permission(self, request, obj=None) -> bool:
        return False  # what they did stays under their name; make them inactive instead


class WordInUseAdmin(BoundedAdmin):
    """A list of words that members and sites use. Its rows cannot be deleted, because the page for that lists
    who uses them.
    """

    def has_delete_permission(self, request, obj=None) -> bool:
        return False  # rename it instead


@admin.register(Sector)
class SectorAdmin(WordInUseAdmin):
    """The sectors."""

    exclude = ["retired_at"]  # a word is retired under "Lists of words"
    list_display = ["name", "position"]
    list_editable = ["position"]


@admin.register(Discipline)
class DisciplineAdmin(WordInUseAdmin):
    """The disciplines of programmes. One that is added here counts from today, as one added by form does."""

    exclude = ["added_on"]
    list_display = ["name", "sector", "programme", "position"]
    list_filter = ["programme", "sector"]
    search_fields = ["name"]

    def save_model(self, request, obj, form, change) -> None:
        """Save the discipline, and date a new one."""
        if not change:
            obj.added_on = timezone.localdate()
        super().save_model(request, obj, form, change)


@admin.register(Organisation)
class OrganisationAdmin(WordInUseAdmin):
    """The organisations."""

    list_display = ["name", "sector"]
    list_filter = ["sector"]
    search_fields = ["name"]
