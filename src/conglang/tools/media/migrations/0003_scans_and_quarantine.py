import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("media", "0002_composers_choose_files"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="is_quarantined",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.CreateModel(
            name="Recognition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=160)),
                ("extension", models.CharField(max_length=8)),
                ("state", models.CharField(choices=[("waiting", "waits to be read"), ("read", "read"), ("unreadable", "could not be read")], default="waiting", max_length=10)),
                ("page_count", models.PositiveIntegerField(default=0)),
                ("left", models.JSONField(null=True)),
                ("pages", models.JSONField(default=dict)),
                ("ordered_at", models.DateTimeField()),
                ("claimed_until", models.DateTimeField(null=True)),
                ("unit", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit")),
            ],
            options={
                "default_permissions": (),
                "indexes": [models.Index("ordered_at", condition=models.Q(("state", "waiting")), name="recognition_waiting")],
                "constraints": [models.UniqueConstraint(fields=("unit", "sha256"), name="recognition_once")],
            },
        ),
    ]
