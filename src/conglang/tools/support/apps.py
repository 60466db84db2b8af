from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Difficulties of officials with the system, each tracked to its answer."""

    name = "conglang.tools.support"
    label = "support"

    def ready(self) -> None:
        from conglang.tools.support import permissions  # noqa: F401, PLC0415  # registers who answers
