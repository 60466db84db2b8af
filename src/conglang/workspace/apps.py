from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    """The officials' desk; it owns no rules and no tables."""

    name = "conglang.workspace"
    label = "workspace"

    def ready(self) -> None:
        from conglang.workspace import permissions  # noqa: F401, PLC0415  # registers who reads the trail
