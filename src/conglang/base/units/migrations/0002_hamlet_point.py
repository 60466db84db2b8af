from django.db import migrations, models


def degrees() -> models.DecimalField:
    return models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)


class Migration(migrations.Migration):
    dependencies = [("units", "0001_initial")]

    operations = [
        migrations.AddField("hamlet", "lat", degrees()),
        migrations.AddField("hamlet", "lon", degrees()),
        migrations.AddConstraint(
            "hamlet",
            models.CheckConstraint(
                condition=models.Q(("lat", None), ("lon", None))
                | models.Q(("lat__isnull", False), ("lon__isnull", False)),
                name="hamlet_whole_point",
            ),
        ),
    ]
