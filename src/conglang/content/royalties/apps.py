from django.apps import AppConfig


class RoyaltiesConfig(AppConfig):
    name = "conglang.content.royalties"
    label = "royalties"

    def ready(self) -> None:
        from conglang.content.royalties import permissions  # noqa: F401, PLC0415  # registers who sees money
