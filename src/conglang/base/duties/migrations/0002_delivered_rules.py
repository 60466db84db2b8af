from django.db import migrations

from conglang.base.duties import seed


class Migration(migrations.Migration):
    """Terms of law; the province goes on from here."""

    dependencies = [("duties", "0001_initial")]

    operations = [migrations.RunPython(seed.load_delivered, migrations.RunPython.noop)]
