from django.db import migrations

from conglang.base.duties import seed


class Migration(migrations.Migration):
    """Terms that the release has gained since."""

    dependencies = [("duties", "0003_telling")]

    operations = [migrations.RunPython(seed.load_delivered, migrations.RunPython.noop)]
