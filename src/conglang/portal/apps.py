from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "conglang.portal"
    label = "portal"

    def ready(self) -> None:
        """Say what the stored pages show, and open the channels."""
        from conglang.portal import channels, reader_channels, shown  # noqa: F401, PLC0415 - needs the app registry
