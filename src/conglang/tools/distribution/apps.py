from django.apps import AppConfig


class DistributionConfig(AppConfig):
    """Where an item goes, for how long, and what proves that it came there."""

    name = "conglang.tools.distribution"
    label = "distribution"

    def ready(self) -> None:
        from conglang.tools.distribution import permissions  # noqa: F401, PLC0415  # registers who decides
