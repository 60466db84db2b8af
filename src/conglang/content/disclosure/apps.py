from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "conglang.content.disclosure"
    label = "disclosure"

    def ready(self) -> None:
        from conglang.content.disclosure import permissions  # noqa: F401, PLC0415  # registers who discloses
