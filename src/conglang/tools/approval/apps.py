from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class ApprovalConfig(AppConfig):
    """Nothing is public before someone else than its author approved exactly this content."""

    name = "conglang.tools.approval"
    label = "approval"
    verbose_name = "Approval"

    def ready(self) -> None:
        """Keep the database's own guard in step with the tables, and what stored versions name."""
        from conglang.tools.approval import permissions, removal, triggers  # noqa: F401, PLC0415 - need models

        pre_migrate.connect(triggers.before_migrating, sender=self)
        post_migrate.connect(triggers.after_migrating, sender=self)
