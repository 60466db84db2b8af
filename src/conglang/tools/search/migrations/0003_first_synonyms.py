from django.db import migrations

from conglang.tools.search import seed


class Migration(migrations.Migration):
    """What people say and offices write; the province goes on from here."""

    dependencies = [("search", "0002_index")]

    operations = [migrations.RunPython(seed.load_first, migrations.RunPython.noop)]
