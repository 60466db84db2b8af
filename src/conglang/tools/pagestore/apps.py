from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class PagestoreConfig(AppConfig):
    """Pages are rendered once a change, not once a visit."""

    name = "conglang.tools.pagestore"
    label = "pagestore"
    verbose_name = "Page store"

    def ready(self) -> None:
        """Watch connections, and keep the triggers in step with the tables."""
        from conglang.tools.pagestore import permissions, triggers, watching  # noqa: F401, PLC0415

        connection_created.connect(watching.watch_connection)
        pre_migrate.connect(triggers.before_migrating, sender=self)
        post_migrate.connect(triggers.after_migrating, sender=self)
