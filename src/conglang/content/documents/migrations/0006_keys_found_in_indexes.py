from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("documents", "0005_confirmed_days_and_closings"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="officialdocument",
            name="document_validity",
        ),
        migrations.RemoveIndex(
            model_name="officialdocument",
            name="document_words",
        ),
        migrations.AddIndex(
            model_name="officialdocument",
            index=models.Index(
                fields=["unit", "live", "-issued_on", "folded"], include=("id",), name="document_words"
            ),
        ),
        migrations.AddIndex(
            model_name="officialdocument",
            index=models.Index(fields=["unit", "id"], name="document_newest"),
        ),
        migrations.AddIndex(
            model_name="officialdocument",
            index=models.Index(
                fields=["unit", "live", "issued_on", "effective_on", "expired_on", "ended_on", "suspended_on",
                        "changed_on"],
                include=("id",),
                name="document_validity",
            ),
        ),
    ]
