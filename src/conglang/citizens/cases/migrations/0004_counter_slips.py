import django.db.models.deletion
from django.db import migrations, models

UNIT = {"editable": False, "on_delete": django.db.models.deletion.PROTECT, "related_name": "+"}
DEPARTMENT = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": "units.department"}


def key() -> models.BigAutoField:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_covered_copies"), ("units", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="CounterSlip",
            fields=[
                ("id", key()),
                ("receipt", models.CharField(max_length=40)),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
                ("printed_at", models.DateTimeField()),
                ("is_used", models.BooleanField(default=False)),
                ("department", models.ForeignKey(**DEPARTMENT)),
                ("unit", models.ForeignKey(to="units.unit", **UNIT)),
            ],
            options={
                "verbose_name": "slip of the counter",
                "verbose_name_plural": "slips of the counter",
                "ordering": ["-printed_at", "-pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "receipt"), name="counter_slip_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CounterRating",
            fields=[
                ("id", key()),
                ("level", models.PositiveSmallIntegerField()),
                ("on", models.DateField()),
                ("department", models.ForeignKey(**DEPARTMENT)),
                ("unit", models.ForeignKey(to="units.unit", **UNIT)),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 3)),
                        name="counter_rating_of_three",
                    )
                ],
            },
        ),
    ]
