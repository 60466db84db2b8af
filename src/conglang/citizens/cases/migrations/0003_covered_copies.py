import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_looks_in_the_history")]

    operations = [
        migrations.AddField(
            model_name="attachment", name="boxes", field=models.JSONField(blank=True, default=list)
        ),
        migrations.AddField(
            model_name="attachment",
            name="original",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="copy",
                to="cases.attachment",
            ),
        ),
    ]
