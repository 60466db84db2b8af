from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """Material that one unit collects from others by a checklist."""

    name = "conglang.content.campaigns"
    label = "campaigns"

    def ready(self) -> None:
        from conglang.content.campaigns import permissions  # noqa: F401, PLC0415  # registers who asks
