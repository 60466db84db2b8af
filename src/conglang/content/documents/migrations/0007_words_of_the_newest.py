from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("documents", "0006_keys_found_in_indexes"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="officialdocument",
            name="document_newest",
        ),
        migrations.AddIndex(
            model_name="officialdocument",
            index=models.Index(fields=["unit", "-id", "folded"], name="document_newest"),
        ),
    ]
