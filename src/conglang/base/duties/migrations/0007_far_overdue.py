from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0006_opened_again")]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("half", "half of the time has passed"),
                    ("soon", "little time is left"),
                    ("late", "the day has passed"),
                    ("given", "it was given to you"),
                    ("moved", "the date has moved"),
                    ("paused", "it was paused"),
                    ("resumed", "it goes on"),
                    ("extended", "it was extended"),
                    ("missing", "the public page was not there"),
                    ("far", "far overdue in a unit below"),
                ],
                max_length=8,
            ),
        )
    ]
