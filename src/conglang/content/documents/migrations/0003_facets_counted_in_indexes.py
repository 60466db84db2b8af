from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("documents", "0002_files_brought_in"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="officialdocument",
            name="document_shelf",
        ),
        migrations.AddIndex(
            model_name="officialdocument",
            index=models.Index(fields=["unit", "kind", "year", "live"], name="document_shelf"),
        ),
        migrations.AddIndex(
            model_name="officialdocument",
            index=models.Index(
                fields=["unit", "live", "issued_on", "effective_on", "expired_on", "ended_on", "suspended_on",
                        "changed_on"],
                name="document_validity",
            ),
        ),
        migrations.AddIndex(
            model_name="officialdocument",
            index=models.Index(fields=["unit", "live", "year"], name="document_years"),
        ),
        migrations.AddIndex(
            model_name="officialdocument",
            index=models.Index(fields=["unit", "live", "issuer_name"], name="document_authorities"),
        ),
        migrations.AddIndex(
            model_name="officialdocument",
            index=models.Index(fields=["unit", "live", "field"], name="document_fields"),
        ),
        migrations.AddIndex(
            model_name="officialdocument",
            index=models.Index(
                condition=models.Q(("disclosure", "")), fields=["unit"], name="document_undecided"
            ),
        ),
    ]
