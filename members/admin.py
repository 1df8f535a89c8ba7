"""The Django admin: accounts, and the vocabularies that no form of ours changes. Nothing confidential is in it."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group

from members.models import Discipline, User
from sites_app.models import Organisation, Sector

admin.site.site_header = "Copsite: accounts and vocabularies"
admin.site.site_title = "Copsite"
admin.site.index_title = "Accounts and vocabularies"
admin.site.unregister(Group)  # what people may do comes from their roles and places
admin.site.unregister(EmailAddress)  # with another address one could take an account over
admin.site.unregister(Authenticator)  # it shows the secrets of codes and passkeys


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Accounts: who can sign in. Passwords are set by their owners, roles and places are given by form."""

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


class WordInUseAdmin(admin.ModelAdmin):
    """A vocabulary that people and sites hang on. A page that deletes would list them, names and all."""

    def has_delete_permission(self, request, obj=None) -> bool:
        return False  # rename it instead


@admin.register(Sector)
class SectorAdmin(WordInUseAdmin):
    list_display = ["name", "position"]
    list_editable = ["position"]


@admin.register(Discipline)
class DisciplineAdmin(WordInUseAdmin):
    list_display = ["name", "sector", "programme", "position"]
    list_filter = ["programme", "sector"]
    search_fields = ["name"]


@admin.register(Organisation)
class OrganisationAdmin(WordInUseAdmin):
    list_display = ["name", "sector"]
    list_filter = ["sector"]
    search_fields = ["name"]
