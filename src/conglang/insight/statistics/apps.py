from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """How often pages are seen."""

    name = "conglang.insight.statistics"
    label = "statistics"
    verbose_name = "Statistics"

    def ready(self) -> None:
        """Register the permission."""
        from conglang.insight.statistics import permissions  # noqa: F401, PLC0415
