from django.apps import AppConfig


class GuardsConfig(AppConfig):
    """What must not become public is seen before it does: secrets, people's data, harmful files."""

    name = "conglang.tools.guards"
    label = "guards"

    def ready(self) -> None:
        from conglang.tools.guards import permissions  # noqa: F401, PLC0415  # registers who sees what was stopped
