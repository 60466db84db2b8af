from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "conglang.content.planning"
    label = "planning"

    def ready(self) -> None:
        from conglang.content.planning import permissions  # noqa: F401, PLC0415  # registers who plans
