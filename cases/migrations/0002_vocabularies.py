from django.db import migrations
from django.utils.text import slugify

THEMES = [
    "accommodation ending", "hospital discharge", "prison release", "repeat A&E visits", "post and debt",
    "domestic abuse", "children in care", "bereavement", "self-neglect", "moving areas", "trust", "prescribing",
    "risk and information sharing", "leaving care", "weekends and out of hours", "dual diagnosis",
    "anti-social behaviour", "staying well",
]  # fmt: skip
NEEDS = [
    "housing", "mental health", "alcohol", "drugs", "physical health", "offending", "domestic abuse",
    "learning disability", "money and benefits", "children and family",
]  # fmt: skip


def add_vocabularies(apps, schema_editor):
    for model, names in (("Theme", THEMES), ("Need", NEEDS)):
        for name in names:
            apps.get_model("cases", model).objects.get_or_create(name=name, defaults={"slug": slugify(name)})


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [migrations.RunPython(add_vocabularies, migrations.RunPython.noop)]
