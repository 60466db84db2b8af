from django.db import migrations

from conglang.content.disclosure import seed


class Migration(migrations.Migration):
    """Headings of law; the province goes on from here."""

    dependencies = [("disclosure", "0001_initial")]

    operations = [migrations.RunPython(seed.load_delivered, migrations.RunPython.noop)]
