import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


def note_open_days(apps, schema_editor):
    rows = apps.get_model("documents", "OfficialDocument").objects
    rows.filter(Q(issued_on=None) | Q(reading__has_key="issued_on")).update(is_day_open=True)


def person():
    return models.ForeignKey(
        editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
        to=settings.AUTH_USER_MODEL,
    )  # fmt: skip


class Migration(migrations.Migration):

    dependencies = [
        ("documents", "0004_words_found_in_an_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("officialdocument", "is_day_open", models.BooleanField(default=False, editable=False)),
        migrations.AddField("officialdocument", "closed_by", person()),
        migrations.AddField("officialdocument", "closing_confirmed_by", person()),
        migrations.AddField(
            "officialdocument", "closing_confirmed_at", models.DateTimeField(editable=False, null=True)
        ),
        migrations.AddConstraint(
            "officialdocument",
            models.CheckConstraint(
                condition=Q(closing_confirmed_by=None)
                | Q(closed_by=None)
                | ~Q(closing_confirmed_by=F("closed_by")),
                name="document_closed_by_two",
            ),
        ),
        migrations.AddIndex(
            "officialdocument",
            models.Index(condition=Q(("is_day_open", True)), fields=["unit"], name="document_day_open"),
        ),
        migrations.AddIndex(
            "officialdocument",
            models.Index(
                condition=Q(("closing_confirmed_at", None), ("disclosure", "closed")),
                fields=["unit"],
                name="document_half_closed",
            ),
        ),
        migrations.RunPython(note_open_days, migrations.RunPython.noop),
    ]
