from django.db import migrations

from conglang.tools.search import seed


class Migration(migrations.Migration):
    """The pairs that came since; what people ended stays ended."""

    dependencies = [("search", "0005_synonyms_of_cuts")]

    operations = [migrations.RunPython(seed.load_first, migrations.RunPython.noop)]
