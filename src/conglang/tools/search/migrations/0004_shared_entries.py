from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0003_first_synonyms")]

    operations = [
        migrations.AddField(
            model_name="searchentry", name="is_shared", field=models.BooleanField(default=False)
        ),
    ]
