from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("media", "0003_scans_and_quarantine")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="front_page",
            field=models.JSONField(default=dict, editable=False),
        ),
    ]
