from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0006_synonyms_of_every_day")]

    operations = [
        migrations.AddField(model_name="searchentry", name="held_on", field=models.DateField(null=True)),
    ]
