from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("guards", "0001_inspections_stops_and_grounds"),
        ("media", "0003_scans_and_quarantine"),
    ]

    operations = [
        migrations.AddField(model_name="stop", name="files", field=models.JSONField(default=list)),
    ]
