from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "conglang.content.newsroom"
    label = "newsroom"

    def ready(self) -> None:
        from conglang.content.newsroom import (  # noqa: PLC0415  # models are ready only now
            findable,  # noqa: F401  # lets the search list all articles
            permissions,  # noqa: F401  # registers the newsroom's roles
        )
