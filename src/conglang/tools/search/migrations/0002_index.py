from django.db import migrations

from conglang.tools.search import engine


class Migration(migrations.Migration):
    """The index itself: FTS5 with triggers on SQLite, a generated column with GIN on PostgreSQL."""

    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(engine.create, engine.remove)]
