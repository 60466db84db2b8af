from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "conglang.workspace"
    label = "workspace"

    def ready(self) -> None:
        from conglang.workspace import editor  # noqa: F401, PLC0415  # opens the editor's doors, and no others
