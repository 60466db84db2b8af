from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "conglang.content.newsroom"
    label = "newsroom"

    def ready(self) -> None:
        from conglang.content.newsroom import permissions  # noqa: F401, PLC0415  # registers the newsroom's roles
