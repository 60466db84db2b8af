from django.apps import AppConfig


class QuotasConfig(AppConfig):
    """How often programs may ask, and the keys of those who ask more often."""

    name = "conglang.tools.quotas"
    label = "quotas"
    verbose_name = "Quotas"

    def ready(self) -> None:
        """Register the permissions."""
        from conglang.tools.quotas import permissions  # noqa: F401, PLC0415 - needs the app registry
