from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "conglang.tools.signing"
    label = "signing"

    def ready(self) -> None:
        from conglang.tools.signing import permissions  # noqa: F401, PLC0415  # registers who installs anchors
