from django.db import migrations

from conglang.tools.search import seed


class Migration(migrations.Migration):
    """The pairs that came since the first ones; what people ended stays ended."""

    dependencies = [("search", "0004_shared_entries")]

    operations = [migrations.RunPython(seed.load_first, migrations.RunPython.noop)]
