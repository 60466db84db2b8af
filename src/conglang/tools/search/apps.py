from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    """Finds everything public in either database, in the same order."""

    name = "conglang.tools.search"
    label = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        """Keep SQLite's triggers, which go away whenever Django rebuilds their table."""
        from conglang.tools.search import engine  # noqa: PLC0415 - needs the app registry

        post_migrate.connect(engine.after_migrating, sender=self)
