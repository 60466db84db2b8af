from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "conglang.tools.pages"
    label = "pages"

    def ready(self) -> None:
        # registers who lays out a site, and what can be changed of it
        from conglang.tools.pages import front_changes, permissions, template_changes  # noqa: F401, PLC0415
