import conglang.content.procedures.models
import conglang.tools.media.storage
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("procedures", "0002_local_notes")]

    operations = [
        migrations.AddField(
            model_name="procedureimport",
            name="waiting",
            field=models.FileField(
                blank=True,
                max_length=160,
                storage=conglang.tools.media.storage.private_storage,
                upload_to=conglang.content.procedures.models._waiting_name,
                default="",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="procedureimport", name="compared_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="procedureimport",
            name="trouble",
            field=models.CharField(blank=True, max_length=20, default=""),
            preserve_default=False,
        ),
        migrations.RunSQL(
            "UPDATE procedures_procedureimport SET compared_at = proposed_at", migrations.RunSQL.noop
        ),
    ]
