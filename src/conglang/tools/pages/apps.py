from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "conglang.tools.pages"
    label = "pages"

    def ready(self) -> None:
        from conglang.tools.pages import permissions  # noqa: F401, PLC0415  # registers who lays out a site
