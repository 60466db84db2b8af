from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnitsConfig(AppConfig):
    """Provinces, communes, their sites and the scope."""

    name = "conglang.base.units"
    verbose_name = _("Administrative units")

    def ready(self) -> None:
        """Register the checks."""
        from conglang.base.units import checks  # noqa: F401, PLC0415 - models must be loaded
