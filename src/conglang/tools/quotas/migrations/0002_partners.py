from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quotas", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="apikey",
            name="sends_cases",
            field=models.BooleanField(default=False, verbose_name="may send matters of citizens"),
        )
    ]
