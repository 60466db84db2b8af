from django.apps import AppConfig


class OpinionsConfig(AppConfig):
    """What readers say of a page: whether it helped, and what is wrong on it."""

    name = "conglang.tools.opinions"
    label = "opinions"

    def ready(self) -> None:
        from conglang.tools.opinions import permissions  # noqa: F401, PLC0415  # registers who reads them
