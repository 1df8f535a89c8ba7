"""The vocabularies of cases. Nothing else of this app is in the admin: its texts are confidential."""

from django.contrib import admin

from cases.models import Need, Theme


class VocabularyAdmin(admin.ModelAdmin):
    """Words that people tick, in the order of the alphabet."""

    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


admin.site.register(Theme, VocabularyAdmin)
admin.site.register(Need, VocabularyAdmin)
