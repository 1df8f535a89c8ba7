"""The admin of themes and needs. No other model of this app is in the admin, because the texts are confidential."""

from django.contrib import admin

from cases.models import Need, Theme
from kit.admin import BoundedAdmin


class VocabularyAdmin(BoundedAdmin):
    """Terms to choose from in a form, in alphabetical order."""

    list_display = ["name", "slug"]
    search_fields = ["name"]
    exclude = ["retired_at"]  # a word is retired under "Lists of words"
    prepopulated_fields = {"slug": ["name"]}


admin.site.register(Theme, VocabularyAdmin)
admin.site.register(Need, VocabularyAdmin)
