from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "conglang.base.duties"
    label = "duties"

    def ready(self) -> None:
        from conglang.base.duties import permissions  # noqa: F401, PLC0415  # registers who keeps the clock
