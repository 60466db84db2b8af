import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("signing", "0001_initial"),
        ("units", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RevocationList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.BinaryField(editable=False)),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("number", models.CharField(blank=True, max_length=60)),
                ("issued_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(null=True)),
                ("entries", models.PositiveIntegerField()),
                ("installed_at", models.DateTimeField()),
                ("anchor", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="revocation_list", to="signing.trustanchor")),
                ("installed_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("unit", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit")),
            ],
            options={
                "verbose_name": "list of revoked certificates",
                "verbose_name_plural": "lists of revoked certificates",
                "default_permissions": (),
            },
        ),
    ]
